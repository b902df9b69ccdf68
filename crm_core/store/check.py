"""Reading a whole store and saying what does not fit together.

DuckDB has no foreign keys that would not stand in the way, and purchases have no keys at all: what they would promise is
proven here. Each rule is one file ``sql/check_<name>.sql`` that returns one row: how many offend, and one of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

from crm_core.errors import N_, Message, StoreError, message
from crm_core.store.database import Store
from crm_core.store.migrate import migrations
from crm_core.store.statement import statement


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not fit: the check that found it, a sentence, and how many rows it is about."""

    check: str
    text: Message
    count: int


# What each rule says where it is broken; {count} rows, {example} is one of them.
_RULES = {
    "collaborators": N_("{count} collaborators belong to a customer or user that does not exist, such as {example}."),
    "customer_owners": N_("{count} customers have an owner or team that does not exist, such as {example}."),
    "data_versions": N_("{count} tables hold rows that caches do not know of, such as {example}."),
    "follow_ups": N_("{count} follow-up tasks refer to what does not exist, such as {example}."),
    "interactions": N_("{count} interactions refer to what does not exist, such as {example}."),
    "outside_accounts": N_("{count} outside accounts belong to no user, such as {example}."),
    "order_lines": N_("{count} order lines are there more than once, such as {example}."),
    "plans": N_("{count} parts of plans refer to what does not exist, such as {example}."),
    "stages": N_("{count} stages overlap another or lie outside their plan, such as {example}."),
    "purchases": N_("{count} purchases refer to what does not exist, such as {example}."),
    "purchase_amounts": N_("{count} purchases do not add up, such as {example}."),
    "sessions": N_("{count} sessions belong to no user, such as {example}."),
    "stamps": N_("{count} records bear a team or user that does not exist, such as {example}."),
    "survey_answers": N_(
        "{count} survey answers refer to what does not exist or stand there twice, such as {example}."
    ),
    "targets": N_("{count} targets belong to no team or person, such as {example}."),
    "users": N_("{count} users are on a team that does not exist, such as {example}."),
}


def tables(store: Store) -> list[str]:
    """Return the names of the store's tables."""
    return [str(row["table_name"]) for row in store.rows(statement("store", "tables"))]


def check(store: Store) -> list[Finding]:
    """Return everything that does not fit together in the open ``store``; nothing where all is well."""
    return [*unreadable(store), *_migrations(store), *_mark(store), *_broken_rules(store)]


def rules() -> list[str]:
    """Return the names of all rules, one an SQL file."""
    folder = files("crm_core.store").joinpath("sql")
    names = (place.name for place in folder.iterdir())
    return sorted(name.removeprefix("check_").removesuffix(".sql") for name in names if name.startswith("check_"))


def unreadable(store: Store) -> Iterator[Finding]:
    """Yield the tables of which not every value can be read."""
    for name in tables(store):
        try:
            store.rows(statement("store", "read_whole_table"), [name])
        except StoreError as error:
            text = message(N_("The table {name} cannot be read: {reason}"), name=name, reason=error.message)
            yield Finding("tables", text, 1)


def _migrations(store: Store) -> Iterator[Finding]:
    applied = {row["number"]: row["checksum"] for row in store.rows(statement("store", "applied_migrations"))}
    wrong = sum(1 for step in migrations() if applied.get(step.number) != step.checksum)
    wrong += sum(1 for number in applied if number not in {step.number for step in migrations()})
    if wrong:
        text = message(N_("{count} steps of the store's shape are not those of this program."), count=wrong)
        yield Finding("migrations", text, wrong)


def _mark(store: Store) -> Iterator[Finding]:
    marked, head = store.marked()
    if marked != head:
        text = message(
            N_("The high-water mark says entry {marked}, the store's last one is {stored}."),
            marked=0 if marked is None else marked.seq,
            stored=head.seq,
        )
        yield Finding("mark", text, 1)


def _broken_rules(store: Store) -> Iterator[Finding]:
    for name in rules():
        row = store.row(statement("store", f"check_{name}"))
        if row is not None and row["offending"]:
            yield Finding(
                name, message(_RULES[name], count=row["offending"], example=row["example"]), int(row["offending"])
            )
