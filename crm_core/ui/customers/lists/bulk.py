"""What is done with many customers: those that are ticked, or all that the list finds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import streamlit as st

from crm_core import clock
from crm_core.access.model import Actor, Permission
from crm_core.customers.lists.bulk.model import MOST_AT_ONCE, SKIP_LABELS, Outcome, Selection
from crm_core.customers.lists.bulk.proposals import take_stages_of_many
from crm_core.customers.lists.bulk.service import (
    COLUMNS,
    change_tags_of_many,
    edit_many,
    place_many,
    set_stage_of_many,
)
from crm_core.customers.lists.fields import FIELDS, ListField, Shape
from crm_core.customers.lists.model import CustomerPage
from crm_core.customers.lists.service import ids_found
from crm_core.customers.model import REGION_LIMIT
from crm_core.customers.ownership.model import MOST_AT_ONCE as MOST_ASSIGNED
from crm_core.customers.profile.own_fields.model import TEXT_LIMIT
from crm_core.customers.profile.stages.model import STAGE_LABELS, WHY_LIMIT, Stage
from crm_core.customers.profile.stages.service import loss_reasons
from crm_core.customers.profile.tags.service import tags
from crm_core.errors import AlreadyDone, CrmError, InvalidInput
from crm_core.relationships.model import DIMENSION_LABELS, LADDERS, RUNG_LABELS, Dimension
from crm_core.ui.customers.bulk import show_assign, show_release
from crm_core.ui.customers.lists.files import ask_for_a_file
from crm_core.ui.customers.lists.state import ListState, list_state
from crm_core.ui.customers.lists.words import field_label, fields
from crm_core.ui.customers.words import reason_text
from crm_core.ui.fetch import fetch
from crm_core.ui.guard import current_actor
from crm_core.ui.house import store
from crm_core.ui.session import flash, page_state
from crm_core.ui.show import number
from crm_core.ui.text import _, listed, ngettext, noted, plain

_EARLIEST, _LATEST = date(1900, 1, 1), date(2200, 12, 31)
_NAMED = 3
_WIDTH = 420  # pixels of what is asked


@dataclass
class _Bulk:
    """Since when the customers that are chosen were in sight, whether all that are found are meant, and what came of it."""

    key: str = ""
    seen_at: datetime | None = None
    takes_all: bool = False
    told: str = ""


def show_bulk(actor: Actor, state: ListState, found: CustomerPage, ticked: list[int]) -> None:
    """Show what came of the last work, and where customers are chosen what can be done with them."""
    bulk = page_state(_Bulk)
    if bulk.key != state.key:
        bulk.key, bulk.seen_at, bulk.takes_all = state.key, None, False
    if bulk.told:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.info(bulk.told, icon=":material/info:")
            st.button(_("Close"), type="tertiary", key="bulk:told", on_click=_forget)
    if not (ticked or bulk.takes_all):
        return
    bulk.seen_at = bulk.seen_at or clock.now()
    with st.container(border=True, key="docked-customers", gap="small"):
        count = found.total if bulk.takes_all else len(ticked)
        _show_whom(state, found, count, takes_all=bulk.takes_all)
        request = state.request(actor) if bulk.takes_all else None
        selection = Selection(bulk.seen_at, tuple(ticked) if request is None else (), request)
        _show_work(actor, state, selection, count)


def _show_whom(state: ListState, found: CustomerPage, count: int, *, takes_all: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        text = ngettext("**{total}** customer chosen", "**{total}** customers chosen", count, total=number(count))
        st.markdown(text, width="content")
        if found.total > count and not takes_all:
            label = _("Choose all {total} that are found", total=number(found.total))
            st.button(label, type="tertiary", key=f"{state.key}:all", on_click=_choose_all)
        st.button(_("Choose none"), type="tertiary", key=f"{state.key}:none", on_click=_choose_none)


def _show_work(actor: Actor, state: ListState, selection: Selection, count: int) -> None:
    works = _works(actor)
    chosen = st.segmented_control(
        _("What to do"), list(works), format_func=lambda name: works[name], key=f"{state.key}:work",
        label_visibility="collapsed",
    )  # fmt: skip
    if chosen is None:
        return
    if chosen in ("assign", "release"):
        _show_hands(actor, state, selection, count, chosen)
        return
    if chosen == "export":
        ask_for_a_file(actor, state, count, "customers:chosen", selection.ids or None)
        return
    if count > MOST_AT_ONCE:
        st.warning(
            _(
                "These are {count} customers; at most {most} are changed at once. Narrow the list with a filter.",
                count=number(count),
                most=number(MOST_AT_ONCE),
            )
        )
        return
    with st.container(width=_WIDTH):
        work = _FORMS[chosen](actor, f"{state.key}:{chosen}")
        if work is not None:
            _show_go(state, selection, count, work)


def _works(actor: Actor) -> dict[str, str]:
    """Return what the actor may do with many customers, by name."""
    works: dict[str, str] = {}
    if actor.may(Permission.CUSTOMER_ASSIGN):
        works["assign"] = _("Assign")
    if actor.may(Permission.CUSTOMER_RELEASE):
        works["release"] = _("Release")
    if actor.may(Permission.CUSTOMER_EDIT):
        works |= {"tags": _("Tags"), "field": _("One field"), "stage": _("Stage of the customer")}
    if actor.may(Permission.STANDING_SET):
        works["kind"] = _("Type or tier")
    if actor.may(Permission.CUSTOMER_EXPORT):
        works["export"] = _("Export")
    return works


def _show_hands(actor: Actor, state: ListState, selection: Selection, count: int, chosen: str) -> None:
    """Offer to give the customers to somebody, or to the pool."""
    if count > MOST_ASSIGNED:
        st.warning(_("At most {most} customers change hands at once. Narrow the list.", most=number(MOST_ASSIGNED)))
        return
    ids = list(selection.ids or fetch(ids_found, selection.request or state.request(actor)))
    if chosen == "assign":
        show_assign(actor, ids, state.key, on_done=state.anew)
    else:
        show_release(ids, state.key, on_done=state.anew)


Work = Callable[[Selection, str], Outcome]
_PROPOSED = "proposed"  # beside the stages


def _ask_tags(actor: Actor, key: str) -> Work | None:
    known = {tag.tag_id: tag.name for tag in fetch(tags, actor)}
    if not known:
        st.caption(_("There are no tags yet."))
        return None
    for name, label in (("add", _("Put on")), ("remove", _("Take off"))):
        st.multiselect(
            label, list(known), format_func=lambda tag: known[tag], key=f"{key}:{name}", placeholder=_("None")
        )

    def work(selection: Selection, form_key: str) -> Outcome:
        add, remove = (list(st.session_state.get(f"{key}:{name}") or ()) for name in ("add", "remove"))
        return change_tags_of_many(store(), current_actor(), selection, add=add, remove=remove, key=form_key)

    return work


def _ask_field(_actor: Actor, key: str) -> Work | None:
    known = {name: field for name, field in fields().items() if name in COLUMNS or field.is_own}
    name = st.selectbox(
        _("Field"), list(known), None, format_func=lambda each: field_label(known[each]), key=f"{key}:name",
        placeholder=_("Which field?"),
    )  # fmt: skip
    if name is None:
        return None
    _ask_value(known[name], f"{key}:{name}")
    if name != "kind":
        st.caption(_("Left empty, the field is emptied."))

    def work(selection: Selection, form_key: str) -> Outcome:
        value: Any = st.session_state.get(f"{key}:{name}")
        return edit_many(store(), current_actor(), selection, name, value, key=form_key)

    return work


def _ask_value(field: ListField, key: str) -> None:
    label = _("New value")
    if field.shape is Shape.CHOICE:
        names = {value: _(text) if field.is_worded else text for value, text in (field.choices or {}).items()}
        st.selectbox(label, list(names), None, format_func=lambda each: names[each], key=key, placeholder="–")
    elif field.shape is Shape.DAY:
        st.date_input(label, None, _EARLIEST, _LATEST, key=key, format="YYYY-MM-DD")
    else:
        st.text_input(label, key=key, max_chars=REGION_LIMIT if field.name in FIELDS else TEXT_LIMIT)


def _ask_stage(actor: Actor, key: str) -> Work | None:
    names = {_PROPOSED: _("As their purchases propose"), **{each.value: _(STAGE_LABELS[each]) for each in Stage}}
    stage = st.selectbox(
        _("New stage"), list(names), None, format_func=lambda each: names[each], key=f"{key}:stage",
        placeholder=_("Choose"),
    )  # fmt: skip
    if stage is None:
        return None
    if stage in (Stage.LOST, _PROPOSED):
        reasons = {
            one.reason_id: reason_text(one.known, one.name) for one in fetch(loss_reasons, actor) if one.is_active
        }
        st.selectbox(
            _("Why the customer was lost"), list(reasons), None, format_func=lambda each: reasons[each],
            key=f"{key}:reason", placeholder=_("Choose"),
        )  # fmt: skip
    label = _("What won the customer back") if stage in (Stage.WON_BACK, _PROPOSED) else _("Remark")
    st.text_input(label, key=f"{key}:why", max_chars=WHY_LIMIT)
    if stage == _PROPOSED:
        st.caption(_("Whoever is proposed as lost or won back stays as now where the reason is left open."))

    def work(selection: Selection, form_key: str) -> Outcome:
        reason = st.session_state.get(f"{key}:reason") if stage in (Stage.LOST, _PROPOSED) else None
        given = {"stage": stage, "reason_id": reason, "why": st.session_state.get(f"{key}:why") or ""}
        if stage == _PROPOSED:
            return take_stages_of_many(store(), current_actor(), selection, given, key=form_key)
        return set_stage_of_many(store(), current_actor(), selection, given, key=form_key)

    return work


def _ask_kind(_actor: Actor, key: str) -> Work | None:
    names = {
        (dimension, rung): f"{_(DIMENSION_LABELS[dimension])}: {_(RUNG_LABELS[rung])}"
        for dimension in Dimension
        for rung in LADDERS[dimension]
    }
    chosen = st.selectbox(
        _("Type or tier"), list(names), None, format_func=lambda each: names[each], key=f"{key}:rung",
        placeholder=_("Choose"),
    )  # fmt: skip
    if chosen is None:
        return None
    dimension, rung = chosen

    def work(selection: Selection, form_key: str) -> Outcome:
        return place_many(store(), current_actor(), selection, dimension, {"rung": rung.value}, key=form_key)

    return work


_FORMS: dict[str, Callable[[Actor, str], Work | None]] = {
    "tags": _ask_tags, "field": _ask_field, "stage": _ask_stage, "kind": _ask_kind,
}  # fmt: skip


def _show_go(state: ListState, selection: Selection, count: int, work: Work) -> None:
    """Offer to do it; where all that are found are meant, once more is asked."""
    is_sure = True
    if selection.request is not None:
        label = ngettext(
            "Yes, change {total} customer", "Yes, change all {total} customers", count, total=number(count)
        )
        is_sure = st.checkbox(label, key=f"{state.key}:sure")
    st.button(
        ngettext("Change {total} customer", "Change {total} customers", count, total=number(count)), type="primary",
        icon=":material/checklist:", key=f"{state.key}:go", disabled=not is_sure, on_click=_go,
        args=(work, selection, state.key),
    )  # fmt: skip


def _go(work: Work, selection: Selection, key: str) -> None:
    bulk = page_state(_Bulk)
    try:
        outcome = work(selection, f"bulk:{key}")
    except AlreadyDone:
        return
    except InvalidInput as error:
        flash(_(next(iter(error.fields.values()))), ":material/error:")
        return
    except CrmError as error:
        flash(_(error.message), ":material/error:")
        return
    flash(
        ngettext(
            "{total} customer changed.", "{total} customers changed.", outcome.changed, total=number(outcome.changed)
        )
    )
    bulk.told = _told(outcome)
    list_state().anew()


def _told(outcome: Outcome) -> str:
    """Return how many customers were left as they are, and why; '' where none was. Markdown."""
    parts = []
    for one in outcome.skipped:
        names = listed(plain(name) for name in one.names[:_NAMED]) + (" …" if one.count > len(one.names) > 0 else "")
        why = _(SKIP_LABELS[one.reason])
        parts.append(noted(f"{number(one.count)} × {why}", names))
    if not parts:
        return ""
    changed = ngettext(
        "{total} customer changed.", "{total} customers changed.", outcome.changed, total=number(outcome.changed)
    )
    return f"{changed} {_('Left as they were: {reasons}.', reasons='; '.join(parts))}"


def _choose_all() -> None:
    page_state(_Bulk).takes_all = True


def _choose_none() -> None:
    list_state().anew()


def _forget() -> None:
    page_state(_Bulk).told = ""
