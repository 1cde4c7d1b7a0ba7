"""How figures are written: few digits, and free of the last bits that differ between machines."""

from __future__ import annotations

import math


def figure(x: float | None) -> float | None:
    """Round to six significant digits; ``None`` and what is not finite give ``None``.

    The detour over twelve digits takes float noise away before a tie is rounded.

    >>> figure(0.1234565), figure(0.12345649999999999), figure(float("nan"))
    (0.123456, 0.123456, None)
    """
    return _significant(x, 6)


def tail(x: float | None) -> float | None:
    """Round a p- or q-value to four significant digits, for small ones must stay readable.

    >>> tail(3.14159e-9), tail(0.04999999)
    (3.142e-09, 0.05)
    """
    return _significant(x, 4)


def probability(x: float | None) -> float | None:
    """Round a share or a probability to four decimals.

    >>> probability(1 / 3), probability(0.03125 - 1e-17)
    (0.3333, 0.0312)
    """
    return None if x is None or not math.isfinite(x) else round(float(f"{x:.12g}"), 4)


def _significant(x: float | None, digits: int) -> float | None:
    if x is None or not math.isfinite(x):
        return None
    return float(f"{float(f'{x:.12g}'):.{digits}g}")
