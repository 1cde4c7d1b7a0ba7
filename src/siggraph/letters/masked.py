"""Masked names: for the finder each stands in as a word, of equal length, that says neither more nor less than a name.

A name that was redacted is a run of `names.MASK`. The layout of a list is read from letters, capitals and words; so the
text is read with words of a script that no letter is written in, and what was read is masked again.
"""

from __future__ import annotations

import re
from dataclasses import replace

from siggraph.model import Listing
from siggraph.names import MASK

_CAPITAL, _SMALL = "\U00010400", "\U00010428"  # Deseret: one code point each, and it has capitals
_RUN = re.compile(f"{MASK}+")
_BACK = str.maketrans({_CAPITAL: MASK, _SMALL: MASK})
_LETTERS = frozenset({_CAPITAL, _SMALL})


def standing_in(text: str) -> str:
    """Return a text of equal length with words in the place of masks."""
    return _RUN.sub(lambda run: _CAPITAL + _SMALL * (len(run[0]) - 1), text) if MASK in text else text


def masked_again(text: str) -> str:
    """Return a text with its masks.

    >>> masked_again(standing_in(f"1. {MASK * 8}, 2. April")) == f"1. {MASK * 8}, 2. April"
    True
    """
    return text.translate(_BACK)


def is_stand_in(text: str) -> bool:
    """Tell whether a text is a masked name and nothing else, layout aside."""
    return not _LETTERS.isdisjoint(text) and all(char in _LETTERS for char in text if char.isalnum())


def is_wholly_masked(name: str) -> bool:
    """Tell whether nothing but masks is left of a printed name, so that its place alone can tell which it is.

    >>> is_wholly_masked(MASK * 7), is_wholly_masked(f"Coalition ({MASK * 4}, April)")
    (True, False)
    """
    return MASK in name and not any(char.isalnum() for char in name)


def comparable(name: str) -> str:
    """Return a name in which each mask is one letter, whatever its length; a name without any stays as it is."""
    return _RUN.sub(_CAPITAL, name)


def begins_masked(text: str) -> bool:
    """Tell whether a text begins with a masked name."""
    return text[:1] in _LETTERS


def ends_masked(text: str) -> bool:
    """Tell whether a text ends with a masked name."""
    return text[-1:] in _LETTERS


def is_of_person(text: str) -> bool:
    """Tell whether a masked name is one of a person, whose spaces are left; the mask of a body is one run.

    >>> is_of_person(standing_in(f"{MASK * 4} {MASK * 3}")), is_of_person(standing_in(MASK * 8))
    (True, False)
    """
    return is_stand_in(text) and len(text.split()) > 1


def listing_masked_again(listing: Listing) -> Listing:
    """Return a listing with the masks of what was read as words."""
    return replace(
        listing,
        name=masked_again(listing.name),
        country=masked_again(listing.country),
        heading=masked_again(listing.heading),
        note=masked_again(listing.note),
    )
