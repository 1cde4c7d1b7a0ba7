"""Write the golden answers of the catalogue again, after a change that was meant; read the difference first.

Run it as ``python -m scripts.golden`` from the top of the checkout.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from tests.test_questions import GOLDEN, QUESTIONS, ask, plain

from siggraph import workspace
from siggraph.io.resources import resource


def main() -> None:
    """Build the packaged corpus and write one table a question."""
    with TemporaryDirectory() as folder:
        workspace.build(resource("data"), Path(folder))
        for name in QUESTIONS:
            table = ask(Path(folder), name)
            rows = ["\t".join(plain(cell) for cell in row) for row in (table.columns, *table.rows)]
            (GOLDEN / f"{name}.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8", newline="")
            print(f"{name}: {len(rows) - 1} rows")


if __name__ == "__main__":
    main()
