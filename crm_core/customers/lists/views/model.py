"""A saved view of the list of customers: what it asks, whose it is, and what of it is gone. No I/O."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from crm_core.access.model import Actor, Permission, Scope
from crm_core.customers.lists.fields import IDS, Condition, ListField, parse_condition
from crm_core.customers.lists.model import Sort, View
from crm_core.customers.model import Fields
from crm_core.errors import N_, InvalidInput, message

NAME_LIMIT, MOST_VIEWS = 40, 100


class Sharing(StrEnum):
    """Who sees a view."""

    OWN = "own"
    TEAM = "team"
    ALL = "all"


SHARING_LABELS: Mapping[Sharing, str] = {
    Sharing.OWN: N_("Only I"),
    Sharing.TEAM: N_("My team"),
    Sharing.ALL: N_("Everybody"),
}


@dataclass(frozen=True, slots=True)
class ViewContent:
    """What a view asks: which customers, the filters, the order, and the columns beside the name; never what was typed."""

    view: View = View.ALL
    conditions: tuple[Condition, ...] = ()
    sort: str = Sort.NAME
    is_descending: bool = False
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SavedView:
    """A saved view as somebody sees it. ``may_edit``: it is theirs to change and delete.

    ``gone`` are fields that it asked for and that are no more, or of which no value is left: the key of one that every
    company has, else the company's name for it.
    """

    view_id: int
    name: str
    sharing: Sharing
    team_id: int | None
    content: ViewContent
    gone: tuple[str, ...]
    version: int
    made_by: str | None
    may_edit: bool
    is_start: bool


@dataclass(frozen=True, slots=True)
class ViewDraft:
    """What somebody says of a view, checked."""

    name: str
    sharing: Sharing

    @classmethod
    def parse(cls, given: Mapping[str, object], actor: Actor) -> ViewDraft:
        """Return the draft of ``name`` and ``sharing``.

        Raises:
            InvalidInput: with a message a field; at ``sharing`` where the actor may not share so far.
        """
        fields = Fields(given)
        name = fields.line("name", NAME_LIMIT)
        if not name:
            fields.problems.setdefault("name", message(N_("Please fill this in.")))
        sharing = fields.choice("sharing", Sharing, Sharing.OWN) or Sharing.OWN
        if sharing not in shares_of(actor):
            fields.problems["sharing"] = message(N_("Please choose from the list."))
        fields.check()
        return cls(name or "", sharing)


def shares_of(actor: Actor) -> tuple[Sharing, ...]:
    """Return with whom the actor may share a view."""
    scope = actor.scope(Permission.VIEW_SHARE)
    found = [Sharing.OWN]
    if scope is not None and actor.team_id is not None:
        found.append(Sharing.TEAM)
    return (*found, Sharing.ALL) if scope is Scope.ALL else tuple(found)


def as_json(content: ViewContent) -> str:
    """Return a view's content as it is kept."""
    conditions = [[one.field, one.operator.value, list(one.values)] for one in content.conditions]
    return json.dumps(
        {
            "view": content.view.value, "conditions": conditions, "sort": content.sort,
            "descending": content.is_descending, "columns": list(content.columns),
        },
        ensure_ascii=False,
    )  # fmt: skip


def from_json(
    kept: str, known: Mapping[str, ListField], names: Mapping[str, str], ids: Mapping[str, Collection[str]]
) -> tuple[ViewContent, tuple[str, ...]]:
    """Return a view's content as far as it still means something, and what is gone, by name, each once.

    ``known`` are the fields that there are, ``names`` those of the company's own, ``ids`` the values that are
    there of fields whose values are ids (tags).
    """
    said = json.loads(kept)
    gone: list[str] = []
    conditions = []
    for field, operator, values in said["conditions"]:
        condition = _condition(known.get(field), operator, [one for one in values if one in ids.get(field, values)])
        if condition is None:
            gone.append(names.get(field, field))
        else:
            conditions.append(condition)
    columns = tuple(name for name in said["columns"] if name in known)
    gone.extend(names.get(name, name) for name in said["columns"] if name not in known)
    sorts = {field.sort for field in known.values()}
    sort = said["sort"] if said["sort"] in sorts else Sort.NAME
    if sort != said["sort"]:
        gone.append(names.get(said["sort"], said["sort"]))
    view = View(said["view"]) if said["view"] in tuple(View) else View.ALL
    content = ViewContent(view, tuple(conditions), sort, said["descending"], columns)
    return content, tuple(dict.fromkeys(gone))


def _condition(field: ListField | None, operator: str, values: list[str]) -> Condition | None:
    """Return a kept filter; None where its field, its operator or all of its values are gone."""
    if field is None:
        return None
    if field.choices is not None and field.name not in IDS:
        values = [value for value in values if value in field.choices]
    try:
        return parse_condition(field, operator, values)
    except InvalidInput:
        return None
