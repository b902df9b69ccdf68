"""What return visits are called on pages."""

from __future__ import annotations

from crm_core.ui.show import compact_money, day
from crm_core.ui.text import _, ngettext
from crm_core.visits.events import events
from crm_core.visits.model import TRUTH_LABELS, QuestionKind, Rule, Visit


def event_name(event_id: str) -> str:
    """Return what an event is called; its id where its room is not there."""
    event = events().get(event_id)
    return _(event.name) if event is not None else event_id


def after(rule: Rule) -> str:
    """Return after what a rule asks, and when."""
    name = event_name(rule.event)
    if rule.amount is not None:
        name = f"{name} {compact_money(rule.amount)}"
    if not rule.working_days:
        return _("{event}, on the day", event=name)
    days = ngettext("{count} working day later", "{count} working days later", rule.working_days)
    return f"{name} · {days}"


def why_visit(visit: Visit) -> str:
    """Return why a visit is due: what happened when, and which try it is."""
    parts = [_("{event} on {day}", event=event_name(visit.event), day=day(visit.event_on))]
    if visit.tries:
        parts.append(_("try {number} of {count}", number=visit.tries + 1, count=max(visit.tries, visit.retries) + 1))
    return " · ".join(parts)


def answer_words(kind: QuestionKind, answer: str) -> str:
    """Return an answer as it is shown."""
    return _(TRUTH_LABELS[answer]) if kind is QuestionKind.TRUTH and answer in TRUTH_LABELS else answer
