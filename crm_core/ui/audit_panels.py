"""The audit trail on the screen: its filters, its entries, one entry field by field, its file and its proof."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

import streamlit as st

from crm_core import clock
from crm_core.access.model import Actor
from crm_core.audit import service
from crm_core.audit.model import (
    EXPORT_LIMIT,
    Choices,
    EntriesWanted,
    Entry,
    FieldChange,
    Verdict,
)
from crm_core.exchange.cells import Cell
from crm_core.exchange.csv_file import csv_bytes
from crm_core.exchange.xlsx_file import xlsx_bytes
from crm_core.i18n import Language
from crm_core.ui.audit_words import action_name, entity_name, field_name, person, value_text
from crm_core.ui.guard import actor_by_then
from crm_core.ui.house import settings, store
from crm_core.ui.links import link_to
from crm_core.ui.session import page_state
from crm_core.ui.show import moment, number
from crm_core.ui.tables import moment_column, pick_row, show_table, text_column
from crm_core.ui.text import _, language, plain

Option = TypeVar("Option")
PAGE_SIZE = 20
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CALLED = ("name", "title", "what", "topic")  # fields by which people know a record
_SUMMARY = 3  # fields named in the list; the rest is in the entry itself


@dataclass
class ProofState:
    """What the last walk along the chain found."""

    verdict: Verdict | None = None


def _value(name: str, value: str | None) -> str:
    return value_text(name, value, language(), settings().zone)


def ask_filters(found: Choices, given: EntriesWanted) -> EntriesWanted:
    """Show the filters and return what is wanted; what the address asked for is chosen at first."""
    with st.container(border=True):
        who, what, which, days = st.columns([2, 2, 2, 3], vertical_alignment="bottom")
        people = sorted(found.people, key=lambda one: found.people[one])
        with who:
            actor_id = _choose(_("Who"), people, given.actor_id, lambda one: person(one, found.people[one], language()))
        with what:
            action = _choose(_("Action"), found.actions, given.action, lambda one: action_name(one, language()))
        with which:
            entity = _choose(_("Record"), found.entities, given.entity, lambda one: entity_name(one, language()))
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
    time, changed = _("Time"), _("What changed")
    chosen = pick_row(
        {
            time: [entry.happened_at for entry in entries],
            _("Who"): [person(entry.actor_id, entry.actor_name, language()) for entry in entries],
            _("Action"): [action_name(entry.action, language()) for entry in entries],
            _("Record"): [_record(entry) for entry in entries],
            changed: [_summary(entry) for entry in entries],
        },
        {time: moment_column(time), changed: text_column(changed, width=400)},
        key=f"table:audit:{hash(wanted)}:{entries[0].seq if entries else 0}",
        height="content",
    )
    return None if chosen is None else entries[chosen]


def _record(entry: Entry) -> str:
    name = entity_name(entry.entity, language())
    told = entry.record_name or entry.entity_id
    return name if told is None else f"{name} {told}"


def _summary(entry: Entry) -> str:
    if entry.fields is None:
        return _("(erased)")
    fields = _worth_telling(entry.fields)
    told = " · ".join(_change(change) for change in fields[:_SUMMARY])
    more = len(fields) - _SUMMARY
    if more > 0:
        told = _("{changes} and {count} more", changes=told, count=more)
    if entry.row_count == 1:
        return told
    rows = _("{count} rows", count=number(entry.row_count))
    return f"{rows} · {told}" if told else rows


def _worth_telling(fields: Sequence[FieldChange]) -> list[FieldChange]:
    """Return what a line of the list tells, what the record is called first; what was empty and stays so tells nothing."""
    told = [one for one in fields if one.before not in (None, "") or one.after not in (None, "")]
    return sorted(told, key=lambda one: one.name not in _CALLED)


def _change(change: FieldChange) -> str:
    field, after = field_name(change.name, language()), _value(change.name, change.after)
    if change.before is None:
        return _("{field}: {value}", field=field, value=after)
    before = _value(change.name, change.before)
    return _("{field}: {before} → {after}", field=field, before=before, after=after)


def show_entry(entry: Entry) -> None:
    """Show one entry field by field."""
    with st.container(border=True):
        st.subheader(plain(f"{action_name(entry.action, language())} · {_record(entry)}"), anchor=False)
        facts = (f"#{entry.seq}", moment(entry.happened_at), person(entry.actor_id, entry.actor_name, language()))
        st.caption(plain(" · ".join(facts)))
        _show_way(entry)
        if not entry.fields:
            st.write(_("The values were erased.") if entry.fields is None else _("This entry has no values."))
            return
        show_table(
            {
                _("Field"): [field_name(change.name, language()) for change in entry.fields],
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
            yield from _lines(entry, tongue, zone)

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


def _lines(entry: Entry, tongue: Language, zone: str) -> Iterator[tuple[Cell, ...]]:
    """Yield one line a field, and one for an entry without fields; words as the screen shows them."""
    action, entity = action_name(entry.action, tongue), entity_name(entry.entity, tongue)
    who = person(entry.actor_id, entry.actor_name, tongue)
    at = entry.happened_at.replace(microsecond=0)
    head = (entry.seq, at, who, action, entity, entry.entity_id, entry.row_count)
    for change in entry.fields or ():
        sides = (
            None if side is None else value_text(change.name, side, tongue, zone)
            for side in (change.before, change.after)
        )
        yield (*head, field_name(change.name, tongue), *sides)
    if not entry.fields:
        yield (*head, None, None, None)
