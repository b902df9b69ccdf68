"""The audit trail on the screen: its filters, its entries, one entry field by field, its file and its proof."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, TypeVar

import streamlit as st

from crm_core import clock
from crm_core.access.model import ROLE_LABELS, Actor
from crm_core.audit import service
from crm_core.audit.labels import ACTION_LABELS, ENTITY_LABELS, FIELD_LABELS
from crm_core.audit.model import (
    EXPORT_LIMIT,
    Choices,
    EntriesWanted,
    Entry,
    FieldChange,
    Verdict,
)
from crm_core.customers.lists.model import VIEW_LABELS
from crm_core.customers.model import GENDER_LABELS, KIND_LABELS
from crm_core.errors import N_
from crm_core.exchange.cells import Cell
from crm_core.exchange.csv_file import csv_bytes
from crm_core.exchange.xlsx_file import xlsx_bytes
from crm_core.i18n import Language, translate
from crm_core.imports.model import KIND_LABELS as IMPORT_LABELS
from crm_core.imports.model import UpdateRule
from crm_core.interactions.model import CHANNEL_LABELS, OUTCOME_LABELS
from crm_core.jobs.model import RESULT_LABELS
from crm_core.jobs.tasks import JOBS
from crm_core.metrics.folders import metrics
from crm_core.settings.labels import SETTING_LABELS
from crm_core.targets.model import LEVEL_LABELS
from crm_core.ui.figures import metric_name
from crm_core.ui.guard import actor_by_then
from crm_core.ui.house import settings, store
from crm_core.ui.links import link_to
from crm_core.ui.session import page_state
from crm_core.ui.show import NO_DATA, moment, number
from crm_core.ui.tables import pick_row, show_table, text_column
from crm_core.ui.text import _, language, plain

Option = TypeVar("Option")
PAGE_SIZE = 20
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SUMMARY = 3  # fields named in the list; the rest is in the entry itself
_EQUAL = {"equal": N_("the same as entered")}  # all that the trail tells of a field in which two customers meet
# Words that stand for a value of a field, from the rooms that own them.
_WORDS: Mapping[str, Mapping[Any, str]] = {
    "code": _EQUAL,
    "channel": CHANNEL_LABELS,
    "gender": GENDER_LABELS,
    "id_number": _EQUAL,
    "job": {job.job_id: job.name for job in JOBS},
    "kind": {**KIND_LABELS, **IMPORT_LABELS},
    "level": LEVEL_LABELS,
    "outcome": OUTCOME_LABELS,
    "phone": _EQUAL,
    "result": RESULT_LABELS,
    "role": ROLE_LABELS,
    "update": {UpdateRule.SKIP: N_("left as they are"), UpdateRule.BY_KEY: N_("changed by the file")},
    "view": VIEW_LABELS,
}
_TRUTH = {"True": N_("Yes"), "False": N_("No")}
# The program's own hands, as the trail calls them.
_HANDS = {"console": N_("Command line"), "scheduler": N_("Scheduler"), "nobody": N_("Not signed in")}


@dataclass
class ProofState:
    """What the last walk along the chain found."""

    verdict: Verdict | None = None


def person(actor_id: int, name: str) -> str:
    """Return the name of a person, or of one of the program's own hands."""
    return _(_HANDS[name]) if actor_id < 1 and name in _HANDS else name


def action_name(action: str) -> str:
    """Return what an action is called."""
    return _(ACTION_LABELS[action]) if action in ACTION_LABELS else action


def entity_name(entity: str) -> str:
    """Return what a kind of record is called."""
    return _(ENTITY_LABELS[entity]) if entity in ENTITY_LABELS else entity


def field_name(name: str) -> str:
    """Return what a field is called."""
    label = FIELD_LABELS.get(name) or SETTING_LABELS.get(name)
    return _(label) if label else name


def word_for(name: str, value: str) -> str | None:
    """Return the source text that stands for a field's value; None where the value stands for itself."""
    return _WORDS.get(name, {}).get(value) or _TRUTH.get(value)


def _value(name: str, value: str | None) -> str:
    if value is None or value == "":
        return NO_DATA
    if name.endswith("_at"):
        return moment(datetime.fromisoformat(value))
    if name == "metric" and value in metrics():
        return metric_name(value)
    word = word_for(name, value)
    return _(word) if word else value


def ask_filters(found: Choices, given: EntriesWanted) -> EntriesWanted:
    """Show the filters and return what is wanted; what the address asked for is chosen at first."""
    with st.container(border=True):
        who, what, which, days = st.columns([2, 2, 2, 3], vertical_alignment="bottom")
        people = sorted(found.people, key=lambda one: found.people[one])
        with who:
            actor_id = _choose(_("Who"), people, given.actor_id, lambda one: person(one, found.people[one]))
        with what:
            action = _choose(_("Action"), found.actions, given.action, action_name)
        with which:
            entity = _choose(_("Record"), found.entities, given.entity, entity_name)
        with days:
            span = st.date_input(_("Days"), [], format="YYYY-MM-DD", max_value=clock.today(settings().zone))
    since, until = _span(span)
    kept = given.entity_id if entity is not None and entity == given.entity else None
    if kept is not None:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(_("Only record {number} is shown.", number=kept), width="content")
            link_to(_("Show all"), "admin/audit.py", icon=":material/close:")
    return replace(given, actor_id=actor_id, action=action, entity=entity, entity_id=kept, since=since, until=until)


def _choose(
    label: str, options: Sequence[Option], value: Option | None, shown: Callable[[Option], str]
) -> Option | None:
    index = options.index(value) if value is not None and value in options else None
    return st.selectbox(label, options, index=index, format_func=shown, placeholder=_("All"))


def _span(chosen: object) -> tuple[date | None, date | None]:
    """Return the days that were picked; while the second is still to be picked, the first alone."""
    days = [day for day in chosen if isinstance(day, date)] if isinstance(chosen, (tuple, list)) else []
    if not days:
        return None, None
    return days[0], days[-1]


def show_entries(entries: Sequence[Entry], wanted: EntriesWanted) -> Entry | None:
    """Show the entries, one a row; return the one that was chosen."""
    changed = _("What changed")
    chosen = pick_row(
        {
            _("Time"): [moment(entry.happened_at) for entry in entries],
            _("Who"): [person(entry.actor_id, entry.actor_name) for entry in entries],
            _("Action"): [action_name(entry.action) for entry in entries],
            _("Record"): [_record(entry) for entry in entries],
            changed: [_summary(entry) for entry in entries],
        },
        {changed: text_column(changed, width=400)},
        key=f"table:audit:{hash(wanted)}:{entries[0].seq if entries else 0}",
        height="content",
    )
    return None if chosen is None else entries[chosen]


def _record(entry: Entry) -> str:
    name = entity_name(entry.entity)
    told = entry.record_name or entry.entity_id
    return name if told is None else f"{name} {told}"


def _summary(entry: Entry) -> str:
    if entry.fields is None:
        return _("(erased)")
    told = " · ".join(_change(change) for change in entry.fields[:_SUMMARY])
    more = len(entry.fields) - _SUMMARY
    if more > 0:
        told = _("{changes} and {count} more", changes=told, count=more)
    if entry.row_count == 1:
        return told
    rows = _("{count} rows", count=number(entry.row_count))
    return f"{rows} · {told}" if told else rows


def _change(change: FieldChange) -> str:
    field, after = field_name(change.name), _value(change.name, change.after)
    if change.before is None:
        return _("{field}: {value}", field=field, value=after)
    before = _value(change.name, change.before)
    return _("{field}: {before} → {after}", field=field, before=before, after=after)


def show_entry(entry: Entry) -> None:
    """Show one entry field by field."""
    with st.container(border=True):
        st.subheader(plain(f"{action_name(entry.action)} · {_record(entry)}"), anchor=False)
        facts = (f"#{entry.seq}", moment(entry.happened_at), person(entry.actor_id, entry.actor_name))
        st.caption(plain(" · ".join(facts)))
        _show_way(entry)
        if not entry.fields:
            st.write(_("The values were erased.") if entry.fields is None else _("This entry has no values."))
            return
        show_table(
            {
                _("Field"): [field_name(change.name) for change in entry.fields],
                _("Before"): [_value(change.name, change.before) for change in entry.fields],
                _("After"): [_value(change.name, change.after) for change in entry.fields],
            },
            height="content",
        )
        if any(change.is_masked for change in entry.fields):
            st.caption(_("Sensitive values are masked here, for administrators too."))


def _show_way(entry: Entry) -> None:
    """Show the way to the record, where it has a page."""
    entity, key = entry.entity, entry.entity_id
    label, icon = _("Open the record"), ":material/open_in_new:"
    if key is None:
        return
    if entity in ("app_user", "session"):
        link_to(label, "admin/users.py", icon=icon, user=key)
    elif entity == "team":
        link_to(label, "admin/users.py", icon=icon, team=key)
    elif entity == "customer":
        link_to(label, "customers/customer.py", icon=icon, id=key)


def show_proof(actor: Actor) -> None:
    """Show the button that walks along the chain, and what it found."""
    state = page_state(ProofState)
    if st.button(_("Verify the chain"), icon=":material/verified:"):
        state.verdict = service.verify_trail(store(), actor)
    verdict = state.verdict
    if verdict is None:
        return
    if verdict.broken_at is None:
        st.toast(_("All {count} entries fit together.", count=number(verdict.entry_count)), icon=":material/verified:")
    else:
        st.error(
            _("Entry {number} does not fit: the trail was changed from outside.", number=number(verdict.broken_at))
        )
    state.verdict = verdict if verdict.broken_at is not None else None


def show_export(wanted: EntriesWanted, total: int) -> None:
    """Show the downloads of all entries that fit; a file is made, and noted in the trail, at the click."""
    if total > EXPORT_LIMIT:
        st.caption(_("To download, narrow the period or the filters to {count} entries.", count=number(EXPORT_LIMIT)))
        return
    # Labels are translated here: the file is made by another thread, which does not know who is looking.
    heads = [_("Entry"), _("Time"), _("Who"), _("Action"), _("Record"), _("Number of the record"), _("Rows")]
    heads += [_("Field"), _("Before"), _("After")]
    zone, sheet, tongue, actor = settings().zone, _("Audit trail"), language(), actor_by_then()

    def rows() -> Iterator[tuple[Cell, ...]]:
        for entry in service.exported(store(), actor(), wanted):
            yield from _lines(entry, tongue)

    with st.container(horizontal=True):
        st.download_button(
            "CSV",
            lambda: csv_bytes(heads, rows(), zone=zone),
            "audit-trail.csv",
            "text/csv",
            icon=":material/download:",
        )
        st.download_button(
            "XLSX",
            lambda: xlsx_bytes(heads, rows(), sheet=sheet, zone=zone),
            "audit-trail.xlsx",
            _XLSX,
            icon=":material/download:",
        )


def _lines(entry: Entry, tongue: Language) -> Iterator[tuple[Cell, ...]]:
    """Yield one line a field, and one for an entry without fields; words as the screen shows them."""
    action = translate(tongue, ACTION_LABELS.get(entry.action, entry.action))
    entity = translate(tongue, ENTITY_LABELS.get(entry.entity, entry.entity))
    who = translate(tongue, _HANDS.get(entry.actor_name, entry.actor_name)) if entry.actor_id < 1 else entry.actor_name
    at = entry.happened_at.replace(microsecond=0)
    head = (entry.seq, at, who, action, entity, entry.entity_id, entry.row_count)
    for change in entry.fields or ():
        label = FIELD_LABELS.get(change.name) or SETTING_LABELS.get(change.name) or change.name
        sides = (_in_tongue(tongue, change.name, side) for side in (change.before, change.after))
        yield (*head, translate(tongue, label), *sides)
    if not entry.fields:
        yield (*head, None, None, None)


def _in_tongue(tongue: Language, name: str, value: str | None) -> str | None:
    word = None if value is None else word_for(name, value)
    return translate(tongue, word) if word else value
