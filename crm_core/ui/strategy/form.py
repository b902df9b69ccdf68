"""The form of a strategy: what is wanted of some customers, and how often they hear from us."""

from __future__ import annotations

import streamlit as st

from crm_core.errors import CrmError
from crm_core.interactions.model import CHANNEL_LABELS, Channel
from crm_core.relationships.norms.model import GUIDE_LIMIT, Subject
from crm_core.strategy.drafts import AIM_LIMIT, ANY, CONTENT_LIMIT, MOST_RULES, RULE_LIMIT
from crm_core.strategy.model import Beat, Strategy, Words
from crm_core.strategy.service import remove_strategy, save_strategy
from crm_core.ui.forms import Form, Values
from crm_core.ui.guard import current_actor
from crm_core.ui.house import store
from crm_core.ui.plans.view import Looked
from crm_core.ui.relationships.words import whom
from crm_core.ui.session import flash
from crm_core.ui.strategy.state import put_away
from crm_core.ui.strategy.words import through
from crm_core.ui.text import _, plain


def strategy_form(looked: Looked, subject: Subject, one: Strategy | None) -> bool:
    """Show the form of a strategy, written already or not; return whether it was just saved."""

    def save(values: Values, key: str, version: int) -> str:
        save_strategy(store(), current_actor(), looked.plan_id, str(subject), values, version=version, key=key)
        return _("Saved. It is a draft until it is put into force.")

    form = Form("strategy", save, about=f"{looked.plan_id}:{subject}", version=one.version if one else 0)
    words = one.words if one else Words()
    with form:
        form.area(
            "aim", _("What we want of them"), words.aim, max_chars=AIM_LIMIT, height=70,
            placeholder=_("such as: half of them order a second time within three months"),
        )  # fmt: skip
        left, right = st.columns(2)
        with left:
            form.area("content", _("What service they get"), words.content, max_chars=CONTENT_LIMIT, height=110)
        with right:
            form.area("raising", _("How their value is raised"), words.raising, max_chars=CONTENT_LIMIT, height=110)
        form.area(
            "guideline", _("Rules for whoever talks to them"), words.guideline, height=110,
            max_chars=MOST_RULES * (RULE_LIMIT + 1), placeholder=_("One short rule a line, at most {count}", count=MOST_RULES),
        )  # fmt: skip
        _rhythm(form, one.beats if one else ())
        if subject.rung is None:
            st.caption(
                _(
                    "Their type and tier ask for contacts too. Of all that fit a customer, the one that falls due first applies."
                )
            )
        form.submit(_("Save"), icon=":material/check:")
    if one is not None:
        _offer_removal(looked, one)
    return form.just_saved


def _rhythm(form: Form, beats: tuple[Beat, ...]) -> None:
    """Ask how often and with what, a row a channel; an empty row asks for nothing."""
    st.markdown(f"**{_('Contact at least every … days')}** :small[:gray[{_('empty: not asked for')}]]")
    known = {beat.channel: beat for beat in beats}
    for channel in (None, *Channel):
        name, beat = ANY if channel is None else channel.value, known.get(channel)
        called = _(CHANNEL_LABELS[channel]) if channel else _("any channel")
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(through(channel), width=170)
            form.text(
                f"days:{name}", _("Days: {channel}", channel=called), str(beat.days) if beat else "", max_chars=4,
                label_visibility="collapsed", width=76,
            )  # fmt: skip
            form.text(
                f"guide:{name}", _("What to talk about: {channel}", channel=called),
                beat.guide.replace("\n", " ") if beat else "", max_chars=GUIDE_LIMIT, label_visibility="collapsed",
                placeholder=_("What to talk about"),
            )  # fmt: skip


def _offer_removal(looked: Looked, one: Strategy) -> None:
    with st.popover(_("Remove"), icon=":material/delete:", type="tertiary"):
        st.markdown(
            _("Remove the strategy for {whom} from the plan?", whom=f"**{plain(whom(one.subject, one.group))}**")
        )
        st.caption(_("What is in force stays until the plan is put into force again."))
        st.button(
            _("Remove the strategy"), key=f"strategy:remove:{one.strategy_id}", on_click=_remove,
            args=(looked.plan_id, str(one.subject), one.version),
        )  # fmt: skip


def _remove(plan_id: int, subject: str, version: int) -> None:
    key = f"remove-strategy:{plan_id}:{subject}:{version}"
    try:
        remove_strategy(store(), current_actor(), plan_id, subject, version=version, key=key)
    except CrmError as error:
        flash(_(error.message), ":material/error:")
    else:
        put_away()
        flash(_("The strategy is removed."))
