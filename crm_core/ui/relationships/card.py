"""One customer's type and tier: what stands since when, what is proposed and why, and what stood before."""

from __future__ import annotations

import streamlit as st

from crm_core import clock
from crm_core.customers.model import CustomerFace, OneCustomer
from crm_core.errors import CrmError
from crm_core.relationships.model import (
    DIMENSION_LABELS,
    LADDERS,
    REASON_LIMIT,
    RUNG_LABELS,
    CustomerKind,
    Dimension,
    Standing,
)
from crm_core.relationships.norms.model import NextRequest
from crm_core.relationships.norms.service import next_by_norm
from crm_core.relationships.service import kind_of, set_standing, take_proposals
from crm_core.ui.fetch import fetch
from crm_core.ui.forms import Form, Values
from crm_core.ui.guard import current_actor
from crm_core.ui.house import settings, store
from crm_core.ui.relationships.day import last_contact, late
from crm_core.ui.relationships.day import why as why_due
from crm_core.ui.relationships.words import badge, why
from crm_core.ui.session import flash
from crm_core.ui.show import day, days, weekday
from crm_core.ui.text import _, labelled, plain, plain_lines


def show_kind(face: CustomerFace, asked: OneCustomer, *, may_set: bool) -> None:
    """Show type and tier of a customer, and to whoever may the ways to decide on them."""
    kind = fetch(kind_of, asked)
    with st.container(border=True):
        st.subheader(_("Type and tier"), anchor=False)
        for dimension in Dimension:
            _show_dimension(face, kind, dimension, may_set=may_set)
        _show_next(asked)
        past = [one for one in kind.history if one.until_on is not None]
        if past:
            with st.expander(_("What stood before"), icon=":material/history:", type="compact"):
                for one in past:
                    st.markdown(f"{badge(one.rung)} :small[:gray[{_span(one)}]]")


def _show_next(asked: OneCustomer) -> None:
    """Say when the next contact is due by norm, and by which; nothing where none fits."""
    today = clock.today(settings().zone)
    found = fetch(next_by_norm, NextRequest(asked.reach, asked.customer_id, today))
    if found is None:
        return
    when = late(found) if found.late_days >= 0 else weekday(found.due_on)
    st.markdown(
        f":gray[{_('Next contact due')}] **{when}**  \n:small[:gray[{why_due(found)} · {last_contact(found, today)}]]"
    )
    if found.put_off:
        st.caption(":material/more_time: " + labelled(_("Put off"), plain(found.put_off)))
    if found.guide:
        st.caption(plain_lines(found.guide))


def _show_dimension(face: CustomerFace, kind: CustomerKind, dimension: Dimension, *, may_set: bool) -> None:
    stands, proposed = kind.standing.get(dimension), kind.proposed.get(dimension)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"due-row-kind-{dimension}"):
        with st.container(width="stretch"):
            st.markdown(f":small[:gray[{_(DIMENSION_LABELS[dimension])}]]  \n{_what(stands)}")
        if may_set:
            with st.popover(_("Decide"), type="tertiary", key=f"kind:{dimension}:{face.customer_id}"):
                _form(face, kind, dimension)
    if stands is not None and stands.is_fixed:
        st.caption(":material/keep: " + labelled(_("Fixed"), plain(stands.reason)))
    if proposed is None:
        return
    if not kind.differs(dimension):
        st.caption(plain(why(proposed.reasons)))
        return
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", gap="small"):
        st.markdown(
            f":material/lightbulb: {_('Proposed')} {badge(proposed.rung)}  \n:small[:gray[{plain(why(proposed.reasons))}]]",
            width="stretch",
        )
        if may_set:
            st.button(
                _("Take it"),
                key=f"kind:{dimension}:{face.customer_id}:{kind.version(dimension)}:take",
                on_click=_take,
                args=(face.customer_id, dimension, kind.version(dimension), proposed.made_on.isoformat()),
            )


def _what(stands: Standing | None) -> str:
    if stands is None:
        return f":gray[{_('not decided')}]"
    return f"{badge(stands.rung)} :small[:gray[{_('since {day}', day=day(stands.since_on))}]]"


def _span(one: Standing) -> str:
    told = days(one.since_on, one.until_on)
    return " · ".join(part for part in (told, plain(one.set_by) if one.set_by else "", plain(one.reason)) if part)


def _take(customer_id: int, dimension: Dimension, version: int, made_on: str) -> None:
    key = f"take:{customer_id}:{dimension}:{version}:{made_on}"
    try:
        take_proposals(store(), current_actor(), dimension, [customer_id], key=key)
    except CrmError as error:
        flash(_(error.message), ":material/error:")
    else:
        flash(_("Taken: it stands from today on."))


def _form(face: CustomerFace, kind: CustomerKind, dimension: Dimension) -> None:
    stands = kind.standing.get(dimension)

    def save(values: Values, key: str, version: int) -> str:
        set_standing(store(), current_actor(), face.customer_id, dimension, values, version=version, key=key)
        return _("It stands from today on.")

    form = Form(f"standing_{dimension}", save, about=face.customer_id, version=kind.version(dimension))
    with form:
        rungs = {rung: _(RUNG_LABELS[rung]) for rung in LADDERS[dimension]}
        form.choose("rung", _(DIMENSION_LABELS[dimension]), rungs, stands.rung if stands else None)
        form.tick("is_fixed", _("Fix it: proposals do not change it"), value=stands is not None and stands.is_fixed)
        form.text("reason", _("Why"), stands.reason if stands else "", max_chars=REASON_LIMIT)
        form.submit(_("Save"), icon=":material/check:")
    if form.just_saved:
        st.rerun()
