"""Which targets the page is about: kept in the session, written into the address, chosen in its head."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

import streamlit as st

from crm_core import clock
from crm_core.access.model import Actor, Permission, Reach, Scope
from crm_core.board import service as board
from crm_core.metrics.folders import metrics
from crm_core.periods import year_of
from crm_core.targets.model import COMPANY, ScopeChoice, TargetScope
from crm_core.targets.service import ScopesRequest, readable_scopes
from crm_core.ui.fetch import fetch
from crm_core.ui.figures import metric_name, scope_code, scope_label, scope_of_code
from crm_core.ui.house import settings
from crm_core.ui.session import page_state
from crm_core.ui.targets.draft import About, Sheet
from crm_core.ui.text import _

Option = TypeVar("Option")


@dataclass
class TargetsState:
    """What somebody chose, and what they typed and did not save yet, by table."""

    metric_id: str = "net_sales"
    scope: TargetScope | None = None
    year: int | None = None
    sheets: dict[About, Sheet] = field(default_factory=dict)
    seen_query: dict[str, str] = field(default_factory=dict)

    def sheet(self, about: About) -> Sheet:
        """Return the table in the making for ``about``; those without anything typed are let go of."""
        self.sheets = {key: kept for key, kept in self.sheets.items() if kept.typed or key == about}
        return self.sheets.setdefault(about, Sheet())


def table_looked_at(actor: Actor) -> About:
    """Return which table the page shows, from the address where it says so, else from what was chosen before."""
    state = page_state(TargetsState)
    query = dict(st.query_params)
    if query and query != state.seen_query:
        _take(state, query)
    scope = state.scope or board.widest_scope(actor.require(Permission.TARGET_READ))
    year = state.year if state.year is not None else _this_year()
    about = About(state.metric_id, scope, date(year, settings().first_month, 1))
    state.seen_query = {"metric": about.metric_id, "scope": scope_code(scope), "year": str(year)}
    if dict(st.query_params) != state.seen_query:
        st.query_params.from_dict(state.seen_query)
    return about


def forget_scope() -> None:
    """Let the next run begin with the own scope; the address named one that is not there, or not within reach."""
    page_state(TargetsState).scope = None
    st.query_params.clear()


def _take(state: TargetsState, query: dict[str, str]) -> None:
    """Take what the address says; what it says wrongly is left as if not said."""
    metric_id, year = query.get("metric", ""), query.get("year", "")
    state.metric_id = metric_id if metric_id in metrics() else "net_sales"
    state.scope = scope_of_code(query.get("scope", ""))
    state.year = int(year) if year.isascii() and year.isdigit() and 1990 <= int(year[:5]) <= 2190 else None


def _this_year() -> int:
    return year_of(clock.today(settings().zone), settings().first_month).first.year


def scopes(reach: Reach) -> list[ScopeChoice]:
    """Return the teams and people whose targets the actor may read."""
    return fetch(readable_scopes, ScopesRequest(reach))


def choose_table(reach: Reach, about: About) -> None:
    """Show the choices: metric, whose targets, which year."""
    choices = scopes(reach)
    options = [COMPANY] if reach.scope is Scope.ALL else []
    options += [choice.scope for choice in choices if choice.scope not in options]
    if about.scope not in options:
        options.append(about.scope)
    years = sorted({*_years(), about.year_first.year}, reverse=True)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        _choice("metric_id", about.metric_id, _("Metric"), list(metrics()), metric_name)
        _choice("scope", about.scope, _("Whose targets"), options, lambda scope: scope_label(scope, choices))
        _choice("year", about.year_first.year, _("Year"), years, lambda year: _("Year {year}", year=year))


def _years() -> range:
    covered = board.covers(fetch, clock.today(settings().zone))
    starts = [found.first.year for found in covered.values() if found.first is not None]
    return range(min([*starts, _this_year()]), _this_year() + 2)


def _choice(name: str, value: Option, label: str, options: list[Option], told: Callable[[Option], str]) -> None:
    key = f"targets:{name}"
    if st.session_state.get(key) != value:
        st.session_state[key] = value

    def take() -> None:
        setattr(page_state(TargetsState), name, st.session_state[key])
        st.query_params.clear()

    st.selectbox(label, options, format_func=told, key=key, on_change=take, label_visibility="collapsed", width=190)
