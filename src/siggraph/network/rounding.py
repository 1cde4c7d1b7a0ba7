"""How figures are written: few digits, and free of the last bits that differ between machines."""

from __future__ import annotations

import math
from decimal import Decimal


def figure(x: float | None) -> float | None:
    """Round to six significant digits; ``None`` and what is not finite give ``None``.

    The detour over twelve digits takes float noise away before a tie is rounded.

    >>> figure(0.1234565), figure(0.12345649999999999), figure(float("nan"))
    (0.123456, 0.123456, None)
    """
    return None if x is None or not math.isfinite(x) else float(f"{float(f'{x:.12g}'):.6g}")


def probability(x: float | None) -> float | None:
    """Round a share, a p- or q-value or another probability to four digits behind the point.

    What is below 0.00005 is 0; so whether a value passes a threshold is asked before it is rounded.

    >>> probability(1 / 3), probability(0.03125 - 1e-17), probability(9.153e-20)
    (0.3333, 0.0312, 0.0)
    """
    return None if x is None or not math.isfinite(x) else round(float(f"{x:.12g}"), 4)


def plain(x: float) -> str:
    """Write a number as a decimal with a point: all its digits, never an exponent, no zeros at the end.

    >>> plain(0.02736), plain(1.23e-07), plain(3.0), plain(1e16), plain(-0.0)
    ('0.02736', '0.000000123', '3', '10000000000000000', '0')
    """
    text = f"{Decimal(repr(x)):f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
