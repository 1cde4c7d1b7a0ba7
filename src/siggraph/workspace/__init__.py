"""The one desk: reads a corpus, runs the stages, writes a build folder, asks it, analyses it.

Late imports keep the command line quick: a verb loads what it needs.
"""

from siggraph.workspace.analysing import coalitions
from siggraph.workspace.asking import ask, check, questions, sparql
from siggraph.workspace.building import Built, build, next_steps
from siggraph.workspace.changing import Value, correct, withdraw
from siggraph.workspace.common import corpus_folder, is_packaged
from siggraph.workspace.curating import add, fetch_all, register, start
from siggraph.workspace.importing import survey, take
from siggraph.workspace.judging import cases, judge, withdraw_judgement
from siggraph.workspace.reading import compare_file, compare_names, enrich_file, explain, parse_files
from siggraph.workspace.redacting import redact
from siggraph.workspace.reviewing import Review, judge_sheet

__all__ = [
    "Built",
    "Review",
    "Value",
    "add",
    "ask",
    "build",
    "cases",
    "check",
    "coalitions",
    "compare_file",
    "compare_names",
    "corpus_folder",
    "correct",
    "enrich_file",
    "explain",
    "fetch_all",
    "is_packaged",
    "judge",
    "judge_sheet",
    "next_steps",
    "parse_files",
    "questions",
    "redact",
    "register",
    "sparql",
    "start",
    "survey",
    "take",
    "withdraw",
    "withdraw_judgement",
]
