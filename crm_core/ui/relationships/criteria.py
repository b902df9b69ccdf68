"""The criteria of types and tiers: read by all, edited by whoever may, with how many customers each would hold beforehand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from crm_core.access.model import Actor, Permission
from crm_core.errors import InvalidInput
from crm_core.relationships.model import (
    AT_MOST,
    DIMENSION_LABELS,
    LADDERS,
    MEASURE_LABELS,
    MONEY,
    PLACES,
    WINDOWS,
    WITHOUT_WINDOW,
    Criteria,
    CriteriaRequest,
    Criterion,
    Dimension,
    Rung,
    parse_criteria,
)
from crm_core.relationships.service import criteria_of, derive, preview, save_criteria, suggested_criteria
from crm_core.ui.fetch import fetch
from crm_core.ui.forms import Form, Values
from crm_core.ui.guard import current_actor
from crm_core.ui.house import store
from crm_core.ui.page import empty_state
from crm_core.ui.relationships.words import asked, badge
from crm_core.ui.show import currency_sign, moment, number, share
from crm_core.ui.text import _, ngettext, plain

_FIELDS = ("measure", "months", "threshold")


def show_criteria(actor: Actor, dimension: Dimension) -> None:
    """Show the criteria of a dimension: a form to whoever may edit them, else what each rung asks for."""
    request = CriteriaRequest(actor.require(Permission.RELATION_READ), dimension)
    saved = fetch(criteria_of, request)
    with st.container(border=True):
        st.subheader(_(DIMENSION_LABELS[dimension]), anchor=False)
        if actor.may(Permission.CRITERION_EDIT):
            _edit(request, saved)
        else:
            _read(saved)


def _read(saved: Criteria) -> None:
    if not saved.version:
        empty_state(_("No criteria were saved yet."), icon="rule")
        return
    for rung in LADDERS[saved.dimension]:
        told = " · ".join(asked(item) for item in saved.of(rung))
        st.markdown(f"{badge(rung)} {plain(told) if told else ':gray[' + _('everybody else') + ']'}")
    _show_saved(saved)


def _show_saved(saved: Criteria) -> None:
    who = plain(saved.updated_by or "")
    st.caption(_("Saved on {moment} by {name}.", moment=moment(saved.updated_at), name=who))


def _edit(request: CriteriaRequest, saved: Criteria) -> None:
    draft = saved if saved.version else fetch(suggested_criteria, request)
    if saved.version:
        _show_saved(saved)
    else:
        st.caption(
            _(
                "A proposal, from your own sales of twelve months where there are any. Nothing counts before it is saved."
            )
        )

    def save(values: Values, key: str, version: int) -> str:
        save_criteria(store(), current_actor(), request.dimension, values, version=version, key=key)
        count = derive(store(), current_actor())
        return ngettext("Saved. Proposed for {count} customer.", "Saved. Proposed for {count} customers.", count)

    form = Form(f"criteria_{request.dimension}", save, version=saved.version, is_live=True)
    with form:
        for rung in LADDERS[request.dimension][:-1]:
            st.markdown(f"{badge(rung)} :small[:gray[{_('if all of these hold')}]]")
            _rung(form, rung, draft.of(rung))
        lowest = LADDERS[request.dimension][-1]
        st.markdown(f"{badge(lowest)} :small[:gray[{_('everybody else')}]]")
        _show_preview(request, form)
        form.submit(_("Save and propose"), icon=":material/check:")


def _rung(form: Form, rung: Rung, items: Sequence[Criterion]) -> None:
    """Draw what a rung asks for, and one row for a further criterion."""
    for place in range(1, PLACES + 1):
        if not _criterion(form, f"{rung.value}.{place}", items[place - 1] if len(items) >= place else None):
            return


def _criterion(form: Form, name: str, item: Criterion | None) -> bool:
    """Draw a criterion's fields in a row, their labels for whoever hears them only; return whether it is used.

    What a measure has no window for, or an empty row, has no such field.
    """
    before = item.measure.value if item else ""
    known = form.current(f"{name}.measure")
    chosen = before if known is None else known
    has_window = bool(chosen) and chosen not in WITHOUT_WINDOW
    first, *between, third = st.columns([4, 3, 3] if has_window else [7, 3], gap="small", vertical_alignment="center")
    with first:
        measures = {"": _("no further criterion")} | {one.value: _(label) for one, label in MEASURE_LABELS.items()}
        form.choose(f"{name}.measure", _("Measure"), measures, before, label_visibility="collapsed")
    if not chosen:
        return False
    for second in between:
        with second:
            months = {str(count): _("of {months} months", months=count) for count in WINDOWS}
            over = str(item.months) if item and item.months else "12"
            form.choose(f"{name}.months", _("Over"), months, over, label_visibility="collapsed")
    with third, st.container(horizontal=True, vertical_alignment="center", gap="small"):
        given = f"{item.threshold:f}" if item else ""
        unit = f" {currency_sign()}" if chosen in MONEY else ""
        st.markdown(("≤" if chosen in AT_MOST else "≥") + unit, width="content")
        form.text(f"{name}.threshold", _("Threshold"), given, label_visibility="collapsed", max_chars=20)
    return True


def _show_preview(request: CriteriaRequest, form: Form) -> None:
    """Say how many customers each rung would hold with what the form holds now."""
    values: Mapping[str, object] = {
        f"{rung.value}.{place}.{field}": form.current(f"{rung.value}.{place}.{field}")
        for rung in LADDERS[request.dimension][:-1]
        for place in range(1, PLACES + 1)
        for field in _FIELDS
    }
    try:
        items = parse_criteria(request.dimension, values)
    except InvalidInput as error:
        st.caption(f":material/info: {_('No preview yet:')} {plain(_(next(iter(error.fields.values()))))}")
        return
    found = fetch(preview, CriteriaRequest(request.reach, request.dimension, items))
    total = sum(found.values())
    st.caption(_("Would hold"))
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        for rung in LADDERS[request.dimension]:
            st.markdown(_held(rung, found.get(rung, 0), total), width="content")


def _held(rung: Rung, count: int, total: int) -> str:
    part = f" :small[:gray[{share(count / total, 0)}]]" if total else ""
    return f"{badge(rung)} **{number(count)}**{part}"
