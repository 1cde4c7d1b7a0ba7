"""Write the column dictionary of data/README.md again, from the declarations in siggraph.facts.tables.

Run it as ``python -m scripts.dictionary`` from the top of the checkout.
"""

from __future__ import annotations

from pathlib import Path

from siggraph.facts.tables import TABLES

README = Path(__file__).resolve().parent.parent / "data" / "README.md"
BEGIN, END = "<!-- dictionary: begin -->", "<!-- dictionary: end -->"


def dictionary() -> str:
    """Return every table with its columns as Markdown."""
    lines = []
    for table in TABLES:
        lines += [
            f"### `{table.name}.tsv`",
            "",
            f"One row is {table.row}.",
            "",
            "| column | type | means |",
            "|---|---|---|",
        ]
        for column in table.columns:
            kind = f"{column.kind}, several" if column.many else column.kind
            lines.append(f"| `{column.name}` | {kind} | {column.means.replace('|', chr(92) + '|')} |")
        lines.append("")
    return "\n".join(lines)


def main() -> None:
    """Replace what stands between the two marks."""
    before, _, rest = README.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    README.write_text(f"{before}{BEGIN}\n{dictionary()}{END}{after}", encoding="utf-8", newline="")


if __name__ == "__main__":
    main()
