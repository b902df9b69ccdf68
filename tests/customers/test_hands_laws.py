"""Whatever is done with customers, in whatever order: each has an owner or lies in the pool, and all that hangs on it agrees."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_core import audit, clock
from crm_core.access.model import Actor, Permission
from crm_core.customers.intake import PreparedCustomers
from crm_core.customers.ownership.service import assign_owner
from crm_core.customers.pool.service import claim, pool_of, pool_page, release
from crm_core.customers.taking_back import TakingBackCustomers
from crm_core.errors import CrmError
from crm_core.interactions.service import add_follow_up
from crm_core.settings.service import change_settings, current_version
from crm_core.store import Store
from tests.conftest import NOW, people_of, sql
from tests.customers.faces import add, fresh

Step = tuple[str, int, int]
_STEPS = st.lists(
    st.tuples(st.sampled_from(("assign", "pool", "claim", "release", "import", "undo", "promise")), st.integers(0, 2),
              st.integers(0, 2)),
    max_size=12,
)  # fmt: skip


@pytest.fixture(scope="module")
def begun(new_store: Path) -> Path:
    """A store with the cast and three customers: two owned, one in the pool."""
    path = Path(tempfile.mkdtemp()) / "begun.duckdb"
    shutil.copyfile(new_store, path)
    with clock.held_at(NOW):
        store = Store.open(path)
        cast = people_of(store)
        for number, owner in enumerate((cast.sol, cast.vic, None)):
            add(store, cast.mia, f"客户{number}", owner, code=f"C-{number}")
        change_settings(store, cast.ada, {"pool_back_days": "0", "pool_claims_a_day": "0"}, current_version(store))
        store.close()
    return path


_CUSTOMERS = sql(
    "select c.*, u.team_id as owners_team, u.is_active, l.change_id is not null as has_changed, h.taker_id as last_taker "
    "from customer as c left join app_user as u on u.user_id = c.owner_id "
    "left join (select customer_id, max(change_id) as change_id from ownership_change group by customer_id) as l "
    "on l.customer_id = c.customer_id left join ownership_change as h on h.change_id = l.change_id"
)
_STRAYS = sql(
    "select count(*) from follow_up as f inner join customer as c on c.customer_id = f.customer_id "
    "inner join app_user as u on u.user_id = f.user_id where f.status = 'open' "
    "and (c.owner_id is null or (f.user_id <> c.owner_id and u.team_id <> c.team_id))"
)


class Company:
    """One store, and what can happen in it."""

    def __init__(self, store: Store) -> None:
        self.store = store
        people = {row["username"]: Actor.of(row) for row in store.rows(sql("select * from app_user"))}
        self.mia, self.owners = people["mia"], [people["sol"], people["tao"], people["vic"]]
        self.ids = [row["customer_id"] for row in store.rows(sql("select customer_id from customer order by code"))]
        self.imports = 0

    def does(self, what: str, customer: int, person: int) -> None:
        customer_id, actor = self.ids[customer], self.owners[person]
        acts: dict[str, Callable[[], object]] = {
            "assign": lambda: assign_owner(self.store, self.mia, [customer_id], actor.user_id, key=fresh()),
            "pool": lambda: assign_owner(self.store, self.mia, [customer_id], None, key=fresh()),
            "claim": lambda: claim(self.store, actor, [customer_id], key=fresh()),
            "release": lambda: release(self.store, actor, [customer_id], "x", key=fresh()),
            "promise": lambda: add_follow_up(self.store, actor, customer_id, {"due_on": "2026-04-01"}, key=fresh()),
            "import": lambda: self.imported(customer_id, actor),
            "undo": self.undone,
        }
        try:
            acts[what]()
        except CrmError:
            return

    def imported(self, customer_id: int, owner: Actor) -> None:
        """Let a file name another owner, as an import by key writes it."""
        self.imports += 1
        row = self.store.row(sql("select * from customer where customer_id = $1"), [customer_id])
        assert row is not None
        given = {**row, "row": 1, "outcome": "updated", "given_kind": None, "alike_id": None, "own": None}
        given |= {"owner_id": owner.user_id, "team_id": owner.team_id}
        ready = pa.Table.from_pylist([given], schema=_ready_schema(given))
        with self.store.transaction() as transaction:
            reach = self.mia.require(Permission.CUSTOMER_READ)
            PreparedCustomers(self.mia, ready, None, "Asia/Shanghai").write(transaction, reach, self.imports)

    def undone(self) -> None:
        """Take the last import back where nothing was changed since."""
        rows = self.store.table(
            sql("select record_id, false as is_added, values_before, version from import_change where import_id = $1"),
            [self.imports],
        )
        kept = sql("select version from customer where customer_id = $1")
        if rows.num_rows and self.store.value(kept, rows["record_id"].to_pylist()) == rows["version"][0].as_py():
            with self.store.transaction() as transaction:
                TakingBackCustomers().undo(transaction, self.mia, rows)
                transaction.execute(sql("delete from import_change where import_id = $1"), [self.imports])

    def holds(self) -> None:
        """Assert the laws."""
        pooled = {line.customer_id for line in pool_page(self.store, pool_of(self.mia)).lines}
        rows = self.store.rows(_CUSTOMERS)
        for row in rows:
            assert (row["owner_id"] is None) == (row["customer_id"] in pooled), "an owner or the pool, never both"
            assert row["team_id"] == row["owners_team"], "the team is the owner's, and none in the company's pool"
            assert row["owner_id"] is None or row["is_active"]
            assert not row["has_changed"] or row["last_taker"] == row["owner_id"], "the history ends at the owner"
        assert self.store.value(_STRAYS) == 0, "open follow-ups lie with whoever sees the customer, none in the pool"


def _ready_schema(given: dict[str, object]) -> pa.Schema:
    kinds = {int: pa.int64(), str: pa.string()}
    return pa.schema(
        [
            (name, pa.date32() if name == "birthday" else kinds.get(type(value), pa.string()))
            for name, value in given.items()
            if name not in ("created_at", "created_on", "updated_at")
        ]
    )


@settings(max_examples=25, deadline=None)
@given(steps=_STEPS)
def test_every_customer_has_an_owner_or_lies_in_the_pool(begun: Path, steps: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder, clock.held_at(NOW):
        path = Path(folder) / "crm.duckdb"
        shutil.copyfile(begun, path)
        store = Store.open(path)
        try:
            company = Company(store)
            for step in steps:
                company.does(*step)
                company.holds()
            assert audit.verify(store) is None
        finally:
            store.close()
