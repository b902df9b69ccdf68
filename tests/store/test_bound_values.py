"""What is bound is what is stored."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from crm_core.store import Store
from tests.conftest import sql

_ECHO = sql("select cast($1 as decimal(18, 4))")
_ECHO_NAMED = sql("select cast($value as decimal(18, 4))")


@pytest.mark.parametrize("text", ["1.10E+6", "1E+3", "-2E+1", "0E+5", "12.3400", "1E-4"])
def test_a_decimal_written_with_an_exponent_keeps_its_size(store: Store, text: str):
    value = Decimal(text)
    assert store.value(_ECHO, [value]) == value
    assert store.value(_ECHO_NAMED, {"value": value}) == value


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(digits=some.integers(-(10**8), 10**8), exponent=some.integers(-4, 5))
def test_any_decimal_keeps_its_size(store: Store, digits: int, exponent: int):
    value = Decimal(digits).scaleb(exponent)
    assert store.value(_ECHO, [value]) == value
