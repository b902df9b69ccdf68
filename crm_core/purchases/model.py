"""What a purchase line is: sold or returned, cancelled or not. Pure rules; the SQL of this room keeps to the same words."""

from __future__ import annotations

import re
from collections.abc import Iterable

_CANCELLATION = re.compile(r"C\d+", re.IGNORECASE)
_FEW = 0.01  # at most this share of a file's other orders may carry something beside digits


def cancelled_orders(codes: Iterable[str]) -> frozenset[str]:
    """Return the codes among a file's order codes that cancel an order: ``C`` and digits, as in C536379.

    That holds only where the file's other orders are known by digits alone (but for one in a hundred, such as an
    adjustment A563185): a house that begins all its orders with C has cancelled none of them. A cancelled order is a
    return, whatever the sign of its quantities.
    """
    marked, plain, other = set(), 0, 0
    for code in set(codes):
        if _CANCELLATION.fullmatch(code):
            marked.add(code)
        elif code.isdecimal():
            plain += 1
        else:
            other += 1
    return frozenset(marked) if plain and other <= (plain + other) * _FEW else frozenset()
