"""The look before a strategy is put into force: which norms change, what that asks of each team, and the button."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd
import streamlit as st

from crm_core.errors import AlreadyDone, CrmError
from crm_core.interactions.model import CHANNEL_LABELS
from crm_core.plans.model import PlanState
from crm_core.plans.service import OnePlan
from crm_core.relationships.norms.model import Norm, NormDraft
from crm_core.strategy.force import NOT_RUNNING, TeamLoad, preview, put_in_force
from crm_core.strategy.model import CHANGE_LABELS, ChangeKind, NormChange
from crm_core.ui.fetch import fetch
from crm_core.ui.guard import current_actor
from crm_core.ui.house import store
from crm_core.ui.plans.view import Looked
from crm_core.ui.relationships.norms import often
from crm_core.ui.relationships.words import whom, whom_badge
from crm_core.ui.session import flash
from crm_core.ui.show import NO_DATA, day, number
from crm_core.ui.strategy.state import put_away
from crm_core.ui.tables import figure_column
from crm_core.ui.text import _, ngettext, plain

_LOOKS = {ChangeKind.ADDED: "green", ChangeKind.CHANGED: "blue", ChangeKind.ENDED: "orange", ChangeKind.KEPT: "gray"}


def show_force(looked: Looked) -> None:
    """Show what putting the plan's strategy into force changes, and the way to do it."""
    found = fetch(preview, OnePlan(looked.viewer, looked.plan_id))
    if found.is_empty:
        st.success(_("Everything is in force as the plan says. There is nothing to do."), icon=":material/task_alt:")
        return
    show_changes(found.changes)
    if found.words:
        names = " ".join(whom_badge(subject, group) for subject, group in found.words)
        st.markdown(f"{_('New words where people work:')} {names}")
    show_loads(found.loads, found.on)
    if looked.view.plan.state is not PlanState.RUNNING:
        st.warning(_(NOT_RUNNING), icon=":material/play_circle:")
        return
    st.button(
        _("Put into force"), key=f"strategy:force:{looked.plan_id}:{found.seen[:12]}", type="primary",
        icon=":material/bolt:", on_click=_put, args=(looked.plan_id, found.seen),
    )  # fmt: skip


def show_changes(changes: Sequence[NormChange]) -> None:
    """Show which norms change how, a line each, and how many stay."""
    changed = [one for one in changes if one.kind is not ChangeKind.KEPT]
    kept = len(changes) - len(changed)
    if changed:
        st.markdown("  \n".join(_line(one) for one in changed))
    if kept:
        st.caption(ngettext("{count} norm stays as it is.", "{count} norms stay as they are.", kept))


def _line(one: NormChange) -> str:
    badge = f":{_LOOKS[one.kind]}-badge[{_(CHANGE_LABELS[one.kind])}]"
    before = f":gray[{plain(_asks(one.before))}]" if one.before is not None else ""
    after = f"**{plain(_after(one))}**" if one.after is not None else ""
    parts = [after] if _is_text(one) else [part for part in (before, after) if part]
    return f"{badge} {plain(_whom(one))} · {' → '.join(parts)}"


def _is_text(one: NormChange) -> bool:
    return one.before is not None and one.after is not None and one.before.days == one.after.days


def _whom(one: NormChange) -> str:
    channel = _(CHANNEL_LABELS[one.channel]) if one.channel else _("any channel")
    return f"{whom(one.subject, one.group)} · {channel}"


def _asks(norm: Norm | NormDraft | None) -> str:
    return NO_DATA if norm is None else often(norm.days)


def _after(one: NormChange) -> str:
    return f"{_asks(one.after)} · {_('another text')}" if _is_text(one) else _asks(one.after)


def show_loads(loads: Sequence[TeamLoad], on: date) -> None:
    """Show what is asked of each team before and after: customers, contacts a week, and who is due by a day."""
    if not loads:
        st.caption(_("No customer has a type, tier or tag yet that a norm is for, so the norms ask for nothing."))
        return
    st.markdown(f"**{_('What it asks of each team')}**")
    frame = pd.DataFrame(
        {
            "team": [one.team or _("Without a team") for one in loads],
            "customers": [
                _then(one.before.customers if one.before else 0, one.after.customers if one.after else 0)
                for one in loads
            ],
            "week": [
                _then(one.before.a_week if one.before else 0, one.after.a_week if one.after else 0) for one in loads
            ],
            "due": [_then(one.before.due if one.before else 0, one.after.due if one.after else 0) for one in loads],
        }
    )
    st.dataframe(
        frame, hide_index=True, height="content", key="strategy:loads",
        column_config={
            "team": st.column_config.TextColumn(_("Team"), width=110, pinned=True),
            "customers": figure_column(_("Customers with a norm")),
            "week": figure_column(_("Contacts a week")),
            "due": figure_column(_("Customers due")),
        },
    )  # fmt: skip
    st.caption(
        _(
            "Due by {day}. A contact through a channel counts for “any channel” too. What is put off or promised is not taken away.",
            day=day(on),
        )
    )


def _put(plan_id: int, seen: str) -> None:
    try:
        count = put_in_force(store(), current_actor(), plan_id, seen=seen, key=f"strategy-force:{plan_id}:{seen}")
    except AlreadyDone:
        return  # the second half of a double click: the first has said so
    except CrmError as error:
        flash(_(error.message), ":material/error:")
    else:
        put_away()
        told = ngettext("In force. {count} norm changed.", "In force. {count} norms changed.", count)
        flash(told if count else _("In force."))


def _then(before: float, after: float) -> str:
    return number(before) if round(before) == round(after) else f"{number(before)} → {number(after)}"
