"""The law of the mask: what is shown never holds what is stored."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_core.store import Store
from tests.conftest import NOW, sql

_PUT = sql(
    "insert into customer (code, kind, name, search_text, name_key, phone, email, id_number, birthday, version, "
    "created_at, created_on, updated_at, created_by) values ($1, 'person', 'n', 'n', 'n', $2, $3, $4, $5, 1, $6, $7, $6, 0)"
)
_COUNT = sql("select count(*) as count from customer")
_SEE = sql("select * from customer_face_view where code = $1")


@pytest.fixture(scope="module")
def masks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = Store.open(Path(tmp_path_factory.mktemp("masks")) / "crm.duckdb")
    yield opened
    opened.close()


def seen(
    store: Store, phone: str | None, email: str | None, number: str | None, birthday: date | None
) -> dict[str, object]:
    with store.transaction() as transaction:
        code = f"M{transaction.rows(_COUNT)[0]['count']}"
        transaction.execute(_PUT, [code, phone, email, number, birthday, NOW, NOW.date()])
        found = transaction.row(_SEE, [code])
    assert found is not None
    return found


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    phone=st.from_regex(r"\A[0-9+][0-9 -]{0,24}\Z"),
    email=st.from_regex(r"\A[a-z0-9.]{1,20}(@[a-z]{1,8}\.com)?\Z"),
    number=st.text(alphabet="0123456789ABCX", min_size=1, max_size=24),
    birthday=st.dates(date(1900, 1, 1), date(2026, 1, 1)),
)
def test_what_is_shown_never_holds_what_is_stored(
    masks: Store, phone: str, email: str, number: str, birthday: date
) -> None:
    shown = seen(masks, phone, email, number, birthday)
    for field, clear in (("phone", phone), ("email", email), ("id_number", number), ("birthday", str(birthday))):
        text = str(shown[f"masked_{field}"])
        assert clear not in text
        assert text.count("*") >= 3
    assert str(birthday.year) not in str(shown["masked_birthday"])


def test_masks_look_as_people_know_them(masks: Store) -> None:
    shown = seen(masks, "13800138000", "lilei@example.com", "11010519491231002X", date(1990, 3, 5))
    assert (shown["masked_phone"], shown["masked_email"]) == ("138****8000", "l***@example.com")
    assert (shown["masked_id_number"], shown["masked_birthday"]) == ("110105********002X", "****-03-**")


def test_nothing_stored_stays_nothing(masks: Store) -> None:
    shown = seen(masks, None, None, None, None)
    assert [shown[f"masked_{field}"] for field in ("phone", "email", "id_number", "birthday")] == [None] * 4
