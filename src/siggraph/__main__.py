"""python -m siggraph: the command line."""

from siggraph.cli import main

main()
