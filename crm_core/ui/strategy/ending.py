"""A closed plan's strategy: that it is still in force, what becomes of it, and the look before it ends."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from crm_core.access.model import Permission
from crm_core.errors import AlreadyDone, CrmError
from crm_core.plans.model import PlanState
from crm_core.plans.reach import may_edit_plan, viewer_of
from crm_core.plans.service import OnePlan
from crm_core.strategy.ending import Left, end_strategy, keep_strategy, left_in_force, look_at_end
from crm_core.strategy.model import Choice
from crm_core.ui.fetch import fetch
from crm_core.ui.guard import current_actor
from crm_core.ui.house import store
from crm_core.ui.plans.view import Looked
from crm_core.ui.relationships.words import whom_badge
from crm_core.ui.session import flash, page_state
from crm_core.ui.show import day
from crm_core.ui.strategy.force import show_changes, show_loads
from crm_core.ui.strategy.state import Open, Part, StrategyState, leave_behind, open_dialog, put_away
from crm_core.ui.text import _, ngettext, plain


def _may(looked: Looked) -> bool:
    return looked.actor.may(Permission.NORM_EDIT) and may_edit_plan(looked.viewer, looked.view.plan.team_id)


def _left(looked: Looked) -> Left | None:
    if looked.view.plan.state is not PlanState.CLOSED:
        return None
    return fetch(left_in_force, OnePlan(looked.viewer, looked.plan_id))


def show_after_plan(looked: Looked) -> None:
    """Say of a closed plan what of its strategy is still in force, and what was said of it; nothing of others."""
    left = _left(looked)
    if left is None or left.is_empty:
        return
    with st.container(border=True, key="strategy-after-plan"):
        if left.after is None:
            told = _("This plan is closed, and its strategy is still in force: {what}.", what=_what(left))
            st.markdown(f":orange[:material/warning:] **{told}**")
            if not _may(looked):
                st.caption(_("A manager says whether it stays until another replaces it, or ends with the plan."))
        else:
            told = _("Kept in force until another plan replaces it: {what}.", what=_what(left))
            st.markdown(f":material/lock_clock: {told} :small[:gray[{_by(left)}]]")
        if _may(looked):
            with st.container(horizontal=True, gap="small"):
                _ways(looked, left)


def _by(left: Left) -> str:
    after = left.after
    return "" if after is None else f"{plain(after.by or '–')} · {day(after.at.date())}"


def _what(left: Left) -> str:
    count = sum(one.before is not None for one in left.changes)
    told = [ngettext("{count} norm", "{count} norms", count) if count else ""]
    told += (
        [ngettext("words for {count} kind of customers", "words for {count} kinds of customers", len(left.words))]
        if left.words
        else []
    )
    return _(", ").join(part for part in told if part)


def _ways(looked: Looked, left: Left) -> None:
    if left.after is None or left.after.choice is not Choice.KEPT:
        st.button(
            _("Keep it until replaced"), key="strategy:after:keep", icon=":material/lock_clock:", on_click=_keep,
            args=(looked.plan_id, left.seen),
        )  # fmt: skip
    st.button(
        _("End it with the plan …"), key="strategy:after:end", icon=":material/event_busy:", on_click=open_dialog,
        args=(Open.END,),
    )  # fmt: skip


def show_end(looked: Looked) -> bool:
    """Show what ending a closed plan's strategy changes, and both ways; return whether there is nothing to end."""
    found = fetch(look_at_end, OnePlan(looked.viewer, looked.plan_id))
    if found is None or found.left.is_empty or not _may(looked):
        return True
    left = found.left
    st.markdown(_("The plan is closed. Its strategy is still in force: {what}. What becomes of it?", what=_what(left)))
    if left.changes:
        st.markdown(f"**{_('If it ends, the norms go back to what held before')}**")
        show_changes(left.changes)
        if left.by_hand:
            st.caption(
                ngettext(
                    "{count} norm of it was changed by hand since: it stays.",
                    "{count} norms of it were changed by hand since: they stay.",
                    left.by_hand,
                )
            )
        show_loads(found.loads, found.on)
    if left.words:
        names = " ".join(whom_badge(subject, group) for subject, group in left.words)
        st.markdown(f"{_('No longer shown where people work: the words for')} {names}")
    with st.container(horizontal=True, gap="small"):
        st.button(
            _("Keep it until replaced"), key="strategy:end:keep", icon=":material/lock_clock:", type="primary",
            on_click=_keep, args=(looked.plan_id, left.seen),
        )  # fmt: skip
        st.button(
            _("End it from today on"), key=f"strategy:end:{left.seen[:12]}", icon=":material/event_busy:", on_click=_end,
            args=(looked.plan_id, left.seen),
        )  # fmt: skip
    return False


def ask_after_closing(plan_id: int) -> bool:
    """Have the strategy's tab ask what becomes of a plan's strategy, where the plan was just closed and something is in force."""
    actor = current_actor()
    left = left_in_force(store(), OnePlan(viewer_of(actor), plan_id))
    if left is None or left.is_empty or left.after is not None or not actor.may(Permission.NORM_EDIT):
        return False
    leave_behind(plan_id)
    page_state(StrategyState).part = Part.CUSTOMERS
    open_dialog(Open.END)
    st.query_params.from_dict({"id": str(plan_id), "tab": "strategy"})
    return True


def _keep(plan_id: int, seen: str) -> None:
    work = partial(keep_strategy, store(), current_actor(), plan_id, key=f"strategy-keep:{plan_id}:{seen}")
    _do(work, lambda _count: _("Kept in force until another plan replaces it."))


def _end(plan_id: int, seen: str) -> None:
    work = partial(end_strategy, store(), current_actor(), plan_id, seen=seen, key=f"strategy-end:{plan_id}:{seen}")
    _do(work, lambda count: ngettext("Ended. {count} norm changed.", "Ended. {count} norms changed.", count or 0))


def _do(work: Callable[[], int | None], told: Callable[[int | None], str]) -> None:
    try:
        count = work()
    except AlreadyDone:
        return  # the second half of a double click: the first has said so
    except CrmError as error:
        flash(_(error.message), ":material/error:")
    else:
        put_away()
        flash(told(count))
