"""What the board looks at: kept in the session, written into the address, chosen by the widgets in its head."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

import streamlit as st

from crm_core import clock
from crm_core.access.model import Actor, Permission, Scope
from crm_core.board import service as board
from crm_core.board import words
from crm_core.board.figures import Figures
from crm_core.board.model import BoardView
from crm_core.errors import NotFound
from crm_core.metrics.model import GroupBy
from crm_core.periods import Period, PeriodKind, add_months, period_of
from crm_core.targets.model import COMPANY, ScopeChoice, TargetScope
from crm_core.targets.service import ScopesRequest, readable_scopes
from crm_core.ui.fetch import fetch
from crm_core.ui.figures import PERIOD_LABELS, scope_code, scope_label, scope_of_code, spoken
from crm_core.ui.house import settings
from crm_core.ui.session import page_state
from crm_core.ui.text import _, plain

MOST_PERIODS = 240  # twenty years of months: a house may bring in what it sold long ago


@dataclass
class BoardState:
    """What somebody chose on the board; None: what the board opens with."""

    kind: PeriodKind = PeriodKind.MONTH
    day: date | None = None
    scope: TargetScope | None = None
    align: bool = False
    metric_id: str = "net_sales"
    by: GroupBy = GroupBy.TEAM
    is_summed: bool = False
    shows_all_concerns: bool = False
    seen_query: dict[str, str] = field(default_factory=dict)


def board_view(actor: Actor) -> BoardView:
    """Return what the board looks at, from the address where it says so, else from what was chosen before.

    Raises:
        NotFound: the address names a team or person that is not there, or not within reach.
    """
    state = page_state(BoardState)
    query = dict(st.query_params)
    if query and query != state.seen_query:
        _take(state, query)
    request = board.ViewRequest(
        actor.require(Permission.BOARD_READ),
        clock.today(settings().zone),
        state.kind,
        state.day,
        state.scope,
        state.align,
    )
    try:
        seen = fetch(board.view, request)
    except NotFound:
        state.scope = None
        st.query_params.clear()
        raise
    _write(state, seen)
    return seen


def _take(state: BoardState, query: dict[str, str]) -> None:
    """Take what the address says; what it says wrongly is left as if not said."""
    kind = query.get("kind", "")
    state.kind = PeriodKind(kind) if kind in set(PeriodKind) else PeriodKind.MONTH
    try:
        state.day = date.fromisoformat(query.get("day", ""))
    except ValueError:
        state.day = None
    if state.day is not None and not 1990 <= state.day.year <= 2190:
        state.day = None
    state.scope = scope_of_code(query.get("scope", ""))
    state.align = query.get("align") == "1"


def _write(state: BoardState, seen: BoardView) -> None:
    query = {"kind": seen.kind.value, "day": seen.period.first.isoformat(), "scope": scope_code(seen.scope)}
    if seen.align_to_festival:
        query["align"] = "1"
    state.seen_query = query
    if dict(st.query_params) != query:
        st.query_params.from_dict(query)


def scopes(seen: BoardView) -> list[ScopeChoice]:
    """Return the teams and people whose numbers the actor may see."""
    return fetch(readable_scopes, ScopesRequest(seen.reach))


def describe(seen: BoardView) -> str:
    """Return in one line, as Markdown, whose numbers these are, of which days, compared with which."""
    return " · ".join(plain(part) for part in words.described(fetch, seen, spoken(), scopes(seen)))


def choose_view(seen: BoardView, show_offer: Callable[[], None] | None = None) -> None:
    """Show the choices: kind of period and which, whose numbers, aligned to Spring Festival or not; at the end an offer."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        _choose_kind(seen)
        _choose_period(seen)
        _choose_scope(seen)
        _controlled("align", seen.align_to_festival)
        st.toggle(
            _("Align to Spring Festival"),
            key="board:align",
            on_change=_chosen("align", bool),
            help=_("Near Spring Festival, last year's days are shifted so that both spans lie alike to the festival."),
        )
        if show_offer is not None:
            st.space("stretch")
            show_offer()


def _choose_kind(seen: BoardView) -> None:
    _controlled("kind", seen.kind.value)
    st.segmented_control(
        _("Period"),
        [kind.value for kind in PeriodKind],
        format_func=lambda value: _(PERIOD_LABELS[PeriodKind(value)]),
        key="board:kind",
        on_change=_kind_chosen,
        label_visibility="collapsed",
        required=True,
    )


def _choose_period(seen: BoardView) -> None:
    firsts = _periods(seen)
    labels = _period_labels(spoken(), seen.kind, tuple(firsts))
    _controlled("day", seen.period.first)
    st.selectbox(
        _("Which period"),
        firsts,
        format_func=labels.__getitem__,
        key="board:day",
        on_change=_chosen("day", None),
        label_visibility="collapsed",
        width=160,
    )


@lru_cache(maxsize=64)
def _period_labels(figures: Figures, kind: PeriodKind, firsts: tuple[date, ...]) -> dict[date, str]:
    """Return what the periods are called: up to some hundred names, which are the same from run to run."""
    return {first: figures.period_label(kind, period_of(kind, first, figures.first_month)) for first in firsts}


def _choose_scope(seen: BoardView) -> None:
    choices = scopes(seen)
    options = [COMPANY] if seen.reach.scope is Scope.ALL else []
    options += [choice.scope for choice in choices]
    if seen.scope not in options:
        options.append(seen.scope)
    if len(options) < 2:
        return
    _controlled("scope", seen.scope)
    st.selectbox(
        _("Whose numbers"),
        options,
        format_func=lambda scope: scope_label(scope, choices),
        key="board:scope",
        on_change=_chosen("scope", None),
        label_visibility="collapsed",
        width=190,
    )


def _period(kind: PeriodKind, day: date) -> Period:
    return period_of(kind, day, settings().first_month)


def _periods(seen: BoardView) -> list[date]:
    """Return the first days of the periods that have begun, from the first with data, the newest first."""
    starts = [found.first for found in board.covers(fetch, seen.as_of).values() if found.first is not None]
    first = min(starts, default=seen.as_of)
    period = _period(seen.kind, seen.as_of)
    firsts: list[date] = []
    while len(firsts) < MOST_PERIODS and period.last >= first:
        firsts.append(period.first)
        period = _period(seen.kind, period.first - timedelta(days=1))
    if seen.period.first not in firsts:
        firsts = sorted([*firsts, seen.period.first], reverse=True)
    return firsts


def _controlled(name: str, value: object) -> None:
    """Let a widget show what the board looks at, whatever it held before."""
    if st.session_state.get(f"board:{name}") != value:
        st.session_state[f"board:{name}"] = value


def _chosen(name: str, kind: Callable[[object], object] | None) -> Callable[[], None]:
    def take() -> None:
        value = st.session_state[f"board:{name}"]
        setattr(page_state(BoardState), name, kind(value) if kind else value)
        st.query_params.clear()

    return take


def _kind_chosen() -> None:
    """Another kind of period: the one that holds the last day that was looked at."""
    state = page_state(BoardState)
    kind = PeriodKind(st.session_state["board:kind"])
    if state.day is not None and kind is not state.kind:
        months = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.YEAR: 12}[state.kind]
        last = add_months(state.day, months) - timedelta(days=1)
        state.day = min(last, clock.today(settings().zone)) if kind is not PeriodKind.YEAR else state.day
    state.kind = kind
    st.query_params.clear()
