"""Two to four sessions at work on the same records: what was acknowledged is there exactly once, nothing else is.

A model keeps what each session was told; the store is compared with it after every step, also after it was opened anew.
"""

from __future__ import annotations

import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from threading import Barrier

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as some
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from crm_core import clock
from crm_core.access.model import Actor
from crm_core.audit.trail import verify
from crm_core.customers.service import edit_customer
from crm_core.errors import AlreadyDone, CrmError, StaleWrite
from crm_core.interactions.service import log_interaction
from crm_core.periods import PeriodKind
from crm_core.store import Store
from crm_core.targets.drafts import TargetDraft
from crm_core.targets.model import COMPANY, Level, TargetKey
from crm_core.targets.service import set_targets
from tests.conftest import NOW, people_of, sql
from tests.customers.faces import add

CUSTOMERS = ("王小明", "赵一", "钱二")
TARGET = TargetKey("net_sales", COMPANY, PeriodKind.MONTH, date(2026, 3, 1), Level.TARGET)
_CUSTOMER = sql("select region, version from customer where customer_id = $1")
_EDITS = sql("select count(*) from audit_entry where entity = 'customer' and action = 'edit' and entity_id = $1")
_SAID = sql("select content, count(*) as times from interaction group by content")
_AIM = sql("select value, version from target where metric_id = 'net_sales'")
_KEYS = sql("select count(*) from idempotency_key where key like 'save-%'")


class GivenUp(Exception):
    """A session's own error in the midst of a transaction."""


@cache
def base() -> tuple[Path, tuple[Actor, ...], tuple[int, ...]]:
    """Return the file of a store with people and customers, who works in it, and the customers; made once."""
    folder = Path(tempfile.mkdtemp(prefix="crm-sessions-"))
    with closing(Store.open(folder / "crm.duckdb")) as store:
        cast = people_of(store)
        customers = tuple(add(store, cast.mia, name, cast.sol, region="0") for name in CUSTOMERS)
    return folder / "crm.duckdb", (cast.mia, cast.sol, cast.tao, cast.sol), customers


@dataclass
class Session:
    """One browser tab: who works in it, what it saw last of each record, and the keys of its forms."""

    actor: Actor
    seen: dict[int, int]
    seen_target: int = 0
    used: list[str] = field(default_factory=list)

    def key(self, again: bool) -> str:
        """Return a form's key: a fresh one, or that of the form that was saved last."""
        if not again or not self.used:
            self.used.append(f"save-{secrets.token_hex(8)}")
        return self.used[-1]


class Sessions(RuleBasedStateMachine):
    """The sessions, the store, and the model of what the store must hold."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.stack.enter_context(clock.held_at(NOW))
        self.folder = Path(self.stack.enter_context(tempfile.TemporaryDirectory(prefix="crm-sessions-")))
        path, self.actors, self.customers = base()
        for one in path.parent.glob(f"{path.name}*"):
            shutil.copy(one, self.folder / one.name)
        self.store = Store.open(self.folder / path.name)
        self.regions = dict.fromkeys(self.customers, "0")
        self.versions = dict.fromkeys(self.customers, 1)
        self.aim: tuple[Decimal, int] | None = None
        self.logged: set[str] = set()
        self.done: dict[str, int | None] = {}
        self.sessions: list[Session] = []

    @initialize(count=some.integers(2, 4))
    def open_sessions(self, count: int) -> None:
        self.sessions = [Session(actor, dict(self.versions)) for actor in self.actors[:count]]

    def teardown(self) -> None:
        self.store.close()
        self.stack.close()

    # What a session does ------------------------------------------------------------------------------------------

    @rule(which=some.integers(0, 3))
    def look(self, which: int) -> None:
        session = self.session(which)
        session.seen = dict(self.versions)
        session.seen_target = self.aim[1] if self.aim else 0

    @rule(which=some.integers(0, 3), customer=some.integers(0, 2), region=some.integers(0, 9), again=some.booleans())
    def edit(self, which: int, customer: int, region: int, again: bool) -> None:
        session, customer_id = self.session(which), self.customers[customer]
        key, version = session.key(again), session.seen[customer_id]
        if key in self.done:
            with pytest.raises(AlreadyDone):
                self.save(session, customer_id, str(region), version, key)
        elif version != self.versions[customer_id]:
            with pytest.raises(StaleWrite) as refusal:
                self.save(session, customer_id, str(region), version, key)
            assert refusal.value.theirs["region"] == self.regions[customer_id]
        else:
            self.save(session, customer_id, str(region), version, key)
            self.noted(customer_id, str(region), key)

    @rule(which=some.integers(0, 3), customer=some.integers(0, 2), again=some.booleans())
    def log(self, which: int, customer: int, again: bool) -> None:
        session, customer_id = self.session(which), self.customers[customer]
        key, text = session.key(again), secrets.token_hex(8)
        if key in self.done:
            with pytest.raises(AlreadyDone) as refusal:
                self.say(session, customer_id, text, key)
            assert refusal.value.result == self.done[key]
        else:
            self.done[key] = self.say(session, customer_id, text, key)
            self.logged.add(text)

    @precondition(lambda self: self.sessions)
    @rule(value=some.integers(1, 5))
    def aim_at(self, value: int) -> None:
        session = self.sessions[0]  # a manager's
        key, draft = session.key(False), TargetDraft(TARGET, str(value), "", None, session.seen_target)
        stands = self.aim[1] if self.aim else 0
        if self.aim is not None and self.aim[0] == value:
            set_targets(self.store, session.actor, [draft], key=key)  # it stands as asked, whoever asked
            self.done[key] = None
        elif session.seen_target != stands:
            with pytest.raises(StaleWrite):
                set_targets(self.store, session.actor, [draft], key=key)
        else:
            set_targets(self.store, session.actor, [draft], key=key)
            self.done[key], self.aim = None, (Decimal(value), stands + 1)

    @rule(which=some.integers(0, 3), customer=some.integers(0, 2), steps=some.integers(1, 3))
    def give_up_half_way(self, which: int, customer: int, steps: int) -> None:
        """An error after some of the work of one transaction: nothing of it stays, and its keys are free again."""
        session, customer_id = self.session(which), self.customers[customer]
        with pytest.raises(GivenUp), self.store.transaction():
            for _ in range(steps):
                self.say(session, customer_id, secrets.token_hex(8), f"save-{secrets.token_hex(8)}")
            raise GivenUp

    @rule(customer=some.integers(0, 2), region=some.integers(10, 99))
    def save_at_once(self, customer: int, region: int) -> None:
        """All sessions save the same customer at the same moment, as they saw it: one save stands."""
        customer_id = self.customers[customer]
        self.look_all()
        keys = [session.key(False) for session in self.sessions]
        at = self.versions[customer_id]

        def act(place: int) -> object:
            return self.save(self.sessions[place], customer_id, f"{region}/{place}", at, keys[place])

        ends = self.at_once(act)
        winners = [place for place, end in enumerate(ends) if not isinstance(end, CrmError)]
        assert len(winners) == 1, ends
        assert all(isinstance(end, StaleWrite) for place, end in enumerate(ends) if place not in winners), ends
        self.noted(customer_id, f"{region}/{winners[0]}", keys[winners[0]])

    @rule(customer=some.integers(0, 2))
    def click_at_once(self, customer: int) -> None:
        """One form is sent by as many clicks as there are sessions: one row, and all are told of the same."""
        session, text = self.sessions[0], secrets.token_hex(8)
        key = session.key(False)
        ends = self.at_once(lambda place: self.say(session, self.customers[customer], text, key))
        made = [end for end in ends if not isinstance(end, CrmError)]
        assert len(made) == 1, ends
        told = [end.result for end in ends if isinstance(end, AlreadyDone)]
        assert told == made * (len(ends) - 1)
        self.done[key] = int(str(made[0]))
        self.logged.add(text)

    @rule()
    def open_anew(self) -> None:
        self.store.close()
        self.store = Store.open(self.folder / "crm.duckdb")

    # What must hold -----------------------------------------------------------------------------------------------

    @invariant()
    def what_was_acknowledged_is_there_once(self) -> None:
        for customer_id in self.customers:
            stored = self.store.row(_CUSTOMER, [customer_id])
            assert stored == {"region": self.regions[customer_id], "version": self.versions[customer_id]}
            assert self.store.value(_EDITS, [customer_id]) == self.versions[customer_id] - 1
        assert {row["content"]: row["times"] for row in self.store.rows(_SAID)} == dict.fromkeys(self.logged, 1)
        aim = self.store.row(_AIM)
        assert (None if aim is None else (aim["value"], aim["version"])) == self.aim
        assert self.store.value(_KEYS) == len(self.done)

    @invariant()
    def the_trail_is_whole(self) -> None:
        assert verify(self.store) is None

    # Helpers ------------------------------------------------------------------------------------------------------

    def session(self, which: int) -> Session:
        return self.sessions[which % len(self.sessions)]

    def look_all(self) -> None:
        for which in range(len(self.sessions)):
            self.look(which)

    def save(self, session: Session, customer_id: int, region: str, version: int, key: str) -> None:
        name = CUSTOMERS[self.customers.index(customer_id)]
        edit_customer(
            self.store, session.actor, customer_id, {"name": name, "region": region}, version=version, key=key
        )

    def say(self, session: Session, customer_id: int, text: str, key: str) -> int:
        said = {"channel": "phone", "outcome": "reached", "content": text}
        return log_interaction(self.store, session.actor, customer_id, said, key=key)

    def noted(self, customer_id: int, region: str, key: str) -> None:
        self.versions[customer_id] += region != self.regions[customer_id]
        self.regions[customer_id] = region
        self.done[key] = customer_id

    def at_once(self, act: Callable[[int], object]) -> list[object]:
        """Return how ``act`` ended for each session, all begun together; an error of the business is an end too."""
        count = len(self.sessions)
        ready = Barrier(count)

        def one(place: int) -> object:
            ready.wait(10)
            try:
                return act(place)
            except CrmError as error:
                return error

        with ThreadPoolExecutor(count) as pool:
            return list(pool.map(one, range(count)))


@pytest.fixture(autouse=True)
def one_base() -> Iterator[None]:
    """Make the store that each run copies, and remove it afterwards."""
    with clock.held_at(NOW):
        path, *_ = base()
    yield
    shutil.rmtree(path.parent)
    base.cache_clear()


def at_work(examples: int, steps: int) -> None:
    run_state_machine_as_test(
        Sessions,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )  # fmt: skip


def test_what_sessions_do_to_the_same_records_is_there_exactly_once() -> None:
    at_work(examples=8, steps=25)


@pytest.mark.nightly
def test_long_days_of_sessions_lose_and_double_nothing() -> None:
    at_work(examples=400, steps=50)
