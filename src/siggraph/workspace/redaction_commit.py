"""The plan of a redaction, carried out whole: it is laid aside first, so that a killed one is ended by the next."""

from __future__ import annotations

import json
import shutil
from hashlib import sha256
from pathlib import Path

from siggraph.io.tables import write_whole
from siggraph.workspace.redaction_plan import Plan

_NEW, _STANDS = ".siggraph-redaction-new", ".siggraph-redaction"
_LIST = "plan.json"


def lay_aside(folder: Path, plan: Plan) -> None:
    """Write a plan into the corpus, beside its files; nothing is changed before `carry_out`."""
    aside = folder / _NEW
    shutil.rmtree(aside, ignore_errors=True)
    names = sorted(plan.files, key=lambda name: (name.endswith(".toml"), name))  # letter.toml after its editions
    told = {
        "files": [[name, _digest(folder / name), f"{number}"] for number, name in enumerate(names)],
        "removed": [[name, _digest(folder / name)] for name in sorted(plan.removed)],
    }
    for number, name in enumerate(names):
        write_whole(aside / f"{number}", plan.files[name])
    write_whole(aside / _LIST, json.dumps(told, ensure_ascii=False))


def carry_out(folder: Path) -> None:
    """Do what was laid aside; a second time, where the first one was killed, it does the rest."""
    (folder / _NEW).replace(folder / _STANDS)
    _end(folder)


def end_what_was_killed(folder: Path) -> bool:
    """End a redaction that was killed; returns whether there was one.

    It is given up where somebody has changed one of its files since: the next one plans anew.
    """
    shutil.rmtree(folder / _NEW, ignore_errors=True)
    if not (folder / _STANDS).is_dir():
        return False
    _end(folder)
    return True


def _end(folder: Path) -> None:
    aside = folder / _STANDS
    told = json.loads((aside / _LIST).read_text(encoding="utf-8"))
    made = [(folder / name, before, (aside / number).read_bytes()) for name, before, number in told["files"]]
    gone = [(folder / name, before) for name, before in told["removed"]]
    as_planned = all(_digest(path) in {before, sha256(content).hexdigest()} for path, before, content in made)
    if as_planned and all(_digest(path) in {before, ""} for path, before in gone):
        for path, _, content in made:
            write_whole(path, content)
        for path, _ in gone:
            path.unlink(missing_ok=True)
        shutil.rmtree(folder / ".cache", ignore_errors=True)
    aside.replace(folder / _NEW)  # from here on it is done
    shutil.rmtree(folder / _NEW, ignore_errors=True)


def _digest(path: Path) -> str:
    """Return the digest of a file as it stands; blank where there is none."""
    return sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
