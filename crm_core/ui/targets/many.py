"""Changing many targets at once: which, from what, by how much; a preview of every change; saved with one reason."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import pandas as pd
import streamlit as st

from crm_core import clock
from crm_core.access.model import Actor, Permission, Scope
from crm_core.board.many import BASE_LABELS, MOST_TABLES, Base, Wanted, proposed
from crm_core.board.service import widest_scope
from crm_core.errors import AlreadyDone, CrmError, InvalidInput, StaleWrite
from crm_core.metrics.folders import metric as metric_of
from crm_core.metrics.folders import metrics
from crm_core.metrics.model import change_of
from crm_core.periods import PeriodKind, year_of
from crm_core.targets.bulk import Proposed, set_many
from crm_core.targets.drafts import wide_cell
from crm_core.targets.model import COMPANY, LEVEL_LABELS, Level, ScopeChoice, TargetScope
from crm_core.targets.service import ScopesRequest, readable_scopes
from crm_core.ui import show
from crm_core.ui.fetch import fetch
from crm_core.ui.figures import PERIOD_LABELS, change, full_figure, metric_name, period_label, scope_label
from crm_core.ui.house import settings, store
from crm_core.ui.page import empty_state
from crm_core.ui.session import flash, page_state
from crm_core.ui.tables import figure_column, height_of, show_table
from crm_core.ui.text import _, ngettext, plain

_SHOWN = 14  # changes without scrolling


def new_key() -> str:
    """Return a key for the next save."""
    return secrets.token_urlsafe(16)


@dataclass
class ManyState:
    """Which targets are looked at, and what shall become of them. ``key`` is the next save's own."""

    metrics: list[str] = field(default_factory=lambda: ["net_sales"])
    scopes: list[TargetScope] | None = None
    year: int | None = None
    base: Base = Base.LAST_ACTUALS
    percent: float = 5.0
    own: dict[tuple[str, TargetScope], float] = field(default_factory=dict)
    kinds: list[PeriodKind] = field(default_factory=lambda: list(PeriodKind))
    in_figures: bool = True
    key: str = field(default_factory=new_key)
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the head of the page chose: metrics, whose, which year; ``choices`` name the scopes."""

    metrics: tuple[str, ...]
    scopes: tuple[TargetScope, ...]
    year_first: date
    choices: Sequence[ScopeChoice]

    def name(self, scope: TargetScope) -> str:
        """Return whose targets: people's text, mind ``plain``."""
        return scope_label(scope, list(self.choices))


def choose(actor: Actor) -> Chosen:
    """Show the choices of the head: metrics, whose, which year."""
    state, reach = page_state(ManyState), actor.require(Permission.TARGET_EDIT)
    choices = fetch(readable_scopes, ScopesRequest(reach))
    options = ([COMPANY] if reach.scope is Scope.ALL else []) + [one.scope for one in choices]
    kept = [scope for scope in state.scopes or [] if scope in options]
    scopes = kept or [scope for scope in [widest_scope(reach)] if scope in options]
    now = year_of(clock.today(settings().zone), settings().first_month).first.year
    year = state.year or now
    years = sorted({now + 1, now, now - 1, year}, reverse=True)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.multiselect(
            _("Metrics"), list(metrics()), state.metrics, format_func=metric_name, key="many:metrics",
            on_change=_take, args=("metrics",), placeholder=_("Choose"), width=360,
        )  # fmt: skip
        st.multiselect(
            _("Whose targets"), options, scopes, format_func=lambda scope: scope_label(scope, choices), key="many:scopes",
            on_change=_take, args=("scopes",), placeholder=_("Choose"), width=360,
        )  # fmt: skip
        st.selectbox(
            _("Year"), years,
            years.index(year),
            format_func=lambda one: _("Year {year}", year=one), key="many:year", on_change=_take, args=("year",), width=140,
        )  # fmt: skip
    return Chosen(tuple(state.metrics), tuple(scopes), date(year, settings().first_month, 1), choices)


def _take(name: str) -> None:
    state = page_state(ManyState)
    setattr(state, name, st.session_state[f"many:{name}"])
    state.problems, state.key = [], new_key()


def show_change(actor: Actor, chosen: Chosen) -> None:
    """Show the panel that changes or copies, with its preview and the save."""
    state = page_state(ManyState)
    count = len(chosen.metrics) * len(chosen.scopes)
    if not count:
        empty_state(_("Choose one metric and one team or person at least."), icon="checklist")
        return
    if count > MOST_TABLES:
        empty_state(
            _("{count} tables at once are too many to look through; at most {most}.", count=count, most=MOST_TABLES),
            icon="checklist",
        )
        return
    with st.container(border=True):
        _ask_how(state)
        if count > 1:
            _ask_own(state, chosen)
    found = [one for one in proposed(fetch, _wanted(actor, state, chosen)) if one.is_change]
    with st.container(border=True):
        _show_changes(chosen, found)
        _show_problems(state.problems)
        if found:
            _offer_save(actor, state, found)


def _ask_how(state: ManyState) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.pills(
            _("Made from"), list(BASE_LABELS), default=state.base, format_func=lambda base: _(BASE_LABELS[base]),
            key="many:base", on_change=_take, args=("base",), required=True,
        )  # fmt: skip
        st.number_input(
            _("Change, %"), -100.0, 1000.0, state.percent, step=1.0, format="%.1f", key="many:percent",
            on_change=_take_percent, width=150,
        )  # fmt: skip
        st.pills(
            _("Periods"), list(PeriodKind), selection_mode="multi", default=state.kinds,
            format_func=lambda kind: _(PERIOD_LABELS[kind]), key="many:kinds", on_change=_take, args=("kinds",),
        )  # fmt: skip
        st.toggle(
            _("Round to three figures"), state.in_figures, key="many:in_figures", on_change=_take, args=("in_figures",)
        )


def _take_percent() -> None:
    page_state(ManyState).own = {}
    _take("percent")


def _ask_own(state: ManyState, chosen: Chosen) -> None:
    """Let single tables change by another percentage."""
    tables = [(metric_id, scope) for metric_id in chosen.metrics for scope in chosen.scopes]
    key = f"many:own:{hash((tuple(tables), state.percent))}"
    with st.expander(_("Another change for single metrics, teams or people")):
        st.data_editor(
            pd.DataFrame(
                {
                    "metric": [metric_name(metric_id) for metric_id, _scope in tables],
                    "whose": [chosen.name(scope) for _metric, scope in tables],
                    "percent": [state.own.get(table, state.percent) for table in tables],
                }
            ),
            column_config={
                "metric": st.column_config.TextColumn(_("Metric")),
                "whose": st.column_config.TextColumn(_("Whose")),
                "percent": st.column_config.NumberColumn(_("Change, %"), min_value=-100, max_value=1000, format="%.1f"),
            },
            disabled=["metric", "whose"],
            hide_index=True,
            height=height_of(len(tables), _SHOWN),
            key=key,
            on_change=_take_own,
            args=(key, tables),
        )


def _take_own(key: str, tables: list[tuple[str, TargetScope]]) -> None:
    state = page_state(ManyState)
    for index, cells in st.session_state[key]["edited_rows"].items():
        if cells.get("percent") is not None:
            state.own[tables[int(index)]] = min(1000.0, max(-100.0, float(cells["percent"])))
    state.problems, state.key = [], new_key()


def _wanted(actor: Actor, state: ManyState, chosen: Chosen) -> Wanted:
    return Wanted(
        reach=actor.require(Permission.TARGET_EDIT),
        board_reach=actor.require(Permission.BOARD_READ),
        as_of=clock.today(settings().zone),
        year_first=chosen.year_first,
        metrics=chosen.metrics,
        scopes=chosen.scopes,
        base=state.base,
        percent=Decimal(str(state.percent)),
        own_percents={table: Decimal(str(percent)) for table, percent in state.own.items()},
        kinds=tuple(state.kinds),
        in_figures=state.in_figures,
    )


def show_proposals(chosen: Chosen, found: Sequence[Proposed], key: str, *, base: str | None = None) -> None:
    """Show changes, one a row: what stands, what it becomes; ``base`` heads what each was made from."""
    columns: dict[str, Sequence[object]] = {
        _("Metric"): [metric_name(one.key.metric_id) for one in found],
        _("Whose"): [chosen.name(one.key.scope) for one in found],
    }
    columns = {name: told for name, told in columns.items() if len(set(told)) > 1}
    columns |= {
        _("Period"): [period_label(one.key.period_kind, one.key.period) for one in found],
        _("Level"): [_(LEVEL_LABELS[one.key.level]) for one in found],
    }
    config = {}
    if base is not None:
        columns[base] = [full_figure(metric_of(one.key.metric_id), one.last_year) for one in found]
        config[base] = figure_column(base)
    figures: dict[str, Sequence[object]] = {
        _("Now"): [
            full_figure(metric_of(one.key.metric_id), one.before.value if one.before else None) for one in found
        ],
        _("New"): [full_figure(metric_of(one.key.metric_id), one.value) for one in found],
        _("Change"): [_changed(one) for one in found],
    }
    config |= {name: figure_column(name) for name in figures}
    show_table({**columns, **figures}, config, key=key, height=height_of(len(found), _SHOWN))


def _changed(one: Proposed) -> str | None:
    metric = metric_of(one.key.metric_id)
    return change(change_of(metric, one.value, one.before.value if one.before else None), metric)


def _show_changes(chosen: Chosen, found: Sequence[Proposed]) -> None:
    state = page_state(ManyState)
    if not found:
        st.caption(_("Nothing would change. Choose another year, other periods, or what the values are made from."))
        return
    st.markdown(f"**{ngettext('{count} target would change', '{count} targets would change', len(found))}**")
    if state.base is Base.LAST_ACTUALS and any(one.key.level is not Level.TARGET for one in found):
        st.caption(_("Floor and stretch keep their distance to the target, in percent."))
    base = _(BASE_LABELS[state.base]) if state.base is not Base.NOW else None
    show_proposals(chosen, found, "many:changes", base=base)


def _show_problems(problems: Sequence[str]) -> None:
    if problems:
        more = [f"- {plain(text)}" for text in problems[:10]]
        st.error("\n".join([_("Nothing was saved."), "", *more]), icon=":material/error:")


def _offer_save(actor: Actor, state: ManyState, found: Sequence[Proposed]) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(_("Reason (optional, stands in the history)"), key="many:reason", max_chars=500)
        st.button(
            ngettext("Save {count} change", "Save {count} changes", len(found)),
            key=f"many:save:{state.key}", type="primary", icon=":material/save:", on_click=_save,
            args=(actor, list(found), state.key),
        )  # fmt: skip


def _save(actor: Actor, found: list[Proposed], key: str) -> None:
    state = page_state(ManyState)
    if key != state.key:
        return  # a second click on what the first has saved
    way = "bulk" if state.base is Base.NOW else "copy"
    saved = save_proposals(actor, found, key, str(st.session_state.get("many:reason", "")), way)
    state.problems = saved if isinstance(saved, list) else []
    state.key = new_key()


def save_proposals(actor: Actor, found: Sequence[Proposed], key: str, reason: str, way: str) -> int | list[str]:
    """Save proposals and return how many targets changed, or why none did, a sentence each."""
    try:
        count = set_many(store(), actor, [one.draft() for one in found], key=key, reason=reason, way=way)
    except AlreadyDone:
        return 0
    except InvalidInput as error:
        return [f"{_place(found, name)}{_(text)}" for name, text in error.fields.items()]
    except StaleWrite as error:
        return [_(error.message), *(_clash(found, error, name) for name in sorted(error.mine))]
    except CrmError as error:
        return [_(error.message)]
    flash(ngettext("{count} target saved.", "{count} targets saved.", count))
    return count


def _place(found: Sequence[Proposed], name: str) -> str:
    """Return where a problem is, by the name of its cell."""
    for one in found:
        if wide_cell(one.key, one.key.level.value) == name:
            period = period_label(one.key.period_kind, one.key.period)
            return f"{metric_name(one.key.metric_id)} · {period} · {_(LEVEL_LABELS[one.key.level])}　"
    return ""


def _clash(found: Sequence[Proposed], error: StaleWrite, name: str) -> str:
    theirs, mine = str(error.theirs[name]) or show.NO_DATA, str(error.mine[name]) or show.NO_DATA
    return _(
        "{place}saved by someone else: {theirs}; yours: {mine}", place=_place(found, name), theirs=theirs, mine=mine
    )
