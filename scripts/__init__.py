"""Scripts for those who work on siggraph; none of them is needed to use it."""
