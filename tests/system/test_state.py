"""The state of the system at one glance, and what an administrator is told to look at."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from crm_core import __version__, clock
from crm_core.access.sessions import start_session
from crm_core.errors import NotPermitted
from crm_core.store import Statement, Store, statement
from crm_core.store.mark import Head, MarkFile
from crm_core.store.migrate import migrations
from crm_core.system import service
from crm_core.system.state import concerns, state_of_system
from crm_core.team import service as team
from tests.conftest import NOW, Cast, sql


def test_a_table_is_counted_again_only_after_a_write_to_it(
    store: Store, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def sizes() -> dict[str, int]:
        return {table.name: table.row_count for table in state_of_system(store, cast.ada).tables}

    counted: list[str] = []
    value = Store.value

    def noted(self: Store, query: Statement, params: Sequence[object] = ()) -> object:
        counted.extend(str(name) for name in params if query.name == "system/row_count")
        return value(self, query, params)

    before = sizes()
    monkeypatch.setattr(Store, "value", noted)
    assert (sizes(), counted) == (before, ["data_version"])
    team.add_team(store, cast.ada, "West")
    counted.clear()
    after = sizes()
    assert after["team"] == before["team"] + 1
    assert {"data_version", "team"} <= set(counted) < set(after)
    assert after == {name: store.value(statement("system", "row_count"), [name]) for name in after}


def test_the_state_says_what_is_there(store: Store, cast: Cast) -> None:
    for _ in range(2):
        with store.transaction() as transaction:
            start_session(transaction, cast.sol.user_id, "127.0.0.1")
    team.add_team(store, cast.ada, "East")
    state = state_of_system(store, cast.ada)
    rows = {table.name: table.row_count for table in state.tables}
    assert (rows["app_user"], rows["team"], rows["customer"]) == (6, 3, 0)
    assert state.row_count == sum(rows.values())
    assert (state.store_name, state.program_version) == ("crm.duckdb", __version__)
    assert state.schema_version == migrations()[-1].number
    assert (state.sessions.session_count, state.sessions.user_count) == (2, 1)
    assert (state.stored, state.marked, state.mark_agrees) == (1, 1, True)
    assert state.store_size > 0


def test_sessions_that_lapsed_or_whose_user_is_disabled_do_not_count(store: Store, cast: Cast) -> None:
    for actor in (cast.sol, cast.vic):
        with store.transaction() as transaction:
            start_session(transaction, actor.user_id, "127.0.0.1")
    team.disable_user(store, cast.ada, cast.vic.user_id)
    assert state_of_system(store, cast.ada).sessions.session_count == 1
    with clock.held_at(NOW + timedelta(hours=9)):
        assert state_of_system(store, cast.ada).sessions.session_count == 0


def test_a_missing_and_an_old_backup_are_told(store: Store, cast: Cast) -> None:
    assert [str(text) for text in concerns(state_of_system(store, cast.ada))] == [
        "There is no backup yet. Make one now."
    ]
    service.make_backup(store, cast.ada)
    with clock.held_at(_written(store)):
        assert concerns(state_of_system(store, cast.ada)) == []
    with clock.held_at(_written(store) + timedelta(hours=40)):
        [concern] = concerns(state_of_system(store, cast.ada))
    assert concern.values == {"hours": 40}


def _written(store: Store) -> datetime:
    return service.list_backups(store.path)[0].made_at


def test_a_mark_that_differs_is_the_gravest(store: Store, cast: Cast) -> None:
    team.add_team(store, cast.ada, "East")
    MarkFile(store.path).write(Head(9, "f" * 64))
    state = state_of_system(store, cast.ada)
    assert not state.mark_agrees
    assert concerns(state)[0].values == {"marked": 9, "stored": 1}


def test_only_administrators_see_it(store: Store, cast: Cast) -> None:
    for actor in (cast.mia, cast.tao, cast.sol, cast.vic, cast.rea):
        with pytest.raises(NotPermitted):
            state_of_system(store, actor)
    assert store.value(sql("select count(*) from audit_entry")) == 0
