"""What happened with one customer: purchases by month, and everything in order of time."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import plotly.graph_objects as go
import streamlit as st

from crm_core import clock
from crm_core.access.model import Permission
from crm_core.customers.model import FIELD_LABELS, Event, Lifetime, MonthOfPurchases, OneCustomer, TimelineRequest
from crm_core.customers.profile.facts.model import FACTS
from crm_core.customers.service import customer_lifetime, customer_months, customer_timeline
from crm_core.errors import N_
from crm_core.interactions.model import (
    CHANNEL_ICONS,
    CHANNEL_LABELS,
    DIRECTION_LABELS,
    OUTCOME_LABELS,
    Channel,
    Direction,
    Outcome,
)
from crm_core.periods import add_months
from crm_core.relationships.model import DIMENSION_LABELS, Dimension
from crm_core.touchpoints.said.model import SaidRequest
from crm_core.touchpoints.said.service import said_in
from crm_core.ui.charts import show_chart
from crm_core.ui.correcting import correct_button, correctable, show_correction
from crm_core.ui.customers.attachments import (
    attach_button,
    documents_by_interaction,
    show_attaching,
    show_of_interaction,
)
from crm_core.ui.fetch import fetch
from crm_core.ui.guard import current_actor
from crm_core.ui.house import settings
from crm_core.ui.page import empty_state
from crm_core.ui.session import page_state
from crm_core.ui.show import compact_money, day, moment, money, month, number
from crm_core.ui.style import show_style
from crm_core.ui.text import _, ngettext, plain, plain_lines
from crm_core.ui.touchpoints.said import show_said

SIZE, LONG = 15, 400
_STYLE = Path(__file__).with_name("customers.css")
_KINDS = {
    "": N_("All"),
    "interaction": N_("Interactions"),
    "purchase": N_("Purchases"),
    "follow_up": N_("Follow-ups"),
    "change": N_("Changes"),
}
_FOLLOW_UP_STATES = {"open": N_("promised"), "done": N_("done"), "cancelled": N_("cancelled")}
_ACTS = {
    "add": N_("added the customer"),
    "edit": N_("changed {fields}"),
    "assign": N_("changed the owner"),
    "claim": N_("claimed the customer"),
    "release": N_("released the customer to the public pool"),
    "fall_back": N_("let the customer fall back to the public pool, by rule"),
    "hand_over": N_("handed the customer over"),
    "keep": N_("marked the customer to be kept"),
    "lift": N_("lifted the mark to keep the customer"),
    "set_stage": N_("set the stage"),
    "reveal": N_("looked at {fields} in clear"),
    "collide": N_("entered the same customer"),
    "ask_to_collaborate": N_("asked to collaborate"),
    "collaboration_granted": N_("granted the collaboration"),
    "collaboration_declined": N_("declined the collaboration"),
    "end_collaboration": N_("ended a collaboration"),
    "place": N_("decided on {fields}"),
    "put_off": N_("put a contact off"),
    "note_consent": N_("noted a consent"),
    "take_copy": N_("took a copy of all data"),
    "close_channel": N_("closed a channel"),
    "open_channel": N_("opened a channel again"),
}


@dataclass
class _Shown:
    """Which events are shown, of which customer, and the page."""

    customer_id: int = 0
    kind: str = ""
    page: int = 1


def show_facts(asked: OneCustomer) -> None:
    """Show what the customer ever bought, in five figures."""
    found: Lifetime = fetch(customer_lifetime, asked)
    today = clock.today(settings().zone)
    facts = {
        _("Lifetime spend"): (
            compact_money(found.net) if found.orders else "–",
            money(found.net) if found.orders else None,
        ),
        _("Orders"): (number(found.orders) if found.orders else "–", None),
        _("Average order"): (compact_money(found.average_order), money(found.average_order)),
        _("Last purchase"): (_ago(found.last_on, today), day(found.last_on)),
        _("Customer since"): (month(found.first_on) if found.first_on else "–", day(found.first_on)),
    }
    show_style(_STYLE)
    with st.container(key="customer-facts", gap="small"):
        for name, (value, more) in facts.items():
            st.metric(name, value, help=more if more and more not in (value, "–") else None)


def _ago(last_on: date | None, today: date) -> str:
    """Return how long ago a day was; the month of one that is long past, "–" for none."""
    if last_on is None:
        return "–"
    days = (today - last_on).days
    if days > 99:
        return month(last_on)
    return _("today") if days == 0 else ngettext("{count} day ago", "{count} days ago", days)


def show_purchases(asked: OneCustomer) -> None:
    """Show the purchases by month; nothing where they come to nothing."""
    months = fetch(customer_months, asked)
    if not any(item.net for item in months):
        return  # all of it came back: there is no bar to show
    with st.container(border=True):
        st.subheader(_("Purchases by month"), anchor=False)
        show_chart(f"months:{asked.customer_id}", _("Purchases by month"), 210, _bars, months, _("Net sales"))


def _bars(months: Sequence[MonthOfPurchases], name: str) -> go.Figure:
    """Return a bar a month, months without a purchase too; returns that weigh more point down."""
    bought = {item.month: item for item in months}
    shown: list[date] = []
    here = min(months[0].month, add_months(months[-1].month, -11))
    while here <= months[-1].month:
        shown.append(here)
        here = add_months(here, 1)
    values = [float(bought[item].net) if item in bought else 0.0 for item in shown]
    figure = go.Figure()
    figure.add_bar(
        x=[month(item) for item in shown],
        y=values,
        name=name,
        customdata=[money(bought[item].net if item in bought else 0) for item in shown],
        hovertemplate="%{customdata}<extra></extra>",
    )
    figure.update_xaxes(type="category", nticks=4, tickangle=0)
    steps = _steps(max(values))
    figure.update_yaxes(tickvals=steps, ticktext=[compact_money(step) for step in steps])
    figure.update_layout(showlegend=False, bargap=0.3)
    return figure


def _steps(highest: float) -> list[float]:
    """Return three or four round values from 0 to about ``highest``, for an axis."""
    rough = max(highest, 1) / 3
    size = 10.0 ** math.floor(math.log10(rough))
    step = next(size * factor for factor in (1, 2, 5, 10) if size * factor >= rough)
    return [step * number for number in range(4) if step * number <= highest * 1.2]


@st.fragment
def show_timeline(asked: OneCustomer) -> None:
    """Show everything that happened, the latest first, by kind and page."""
    state = page_state(_Shown)
    if state.customer_id != asked.customer_id:
        state.customer_id, state.kind, state.page = asked.customer_id, "", 1
    with st.container(border=True):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.subheader(_("Timeline"), anchor=False, width="content")
            chosen = st.segmented_control(
                _("What to show"), list(_KINDS), default=state.kind, key=f"timeline:{asked.customer_id}",
                format_func=lambda kind: _(_KINDS[kind]), label_visibility="collapsed", required=True,
            )  # fmt: skip
        if (chosen or "") != state.kind:
            state.kind, state.page = chosen or "", 1
        found = fetch(
            customer_timeline, TimelineRequest(asked.reach, asked.customer_id, state.kind, state.page - 1, SIZE)
        )
        if not found.events:
            empty_state(_nothing(state.kind), icon="history")
        mine = correctable(asked.customer_id) if current_actor().may(Permission.INTERACTION_LOG) else {}
        documents = documents_by_interaction(asked)
        talks = tuple(event.key for event in found.events if event.kind == "interaction")
        more = fetch(said_in, SaidRequest(asked.reach, asked.customer_id, talks)) if talks else {}
        may_attach = current_actor().may(Permission.ATTACHMENT_ADD)
        for event in found.events:
            if event.kind != "interaction":
                _show_event(event)
                continue
            with st.container(horizontal=True, gap="small", key=f"one-line-event-{event.key}"):
                _show_event(event)
                if event.key in mine:
                    correct_button(mine[event.key])
                if may_attach:
                    attach_button(asked.customer_id, event.key)
            if event.key in more:
                show_said(more[event.key])
            show_of_interaction(documents.get(event.key, ()))
        pages = -(-found.total // SIZE)
        if pages > 1:
            key = f"timeline:{asked.customer_id}:{state.kind}:page"
            st.pagination(
                pages, default=min(state.page, pages), key=key, max_visible_pages=5, on_change=_turn, args=(key,)
            )
    show_correction()
    show_attaching(asked.customer_id)


def _nothing(kind: str) -> str:
    """Return what an empty timeline says: what to do first, to whoever may do it."""
    if kind not in ("", "interaction"):
        return _("Nothing of this kind yet.")
    if current_actor().may(Permission.INTERACTION_LOG):
        return _("Nothing yet. Log the first interaction above.")
    return _("Nothing happened with this customer yet.")


def _turn(key: str) -> None:
    page_state(_Shown).page = st.session_state[key]


def _show_event(event: Event) -> None:
    icon, head, text = _told(event)
    when = " · ".join(part for part in (moment(event.happened_at), plain(event.who) if event.who else "") if part)
    is_long = len(text) > LONG
    body = f"  \n{plain_lines(text[:LONG] + '…' if is_long else text)}" if text else ""
    if not is_long:  # one element an event: a page has many
        st.markdown(f":material/{icon}: {head} :small[:gray[{when}]]{body}")
        return
    with st.container(gap="xsmall"):
        st.markdown(f":material/{icon}: {head} :small[:gray[{when}]]{body}")
        with st.expander(_("All of it"), type="compact"):
            st.markdown(plain_lines(text))


def _told(event: Event) -> tuple[str, str, str]:
    """Return icon, head (Markdown) and text (people's words) of an event."""
    if event.kind == "interaction":
        channel, outcome = _(CHANNEL_LABELS[Channel(str(event.channel))]), _(OUTCOME_LABELS[Outcome(event.state)])
        colour = "orange" if event.state == Outcome.NOT_REACHED else "green"
        began = f" :gray[{_(DIRECTION_LABELS[Direction(event.title)])}]" if event.title in tuple(Direction) else ""
        head = f"**{channel}** :{colour}-badge[{outcome}]{began}"
        return CHANNEL_ICONS[Channel(str(event.channel))], head, event.text or ""
    if event.kind == "purchase":
        lines = ngettext("{count} line", "{count} lines", event.line_count)
        what = _("Return") if event.state == "returned" else _("Order")
        head = f"**{what} {plain(event.title)}** {plain(money(event.amount))} :gray[{lines}]"
        return "undo" if event.state == "returned" else "shopping_bag", head, event.text or ""
    if event.kind == "follow_up":
        due = _("for {day}", day=day(event.due_on))
        return "event", f"**{_('Follow-up')}** {_(_FOLLOW_UP_STATES[event.state])} :gray[{due}]", event.text or ""
    labels = {
        **FIELD_LABELS,
        "own_fields": N_("Own fields"),
        **{str(fact.fact): fact.name for fact in FACTS},
        "parent": N_("Parent company"),
        "potential": N_("Potential"),
        "tags": N_("Tags"),
        "way": N_("How the data came to us"),
        "first_contact_on": N_("First contact"),
        "tier": DIMENSION_LABELS[Dimension.TIER],
        "relation_type": DIMENSION_LABELS[Dimension.TYPE],
    }
    fields = " · ".join(_(labels[name]) for name in (event.text or "").split(",") if name in labels)
    act = _ACTS.get(event.state)
    told = _(act, fields=fields) if act else event.state
    return "visibility" if event.state == "reveal" else "edit_note", plain(told), ""
