"""The form of a touchpoint: where it lies, who answers, how soon, and what is said in which situation."""

from __future__ import annotations

import streamlit as st

from crm_core.access.model import Actor, Permission
from crm_core.errors import CrmError
from crm_core.interactions.model import CHANNEL_LABELS, Channel
from crm_core.touchpoints.model import (
    DEPARTMENT_LIMIT,
    GUIDE_LIMIT,
    MOST_GUIDES,
    NAME_LIMIT,
    PHASE_LABELS,
    PURPOSE_LABELS,
    STANDARD_LIMIT,
    TITLE_LIMIT,
    UNIT_LABELS,
    Guide,
    Phase,
    Purpose,
    RegisterRequest,
    Touchpoint,
    Unit,
)
from crm_core.touchpoints.service import add_touchpoint, edit_touchpoint, people_to_answer, remove_touchpoint
from crm_core.ui.fetch import fetch
from crm_core.ui.forms import Form, Values
from crm_core.ui.guard import current_actor
from crm_core.ui.house import store
from crm_core.ui.links import go_to
from crm_core.ui.session import flash
from crm_core.ui.text import _, plain

PAGE = "customers/touchpoints.py"
_ROOM = 2  # empty guides for further situations


def show_form(actor: Actor, one: Touchpoint | None) -> None:
    """Show the form of one touchpoint, or of a new one, and the ways back and away."""
    if st.button(_("All touchpoints"), icon=":material/arrow_back:", type="tertiary"):
        go_to(PAGE)

    def save(values: Values, key: str, version: int) -> str:
        if one is None:
            add_touchpoint(store(), current_actor(), values, key=key)
        else:
            edit_touchpoint(store(), current_actor(), one.touchpoint_id, values, version=version, key=key)
        return _("Saved.")

    form = Form("touchpoint", save, about=one.touchpoint_id if one else "new", version=one.version if one else 0)
    with st.container(border=True):
        st.subheader(plain(one.name) if one else _("New touchpoint"), anchor=False)
        with form:
            _where(form, actor, one)
            _standard(form, one)
            _guides(form, one)
            form.submit(_("Save"), icon=":material/check:")
    if form.just_saved:
        go_to(PAGE)
    if one is not None:
        with st.popover(_("Remove"), icon=":material/delete:", type="tertiary"):
            st.markdown(_("Remove {name}, with what is said there?", name=f"**{plain(one.name)}**"))
            st.button(
                _("Remove the touchpoint"), key=f"touchpoint:remove:{one.touchpoint_id}", on_click=_remove,
                args=(one.touchpoint_id, one.version),
            )  # fmt: skip


def _where(form: Form, actor: Actor, one: Touchpoint | None) -> None:
    people = fetch(people_to_answer, RegisterRequest(actor.require(Permission.TOUCHPOINT_READ)))
    if one is not None and one.owner_id not in people:
        people = {one.owner_id: one.owner or "–", **people}
    left, right = st.columns(2)
    with left:
        form.text(
            "name", _("Name"), one.name if one else "", max_chars=NAME_LIMIT, placeholder=_("such as: enquiry by phone")
        )
        form.text("department", _("Department"), one.department if one else "", max_chars=DEPARTMENT_LIMIT)
    with right:
        phases = {phase: _(label) for phase, label in PHASE_LABELS.items()}
        form.choose("phase", _("Phase"), phases, one.phase if one else Phase.BEFORE)
        form.choose("owner_id", _("Who answers for it"), people, one.owner_id if one else None)
    channels = {channel: _(label) for channel, label in CHANNEL_LABELS.items()}
    form.several(
        "channels", _("Channels"), channels, one.channels if one else (Channel.PHONE,), placeholder=_("Choose")
    )


def _standard(form: Form, one: Touchpoint | None) -> None:
    left, right = st.columns(2)
    with left:
        within = str(one.within) if one and one.within else ""
        form.text("within", _("Answer within"), within, max_chars=3, placeholder=_("no time promised"))
    with right:
        units = {unit: _(label) for unit, label in UNIT_LABELS.items()}
        form.choose("unit", _("Unit"), units, one.unit if one and one.unit else Unit.HOUR)
    form.area(
        "standard", _("Service standard"), one.standard if one else "", max_chars=STANDARD_LIMIT, height=80,
        placeholder=_("such as: in person, with the name; what cannot be said at once is called back"),
    )  # fmt: skip


def _guides(form: Form, one: Touchpoint | None) -> None:
    known = one.guides if one else ()
    purposes = {purpose: _(label) for purpose, label in PURPOSE_LABELS.items()}
    st.markdown(f"**{_('What to say')}** :small[:gray[{_('Shown where an interaction is logged.')}]]")
    for number in range(1, min(MOST_GUIDES, len(known) + _ROOM) + 1):
        guide = known[number - 1] if number <= len(known) else Guide(Purpose.ENQUIRY, "", "")
        left, right = st.columns([1, 2])
        with left:
            form.text(
                f"g{number}.title", _("Situation {number}", number=number), guide.title, max_chars=TITLE_LIMIT,
                placeholder=_("such as: the price is too high"),
            )  # fmt: skip
            form.choose(f"g{number}.purpose", _("Purpose"), purposes, guide.purpose)
        with right:
            form.area(f"g{number}.text", _("What to say there"), guide.text, max_chars=GUIDE_LIMIT, height=134)


def _remove(touchpoint_id: int, version: int) -> None:
    key = f"remove-touchpoint:{touchpoint_id}:{version}"
    try:
        remove_touchpoint(store(), current_actor(), touchpoint_id, version=version, key=key)
    except CrmError as error:
        flash(_(error.message), ":material/error:")
    else:
        flash(_("The touchpoint is removed."))
        st.query_params.clear()
