"""A refusal leaves everything as it was: no row of any table, no entry of the trail, no data version has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from crm_core.access.model import Actor, Permission
from crm_core.access.oidc import service as oidc
from crm_core.audit.model import EntriesWanted
from crm_core.audit.service import exported as exported_trail
from crm_core.audit.service import verify_trail
from crm_core.customers.lists.export import COLUMNS, FileKind, export_customers
from crm_core.customers.lists.model import CustomerListRequest
from crm_core.customers.merging.finding import search_now
from crm_core.customers.merging.service import call_different, merge
from crm_core.customers.merging.undoing import undo_merge
from crm_core.customers.ownership.service import answer_request, ask_to_collaborate, assign_owner, end_collaboration
from crm_core.customers.pool.rules import add_rule
from crm_core.customers.pool.service import claim, keep, lift, release
from crm_core.customers.profile.own_fields.service import add_own_field
from crm_core.customers.profile.stages.reasons import add_loss_reason
from crm_core.customers.profile.stages.service import set_stage
from crm_core.customers.service import add_customer, edit_customer, reveal
from crm_core.errors import CrmError, InvalidInput, NotFound, NotPermitted, StaleWrite, message
from crm_core.errors import Refused as RuleSays
from crm_core.i18n import Language
from crm_core.imports import wizard
from crm_core.imports.model import ImportKind
from crm_core.imports.rejects import FileForm
from crm_core.imports.service import exported_problems
from crm_core.interactions.service import (
    add_follow_up,
    cancel_follow_up,
    edit_interaction,
    log_interaction,
    postpone_follow_up,
)
from crm_core.jobs.service import run_now, set_enabled
from crm_core.messages.service import mark_read, notify
from crm_core.metrics.files import FileKind as NumberFileKind
from crm_core.metrics.files import FileWanted, number_file
from crm_core.periods import PeriodKind
from crm_core.settings.service import change_settings, current_version
from crm_core.store import Store
from crm_core.system.service import check_store, make_backup, restore
from crm_core.targets.book import BookWanted, targets_book
from crm_core.targets.bulk import set_many
from crm_core.targets.drafts import TargetDraft
from crm_core.targets.model import COMPANY, Level, ScopeKind, TargetKey, TargetScope
from crm_core.targets.service import set_targets
from crm_core.targets.versions import Save, undo
from crm_core.team import service as team
from crm_core.team.leaving.service import hand_over_everything
from tests.conftest import NOW, Cast, sql
from tests.customers.faces import Faces, faces, fresh
from tests.metrics.conftest import MARCH, ask

__all__ = ["faces"]
SAID = {"channel": "phone", "outcome": "reached", "content": "x"}
LATER = {"due_on": "2026-03-20", "purpose": "x"}
CHANGED = {"name": "Taken", "kind": "person", "phone": "13900001111", "owner_id": "1"}
ACCOUNT = {"claim": "email", "expected": "eve@example.com"}
USER = {"username": "eve", "display_name": "Eve", "role": "admin"}


def standing(store: Store) -> tuple[object, ...]:
    """Return the end of the trail and the data versions: what any write of a service moves, and cheap to ask again."""
    names = [row["table_name"] for row in store.rows(sql("select table_name from duckdb_tables()"))]
    return (store.head.seq, store.versions(sorted(names)))


def everything(store: Store) -> dict[str, object]:
    """Return a digest of the rows of every table, the end of the trail, and the data versions."""
    names = sorted(row["table_name"] for row in store.rows(sql("select table_name from duckdb_tables()")))
    digests: dict[str, object] = {
        name: store.value(
            sql("select md5(string_agg(t::varchar, '|' order by t::varchar)) from query_table($1) as t"), [name]
        )
        for name in names
    }
    assert digests["customer"] is not None
    return {**digests, " end of the trail": store.head.seq, " versions": store.versions(tuple(names))}


@dataclass(frozen=True)
class World:
    """What the refused calls are about: the ids of the north's things, and of Vic's notice."""

    store: Store
    cast: Cast
    faces: Faces
    follow_up: int
    interaction: int
    request: int
    notice: int


@pytest.fixture
def world(store: Store, cast: Cast, faces: Faces) -> World:
    """A store in which everything is there that could be touched."""
    follow_up = add_follow_up(store, cast.sol, faces.wang, LATER, key=fresh())
    interaction = log_interaction(store, cast.sol, faces.wang, SAID, key=fresh())
    with store.transaction() as transaction:
        request = transaction.rows(
            sql(
                "insert into collaboration_request (customer_id, asked_by, reason, asked_at, status, version) "
                "values ($1, $2, 'x', $3, 'open', 1) returning request_id"
            ),
            [faces.wang, cast.vic.user_id, NOW],
        )[0]["request_id"]
        transaction.execute(sql("insert into collaborator values ($1, $2, $3)"), [faces.li, cast.sol.user_id, NOW])
        notice = notify(transaction, cast.vic.user_id, "assigned", message("x"))
    return World(store, cast, faces, follow_up, interaction, request, notice)


Call = Callable[[], object]
Refused = tuple[str, type[CrmError], Call]


def on_customers(world: World) -> Iterator[Refused]:
    store, cast, faces = world.store, world.cast, world.faces

    def edit(actor: Actor, customer_id: int, version: int = 1) -> Call:
        return lambda: edit_customer(store, actor, customer_id, CHANGED, version=version, key=fresh())

    def assign(actor: Actor, ids: list[int], owner_id: int | None) -> Call:
        return lambda: assign_owner(store, actor, ids, owner_id, key=fresh())

    def hand(actor: Actor, giver: Actor, taker: Actor) -> Call:
        given = {"way": "one", "taker": taker.user_id}
        return lambda: hand_over_everything(store, actor, giver.user_id, given, key=fresh())

    yield "edit another team's", NotFound, edit(cast.vic, faces.wang)
    yield "edit a colleague's", NotFound, edit(cast.sol, faces.li)
    yield "edit the pool's", NotFound, edit(cast.tao, faces.pool)
    yield "edit as reader", NotPermitted, edit(cast.rea, faces.wang)
    yield "edit a version of yesterday", StaleWrite, edit(cast.sol, faces.wang, 0)
    yield (
        "add for another",
        InvalidInput,
        lambda: add_customer(store, cast.sol, CHANGED, owner_id=cast.vic.user_id, key=fresh()),
    )
    yield "add as reader", NotPermitted, lambda: add_customer(store, cast.rea, CHANGED, owner_id=None, key=fresh())
    yield "add to the pool", InvalidInput, lambda: add_customer(store, cast.tao, CHANGED, owner_id=None, key=fresh())
    yield "assign as staff", NotPermitted, assign(cast.sol, [faces.wang], cast.sol.user_id)
    yield "assign one of another team among own", NotFound, assign(cast.tao, [faces.wang, faces.nan], cast.tao.user_id)
    yield "assign from the pool", RuleSays, assign(cast.tao, [faces.pool], cast.tao.user_id)  # whom all may see
    yield "assign to another team", InvalidInput, assign(cast.tao, [faces.wang], cast.vic.user_id)
    yield "assign to an administrator", InvalidInput, assign(cast.mia, [faces.wang], cast.ada.user_id)
    yield "release to the pool", InvalidInput, assign(cast.tao, [faces.wang], None)
    yield "reveal another team's", NotFound, lambda: reveal(store, cast.vic, faces.wang, "phone", "to call")
    yield "reveal the pool's", NotFound, lambda: reveal(store, cast.tao, faces.pool, "phone", "to call")
    yield "reveal as reader", NotPermitted, lambda: reveal(store, cast.rea, faces.wang, "phone", "to call")
    yield "reveal another column", InvalidInput, lambda: reveal(store, cast.sol, faces.wang, "search_text", "to call")
    yield "reveal without a reason", InvalidInput, lambda: reveal(store, cast.sol, faces.wang, "phone", " ")
    yield "claim a colleague's", RuleSays, lambda: claim(store, cast.vic, [faces.wang], key=fresh())
    yield "claim as reader", NotPermitted, lambda: claim(store, cast.rea, [faces.pool], key=fresh())
    yield "release another team's", NotFound, lambda: release(store, cast.vic, [faces.wang], "x", key=fresh())
    yield "release a colleague's", NotFound, lambda: release(store, cast.sol, [faces.li], "x", key=fresh())
    yield "release as reader", NotPermitted, lambda: release(store, cast.rea, [faces.wang], "x", key=fresh())
    yield "keep another team's", NotFound, lambda: keep(store, cast.tao, faces.nan, "x", key=fresh())
    yield "keep as staff", NotPermitted, lambda: keep(store, cast.sol, faces.wang, "x", key=fresh())
    yield "lift as staff", NotPermitted, lambda: lift(store, cast.sol, faces.wang, key=fresh())
    rule = {"name": "x", "quiet_days": "9", "warn_days": "7", "most_a_night": "9"}
    yield "make a rule of the pool as lead", NotPermitted, lambda: add_rule(store, cast.tao, rule, key=fresh())
    yield "make a rule that asks nothing", InvalidInput, lambda: add_rule(store, cast.mia, {"name": "x"}, key=fresh())
    yield "hand over another team's", NotFound, hand(cast.tao, cast.vic, cast.sol)
    yield "hand over to another team", InvalidInput, hand(cast.tao, cast.sol, cast.vic)
    yield "hand over as staff", NotPermitted, hand(cast.sol, cast.sol, cast.tao)
    yield "ask for what was not met", NotFound, lambda: ask_to_collaborate(store, cast.vic, 1, "please", key=fresh())
    yield "ask as reader", NotPermitted, lambda: ask_to_collaborate(store, cast.rea, 1, "please", key=fresh())
    yield from on_the_archive(world)
    yield from on_merging(world)
    for actor, refusal in ((cast.vic, NotFound), (cast.rea, NotPermitted)):
        yield (
            f"answer as {actor.name}",
            refusal,
            lambda actor=actor: answer_request(store, actor, world.request, is_granted=True, version=1, key=fresh()),
        )
        yield (
            f"end a collaboration as {actor.name}",
            refusal,
            lambda actor=actor: end_collaboration(store, actor, faces.li, cast.sol.user_id, key=fresh()),
        )
    asked = CustomerListRequest(cast.ada.require(Permission.CUSTOMER_READ))
    for actor in (cast.sol, cast.rea):
        yield (
            f"take the list as {actor.name}",
            NotPermitted,
            lambda actor=actor: export_customers(
                store, actor, asked, FileKind.CSV, headings={name: name for name in COLUMNS}, words={}
            ),
        )


def on_merging(world: World) -> Iterator[Refused]:
    store, cast, faces = world.store, world.cast, world.faces

    def join(actor: Actor, one: int, other: int, versions: tuple[int, int] = (1, 1)) -> Call:
        return lambda: merge(store, actor, one, other, {}, versions=versions, key=fresh())

    yield "merge as staff", NotPermitted, join(cast.sol, faces.wang, faces.li)
    yield "merge as reader", NotPermitted, join(cast.rea, faces.wang, faces.li)
    yield "merge into another team's", NotFound, join(cast.tao, faces.nan, faces.wang)
    yield "merge another team's", NotFound, join(cast.tao, faces.wang, faces.nan)
    yield "merge the pool's", NotFound, join(cast.tao, faces.wang, faces.pool)
    yield "merge versions of yesterday", StaleWrite, join(cast.tao, faces.wang, faces.li, (1, 0))
    yield "merge with itself", RuleSays, join(cast.mia, faces.wang, faces.wang)
    yield "take back no merge", NotFound, lambda: undo_merge(store, cast.tao, 1, key=fresh())
    yield "take back as staff", NotPermitted, lambda: undo_merge(store, cast.sol, 1, key=fresh())
    yield "judge no pair", NotFound, lambda: call_different(store, cast.tao, 1)
    yield "judge as staff", NotPermitted, lambda: call_different(store, cast.sol, 1)
    yield "search as staff", NotPermitted, lambda: search_now(store, cast.sol)


def on_the_archive(world: World) -> Iterator[Refused]:
    store, cast, faces = world.store, world.cast, world.faces
    field = {"name": "Level", "kind": "text"}
    for actor, customer_id, refusal in (
        (cast.vic, faces.wang, NotFound),
        (cast.sol, faces.li, NotFound),
        (cast.tao, faces.pool, NotFound),
        (cast.rea, faces.wang, NotPermitted),
    ):
        yield (
            f"set a stage as {actor.name}",
            refusal,
            lambda actor=actor, one=customer_id: set_stage(
                store, actor, one, {"stage": "active"}, version=0, key=fresh()
            ),
        )
    yield (
        "set a stage over a colleague's",
        StaleWrite,
        lambda: set_stage(store, cast.sol, faces.wang, {"stage": "active"}, version=7, key=fresh()),
    )
    for actor in (cast.mia, cast.tao, cast.sol, cast.rea):
        yield (
            f"define a field as {actor.name}",
            NotPermitted,
            lambda actor=actor: add_own_field(store, actor, field, key=fresh()),
        )
        yield (
            f"add a reason of loss as {actor.name}",
            NotPermitted,
            lambda actor=actor: add_loss_reason(store, actor, {"name": "x"}, key=fresh()),
        )


def on_work(world: World) -> Iterator[Refused]:
    store, cast, faces = world.store, world.cast, world.faces
    for actor, customer_id, refusal in (
        (cast.vic, faces.wang, NotFound),
        (cast.sol, faces.pool, NotFound),
        (cast.ada, faces.wang, NotPermitted),
        (cast.rea, faces.wang, NotPermitted),
    ):
        who = f"as {actor.name}"
        yield (
            f"log {who}",
            refusal,
            lambda actor=actor, one=customer_id: log_interaction(store, actor, one, SAID, key=fresh()),
        )
        yield (
            f"plan {who}",
            refusal,
            lambda actor=actor, one=customer_id: add_follow_up(store, actor, one, LATER, key=fresh()),
        )
    yield (
        "plan for a third",
        InvalidInput,
        lambda: add_follow_up(store, cast.tao, faces.wang, LATER, key=fresh(), user_id=cast.vic.user_id),
    )
    for actor, refusal in ((cast.vic, NotFound), (cast.rea, NotPermitted)):
        yield (
            f"postpone as {actor.name}",
            refusal,
            lambda actor=actor: postpone_follow_up(store, actor, world.follow_up, LATER, version=1, key=fresh()),
        )
        yield (
            f"cancel as {actor.name}",
            refusal,
            lambda actor=actor: cancel_follow_up(store, actor, world.follow_up, "x", version=1, key=fresh()),
        )
    for actor, refusal in ((cast.tao, NotFound), (cast.vic, NotFound), (cast.rea, NotPermitted)):
        yield (
            f"correct as {actor.name}",
            refusal,
            lambda actor=actor: edit_interaction(store, actor, world.interaction, SAID, version=1, key=fresh()),
        )
    yield (
        "postpone a version of yesterday",
        StaleWrite,
        lambda: postpone_follow_up(store, cast.sol, world.follow_up, LATER, version=0, key=fresh()),
    )
    yield (
        "correct a version of yesterday",
        StaleWrite,
        lambda: edit_interaction(store, cast.sol, world.interaction, SAID, version=0, key=fresh()),
    )
    yield "read another's notice", NotFound, lambda: mark_read(store, cast.sol, world.notice)


def on_plan(world: World) -> Iterator[Refused]:
    store, cast = world.store, world.cast
    south, vic = TargetScope(ScopeKind.TEAM, cast.south), TargetScope(ScopeKind.PERSON, cast.vic.user_id)
    nobody = TargetScope(ScopeKind.TEAM, 10**9)
    for actor, scope, refusal in (
        (cast.sol, TargetScope(ScopeKind.PERSON, cast.sol.user_id), NotPermitted),
        (cast.rea, COMPANY, NotPermitted),
        (cast.tao, COMPANY, NotFound),
        (cast.tao, south, NotFound),
        (cast.tao, vic, NotFound),
        (cast.mia, nobody, NotFound),
    ):
        draft = TargetDraft(
            TargetKey("net_sales", scope, PeriodKind.MONTH, MARCH.first, Level.TARGET), "5", "", None, 0
        )
        yield (
            f"aim for {scope} as {actor.name}",
            refusal,
            lambda actor=actor, draft=draft: set_targets(store, actor, [draft], key=fresh()),
        )
        yield (
            f"aim for {scope} among many as {actor.name}",
            refusal,
            lambda actor=actor, draft=draft: set_many(store, actor, [draft], key=fresh()),
        )
        book = BookWanted(
            MARCH.first,
            ("", "", "", ""),
            {"net_sales": ""},
            {scope: ""},
            {Level.TARGET: ""},
            {"net_sales": ""},
            "x",
            "y",
            (),
        )
        yield (
            f"take out the targets of {scope} as {actor.name}",
            refusal,
            lambda actor=actor, book=book: targets_book(store, actor, book),
        )
    nothing = Save(NOW, cast.mia.user_id, "Mia", None, 2, ())
    yield "take back what nobody saved", NotFound, lambda: undo(store, cast.mia, nothing, key=fresh())
    for actor in (cast.sol, cast.rea):
        yield (
            f"take back as {actor.name}",
            NotPermitted,
            lambda actor=actor: undo(store, actor, nothing, key=fresh()),
        )
    wanted = FileWanted(ask("gross_sales", MARCH), NumberFileKind.CSV, {"day": "day"}, {}, "x")
    yield "take numbers as reader", NotPermitted, lambda: number_file(store, cast.rea, wanted)


def on_the_house(world: World) -> Iterator[Refused]:
    store, cast, nowhere = world.store, world.cast, Path("nowhere.duckdb")
    sol = cast.sol.user_id
    for actor in (cast.mia, cast.tao, cast.sol, cast.rea):
        calls: dict[str, Call] = {
            "add a user": lambda actor=actor: team.add_user(store, actor, USER, key=fresh()),
            "change a user": lambda actor=actor: team.change_user(store, actor, actor.user_id, USER, 1),
            "disable": lambda actor=actor: team.disable_user(store, actor, sol),
            "enable": lambda actor=actor: team.enable_user(store, actor, sol),
            "reset": lambda actor=actor: team.reset_password(store, actor, sol, key=fresh()),
            "set a password": lambda actor=actor: team.set_password(store, actor, sol, "marble-otter-42"),
            "allow an account": lambda actor=actor: oidc.allow_account(store, actor, sol, ACCOUNT, key=fresh()),
            "take back an account": lambda actor=actor: oidc.withdraw_allowance(store, actor, sol),
            "remove a link": lambda actor=actor: oidc.remove_link(store, actor, sol),
            "see an account": lambda actor=actor: oidc.outside_account(store, actor, sol),
            "add a team": lambda actor=actor: team.add_team(store, actor, "East", key=fresh()),
            "rename": lambda actor=actor: team.change_team(store, actor, cast.north, "X", is_active=False, version=1),
            "settings": lambda actor=actor: change_settings(store, actor, {"currency": "USD"}, current_version(store)),
            "run a job": lambda actor=actor: run_now(store, actor, "backup"),
            "hold a job": lambda actor=actor: set_enabled(store, actor, "backup", is_enabled=False),
            "back up": lambda actor=actor: make_backup(store, actor),
            "restore": lambda actor=actor: restore(store, actor, nowhere),
            "check": lambda actor=actor: check_store(store, actor),
            "verify": lambda actor=actor: verify_trail(store, actor),
            "take the trail": lambda actor=actor: exported_trail(
                store, actor, EntriesWanted(cast.ada.require(Permission.CUSTOMER_READ))
            ),
        }
        if actor is not cast.tao:
            calls["import"] = lambda actor=actor: wizard.begin(store, actor, ImportKind.CUSTOMERS, "a.csv", b"name\nx")
            calls["take problems"] = lambda actor=actor: exported_problems(
                store, actor, 1, FileForm.CSV, Language.ENGLISH
            )
        for what, call in calls.items():
            yield f"{what} as {actor.name}", NotPermitted, call


@pytest.mark.parametrize("calls", [on_customers, on_work, on_plan, on_the_house])
def test_a_refusal_changes_nothing(world: World, calls: Callable[[World], Iterator[Refused]]) -> None:
    before, stood = everything(world.store), standing(world.store)
    for what, refusal, call in calls(world):
        with pytest.raises(refusal) as caught:
            call()
        assert type(caught.value) is refusal, what
        assert standing(world.store) == stood, what
    assert everything(world.store) == before


def test_the_digest_does_notice_a_write(world: World) -> None:
    before = everything(world.store)
    mark_read(world.store, world.cast.vic, world.notice)
    assert everything(world.store) != before
