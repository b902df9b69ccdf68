"""What cancels an order."""

from __future__ import annotations

from crm_core.purchases.model import cancelled_orders


def test_c_and_digits_cancels_where_other_orders_are_digits() -> None:
    assert cancelled_orders(["536365", "C536379", "536366"]) == {"C536379"}


def test_a_house_that_begins_every_order_with_c_has_cancelled_none() -> None:
    assert cancelled_orders(["C1001", "C1002"]) == frozenset()


def test_a_house_with_letters_in_its_orders_has_cancelled_none() -> None:
    assert cancelled_orders(["SO-1", "SO-2", "536365", "C536379"]) == frozenset()


def test_a_few_adjustments_among_many_orders_do_not_hide_a_cancellation() -> None:
    orders = [str(number) for number in range(536365, 536865)]
    assert cancelled_orders([*orders, "A563185", "C536379"]) == {"C536379"}


def test_no_orders_cancel_nothing() -> None:
    assert cancelled_orders([]) == frozenset()
