"""What large files can hold: for each kind, who may have one, what goes into it, and who may still have it when it is taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import pyarrow as pa

from crm_core.access.model import Actor, Permission
from crm_core.access.policy import EXPORTS
from crm_core.customers.lists.fields import Condition, Operator
from crm_core.customers.lists.model import CustomerListRequest, View
from crm_core.customers.lists.service import all_lines
from crm_core.customers.lists.service import count_outside as customers_outside
from crm_core.customers.model import Kind as CustomerKind
from crm_core.customers.profile.own_fields.model import FACT_PREFIX, PREFIX
from crm_core.errors import N_, CrmError
from crm_core.exports.model import AnswersOutdated, FileOutdated
from crm_core.store import Store
from crm_core.surveys import behind


@dataclass(frozen=True, slots=True)
class Content:
    """The lines of a file under their headings, ``words`` for columns of codes, and ``seen``: of whom it tells.

    ``seen`` has a ``customer_id``, which an erasure looks for, and what handing over asks again.
    """

    lines: pa.Table
    headings: Mapping[str, str]
    words: Mapping[str, Mapping[str, str]]
    seen: pa.Table


class Kind(Protocol):
    """A kind of large file. ``asked`` is what was asked for, as it was kept."""

    permission: Permission
    entity: str  # of what the trail says that it was exported
    ready: str  # the notice, a text of {file}, {count} and {days}

    def content(self, store: Store, actor: Actor, asked: Mapping[str, Any]) -> Content:
        """Return what the file holds for the actor now.

        Raises:
            NotPermitted: the role may not have it.
            NotFound: what was asked for is gone, or not the actor's to know of.
        """

    def entity_id(self, asked: Mapping[str, Any]) -> int | None:
        """Return the record of which it is a part; None where it is of many."""

    def told(self, asked: Mapping[str, Any]) -> dict[str, object]:
        """Return what the trail says of what was asked for."""

    def outdated(self, store: Store, actor: Actor, seen: pa.Table) -> CrmError | None:
        """Return the refusal of a file that tells of what is not the actor's to see any more; None where all is."""

    def named(self, seen: pa.Table) -> list[int]:
        """Return the customers whom the file names."""


class CustomerLists:
    """The customers that a list finds, with its columns."""

    permission = EXPORTS["customers"]
    entity = "customer"
    ready = N_("Your file {file} is ready: {count} customers. It is kept for {days} days.")

    def content(self, store: Store, actor: Actor, asked: Mapping[str, Any]) -> Content:
        """Return all pages of the list."""
        listed = asked["list"]
        conditions = (
            Condition(each["field"], Operator(each["operator"]), tuple(each["values"]))
            for each in listed.get("conditions", ())
        )
        request = CustomerListRequest(
            **{
                **listed,
                "reach": actor.require(self.permission),
                "view": View(listed["view"]),
                "conditions": tuple(conditions),
                "ids": tuple(listed["ids"]) if listed.get("ids") is not None else None,
                "kind": CustomerKind(listed["kind"]) if listed["kind"] else None,
            }
        )
        own = [name for name in asked["headings"] if name.startswith((PREFIX, FACT_PREFIX))]
        table = all_lines(store, request, own)
        headings = {name: text for name, text in asked["headings"].items() if name in table.column_names}
        words = {name: each for name, each in asked["words"].items() if name in headings}
        return Content(table, headings, words, table.select(["customer_id", "is_open"]))

    def entity_id(self, asked: Mapping[str, Any]) -> int | None:
        """Return None: a list is of many customers."""
        return None

    def told(self, asked: Mapping[str, Any]) -> dict[str, object]:
        """Return the text and the view that were asked for."""
        return {"text": asked["list"]["text"], "view": asked["list"]["view"]}

    def outdated(self, store: Store, actor: Actor, seen: pa.Table) -> CrmError | None:
        """Return the refusal where a customer is not the actor's to see any more."""
        outside = customers_outside(store, actor.require(self.permission), seen)
        return FileOutdated(outside) if outside else None

    def named(self, seen: pa.Table) -> list[int]:
        """Return all of them."""
        named: list[int] = seen["customer_id"].to_pylist()
        return named


class SurveyAnswers:
    """The answers of a survey, or of a part of them."""

    permission = EXPORTS["survey_answers"]
    entity = "survey"
    ready = N_("Your file {file} is ready: {count} answers. It is kept for {days} days.")

    def content(self, store: Store, actor: Actor, asked: Mapping[str, Any]) -> Content:
        """Return the answers as the scheme of today has them."""
        whole = behind.whole_answers(store, actor, asked["survey_id"], asked["part"], asked["headings"])
        return Content(whole.lines, whole.headings, {}, whole.seen)

    def entity_id(self, asked: Mapping[str, Any]) -> int | None:
        """Return the survey."""
        return int(asked["survey_id"])

    def told(self, asked: Mapping[str, Any]) -> dict[str, object]:
        """Return the survey's number."""
        return {"survey_id": asked["survey_id"]}

    def outdated(self, store: Store, actor: Actor, seen: pa.Table) -> CrmError | None:
        """Return the refusal where an answer, or who gave it, is not the actor's to see any more."""
        outside = behind.count_outside(store, actor, seen)
        return AnswersOutdated(outside) if outside else None

    def named(self, seen: pa.Table) -> list[int]:
        """Return those whom the actor may see."""
        return behind.named_in(seen)


KINDS: Mapping[str, Kind] = {"customers": CustomerLists(), "survey_answers": SurveyAnswers()}
