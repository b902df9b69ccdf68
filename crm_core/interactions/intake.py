"""The store's side of importing interactions, and of taking such an import back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from crm_core import clock
from crm_core.access.model import Actor, Reach, Scope
from crm_core.customers.intake import COMPARE_SECONDS, REASONS_OF_CUSTOMER, customers_named
from crm_core.errors import N_
from crm_core.imports.contract import Outdated
from crm_core.imports.model import ImportOptions, Outcome, Reason
from crm_core.imports.taking_back import JUDGE_SECONDS, LEAVING
from crm_core.settings import service as settings
from crm_core.store import Store, Transaction, statement
from crm_core.texts import key_of
from crm_core.touchpoints.said.intake import add_imported, remove_imported, taken_up

ROOM = "interactions"
_PEOPLE = pa.schema(
    [("user_text", pa.string()), ("user_id", pa.int64()), ("user_team_id", pa.int64()), ("user_reason", pa.string())]
)


@dataclass(frozen=True, slots=True)
class PreparedInteractions:
    """New interactions that wait for the lock; who it was is told of each."""

    ready: pa.Table

    def write(self, transaction: Transaction, reach: Reach, import_id: int) -> None:
        """Write the interactions and the follow-ups that they promise.

        Raises:
            Outdated: a customer has gone since, or is no longer the actor's to import for.
        """
        if not self.ready.num_rows:
            return
        if transaction.execute_with({"ready": self.ready}, statement(ROOM, "moved_customers"), reach.positional()):
            raise Outdated
        found = transaction.rows(statement(ROOM, "fresh_interactions"), [self.ready.num_rows])
        ids = pa.array([row["interaction_id"] for row in found], pa.int64())
        given, now = {"ready": self.ready.append_column("interaction_id", ids)}, clock.now()
        transaction.execute_with(given, statement(ROOM, "add_imported"), [now])
        transaction.execute_with(given, statement(ROOM, "add_imported_promises"), [now])
        add_imported(transaction, given["ready"], now)
        transaction.execute_with(given, statement(ROOM, "remember_imported"), [import_id])
        transaction.execute_with(given, statement(ROOM, "remember_promises"), [import_id])


class InteractionIntake:
    """Takes in what was said with customers that are there; whoever is not named, it was who imports."""

    tables = ("interaction", "customer", "app_user")
    shown: Mapping[str, str] = {
        "customer_code": N_("Customer code"),
        "happened_on": N_("Day"),
        "content": N_("What was said"),
    }
    reasons: Mapping[str, Reason] = {
        "nobody": Reason("customer", N_("An interaction belongs to a customer. Give the customer's code or name.")),
        **REASONS_OF_CUSTOMER,
        "unknown_user": Reason("user", N_("Nobody is called {value}. Give the username.")),
        "ambiguous_user": Reason("user", N_("Several people are called {value}. Give the username instead.")),
        "foreign_user": Reason(
            "user", N_("Nobody in your team is called {value}. Give the username or the displayed name.")
        ),
        "console_user": Reason("user", N_("Say who it was: the command line talks with nobody.")),
    }

    def compare(self, store: Store, reach: Reach, staged: pa.Table, options: ImportOptions) -> pa.Table:
        """Return the lines with what becomes of each."""
        me = pa.scalar("", pa.string())
        for name in ("about", "suggestion"):
            if name not in staged.column_names:  # checked before the program was renewed
                staged = staged.append_column(name, pa.nulls(len(staged), pa.string()))
        lines = staged.set_column(
            staged.schema.get_field_index("user_text"), "user_text", pc.fill_null(staged["user_text"], me)
        )
        tables = {
            "staged": lines,
            "named": customers_named(store, reach, staged["customer_key"]),
            "people": _people(store, reach, pc.unique(lines["user_text"]).to_pylist()),
        }
        given = {**reach.named(), "today": clock.today(settings.current(store).zone)}
        return store.table(statement(ROOM, "compared_interactions"), given, tables=tables, seconds=COMPARE_SECONDS)

    def missing_customers(self, store: Store, ready: pa.Table, options: ImportOptions) -> int:
        """Return 0: an interaction makes no customer."""
        return 0

    def changed(self, store: Store, reach: Reach, lines: pa.Table) -> pa.Table | None:
        """Return None: an interaction that is known is never changed."""
        return None

    def prepare(self, store: Store, actor: Actor, ready: pa.Table, options: ImportOptions) -> PreparedInteractions:
        """Return the new lines."""
        return PreparedInteractions(ready.filter(pc.equal(ready["outcome"], Outcome.ADDED.value)))


def _people(store: Store, reach: Reach, texts: Iterable[str]) -> pa.Table:
    """Return whom each text means, or why nobody; '' is who imports."""
    people = store.rows(statement(ROOM, "people"))
    lines = []
    for text in texts:
        wanted = key_of(text)
        found = [
            one for one in people if (one["user_id"] == reach.me if not text else key_of(one["username"]) == wanted)
        ]
        found = found or [one for one in people if text and key_of(one["display_name"]) == wanted]
        one = found[0] if len(found) == 1 else None
        reason = None
        if one is None and not text:
            reason = "console_user"
        elif reach.scope is not Scope.ALL and (one is None or one["team_id"] not in reach.teams):
            reason = "foreign_user"  # whether such a person is elsewhere is not for a team to know
        elif one is None:
            reason = "ambiguous_user" if found else "unknown_user"
        known = one if one is not None and reason is None else {"user_id": None, "team_id": None}
        lines.append(
            {"user_text": text, "user_id": known["user_id"], "user_team_id": known["team_id"], "user_reason": reason}
        )
    return pa.Table.from_pylist(lines, schema=_PEOPLE)


class TakingBackFollowUps:
    """Follow-ups that imported interactions promise. One that was done, moved or cancelled since stays."""

    entity = "follow_up"
    tables = ("follow_up", "customer")

    def judge(self, store: Store, reach: Reach, changes: pa.Table, leaving: Mapping[str, pa.Table]) -> pa.Table:
        """Return the follow-ups with the reason why one stays."""
        query = statement(ROOM, "judged_follow_ups")
        return store.table(query, reach.named(), tables={"changes": changes}, seconds=JUDGE_SECONDS)

    def undo(self, transaction: Transaction, actor: Actor, taken: pa.Table) -> None:
        """Remove the follow-ups."""
        transaction.execute_with({"taken": taken}, statement(ROOM, "remove_promises"))


class TakingBackInteractions:
    """Interactions. One that was corrected since stays, and one with a follow-up that stays."""

    entity = "interaction"
    tables = ("interaction", "follow_up", "customer", "attachment", "customer_suggestion")

    def judge(self, store: Store, reach: Reach, changes: pa.Table, leaving: Mapping[str, pa.Table]) -> pa.Table:
        """Return the interactions with the reason why one stays."""
        tables = {
            "changes": changes,
            "leaving_follow_up": leaving.get("leaving_follow_up", LEAVING),
            "taken_up": taken_up(store, changes),
        }
        return store.table(statement(ROOM, "judged_interactions"), reach.named(), tables=tables, seconds=JUDGE_SECONDS)

    def undo(self, transaction: Transaction, actor: Actor, taken: pa.Table) -> None:
        """Remove the interactions, with what they have beyond their own rows."""
        remove_imported(transaction, taken)
        transaction.execute_with({"taken": taken}, statement(ROOM, "remove_imported"))
