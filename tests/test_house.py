"""The house: arrows point down, one door per dependency, pure stages, small rooms; read from the imports."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SRC = ROOT / "src" / "siggraph"
FILES = sorted(SRC.rglob("*.py"))
WINGS = ("letters", "organisations", "facts", "graph", "network", "pages")
GROUND = {"model", "document", "names", "errors", "__version__"}

# Who may import whom, inside siggraph; a wing also imports itself.
ALLOWED: dict[str, set[str]] = {
    "model": set(),
    "document": set(),
    "errors": set(),
    "names": set(),
    **{wing: {*GROUND, wing} for wing in WINGS},
    "io": {*GROUND, "io"},
    "pipeline": {*GROUND, "letters", "organisations"},
    "workspace": {*GROUND, "io", "pipeline", "workspace", *WINGS},
    "terminal": GROUND,
    "cli": {*GROUND, "workspace", "io", "terminal", "cli_changes", "cli_curating", "cli_harm", "cli_judging"},
    "cli_curating": {*GROUND, "workspace", "terminal"},
    "cli_changes": {*GROUND, "workspace", "terminal"},
    "cli_harm": {*GROUND, "workspace", "terminal"},
    "cli_judging": {*GROUND, "workspace", "terminal"},
    "__main__": {"cli"},
    "__init__": set(),
}

# The rooms through which a dependency enters the house. numpy is free above the ground floor.
DOORS: dict[str, tuple[str, ...]] = {
    "rdflib": ("graph/",),
    "pyoxigraph": ("graph/",),
    "pyshacl": ("graph/check.py",),
    "networkx": ("network/",),
    "scipy": ("network/",),
    "duckdb": ("facts/engine.py",),
    "pycountry": ("organisations/places.py",),
    "requests": ("io/web.py",),
    "urllib3": ("io/web.py",),
    "openpyxl": ("io/spreadsheet.py", "io/documents/"),
    "lxml": ("io/documents/",),
    "pypdfium2": ("io/documents/pdf.py",),
    "yaml": ("io/documents/yamltext.py",),
    "jinja2": ("pages/",),
    "markupsafe": ("pages/",),
    "matplotlib": ("pages/pictures.py",),
    "rapidfuzz": (
        "letters/reconcile.py",
        "letters/revisions.py",
        "organisations/signs.py",
        "organisations/pairing.py",
    ),
    "anyascii": ("organisations/romanise.py",),
    "click": ("cli.py", "cli_changes.py", "cli_curating.py", "cli_harm.py", "cli_judging.py", "terminal.py"),
    "rich": ("terminal.py",),
    "numpy": ("facts/", "graph/", "network/", "organisations/candidates.py", "pages/"),
}

# Modules of the standard library that a pure stage has no use for: files, clock, environment, network, chance.
IMPURE = {
    "os",
    "io",
    "pathlib",
    "time",
    "socket",
    "urllib.request",
    "subprocess",
    "tempfile",
    "shutil",
    "random",
    "sys",
}
# The doors that may touch files: the engine of the facts, and the store.
EXCEPTIONS = {"facts/engine.py", "graph/store.py"}


def name_of(path: Path) -> str:
    return path.relative_to(SRC).as_posix()


def room_of(path: Path) -> str:
    return path.relative_to(SRC).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[tuple[str, ast.stmt, bool]]:
    """Yield each imported module, its statement, and whether it stands at the top of the file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    top = {id(node) for node in ast.walk(tree) if isinstance(node, ast.stmt)} - {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node, id(node) in top
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)}:{node.lineno} imports relatively"
            module = node.module or ""
            if module == "siggraph":
                for alias in node.names:
                    yield f"siggraph.{alias.name}", node, id(node) in top
            else:
                yield module, node, id(node) in top


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_arrows_point_down_and_no_wing_imports_another(path: Path) -> None:
    for module, node, _ in imports(path):
        if module.startswith("siggraph."):
            target = module.split(".")[1]
            assert target in ALLOWED[room_of(path)], f"{name_of(path)}:{node.lineno} imports {module}"


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_each_dependency_has_one_door(path: Path) -> None:
    for module, node, _ in imports(path):
        package = module.split(".")[0]
        if package in sys.stdlib_module_names or package == "siggraph":
            continue
        doors = DOORS.get(package)
        assert doors is not None, f"{name_of(path)}:{node.lineno} imports {package}, which has no door"
        assert name_of(path).startswith(doors), f"{name_of(path)}:{node.lineno} imports {package}; its door is {doors}"


@pytest.mark.parametrize("path", [p for p in FILES if room_of(p) in WINGS], ids=name_of)
def test_stages_are_pure(path: Path) -> None:
    if name_of(path) in EXCEPTIONS:
        return
    for module, node, _ in imports(path):
        assert module not in IMPURE, f"{name_of(path)}:{node.lineno} imports {module}"
    for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        called = ast.unparse(call.func) if isinstance(call, ast.Call) else ""
        assert called not in {"open", "print", "input", "datetime.now", "datetime.today", "date.today"}, (
            f"{name_of(path)} calls {called}"
        )


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_late_imports_stand_in_the_command_line_and_the_workspace_alone(path: Path) -> None:
    text = path.read_text(encoding="utf-8").splitlines()
    for module, node, top in imports(path):
        if not top and room_of(path) not in {"cli", "workspace"}:
            reason = text[node.lineno - 1].partition("# noqa: PLC0415 - ")[2]
            assert reason, f"{name_of(path)}:{node.lineno} imports {module} late, without a reason"


@pytest.mark.parametrize("path", [*FILES, *sorted((ROOT / "tests").rglob("*.py"))], ids=lambda p: p.name)
def test_rooms_and_functions_are_small_and_captioned(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 420, f"{path} has grown past the plan; split it by noun"
    tree = ast.parse(text)
    caption = ast.get_docstring(tree)
    assert caption, f"{path} has no caption"
    assert text.lstrip("r").startswith('"""'), f"the first line of {path} is its caption"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            document = ast.get_docstring(node, clean=False) or ""
            length = (node.end_lineno or 0) - node.lineno - document.count("\n")
            assert length <= 55, f"{path}:{node.lineno} {node.name} is {length} lines long"


def test_every_door_is_used_and_every_dependency_has_its_reason() -> None:
    used = {module.split(".")[0] for path in FILES for module, _, _ in imports(path)}
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    declared = re.findall(r'^\s+"([a-z0-9-]+)[>=~].*?",?\s*(#.*)?$', project, re.MULTILINE)
    assert declared
    assert [name for name, reason in declared if not reason and not name.startswith(("types-", "scipy-stubs"))
            and name not in {"mypy", "pytest", "ruff", "hatchling"}] == []  # fmt: skip
    assert set(DOORS) - used <= {"markupsafe", "numpy"}


def test_no_table_of_words_hides_in_python() -> None:
    """Closed lists, lexicons and place names are data files; no Python file holds a long list of texts."""
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
                texts = [e for e in node.elts if isinstance(e, ast.Constant) and isinstance(e.value, str)]
                assert len(texts) <= 40, f"{name_of(path)}:{node.lineno} holds {len(texts)} texts"
