"""What needs a decision, first on the page: targets that are not well, and promises that are overdue."""

from __future__ import annotations

import streamlit as st

from crm_core import clock
from crm_core.access.model import Actor, Permission
from crm_core.board import words
from crm_core.board.decisions import OverdueRequest, decisions, overdue
from crm_core.board.model import BoardView, Decision, Overdue
from crm_core.targets.model import COMPANY, TargetScope
from crm_core.ui import show
from crm_core.ui.board.cards import open_number
from crm_core.ui.board.concerns import concern_row, show_words
from crm_core.ui.board.view import BoardState
from crm_core.ui.fetch import fetch, fetch_whole
from crm_core.ui.figures import metric_name, scope_code, spoken, status_badge
from crm_core.ui.house import settings
from crm_core.ui.links import link_to
from crm_core.ui.session import page_state
from crm_core.ui.text import _, language, ngettext, plain

SHOWN = 5


def show_decisions(seen: BoardView, actor: Actor) -> None:
    """Show what is not well, the heaviest first, each with whose it is, since when, and where to act."""
    state = page_state(BoardState)
    found = fetch_whole(decisions, seen, None if state.shows_all_concerns else SHOWN)
    late = fetch(overdue, OverdueRequest(seen.reach, seen.as_of, seen.scope))
    count = len(found) + len(late)
    with st.container(border=True, gap="xsmall"):
        heading = f"**{_('Needs a decision')}**"
        if not count:
            st.markdown(f"{heading} :gray[{_('nothing is at risk or behind, nothing overdue')}]")
            return
        st.markdown(f"{heading} :gray[{ngettext('{count} item', '{count} items', count)}]")
        shown, shown_late = found[:SHOWN], late[: max(2, SHOWN - len(found))]
        for decision in found if state.shows_all_concerns else shown:
            _show_decision(seen, actor, decision)
        for one in late if state.shows_all_concerns else shown_late:
            _show_overdue(actor, one)
        if count > len(shown) + len(shown_late):
            label = _("Show fewer") if state.shows_all_concerns else _("Show all {count}", count=count)
            st.button(label, type="tertiary", key="board:all", on_click=_toggle)


def _toggle() -> None:
    state = page_state(BoardState)
    state.shows_all_concerns = not state.shows_all_concerns


def _show_decision(seen: BoardView, actor: Actor, decision: Decision) -> None:
    metric_id, standing, key = decision.main.metric.metric_id, decision.main.standing, decision.main.target.key
    with concern_row(f"decision-{metric_id}"):
        show_words(status_badge(standing.status) if standing.status is not None else "")
        open_number(f"**{metric_name(metric_id)}**", seen, metric_id, **_narrowed(key.scope))
        show_words(f":gray[{words.concern_figures(spoken(), decision.main)}]")
        show_words(f":gray[{' · '.join(_who_and_since(seen, decision))}]")
        if actor.may(Permission.TARGET_EDIT):
            where = {"metric": metric_id, "scope": scope_code(key.scope), "year": seen.year_first.year}
            link_to(_("Targets"), "plan/targets.py", icon=":material/flag:", **where)  # type: ignore[arg-type] # a query holds no icon


def _narrowed(scope: TargetScope) -> dict[str, object]:
    return {} if scope == COMPANY else {scope.kind.value: scope.scope_id}


def _who_and_since(seen: BoardView, decision: Decision) -> list[str]:
    figures = spoken()
    told = (words.whose(figures, seen, decision), words.since(figures, seen, decision))
    return [plain(text) for text in told if text]


def _show_overdue(actor: Actor, late: Overdue) -> None:
    count = words.overdue_count(language(), late)
    oldest = words.overdue_days(language(), late, clock.today(settings().zone))
    with concern_row(f"overdue-{late.team_id}-{late.user_id}"):
        show_words(f":orange-badge[:material/schedule: {_('Overdue')}]")
        show_words(f"**{count}**")
        show_words(f":gray[{oldest}]")
        show_words(f":gray[{plain(words.overdue_of(language(), late))}]")
        if late.user_id == actor.user_id:
            link_to(_("My day"), "work/day.py", icon=":material/today:")
        elif late.oldest_customer_id is not None:
            customer = plain(late.oldest_customer_name or show.NO_DATA)
            link_to(customer, "customers/customer.py", icon=":material/person:", id=late.oldest_customer_id)
