"""Answers kept beside a corpus, so that only what is new is computed: an SQLite file that may be deleted at any time.

What was not asked for in a run is forgotten at its end, and overwritten: the file holds nothing of what has left the
corpus. A file of another version, a damaged one, or one that another process holds is as good as none.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, MutableMapping
from pathlib import Path
from typing import Any, Generic, TypeVar

T = TypeVar("T")
_FILE = "memory.sqlite"
_IGNORED = "*\n"  # the folder is nobody's history


class Memory:
    """The memory of one corpus.

    Parameters
    ----------
    folder
        Where it is kept; made where missing.
    version
        Of the functions whose answers are kept, and of the tables that they read: another one forgets everything.
    """

    def __init__(self, folder: Path, version: str) -> None:
        self._kept: list[Kept[Any]] = []
        self._file: sqlite3.Connection | None = None
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if not (folder / ".gitignore").exists():
                (folder / ".gitignore").write_text(_IGNORED, encoding="utf-8")
            self._file = _opened(folder / _FILE, version)
        except (OSError, sqlite3.Error):
            self._file = None

    def table(self, name: str, encode: Callable[[T], Any], decode: Callable[[Any], T]) -> Kept[T]:
        """Return the answers of one function by key; a value goes through JSON.

        Parameters
        ----------
        name
            Of the function: letters alone.
        encode, decode
            From a value to what JSON can hold, and back.
        """
        kept = Kept(self._file, name, encode, decode)
        self._kept.append(kept)
        return kept

    def close(self) -> None:
        """Write what is new, forget what was not asked for."""
        if self._file is None:
            return
        try:
            with self._file:
                for kept in self._kept:
                    kept.settle(self._file)
        except sqlite3.Error:
            pass  # the next run computes it again
        finally:
            self._file.close()
            self._file = None


class Kept(MutableMapping[str, T], Generic[T]):
    """Answers by key; `computed` counts those that were not known."""

    def __init__(
        self, file: sqlite3.Connection | None, name: str, encode: Callable[[T], Any], decode: Callable[[Any], T]
    ) -> None:
        self._file, self._name, self._encode, self._decode = file, name, encode, decode
        self._asked: dict[str, T] = {}
        self._new: set[str] = set()
        if file is not None:
            file.execute(f"CREATE TABLE IF NOT EXISTS {name} (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID")

    @property
    def computed(self) -> int:
        """How many answers were added in this run."""
        return len(self._new)

    def __getitem__(self, key: str) -> T:
        if key not in self._asked:
            row = self._read(key)
            if row is None:
                raise KeyError(key)
            try:
                self._asked[key] = self._decode(json.loads(row))
            except (ValueError, TypeError, KeyError, IndexError) as error:  # damaged: computed again
                raise KeyError(key) from error
        return self._asked[key]

    def _read(self, key: str) -> str | None:
        if self._file is None:
            return None
        try:
            row = self._file.execute(f"SELECT value FROM {self._name} WHERE key = ?", (key,)).fetchone()  # noqa: S608 - a name of ours
        except sqlite3.Error:
            return None
        return str(row[0]) if row else None

    def __setitem__(self, key: str, value: T) -> None:
        self._asked[key] = value
        self._new.add(key)

    def __delitem__(self, key: str) -> None:
        del self._asked[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._asked)

    def __len__(self) -> int:
        return len(self._asked)

    def settle(self, file: sqlite3.Connection) -> None:
        """Write the new answers and delete those that nobody asked for."""
        rows = [(key, json.dumps(self._encode(self._asked[key]), ensure_ascii=False)) for key in sorted(self._new)]
        file.execute("CREATE TEMP TABLE asked (key TEXT PRIMARY KEY) WITHOUT ROWID")
        file.executemany("INSERT INTO asked VALUES (?)", ((key,) for key in self._asked))
        file.execute(f"DELETE FROM {self._name} WHERE key NOT IN (SELECT key FROM asked)")  # noqa: S608 - a name of ours
        file.execute("DROP TABLE asked")
        file.executemany(f"INSERT OR REPLACE INTO {self._name} VALUES (?, ?)", rows)  # noqa: S608 - a name of ours


def _opened(path: Path, version: str) -> sqlite3.Connection:
    """Open the file; one of another version, or a damaged one, starts anew."""
    try:
        file = _connected(path)
        held = file.execute("SELECT value FROM version").fetchone()
    except sqlite3.DatabaseError as error:
        if "locked" in str(error):
            raise
        held = None
    if held is None or held[0] != version:
        for old in path.parent.glob(f"{path.name}*"):
            old.unlink()
        file = _connected(path)
        with file:
            file.execute("CREATE TABLE version (value TEXT)")
            file.execute("INSERT INTO version VALUES (?)", (version,))
    return file


def _connected(path: Path) -> sqlite3.Connection:
    file = sqlite3.connect(path, timeout=0)
    file.execute("PRAGMA secure_delete = ON")  # what is forgotten is overwritten
    file.execute("PRAGMA temp_store = MEMORY")
    return file
