"""The store: pyoxigraph on disk, loaded whole, optimised, swapped in one step, opened read-only by many.

A folder ``store/`` holds one generation of the store in a folder named by the digest of its N-Quads, and a file
``current`` that names it. The file is replaced atomically: a reader finds the old generation or the new one.
"""

from __future__ import annotations

import gc
import re
import shutil
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp

import pyoxigraph as ox

from siggraph.errors import UsageError
from siggraph.graph.terms import PREFIXES, SCHEME

Store = ox.Store
_POINTER = "current"
_GENERATION = re.compile(r"[0-9a-f]{16}")


def load(nquads: Path, folder: Path) -> str:
    """Load an N-Quads file into the store folder and make it the current generation.

    Parameters
    ----------
    nquads
        The dataset. The same bytes are loaded once: a generation that is there already is kept.
    folder
        The folder ``store/``; made where missing. Whoever writes here holds the lock of the build folder.

    Returns
    -------
    str
        The name of the generation, to be made current by writing it into the file ``current`` (the caller does, as
        the last act of a build).
    """
    folder.mkdir(parents=True, exist_ok=True)
    generation = sha256(nquads.read_bytes()).hexdigest()[:16]
    if not _opens(folder / generation):
        shutil.rmtree(folder / generation, ignore_errors=True)  # what is damaged is made again
        aside = Path(mkdtemp(dir=folder, prefix=".loading-"))
        store = ox.Store(str(aside))
        store.bulk_load(path=str(nquads), format=ox.RdfFormat.N_QUADS)
        store.optimize()  # joins are several times slower on a store that was loaded and not optimised
        store.flush()
        del store
        gc.collect()  # pyoxigraph closes the files when the object goes
        aside.chmod(0o755)
        aside.rename(folder / generation)
    return generation


def _opens(generation: Path) -> bool:
    """Whether a generation is there and whole enough to be opened."""
    try:
        ox.Store.read_only(str(generation))
    except OSError:
        return False
    return True


def sweep(folder: Path, generation: str) -> None:
    """Remove other generations and what killed builds left; readers that have them open keep their files."""
    for path in sorted(folder.iterdir()):
        if path.is_dir() and path.name != generation:
            shutil.rmtree(path, ignore_errors=True)


def pointer(folder: Path) -> Path:
    """Return the path of the file that names the current generation."""
    return folder / _POINTER


def open_store(build: Path) -> ox.Store:
    """Open the current generation of a build folder, read-only.

    Raises UsageError where there is no store, with what to do.
    """
    folder = build / "store"
    current = pointer(folder)
    remedy = f"siggraph build --out '{build}' makes one; --store names another"
    if not current.is_file():
        raise UsageError(f"no store in '{build}'", remedy=remedy)
    name = current.read_bytes().decode("ascii", "replace").strip()
    try:
        if not _GENERATION.fullmatch(name):
            raise OSError(f"'{current}' names no generation")  # noqa: TRY301 - one message for all that can be wrong
        return ox.Store.read_only(str(folder / name))
    except OSError as error:
        raise UsageError(f"the store in '{build}' is damaged: {error}", remedy=remedy) from error


def quads_of(build: Path) -> str:
    """Return every quad of a build's store as N-Quads: to look for what must not be in it."""
    return (open_store(build).dump(format=ox.RdfFormat.N_QUADS) or b"").decode()


def turtle_lines(paths: Iterable[Path]) -> Iterator[str]:
    """Yield the triples of Turtle files as N-Triples lines without line feeds, for the default graph."""
    for path in paths:
        for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
            yield f"{quad.triple} ."


def union_lines(nquads: Path) -> Iterator[str]:
    """Yield the triples of all graphs of an N-Quads file as N-Triples lines without line feeds."""
    for quad in ox.parse(path=str(nquads), format=ox.RdfFormat.N_QUADS):
        yield f"{quad.triple} ."


def scheme_labels(schemes: Path, language: str) -> dict[str, str]:
    """Return the labels of every concept in one language, by ``scheme/code``."""
    labels = {}
    for quad in ox.parse(path=str(schemes), format=ox.RdfFormat.TURTLE):
        s, p, o = quad.subject, quad.predicate, quad.object
        label = p.value == f"{PREFIXES['skos']}prefLabel" and isinstance(o, ox.Literal) and o.language == language
        if label and isinstance(s, ox.NamedNode) and s.value.startswith(SCHEME):
            labels[s.value.removeprefix(SCHEME)] = o.value
    return labels
