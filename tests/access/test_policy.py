"""The policy table lists all there is: what exists and is not listed fails here."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_core.access.model import Actor, Permission, Role, Scope
from crm_core.access.policy import COLUMNS, EXPORTS, GRANTS, PAGES, ROUTES
from crm_core.errors import NotPermitted
from crm_core.store import Store
from crm_core.ui.menu import ENTRIES
from tests.conftest import Cast, sql

ROOT = Path(__file__).resolve().parents[2]


def test_every_page_file_is_listed_and_every_listed_page_exists() -> None:
    files = {path.relative_to(ROOT / "pages").as_posix() for path in (ROOT / "pages").rglob("*.py")}
    assert files == set(PAGES)


def test_every_page_has_one_menu_entry_with_an_address_of_its_own() -> None:
    assert sorted(entry.page for entry in ENTRIES) == sorted(PAGES)
    assert len({entry.address for entry in ENTRIES}) == len(ENTRIES)


def test_every_route_is_listed() -> None:
    from crm_core.server.environment import environment
    from crm_core.server.front_door import routes

    assert {route.path for route in routes(environment())} == set(ROUTES)  # type: ignore[attr-defined]


def test_every_permission_is_granted_to_somebody_and_named_room_and_action() -> None:
    assert set(GRANTS) == set(Permission)
    for permission, grants in GRANTS.items():
        assert grants, f"{permission} is granted to nobody"
        room, _, action = permission.value.partition(".")
        assert room and action


def test_the_reader_changes_nothing_and_may_comment_alone() -> None:
    granted = {permission for permission in Permission if Role.READER in GRANTS[permission]}
    assert granted == {
        Permission.BOARD_READ, Permission.CUSTOMER_READ, Permission.INTERACTION_READ, Permission.TARGET_READ,
        Permission.PLAN_READ, Permission.SURVEY_READ, Permission.RELATION_READ, Permission.ACCOUNT_OWN,
        Permission.NOTICE_OWN, Permission.TOUCHPOINT_READ, Permission.COMMENT_WRITE,
    }  # fmt: skip


def test_staff_reach_their_own_rows_and_leads_their_teams() -> None:
    wide = {Permission.COLLABORATION_ASK}
    for permission, grants in GRANTS.items():
        if permission in wide:
            continue
        assert grants.get(Role.STAFF) in (None, Scope.OWN), permission
        assert grants.get(Role.LEAD) in (None, Scope.OWN, Scope.TEAM), permission


def test_administration_is_the_admins_alone() -> None:
    for name in ("user.manage", "setting.edit", "job.manage", "audit.read", "system.read", "backup.run", "restore.run"):
        assert set(GRANTS[Permission(name)]) == {Role.ADMIN}


@pytest.mark.parametrize("table", COLUMNS)
def test_every_column_of_peoples_data_has_a_rule(store: Store, table: str) -> None:
    columns = store.rows(sql("select column_name from duckdb_columns() where table_name = $1"), [table])
    assert {row["column_name"] for row in columns} == set(COLUMNS[table])


def test_every_table_with_peoples_data_has_rules(store: Store) -> None:
    telling = ("phone", "email", "id_number", "birthday", "password_hash", "display_name")
    found = store.rows(
        sql(
            "select distinct table_name from duckdb_columns() where column_name = any($1) and table_name not like '%_view'"
        ),
        [list(telling)],
    )
    assert {row["table_name"] for row in found} <= set(COLUMNS)


def test_published_views_show_no_masked_or_internal_column(store: Store) -> None:
    hidden = {name for rules in COLUMNS.values() for name, rule in rules.items() if rule.is_masked}
    found = store.rows(sql("select table_name, column_name from duckdb_columns() where table_name like '%_view'"))
    assert found
    assert not [row for row in found if row["column_name"] in hidden]


def test_every_export_needs_a_permission_that_somebody_has() -> None:
    for name, permission in EXPORTS.items():
        assert GRANTS[permission], name


def test_what_is_not_granted_is_refused() -> None:
    with pytest.raises(NotPermitted) as refusal:
        Actor(7, "Rea", Role.READER).require(Permission.CUSTOMER_EDIT)
    assert refusal.value.permission == "customer.edit"


def test_a_leads_reach_is_the_own_team_and_a_staffs_is_nobodys_team(cast: Cast) -> None:
    assert cast.tao.require(Permission.CUSTOMER_READ).named() == {
        "scope": "team",
        "teams": [cast.north],
        "me": cast.tao.user_id,
    }
    assert cast.sol.require(Permission.CUSTOMER_READ).named() == {"scope": "own", "teams": [], "me": cast.sol.user_id}
    assert cast.mia.require(Permission.CUSTOMER_READ).scope is Scope.ALL


def test_a_lead_without_a_team_reaches_no_team() -> None:
    assert Actor(9, "Leo", Role.LEAD, None).require(Permission.CUSTOMER_READ).teams == ()
