"""Days and instants in tables are such, written in the user's language: a click on the head sorts by time, not by letter."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from crm_core import audit, clock
from crm_core.i18n import Language, formats
from crm_core.store import Store
from tests.conftest import NOW, Cast, sql
from tests.customers.faces import Faces, add, faces
from tests.metrics.stage import Line, Talk, add_lines, add_talks
from tests.pages.conftest import type_of_open

__all__ = ["faces"]
PATTERNS = {"zh_CN": "YYYY-MM-DD", "zh_TW": "YYYY-MM-DD", "en": "MMM D, YYYY"}


def speak(store: Store, language: str) -> None:
    with store.transaction() as transaction:
        transaction.execute(sql("update app_user set language = $1"), [language])


def column(test: AppTest, place: int) -> tuple[list[Any], dict[str, Any]]:
    """Return the values of a column of the page's last table, and its setting."""
    shown = test.dataframe[-1]
    setting = json.loads(shown.proto.columns)[shown.value.columns[place]]
    return list(shown.value.iloc[:, place]), setting["type_config"]


@pytest.mark.parametrize("language", list(PATTERNS))
def test_customers_sort_by_day(open_page: type_of_open, store: Store, cast: Cast, faces: Faces, language: str) -> None:
    speak(store, language)
    add_lines(store, [Line(date(2026, 3, 5), 1, faces.wang), Line(date(2025, 11, 20), 2, faces.li)])
    test = open_page(cast.mia, "customers/customers.py")
    names = list(test.dataframe[0].value.iloc[:, 0])
    for place in (6, 7, 8):
        values, setting = column(test, place)
        assert setting == {"type": "date", "format": PATTERNS[language]}
        assert all(value is None or type(value) is date for value in values)
    bought = dict(zip(names, column(test, 6)[0], strict=True))
    assert bought["王小明"] == date(2026, 3, 5)
    assert bought["公海鱼"] is None


@pytest.mark.parametrize("language", list(PATTERNS))
def test_rows_behind_a_number_sort_by_day(open_page: type_of_open, store: Store, cast: Cast, language: str) -> None:
    speak(store, language)
    days = [date(2026, 3, 10), date(2026, 3, 9), date(2026, 3, 2)]
    add_lines(store, [Line(day, at, None, 1, "100") for at, day in enumerate(days)])
    test = open_page(cast.mia, "board/number.py", {"metric": "gross_sales"})
    values, setting = column(test, 0)
    assert (values, setting) == (days, {"type": "date", "format": PATTERNS[language]})


def test_the_day_of_a_contact_is_the_companys(open_page: type_of_open, store: Store, cast: Cast) -> None:
    customer = add(store, cast.sol, "夜谈", cast.sol)
    add_talks(store, [Talk(date(2026, 3, 4), customer, cast.sol.user_id, cast.north, cast.sol.user_id)])
    late = datetime(2026, 3, 4, 18, 30, tzinfo=UTC)  # half past two of the fifth in Shanghai
    with store.transaction() as transaction:
        transaction.execute(sql("update interaction set happened_at = $1"), [late])
    test = open_page(cast.sol, "customers/customers.py")
    assert column(test, 7)[0] == [date(2026, 3, 5)]


def test_what_happened_sorts_by_its_instant(open_page: type_of_open, store: Store, cast: Cast) -> None:
    instants = [NOW, NOW - timedelta(hours=20), NOW - timedelta(days=30)]
    for at in reversed(instants):
        with clock.held_at(at), store.transaction() as transaction:
            audit.record(transaction, cast.ada, audit.Change("edit", "setting", None, None, {"zone": "x"}))
            transaction.execute(sql("insert or replace into sign_in values ($1, $2)"), [cast.tao.user_id, at])
    setting = {"type": "datetime", "format": "YYYY-MM-DD HH:mm", "timezone": "Asia/Shanghai"}
    entries = open_page(cast.ada, "admin/audit.py").dataframe[0]
    assert json.loads(entries.proto.columns)[entries.value.columns[0]]["type_config"] == setting
    assert list(entries.value.iloc[:, 0]) == instants
    people = open_page(cast.ada, "admin/users.py").dataframe[0]
    assert json.loads(people.proto.columns)[people.value.columns[5]]["type_config"] == setting
    signed_in = dict(zip(people.value.iloc[:, 1], people.value.iloc[:, 5], strict=True))
    assert (signed_in["tao"], pd.isna(signed_in["sol"])) == (instants[0], True)


@given(
    st.datetimes(datetime(1900, 1, 2), datetime(9998, 1, 1), timezones=st.just(UTC)), st.sampled_from(list(Language))
)
def test_tables_write_an_instant_as_pages_do_in_chinese_by_figures_alone(instant: datetime, language: Language) -> None:
    local = instant.astimezone(ZoneInfo("Asia/Shanghai"))
    pages = formats.moment(instant, "Asia/Shanghai", language)
    expected = pages if language is Language.ENGLISH else f"{local:%Y-%m-%d %H:%M}"
    assert _written(formats.moment_pattern(language), local) == expected


@given(st.dates(date(1900, 1, 1)), st.sampled_from(list(Language)))
def test_tables_write_a_day_as_pages_do_in_chinese_by_figures_alone(day: date, language: Language) -> None:
    expected = formats.day(day, language) if language is Language.ENGLISH else day.isoformat()
    written = _written(formats.day_pattern(language), datetime.combine(day, time.min))
    assert written == expected


def _written(pattern: str, at: datetime) -> str:
    """Return an instant as a browser writes it by moment.js's letters."""
    values = {
        "YYYY": str(at.year), "MMM": f"{at:%b}", "MM": f"{at:%m}", "M": str(at.month), "DD": f"{at:%d}", "D": str(at.day),
        "HH": f"{at:%H}", "mm": f"{at:%M}",
    }  # fmt: skip
    return re.sub("Y+|M+|D+|H+|m+", lambda found: values[found[0]], pattern)
