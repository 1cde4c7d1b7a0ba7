"""Build data/reference/han_variants.tsv: Han characters that are one character written otherwise.

Source: the dictionaries of OpenCC through the package opencc (Apache-2.0): traditional to simplified, and the
Japanese forms of 1946 to the traditional ones. Characters that either joins become one class; each member but the
first is a row. The output depends on nothing else and is sorted.
Run: ``.venv/bin/python -m scripts.build_variants`` from the top of the checkout.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from opencc import OpenCC

TABLE = Path(__file__).resolve().parent.parent / "data" / "reference" / "han_variants.tsv"
_HAN = (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))


def pairs() -> Iterator[tuple[str, str]]:
    """Yield pairs of characters that OpenCC writes for one another."""
    simplify, modernise = OpenCC("t2s"), OpenCC("jp2t")
    for char in map(chr, _HAN):
        for other in (simplify.convert(char), simplify.convert(modernise.convert(char))):
            if len(other) == 1 and other != char:
                yield char, other


def classes() -> dict[str, str]:
    """Return, for each character that has a variant, the one that stands for its class: the simplest to come by."""
    leader: dict[str, str] = {}

    def find(char: str) -> str:
        while leader.get(char, char) != char:
            char = leader[char]
        return char

    targets: set[str] = set()
    for char, other in pairs():
        targets.add(other)
        a, b = find(char), find(other)
        if a != b:
            # The target of a conversion stands for the class; of two targets the one that sorts first.
            keep, drop = sorted((a, b), key=lambda c: (c not in targets, c))
            leader[drop] = keep
            leader.setdefault(keep, keep)
    return {char: find(char) for char in sorted(leader) if find(char) != char}


def main() -> None:
    """Write the table."""
    rows = [f"{form}\t{folded}\n" for form, folded in sorted(classes().items())]
    TABLE.write_text("form\tfolded\n" + "".join(rows), encoding="utf-8")
    print(f"{TABLE.name}: {len(rows)} rows")


if __name__ == "__main__":
    main()
