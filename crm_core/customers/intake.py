"""The store's side of importing customers: what becomes of each line, and the writing under the lock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from crm_core import clock
from crm_core.access.model import Actor, Permission, Reach, Scope
from crm_core.customers.alike import with_alike
from crm_core.customers.importing import guessed_kind
from crm_core.customers.model import REGION_LIMIT
from crm_core.customers.ownership.hands import Cause, Move, follow_hands
from crm_core.customers.profile.own_fields.importing import exploded, write_imported
from crm_core.customers.search import search_texts
from crm_core.errors import N_
from crm_core.imports.model import ImportOptions, Outcome, Reason, UpdateRule
from crm_core.privacy.erasure import coming_back
from crm_core.settings import service as settings
from crm_core.store import Store, Transaction, statement
from crm_core.texts import key_of

ROOM = "customers"
COMPARE_SECONDS = 300.0
# Why a line that belongs to a customer is refused where the customer must be there: by code, or by name as in ``named``.
REASONS_OF_CUSTOMER: Mapping[str, Reason] = {
    "unknown_customer": Reason("customer", N_("There is no customer {value}. Import the customer first.")),
    "unknown_name": Reason("customer_name", N_("There is no customer called {value}. Import the customer first.")),
    "ambiguous_customer": Reason("customer_name", N_("Several customers are called {value}. Give the customer code.")),
    "foreign_customer": Reason("customer", N_("Customer {value} is not one of your team's.")),
}
# Of no column: what the line says is not to be kept among the problems of an import.
ERASED = Reason(
    "",
    N_(
        "This looks like somebody whose data were erased (erasure no. {other}). An administrator can allow the return, under Privacy."
    ),
)
_OWNERS = pa.schema(
    [
        ("owner_text", pa.string()),
        ("owner_id", pa.int64()),
        ("owner_team_id", pa.int64()),
        ("owner_reason", pa.string()),
    ]
)


_CALLED = pa.schema([("owner_text", pa.string()), ("user_id", pa.int64())])


@dataclass(frozen=True, slots=True)
class PreparedCustomers:
    """Customer lines that wait for the lock. ``team_id`` is the team of those without an owner, None for the public pool."""

    actor: Actor
    ready: pa.Table
    team_id: int | None
    zone: str

    def write(self, transaction: Transaction, reach: Reach, import_id: int) -> None:
        """Write the new and the changed customers."""
        made = add_customers(transaction, self, import_id)
        if pc.any(pc.equal(self.ready["outcome"], Outcome.UPDATED.value)).as_py():
            given = {"ready": self.ready}
            transaction.execute_with(given, statement(ROOM, "remember_changed"), [import_id])
            moves = [Move(**row) for row in transaction.execute_with(given, statement(ROOM, "owners_to_change"))]
            transaction.execute_with(given, statement(ROOM, "update_imported"), [clock.now(), import_id])
            follow_hands(transaction, self.actor, moves, Cause.IMPORT)
        write_imported(transaction, self.ready, made)


class CustomerIntake:
    """Takes in customers."""

    tables = ("customer", "app_user", "team", "own_field", "own_field_value", *coming_back.TABLES)
    shown: Mapping[str, str] = {  # nothing that is masked elsewhere
        "code": N_("Customer code"),
        "name": N_("Name"),
        "region": N_("Region"),
    }
    reasons: Mapping[str, Reason] = {
        "unknown_owner": Reason(
            "owner", N_("Nobody called {value} can own customers. Give the username of active staff.")
        ),
        "ambiguous_owner": Reason("owner", N_("Several people are called {value}. Give the username instead.")),
        "foreign_owner": Reason(
            "owner", N_("Nobody in your team is called {value}. Give the username or the displayed name.")
        ),
        "foreign_code": Reason("code", N_("Customer {value} is not one of your team's.")),
        "foreign_customer": Reason("name", N_("This customer is known and is not one of your team's.")),
        "code_twice": Reason("code", N_("Row {row} is the same customer with other content.")),
        "left_out": Reason("name", N_("Left out as you chose: it looks like customer {other}.")),
        "erased": ERASED,
        "phone_taken": Reason("phone", N_("Customer {other} has the same phone number.")),
        "phone_elsewhere": Reason(
            "phone", N_("A colleague of another team already has a customer with this phone number.")
        ),
        "phone_twice": Reason("phone", N_("Row {row} has the same phone number.")),
        "number_taken": Reason("id_number", N_("Customer {other} has the same unified social credit code.")),
        "number_elsewhere": Reason(
            "id_number", N_("A colleague of another team already has a customer with this unified social credit code.")
        ),
        "number_twice": Reason("id_number", N_("Row {row} has the same unified social credit code.")),
    }

    def compare(self, store: Store, reach: Reach, staged: pa.Table, options: ImportOptions) -> pa.Table:
        """Return the lines with what becomes of each."""
        named = {**reach.named(), "update": options.update is UpdateRule.BY_KEY}
        if "own" not in staged.column_names:  # checked before the program was renewed
            staged = staged.append_column("own", pa.nulls(len(staged), pa.string()))
        owners = _owners(store, reach, pc.unique(staged["owner_text"]).to_pylist())
        tables = {"staged": staged, "owners": owners, "called": _called(store, owners), "own_said": exploded(staged)}
        ready = store.table(statement(ROOM, "compared_imports"), named, tables=tables, seconds=COMPARE_SECONDS)
        return without_erased(store, with_alike(store, reach, ready, options))

    def missing_customers(self, store: Store, ready: pa.Table, options: ImportOptions) -> int:
        """Return 0: each new customer is a line."""
        return 0

    def changed(self, store: Store, reach: Reach, lines: pa.Table) -> pa.Table | None:
        """Return the fields of known customers that the lines would write over."""
        tables = {"lines": lines, "own_said": exploded(lines)}
        return store.table(statement(ROOM, "changed_by_import"), reach.named(), tables=tables)

    def prepare(self, store: Store, actor: Actor, ready: pa.Table, options: ImportOptions) -> PreparedCustomers:
        """Return the lines with the team of those that have no owner."""
        return _prepared(store, actor, ready)


def without_erased(store: Store, ready: pa.Table) -> pa.Table:
    """Return the compared lines; a new customer who looks like somebody who was erased is refused."""
    found = coming_back.coming_back(store, ready.filter(pc.equal(ready["outcome"], Outcome.ADDED.value)))
    return _refused(ready, [found.get(row) for row in ready["row"].to_pylist()]) if found else ready


def without_erased_customers(store: Store, ready: pa.Table, named: pa.Table) -> pa.Table:
    """Return the compared lines of another kind of file without new ones of customers who look like somebody who was erased.

    ``named`` (code, row) are the customers that the accepted lines (``customer_code``) name.
    """
    unknown = unknown_customers(store, named)
    by_row = coming_back.coming_back(store, unknown)
    found = {
        code: by_row.get(row) for code, row in zip(unknown["code"].to_pylist(), unknown["row"].to_pylist(), strict=True)
    }
    is_new = pc.equal(ready["outcome"], Outcome.ADDED.value).to_pylist()
    codes = ready["customer_code"].to_pylist()
    said = [found.get(code) if new else None for code, new in zip(codes, is_new, strict=True)]
    return _refused(ready, said) if by_row else ready


def _refused(ready: pa.Table, erasures: list[str | None]) -> pa.Table:
    """Return the lines with those refused beside which an erasure stands."""
    other = pa.array(erasures, pa.string())
    refused = pc.is_valid(other)
    changes = {
        "outcome": pc.if_else(refused, Outcome.REJECTED.value, ready["outcome"]),
        "reason": pc.if_else(refused, "erased", ready["reason"]),
        "other": pc.if_else(refused, other, ready["other"]),
    }
    for name, column in changes.items():
        ready = ready.set_column(ready.schema.get_field_index(name), name, column)
    return ready


def customers_named(store: Store, reach: Reach, keys: pa.ChunkedArray) -> pa.Table:
    """Return name_key, code (null where several share the name) and match_count of the customers called so."""
    wanted = pa.table({"name_key": pc.unique(keys).drop_null()})
    query = statement(ROOM, "customers_named")
    return store.table(query, reach.positional(), tables={"wanted": wanted}, seconds=COMPARE_SECONDS)


def customers_phoned(store: Store, reach: Reach, keys: pa.ChunkedArray) -> pa.Table:
    """Return phone_key, code (null where several share the phone) and match_count of the customers with these phones."""
    wanted = pa.table({"phone_key": pc.unique(keys).drop_null()})
    query = statement(ROOM, "customers_phoned")
    return store.table(query, reach.positional(), tables={"wanted": wanted}, seconds=COMPARE_SECONDS)


def free_codes(store: Store, taken: pa.Table, count: int) -> list[str]:
    """Return ``count`` codes that no customer has and that ``taken`` (code) does not hold."""
    codes: list[str] = []
    while len(codes) < count:
        missing = [count - len(codes)]
        found = store.table(statement(ROOM, "fresh_codes"), missing, tables={"ready": taken}, seconds=COMPARE_SECONDS)
        codes.extend(found["code"].to_pylist())
    return codes


def unknown_customers(store: Store, named: pa.Table) -> pa.Table:
    """Return those of the customers that purchases name (code, name, country, row) whom the store lacks."""
    return store.table(statement(ROOM, "unknown_codes"), tables={"customers": named}, seconds=COMPARE_SECONDS)


def customers_to_add(store: Store, actor: Actor, named: pa.Table) -> PreparedCustomers:
    """Return the customers that purchases name (code, name, country, row) and the store lacks, ready to be added.

    The country that a purchase went to is where a customer of whom nothing else is known is at home.
    """
    missing = unknown_customers(store, named).to_pydict()
    codes = missing["code"]
    names = [name or code for name, code in zip(missing["name"], codes, strict=True)]
    absent = pa.nulls(len(codes), pa.string())
    ready = pa.table(
        {
            "row": pa.array(missing["row"], pa.int64()),
            "outcome": pa.array([Outcome.ADDED.value] * len(codes), pa.string()),
            "code": pa.array(codes, pa.string()),
            "kind": pa.array([guessed_kind(name).value for name in names], pa.string()),
            "name": pa.array(names, pa.string()),
            "name_key": pa.array([key_of(name) for name in names], pa.string()),
            "search_text": pa.array(search_texts(names, codes), pa.string()),
            **dict.fromkeys(("phone", "phone_key", "email", "id_number", "gender", "note", "own"), absent),
            "region": pa.array([_region(country) for country in missing["country"]], pa.string()),
            "birthday": pa.nulls(len(codes), pa.date32()),
            **dict.fromkeys(("owner_id", "team_id"), pa.nulls(len(codes), pa.int64())),
        }
    )
    return _prepared(store, actor, ready)


def _region(country: str | None) -> str | None:
    return country if country is not None and len(country) <= REGION_LIMIT else None


def add_customers(transaction: Transaction, prepared: PreparedCustomers, import_id: int) -> pa.Table:
    """Add the customers whose outcome is ``added``; return the codes that were made for those without one: row, code."""
    ready, now = prepared.ready, clock.now()
    made = _made_codes(transaction, ready)
    transaction.execute_with(
        {"ready": ready, "made": made},
        statement(ROOM, "add_imported"),
        [now, clock.local_day(now, prepared.zone), import_id, prepared.actor.user_id, prepared.team_id],
    )
    transaction.execute(statement(ROOM, "remember_added"), [import_id])
    return made


def _prepared(store: Store, actor: Actor, ready: pa.Table) -> PreparedCustomers:
    is_for_all = actor.scope(Permission.IMPORT_RUN) is Scope.ALL
    return PreparedCustomers(actor, ready, None if is_for_all else actor.team_id, settings.current(store).zone)


def _made_codes(transaction: Transaction, ready: pa.Table) -> pa.Table:
    """Return row, customer_id and code for the added lines that bring no code."""
    is_open = pc.and_(pc.equal(ready["outcome"], Outcome.ADDED.value), pc.is_null(ready["code"]))
    rows = ready["row"].filter(is_open).to_pylist()
    made: list[tuple[int, str]] = []
    while len(made) < len(rows):  # a made code may be taken by hand already; then the next number serves
        found = transaction.execute_with({"ready": ready}, statement(ROOM, "fresh_codes"), [len(rows) - len(made)])
        made.extend((row["customer_id"], row["code"]) for row in found)
    return pa.table(
        {
            "row": pa.array(rows, pa.int64()),
            "customer_id": pa.array([customer_id for customer_id, _ in made], pa.int64()),
            "code": pa.array([code for _, code in made], pa.string()),
        }
    )


def _called(store: Store, owners: pa.Table) -> pa.Table:
    """Return owner_text and user_id of everybody whom a text of an owner column may mean, disabled people too."""
    texts = {text: key_of(text) for text in owners["owner_text"].to_pylist()}
    people = store.rows(statement(ROOM, "people_called")) if texts else []
    found = [
        {"owner_text": text, "user_id": one["user_id"]}
        for text, wanted in texts.items()
        for one in people
        if wanted in (key_of(one["username"]), key_of(one["display_name"]))
    ]
    return pa.Table.from_pylist(found, schema=_CALLED)


def _owners(store: Store, reach: Reach, texts: Iterable[str | None]) -> pa.Table:
    """Return whom each text of an owner column means, or why nobody."""
    people = store.rows(statement(ROOM, "owners"))
    lines = []
    for text in texts:
        if text is None:
            continue
        wanted = key_of(text)
        found = [one for one in people if key_of(one["username"]) == wanted]
        found = found or [one for one in people if key_of(one["display_name"]) == wanted]
        owner = found[0] if len(found) == 1 else None
        reason = None
        if reach.scope is not Scope.ALL and (owner is None or owner["team_id"] not in reach.teams):
            reason = "foreign_owner"  # whether such a person is elsewhere is not for a team to know
        elif owner is None:
            reason = "ambiguous_owner" if found else "unknown_owner"
        lines.append(
            {
                "owner_text": text,
                "owner_id": owner["user_id"] if owner and reason is None else None,
                "owner_team_id": owner["team_id"] if owner and reason is None else None,
                "owner_reason": reason,
            }
        )
    return pa.Table.from_pylist(lines, schema=_OWNERS)
