"""Writing a folder safely: one writer at a time, everything made aside, then each file moved into place."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from siggraph.errors import InputError
from siggraph.io.tables import sync_folder

_ASIDE = ".siggraph-"


class Staging:
    """Files on their way into a folder.

    `write` and `path` make files aside; nothing is seen in the folder before `commit`, which moves each into place
    atomically. Other files of the folder stay untouched.
    """

    def __init__(self, out: Path, aside: Path) -> None:
        self.out = out
        self._aside = aside

    def path(self, name: str) -> Path:
        """Return where to make the file `name` (it may stand in a sub-folder)."""
        path = self._aside / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def write(self, name: str, content: str | bytes) -> Path:
        """Make a file from text (UTF-8) or bytes; returns its path aside."""
        path = self.path(name)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def commit(self) -> tuple[str, ...]:
        """Move every file into place, each whole; returns their names, sorted."""
        files = sorted(path for path in self._aside.rglob("*") if path.is_file())
        names = []
        for path in files:
            with path.open("rb+") as file:
                os.fsync(file.fileno())
            name = path.relative_to(self._aside)
            target = self.out / name
            target.parent.mkdir(parents=True, exist_ok=True)
            path.replace(target)
            names.append(name.as_posix())
        for folder in {self.out / Path(name).parent for name in names}:
            sync_folder(folder)
        return tuple(names)


@contextmanager
def staging(out: Path) -> Iterator[Staging]:
    """Open a folder for writing: makes it, locks it, sweeps what killed runs left.

    Raises
    ------
    InputError
        The path is a file, cannot be written, or another process is writing there.
    """
    with locked(out):
        for left in out.glob(f"{_ASIDE}aside-*"):
            shutil.rmtree(left, ignore_errors=True)
        aside = Path(mkdtemp(dir=out, prefix=f"{_ASIDE}aside-"))
        try:
            yield Staging(out, aside)
        finally:
            shutil.rmtree(aside, ignore_errors=True)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep a folder to this process; it is made where missing.

    Raises InputError where the path is a file, cannot be written, or another process is writing there.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder / f"{_ASIDE}lock", os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise InputError(
            f"cannot write: {error.strerror}", where=str(folder), remedy="choose another folder"
        ) from error
    try:
        _lock(handle, folder)
        yield
    finally:
        os.close(handle)  # gives the lock back


def _lock(handle: int, out: Path) -> None:
    if os.name != "posix":
        return
    import fcntl  # noqa: PLC0415 - POSIX alone has it

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise InputError("another siggraph is writing here", where=str(out), remedy="wait for it to end") from error
