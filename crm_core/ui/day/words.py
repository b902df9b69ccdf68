"""Why something stands on my day, in one sentence, and what it is worth."""

from __future__ import annotations

from datetime import date

from crm_core.customers.ownership.model import CollaborationRequest
from crm_core.day.model import SOURCE_LABELS, Item, Occasion, OccasionKind
from crm_core.interactions.model import CHANNEL_ICONS, FollowUp
from crm_core.plans.to_do import OwnAction
from crm_core.relationships.model import RUNG_LABELS
from crm_core.relationships.norms.model import DueContact
from crm_core.ui.relationships.day import last_contact, why
from crm_core.ui.show import compact_money, weekday
from crm_core.ui.text import _, labelled, ngettext, plain
from crm_core.ui.visits.words import why_visit

_ICONS = {
    "promise": "event_available", "visit": "phone_callback", "norm": "event_repeat", "occasion": "celebration",
    "action": "map", "request": "group_add",
}  # fmt: skip


def why_occasion(one: Occasion, today: date) -> str:
    """Return what there is to congratulate on, and when."""
    when = _("today") if one.on == today else weekday(one.on)
    if one.kind is OccasionKind.YEARS:
        years = ngettext("{count} year since the first purchase", "{count} years since the first purchase", one.years)
        return f"{years} · {when}"
    text = _("Birthday by the lunar calendar") if one.is_lunar else _("Birthday")
    who = one.who if one.contact_id else ""
    return " · ".join(part for part in (text, who, when) if part)


def why_item(item: Item, today: date) -> str:
    """Return why an item is due, in one sentence of Markdown."""
    icon = f":material/{_ICONS[item.source.value]}:"
    return f"{icon} {_reason(item, today)}"


def _reason(item: Item, today: date) -> str:
    record = item.record
    if isinstance(record, FollowUp):
        if item.visit is not None:
            return f"{plain(item.visit.rule)} :small[:gray[{plain(why_visit(item.visit))}]]"
        return plain(record.purpose) if record.purpose else _("Follow-up")
    if isinstance(record, DueContact):
        return f"{plain(why(record))} :small[:gray[{last_contact(record, today)}]]"
    if isinstance(record, Occasion):
        return plain(why_occasion(record, today))
    if isinstance(record, CollaborationRequest):
        return plain(record.reason)
    assert isinstance(record, OwnAction)  # noqa: S101 - the last of the kinds there are
    return plain(record.what)


def due_of(item: Item) -> str:
    """Return how late an item is, as Markdown; of an occasion its sentence says it."""
    if isinstance(item.record, Occasion):
        return ""
    if item.late_days > 0:
        late = ngettext("overdue by {count} day", "overdue by {count} days", item.late_days)
        return f":red[{late}]"
    return _("today") if item.late_days == 0 else ""


def worth_of(item: Item) -> list[str]:
    """Return what the customer is worth: tier and sales of a year, as far as they are known."""
    parts = []
    if item.worth.tier is not None:
        parts.append(_(RUNG_LABELS[item.worth.tier]))
    if item.worth.sales > 0:
        parts.append(_("{amount} in 12 months", amount=compact_money(item.worth.sales)))
    return parts


def beneath_of(item: Item, today: date) -> str:
    """Return what else there is with the customer, as Markdown."""
    told = [labelled(_(SOURCE_LABELS[one.source]), _reason(one, today)) for one in item.beneath]
    return _("Also: {what}", what=" · ".join(told)) if told else ""


def channel_of(item: Item) -> str:
    """Return the icon of the channel of a promise, if it has one."""
    record = item.record
    channel = record.channel if isinstance(record, FollowUp) else None
    return f":material/{CHANNEL_ICONS[channel]}:" if channel else ""
