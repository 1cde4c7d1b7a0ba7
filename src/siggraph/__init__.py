"""siggraph: from open letters to a knowledge graph of the organisations that signed them."""

__version__ = "0.1.0"
