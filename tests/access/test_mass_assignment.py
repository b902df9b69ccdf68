"""Fields that a form does not have change nothing: no owner, team, role, version, id, author or date is set by sending it.

Each service function that takes what a form ``given`` has gets its own fields together with every column of the table,
filled with what an attacker would want. Only the columns that stand here may differ afterwards.
"""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from crm_core.access.model import CONSOLE, Actor
from crm_core.access.oidc.service import allow_account
from crm_core.access.sessions import Sessions, SignedIn
from crm_core.access.sign_in import SignIn
from crm_core.customers.contacts.service import add_contact, edit_contact
from crm_core.customers.service import add_customer, edit_customer
from crm_core.errors import UnusableFile
from crm_core.exchange.reading import read_table
from crm_core.imports.model import ImportKind
from crm_core.imports.service import checked_mapping
from crm_core.interactions.service import add_follow_up, edit_interaction, log_interaction, postpone_follow_up
from crm_core.settings.model import Settings
from crm_core.settings.service import change_settings, current_version
from crm_core.store import Store
from crm_core.surveys.service import create_survey, edit_survey
from crm_core.team import own_account
from crm_core.team import service as team
from tests.conftest import NOW, Cast, sql
from tests.customers.faces import Faces, faces, fresh
from tests.surveys.test_service import FORM

__all__ = ["faces"]
ROOT = Path(__file__).resolve().parents[2]
PASSWORD, NEXT = "violet-tractor-monsoon-7", "copper-lantern-orbit-19"
SAID = {"channel": "phone", "outcome": "reached", "content": "said", "next_on": "", "next_purpose": ""}
CUSTOMER = {"name": "王晓明", "kind": "person", "code": "C-NEW", "phone": "13900001111", "region": "苏州", "note": "n"}
_VERSIONED = frozenset({"version", "updated_at"})


@dataclass(frozen=True)
class Sent:
    """One call with too much in it: the table, the row that it may touch (None: a new one), and what may differ."""

    table: str
    row: int | None
    may_differ: frozenset[str]
    call: Callable[[Mapping[str, Any]], object]
    own: Mapping[str, Any]


def columns(store: Store, table: str) -> list[str]:
    found = store.rows(sql("select column_name from duckdb_columns() where table_name = $1"), [table])
    return [row["column_name"] for row in found]


def wanted_by_an_attacker(cast: Cast) -> dict[str, Any]:
    """Return a value for each column that is worth having."""
    mine = {"owner_id": cast.vic.user_id, "user_id": cast.vic.user_id, "team_id": cast.south, "created_by": 1}
    rank = {"role": "admin", "is_active": False, "is_demo": True, "must_change_password": False, "password_hash": "-"}
    ids = dict.fromkeys(("customer_id", "interaction_id", "follow_up_id", "contact_id", "import_id", "done_by"), 4711)
    return {**mine, **rank, **ids, "version": 99, "status": "done", "username": "root", "is_open": True}


def all_rows(store: Store, table: str) -> dict[int, dict[str, Any]]:
    key = {"app_user": "user_id"}.get(table, f"{table}_id")
    return {row[key]: row for row in store.rows(sql(f"select * from {table}"))}  # noqa: S608 - a name of this file


def too_much(store: Store, cast: Cast, sent: Sent) -> dict[str, Any]:
    """Return every column of the table with a value that is worth having, and the form's own fields as they should be."""
    worth = wanted_by_an_attacker(cast)
    return {**{name: worth.get(name, "4711") for name in columns(store, sent.table)}, **worth, **sent.own}


def contacts(store: Store, cast: Cast, faces: Faces) -> dict[str, Sent]:
    """Return the calls about the people at a customer."""
    sol, wang = cast.sol, faces.wang
    filled = {
        "name": "李四", "title": "采购", "is_decision_maker": "yes", "phone": "13900002222", "email": "li@example.cn",
        "wechat": "lisi", "note": "n",
    }  # fmt: skip
    contact = add_contact(store, sol, wang, {**filled, "name": "张三", "phone": ""}, key=fresh())
    return {
        "add_contact": Sent(
            "contact", None, frozenset(), lambda given: add_contact(store, sol, wang, given, key=fresh()), filled
        ),
        "edit_contact": Sent(
            "contact", contact, _VERSIONED | filled.keys() | {"name_key", "phone_key"},
            lambda given: edit_contact(store, sol, contact, given, version=1, key=fresh()), filled,
        ),
    }  # fmt: skip


def people(store: Store, cast: Cast) -> dict[str, Sent]:
    """Return the calls about people's accounts."""
    team.set_password(store, CONSOLE, cast.sol.user_id, PASSWORD)
    token = SignIn(store).sign_in("sol", PASSWORD, address="127.0.0.1", is_local=True)
    who = Sessions(store).identify(token)
    assert isinstance(who, SignedIn)
    sol = {"username": "sol", "display_name": "Sol the Second", "role": "staff", "team_id": str(cast.north)}
    return {
        "set_own_password": Sent(
            "app_user", cast.sol.user_id, frozenset({"password_hash", "must_change_password", "version"}),
            lambda given: own_account.set_own_password(store, who, given, key=fresh()),
            {"current": PASSWORD, "password": NEXT, "again": NEXT},
        ),
        "change_user": Sent(
            "app_user", cast.sol.user_id, frozenset({"display_name", "version"}),
            lambda given: team.change_user(store, cast.ada, cast.sol.user_id, given, 1), sol,
        ),
        "add_user": Sent(
            "app_user", None, frozenset(),
            lambda given: team.add_user(store, cast.ada, given, key=fresh()), {**sol, "username": "neu"},
        ),
    }  # fmt: skip


def business(store: Store, cast: Cast, faces: Faces) -> dict[str, Sent]:
    """Return the calls about customers and what is said with them."""
    sol, wang = cast.sol, faces.wang
    interaction = log_interaction(store, sol, wang, SAID, key=fresh())
    follow_up = add_follow_up(store, sol, wang, {"due_on": "2026-03-20", "purpose": "x"}, key=fresh())
    texts = frozenset({"name", "kind", "code", "phone", "region", "note", "email", "id_number", "birthday", "gender"})
    promise = {"due_on": "2026-03-25", "purpose": "later", "channel": "phone"}
    survey = create_survey(store, cast.tao, {**FORM, "name": "Survey of the north"}, fresh())
    filled = {**CUSTOMER, "email": "", "id_number": "", "birthday": "", "gender": ""}
    return {
        "create_survey": Sent(
            "survey", None, frozenset(), lambda given: create_survey(store, cast.tao, given, fresh()),
            {**FORM, "name": "New survey", "team_id": cast.south},
        ),
        "edit_survey": Sent(
            "survey", survey, _VERSIONED | {"name", "name_key", "first_on", "last_on", "asked_count", "scale_low", "scale_high"},
            lambda given: edit_survey(store, cast.tao, survey, given, key=fresh(), version=1),
            {**FORM, "name": "Mended", "team_id": cast.south},
        ),
        "edit_customer": Sent(
            "customer", wang, texts | _VERSIONED | {"search_text", "name_key", "phone_key"},
            lambda given: edit_customer(store, sol, wang, given, version=1, key=fresh()), filled,
        ),
        "add_customer": Sent(
            "customer", None, frozenset(),
            lambda given: add_customer(store, sol, given, owner_id=sol.user_id, key=fresh()),
            {**filled, "name": "新来", "code": "C-ADD", "phone": ""},
        ),
        "log_interaction": Sent(
            "interaction", None, frozenset(), lambda given: log_interaction(store, sol, wang, given, key=fresh()),
            {**SAID, "happened_at": "", "direction": ""},
        ),
        "edit_interaction": Sent(
            "interaction", interaction, _VERSIONED | {"content", "channel", "outcome", "happened_at", "happened_on", "direction"},
            lambda given: edit_interaction(store, sol, interaction, given, version=1, key=fresh()),
            {**SAID, "content": "mended", "happened_at": "", "direction": ""},
        ),
        "add_follow_up": Sent(
            "follow_up", None, frozenset(), lambda given: add_follow_up(store, sol, wang, given, key=fresh()), promise,
        ),
        "postpone_follow_up": Sent(
            "follow_up", follow_up, _VERSIONED | {"due_on", "purpose", "channel"},
            lambda given: postpone_follow_up(store, sol, follow_up, given, version=1, key=fresh()), promise,
        ),
    }  # fmt: skip


@pytest.mark.parametrize(
    "name",
    [
        "edit_customer", "add_customer", "log_interaction", "edit_interaction", "add_follow_up", "postpone_follow_up",
        "add_contact", "edit_contact", "set_own_password", "change_user", "add_user",
    ],
)  # fmt: skip
def test_what_a_form_does_not_have_is_not_changed(store: Store, cast: Cast, faces: Faces, name: str) -> None:
    sent = {**business(store, cast, faces), **contacts(store, cast, faces), **people(store, cast)}[name]
    before = all_rows(store, sent.table)
    sent.call(too_much(store, cast, sent))
    after = all_rows(store, sent.table)
    for key in before:
        differs = {column for column in before[key] if before[key][column] != after[key][column]}
        assert differs <= (sent.may_differ if key == sent.row else frozenset()), (name, key)
    new = [after[key] for key in after.keys() - before.keys()]
    assert len(new) == (sent.row is None)
    for row in new:
        made_rightly(cast, faces, sent.table, row)


def made_rightly(cast: Cast, faces: Faces, table: str, row: Mapping[str, Any]) -> None:
    """What is made belongs to who made it, begins with version 1, and has an id of the store's own."""
    sol: Actor = cast.sol
    known = {
        "customer": {"owner_id": sol.user_id, "team_id": sol.team_id, "created_by": sol.user_id, "import_id": None},
        "interaction": {"user_id": sol.user_id, "team_id": sol.team_id, "owner_id": sol.user_id, "follow_up_id": None},
        "contact": {"customer_id": faces.wang, "created_by": sol.user_id},
        "follow_up": {"user_id": sol.user_id, "team_id": sol.team_id, "status": "open", "done_by": None},
        "app_user": {"role": "staff", "team_id": cast.north, "is_active": True, "is_demo": False},
    }[table]
    assert {name: row[name] for name in known} == known
    assert row["version"] == 1
    assert row["created_at"] == NOW
    assert 4711 not in row.values()
    assert row.get("must_change_password", True) is True
    assert row.get("password_hash") != "-"


def test_settings_take_their_own_names_alone(store: Store, cast: Cast) -> None:
    before = store.rows(sql("select * from setting order by name"))
    change_settings(store, cast.ada, {"currency": "USD", "schema": "1", "version": "9"}, current_version(store))
    names = {row["name"] for row in store.rows(sql("select name from setting"))}
    assert names - {row["name"] for row in before} == {"currency"}
    assert "schema" not in Settings.__dataclass_fields__


def test_an_allowance_takes_its_own_fields_alone(store: Store, cast: Cast) -> None:
    given = {"claim": "email", "expected": "sol@example.com"}
    more = {"user_id": cast.vic.user_id, "allowed_by": cast.vic.user_id, "allowed_at": "2030-01-01", "role": "admin"}
    allow_account(store, cast.ada, cast.sol.user_id, {**given, **more}, key=fresh())
    [row] = store.rows(sql("select * from oidc_allowance"))
    assert row == {**given, "user_id": cast.sol.user_id, "allowed_by": cast.ada.user_id, "allowed_at": NOW}


@pytest.mark.parametrize(
    "field", ["owner_id", "team_id", "version", "customer_id", "import_id", "created_by", "phone_key"]
)
def test_no_column_of_a_file_can_be_mapped_to_what_is_no_field(field: str, tmp_path: Path) -> None:
    path = tmp_path / "customers.csv"
    path.write_text(f"name,{field}\nLi Lei,1\n", "utf-8")
    table = read_table(path)
    with pytest.raises(UnusableFile):
        checked_mapping(ImportKind.CUSTOMERS, table, {"name": "name", field: field})
    assert field not in checked_mapping(ImportKind.CUSTOMERS, table, None).values()


def test_every_service_that_takes_a_form_stands_here(store: Store, cast: Cast, faces: Faces) -> None:
    found = set()
    for path in (ROOT / "crm_core").rglob("*.py"):
        if path.stem not in ("service", "own_account"):
            continue
        module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == module.__name__ and not name.startswith("_"):
                found |= {name} if "given" in inspect.signature(function).parameters else set()
    elsewhere = {"allow_account", "change_settings", "checked_mapping"}  # their own tests above
    # take people and days, and store no other field: tests/team/test_leaving.py, test_absence.py
    elsewhere |= {"hand_over_everything", "add_absence"}
    elsewhere |= {"put_off", "save_criteria", "save_norm", "set_standing"}  # tests/access/test_refusals_of_kinds.py
    elsewhere |= {"note_consent", "close_channel", "save_purpose"}  # tests/privacy/test_consent.py
    elsewhere |= {
        "ask",
        "decline",
        "erase",
        "allow_return",
    }  # they store a reason and a reference alone: tests/privacy/test_erasure.py
    elsewhere |= {"add_rule", "edit_rule", "do_visit", "set_birthday"}  # tests/access/test_refusals_of_visits.py
    elsewhere |= {"answer_occasion", "log_not_reached"}  # tests/day/test_service.py
    archive = {
        "add_own_field",
        "edit_own_field",
        "set_stage",
        "add_tag",
        "rename_tag",
        "add_need",
        "edit_need",
        "set_origin",
    }
    elsewhere |= {"log_with_documents"}  # hands the form on to log_interaction: tests/attachments/test_service.py
    elsewhere |= {"save_view", "edit_view"}  # tests/customers/test_list_views.py
    elsewhere |= {"note_preference", "set_potential"}  # tests/customers/test_preferences.py, test_outlook.py
    elsewhere |= {"set_stage_of_many", "place_many", "take_stages_of_many"}  # tests/customers/test_bulk.py
    # tests/touchpoints/test_service.py
    elsewhere |= {"add_touchpoint", "edit_touchpoint", "answer_suggestion", "log_with_details", "edit_with_details"}
    elsewhere |= {"add_comment", "edit_comment"}  # tests/customers/test_comments.py
    # tests/adjustments/test_service.py
    elsewhere |= {"add_adjustment", "edit_adjustment", "say_opinion", "decide"}
    elsewhere |= {"note_gap", "add_gap_action", "comment_on_gap"}  # tests/gaps/test_service.py
    elsewhere |= {"choose_measure", "note_reading"}  # tests/gaps/test_service.py
    elsewhere |= {"link_want", "place_touchpoint", "look_at_maturity"}  # tests/plans/scope/test_service.py
    # tests/strategy
    elsewhere |= {
        "save_strategy",
        "add_barrier",
        "edit_barrier",
        "add_barrier_action",
        "add_measure",
        "edit_measure",
        "note_revision",
    }
    elsewhere |= archive  # tests/access/test_mass_assignment_of_archives.py
    assert found - elsewhere == {*business(store, cast, faces), *contacts(store, cast, faces), *people(store, cast)}
