"""The one desk: reads a corpus, runs the stages, writes a build folder, asks it, analyses it.

Late imports keep the command line quick: a verb loads what it needs.
"""

from siggraph.workspace.analysing import coalitions
from siggraph.workspace.asking import ask, check, questions, sparql
from siggraph.workspace.building import Built, build, next_steps
from siggraph.workspace.common import corpus_folder
from siggraph.workspace.curating import add, fetch_all, is_packaged, register, start
from siggraph.workspace.importing import survey, take
from siggraph.workspace.reading import cases, compare_file, compare_names, enrich_file, explain, parse_files

__all__ = [
    "Built",
    "add",
    "ask",
    "build",
    "cases",
    "check",
    "coalitions",
    "compare_file",
    "compare_names",
    "corpus_folder",
    "enrich_file",
    "explain",
    "fetch_all",
    "is_packaged",
    "next_steps",
    "parse_files",
    "questions",
    "register",
    "sparql",
    "start",
    "survey",
    "take",
]
