"""What can go wrong: every error says where, what, and what to do."""

from __future__ import annotations


class SiggraphError(Exception):
    """The root of the errors that siggraph raises on purpose.

    Parameters
    ----------
    what
        What is wrong, one sentence.
    where
        File, or file and line (``"letter.toml:12"``), or the identifier of a row; blank where none applies.
    remedy
        What the reader can do about it; blank where nothing is known to help.
    """

    exit_code = 1

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.remedy = remedy

    def __str__(self) -> str:
        """One line: where, what, what to do.

        >>> str(InputError("no list of signatories found", where="a.txt", remedy="check the file"))
        'a.txt: no list of signatories found (check the file)'
        """
        where = f"{self.where}: " if self.where else ""
        remedy = f" ({self.remedy})" if self.remedy else ""
        return f"{where}{self.what}{remedy}"


class InputError(SiggraphError):
    """A file, a row or a value that came from outside cannot be used; exit code 1."""


class UsageError(SiggraphError):
    """The call itself is wrong: an unknown question, a missing folder, a read-only corpus; exit code 2."""

    exit_code = 2


class MissingExtraError(SiggraphError):
    """A verb needs a library of an extra that is not installed; exit code 1."""

    def __init__(self, feature: str, extra: str) -> None:
        super().__init__(f"{feature} needs the extra '{extra}'", remedy=f"pip install 'siggraph[{extra}]'")
        self.extra = extra
