"""Money is a Decimal with four places in the store, and is rounded once, when it is shown."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

STORED = Decimal("0.0001")
LIMIT = Decimal("99999999999999.9999")  # DECIMAL(18,4)


def stored(amount: Decimal) -> Decimal:
    """Return ``amount`` with the four places that the store keeps, halves rounded away from zero.

    Raises:
        ValueError: the amount does not fit the store's DECIMAL(18,4), or is no number.
    """
    try:
        kept = amount.quantize(STORED, ROUND_HALF_UP)
    except InvalidOperation as error:
        raise ValueError("not an amount") from error
    if abs(kept) > LIMIT:
        raise ValueError("amount too large")
    return kept


def shown(amount: Decimal, places: int = 2) -> Decimal:
    """Return ``amount`` rounded for a screen: halves away from zero, as accountants do."""
    return amount.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
