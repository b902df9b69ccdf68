"""The words of lists of customers: what fields, values and filters are called in the user's language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from crm_core.access.model import Actor, Permission
from crm_core.customers.lists.fields import (
    DAY_LABELS,
    OPERATOR_LABELS,
    Condition,
    ListField,
    Operator,
    Shape,
    known_fields,
)
from crm_core.customers.lists.service import Choices, owners_to_find_by, regions_to_choose, teams_to_find_by
from crm_core.customers.profile.tags.service import tags
from crm_core.errors import N_
from crm_core.ui.colleagues import colleague_labels
from crm_core.ui.customers.own_fields import fields_in_use
from crm_core.ui.fetch import fetch
from crm_core.ui.show import day, number
from crm_core.ui.text import _, labelled, listed, plain

_DAY_WORDS: Mapping[Operator, str] = {
    Operator.LAST_DAYS: N_("{field}: in the last {value} days"),
    Operator.OLDER_DAYS: N_("{field}: more than {value} days ago"),
    Operator.NEXT_DAYS: N_("{field}: in the next {value} days"),
}
_SHOWN = 3  # values that a filter names


def fields() -> dict[str, ListField]:
    """Return all fields of a list by name, the company's own that are in use behind the others."""
    return known_fields(fields_in_use())


def field_label(field: ListField) -> str:
    """Return a field's name; a company's own as it stands."""
    return field.label if field.is_own and not field.is_fact else _(field.label)


def operator_label(field: ListField, how: Operator) -> str:
    """Return an operator's name."""
    return _(DAY_LABELS.get(how, OPERATOR_LABELS[how]) if field.shape is Shape.DAY else OPERATOR_LABELS[how])


def choices(field: ListField, actor: Actor) -> dict[str, str]:
    """Return the values that a field can be asked for, with their labels."""
    reach = actor.require(Permission.CUSTOMER_READ)
    if field.choices is not None:
        return {value: _(label) if field.is_worded else label for value, label in field.choices.items()}
    if field.name == "owner":
        owners = fetch(owners_to_find_by, Choices(reach))
        return {str(user_id): label for user_id, label in colleague_labels(owners).items()}
    if field.name == "team":
        return {str(team_id): name for team_id, name in fetch(teams_to_find_by, Choices(reach))}
    if field.name == "tags":
        return {str(tag.tag_id): tag.name for tag in fetch(tags, actor)}
    return {region: region for region in fetch(regions_to_choose, Choices(reach))} if field.name == "region" else {}


def condition_label(condition: Condition, field: ListField, actor: Actor) -> str:
    """Return a filter as one reads it; Markdown, people's words are escaped."""
    name, how = plain(field_label(field)), condition.operator
    if how in (Operator.EMPTY, Operator.FILLED):
        return f"{name} {operator_label(field, how)}"
    if how in _DAY_WORDS:
        return _(_DAY_WORDS[how], field=name, value=number(int(condition.values[0])))
    names = choices(field, actor) if field.shape in (Shape.CHOICE, Shape.TAGS, Shape.PLACE, Shape.MONTH) else {}
    told = [_shown(field, value, names) for value in condition.values]
    if how is Operator.BETWEEN:
        return labelled(name, f"{told[0]} – {told[1]}")
    values = listed(told[:_SHOWN]) + (f" +{len(told) - _SHOWN}" if len(told) > _SHOWN else "")
    if how in (Operator.ANY_OF, Operator.IS, Operator.CONTAINS):
        return labelled(name, values)
    return f"{name} {operator_label(field, how)} {values}"


def _shown(field: ListField, value: str, names: Mapping[str, str]) -> str:
    if field.shape is Shape.DAY:
        return day(date.fromisoformat(value))
    if field.shape is Shape.NUMBER:
        exact = Decimal(value)
        return number(exact, max(0, -int(exact.as_tuple().exponent)))
    return plain(names.get(value, value))
