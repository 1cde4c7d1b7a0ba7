"""Where the package's own folders are: beside the code in a wheel, at the top of a checkout."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from siggraph.errors import InputError

_PACKAGE = Path(__file__).resolve().parent.parent


@cache
def resource(name: str) -> Path:
    """Return the folder `name` (``ontology``, ``queries`` or ``data``) that travels with siggraph.

    Raises InputError where it is missing: a broken installation.
    """
    for folder in (_PACKAGE / "_res" / name, _PACKAGE.parent.parent / name):
        if folder.is_dir():
            return folder
    raise InputError(f"the folder '{name}' is missing from the installation", remedy="reinstall siggraph")
