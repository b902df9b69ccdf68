"""What to say: the guides of the register for the channel and the purpose at hand, folded away where one logs."""

from __future__ import annotations

import streamlit as st

from crm_core.access.model import Permission
from crm_core.interactions.model import CHANNEL_LABELS, Channel
from crm_core.touchpoints.model import PURPOSE_LABELS, Advice, Purpose, RegisterRequest, advice_for, purpose_of
from crm_core.touchpoints.service import touchpoints
from crm_core.ui.fetch import fetch
from crm_core.ui.guard import current_actor
from crm_core.ui.text import _, plain, plain_lines
from crm_core.ui.touchpoints.words import how_soon, who_answers


def purpose_in(text: str) -> Purpose | None:
    """Return the purpose that a promise's words name in the language of whoever looks."""
    return purpose_of(text, {purpose: (_(label),) for purpose, label in PURPOSE_LABELS.items()})


def show_guides(channel: Channel | None, purpose: Purpose | None, *, place: str) -> None:
    """Show, folded away, what is said through a channel for a purpose; nothing where the register has no guide at all."""
    actor = current_actor()
    known = fetch(touchpoints, RegisterRequest(actor.require(Permission.TOUCHPOINT_READ)))
    if not any(one.guides for one in known):
        return
    with st.expander(_("What to say"), icon=":material/record_voice_over:", type="compact"):
        found = advice_for(known, channel, purpose)
        if not found:
            where = _(CHANNEL_LABELS[channel]) if channel else "–"
            st.caption(_("The register has nothing for this: {channel}.", channel=where))
            return
        names = {number: f"{one.guide.title} · {one.touchpoint.name}" for number, one in enumerate(found)}
        chosen = 0
        if len(found) > 1:
            key = f"guide:{place}:{channel}:{purpose}"
            chosen = st.selectbox(_("Situation"), list(names), key=key, format_func=lambda number: names[number]) or 0
        _show(found[chosen])


def _show(advice: Advice) -> None:
    st.markdown(plain_lines(advice.guide.text))
    soon = how_soon(advice.touchpoint)
    facts = [who_answers(advice.touchpoint), plain(soon)] if soon else [who_answers(advice.touchpoint)]
    standard = f"  \n{plain_lines(advice.touchpoint.standard)}" if advice.touchpoint.standard else ""
    st.caption(" · ".join(facts) + standard)
