"""Whoever asks by file which customers other teams have is seen, and held up for the day."""

from __future__ import annotations

from datetime import timedelta

import pytest

from crm_core import clock
from crm_core.access.model import CONSOLE, Permission
from crm_core.customers import watch
from crm_core.customers.watch import MetTooMany
from crm_core.messages.model import NoticesWanted
from crm_core.messages.service import own_notices
from tests.conftest import NOW, Cast, sql
from tests.customers.faces import add
from tests.imports.conftest import Desk

HEADERS = ("code", "kind", "name", "phone")
PHONES = [f"1380013{number:04}" for number in range(30)]
_SEEN = sql("select actor_id, row_count from audit_entry where action = 'probe' order by seq")


@pytest.fixture
def asked(desk: Desk, cast: Cast, monkeypatch: pytest.MonkeyPatch):
    """Return ``asked(first, last)``: Tao checks a file with those phones, all of which the south has; at most 25 a day."""
    monkeypatch.setattr(watch, "MET_A_DAY", 25)
    for number, phone in enumerate(PHONES):
        add(desk.store, cast.mia, f"南方 {number}", cast.vic, phone=phone)

    def check(first: int, last: int, actor=cast.tao):
        lines = [("", "person", f"某人 {number}", PHONES[number]) for number in range(first, last)]
        return desk.check("customers", desk.file(HEADERS, lines, f"{first}-{last}.csv"), actor=actor)

    return check


def seen(desk: Desk) -> list[tuple[int, int]]:
    return [(row["actor_id"], row["row_count"]) for row in desk.store.rows(_SEEN)]


def test_what_a_check_tells_of_other_teams_stands_in_the_trail_and_is_told(desk: Desk, cast: Cast, asked) -> None:
    tao = cast.tao.user_id
    assert asked(0, 12).counts.rejected == 12
    assert asked(12, 22).counts.rejected == 10
    assert seen(desk) == [(tao, 12), (tao, 10)]
    notices = own_notices(desk.store, NoticesWanted(cast.ada.require(Permission.NOTICE_OWN))).notices
    assert "Tao met 22 customers of other teams in checks of files within a day." in [str(one.text) for one in notices]


def test_beyond_the_limit_nothing_is_told_that_day_and_the_try_is_noted(desk: Desk, cast: Cast, asked) -> None:
    asked(0, 20)
    with pytest.raises(MetTooMany) as refusal:
        asked(20, 30)
    assert "Ask an administrator" in str(refusal.value)
    with pytest.raises(MetTooMany):
        asked(22, 23)
    assert [count for _, count in seen(desk)] == [20, 10, 1]
    with clock.held_at(NOW + timedelta(hours=25)):
        assert asked(20, 30).counts.rejected == 10


def test_the_same_file_again_counts_once_and_an_ordinary_file_not_at_all(desk: Desk, cast: Cast, asked) -> None:
    for _ in range(4):
        asked(0, 20)
    fresh = desk.file(HEADERS, [("", "person", "新人", "13900139000")], "new.csv")
    assert desk.check("customers", fresh, actor=cast.tao).counts.added == 1
    assert len(seen(desk)) == 4


def test_who_imports_for_all_learns_nothing_new_and_is_not_counted(desk: Desk, cast: Cast, asked) -> None:
    for actor in (cast.ada, CONSOLE):
        assert asked(0, 30, actor).counts.unchanged == 30
    assert seen(desk) == []
