"""A whole beside its parts: the company's teams, a team's people; whether they add up, and spreading down to them."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

import pandas as pd
import streamlit as st

from crm_core.access.model import Actor
from crm_core.board.planning import place_a_year_earlier, values_by_scope
from crm_core.board.year import YearQuestion
from crm_core.errors import N_, AlreadyDone, CrmError, InvalidInput, Message
from crm_core.metrics.folders import metric as metric_of
from crm_core.metrics.model import Metric
from crm_core.periods import PeriodKind
from crm_core.targets.bulk import keyed, proposals, set_many
from crm_core.targets.model import (
    LEVEL_LABELS,
    Level,
    Narrowed,
    ScopeChoice,
    ScopeKind,
    Target,
    TargetKey,
    TargetScope,
    periods_of_year,
)
from crm_core.targets.service import SpanRequest, TargetsRequest, targets_in_span
from crm_core.targets.spreading import Place, spread_down
from crm_core.targets.sums import values_by_place, whole_and_scopes
from crm_core.targets.traits import number_kind_of
from crm_core.ui import show
from crm_core.ui.fetch import fetch
from crm_core.ui.figures import full_figure, period_label, scope_label
from crm_core.ui.house import store
from crm_core.ui.session import flash, page_state
from crm_core.ui.tables import figure_column
from crm_core.ui.targets.draft import About
from crm_core.ui.targets.editor import Table
from crm_core.ui.text import _, ngettext, plain


class Down(StrEnum):
    """By what a whole is spread over its teams or people."""

    LAST_YEAR = "last_year"
    EVENLY = "evenly"
    BY_HAND = "by_hand"


_DOWN_LABELS = {
    Down.LAST_YEAR: N_("By last year's share"),
    Down.EVENLY: N_("Evenly"),
    Down.BY_HAND: N_("By hand"),
}
_BELOW = {ScopeKind.COMPANY: ScopeKind.TEAM, ScopeKind.TEAM: ScopeKind.PERSON}


@dataclass
class BelowState:
    """What was chosen in the panel. ``shares`` are those typed by hand, in percent; ``key`` is the next save's own."""

    place: Place | None = None
    level: Level = Level.TARGET
    is_spreading: bool = False
    way: Down = Down.LAST_YEAR
    shares: dict[TargetScope, float] = field(default_factory=dict)
    about: About | None = None
    problem: Message | None = None
    key: str = field(default_factory=lambda: secrets.token_urlsafe(16))


@dataclass(frozen=True, slots=True)
class Below:
    """A whole and its parts: the table above, those right below its scope, and their stored targets."""

    table: Table
    question: YearQuestion
    parts: Sequence[ScopeChoice]
    stored: Sequence[Target]

    @property
    def metric(self) -> Metric:
        """The metric."""
        return metric_of(self.table.about.metric_id)

    def of(self, scope: TargetScope, level: Level) -> dict[Place, Decimal]:
        """Return the stored values of one part and level."""
        return values_by_place([target for target in self.stored if target.key.scope == scope], level)

    def whole(self, level: Level) -> dict[Place, Decimal]:
        """Return the whole's stored values of one level."""
        return values_by_place(self.table.stored, level)


def show_below(
    actor: Actor, table: Table, question: YearQuestion, choices: Sequence[ScopeChoice], *, edits: bool
) -> None:
    """Show the parts of the table's scope beside it; nothing for a person, or where there are none."""
    about, state = table.about, page_state(BelowState)
    kind = _BELOW.get(about.scope.kind)
    parts = [
        one
        for one in choices
        if one.scope.kind is kind and (kind is ScopeKind.TEAM or one.team_id == about.scope.scope_id)
    ]
    if kind is None or not parts:
        return
    if state.about != about:
        state.about, state.shares, state.problem, state.is_spreading = about, {}, None, False
    narrowed = Narrowed((kind,), None if kind is ScopeKind.TEAM else about.scope, about.metric_id)
    span = TargetsRequest(question.reach, about.metric_id, about.scope, about.year_first).span
    below = Below(table, question, parts, fetch(targets_in_span, SpanRequest(question.reach, span, narrowed)))
    with st.container(border=True):
        st.subheader(_("Teams of the company") if kind is ScopeKind.TEAM else _("People of the team"), anchor=False)
        place = _choose_place(below, state)
        _say_sum(below, state, place)
        if state.is_spreading and edits:
            _spread(actor, below, state, place)
        else:
            _show_parts(below, state, place)
            if edits and below.whole(state.level):
                st.button(
                    _("Spread down"),
                    key="targets:below:open",
                    icon=":material/account_tree:",
                    on_click=_open,
                    args=(state,),
                )


def _open(state: BelowState) -> None:
    state.is_spreading = not state.is_spreading
    state.problem = None


def _choose_place(below: Below, state: BelowState) -> Place:
    periods = periods_of_year(below.table.about.year_first)
    labels = {(kind, period.first): period_label(kind, period) for kind, period in reversed(periods)}
    if state.place not in labels:
        whole = below.whole(state.level)
        state.place = next((place for place in labels if place in whole), next(iter(labels)))
    levels = [level for level in Level if level is Level.TARGET or below.whole(level)]
    if state.level not in levels:
        state.level = Level.TARGET
    with st.container(horizontal=True, vertical_alignment="center"):
        st.selectbox(
            _("Which period"), list(labels), list(labels).index(state.place), format_func=lambda place: labels[place],
            key="targets:below:place", on_change=_take, args=("place",), label_visibility="collapsed", width=190,
        )  # fmt: skip
        if len(levels) > 1:
            st.segmented_control(
                _("Level"), levels, default=state.level, format_func=lambda level: _(LEVEL_LABELS[level]),
                key="targets:below:level", on_change=_take, args=("level",), label_visibility="collapsed", required=True,
            )  # fmt: skip
    return state.place


def _take(name: str) -> None:
    setattr(page_state(BelowState), name, st.session_state[f"targets:below:{name}"])


def _say_sum(below: Below, state: BelowState, place: Place) -> None:
    """Say whether the parts add up to the whole: "teams add up to 95 %; 120,000 missing"."""
    metric, whole = below.metric, below.whole(state.level).get(place)
    is_team = below.parts[0].scope.kind is ScopeKind.TEAM
    if not metric.is_flow:
        st.caption(_(":material/info: This number does not add up: each has a target of its own."))
        return
    adding = whole_and_scopes(whole, {one.scope: below.of(one.scope, state.level).get(place) for one in below.parts})
    if adding is None:
        st.caption(_("There is nothing to add up in this period: the whole or all of its parts have no target."))
        return
    share = show.share(adding.share) if adding.share is not None else show.NO_DATA
    gap = full_figure(metric, abs(adding.difference))
    if adding.is_even:
        text = _("Teams add up to the whole exactly.") if is_team else _("People add up to the whole exactly.")
        st.markdown(f":green[:material/check_circle: {text}]")
        return
    if adding.difference > 0:
        text = (
            _("Teams add up to {share}; {gap} missing.", share=share, gap=gap)
            if is_team
            else _("People add up to {share}; {gap} missing.", share=share, gap=gap)
        )
        st.markdown(f":orange[:material/error: {text}]")
    else:
        text = (
            _("Teams add up to {share}; {gap} more than the whole.", share=share, gap=gap)
            if is_team
            else _("People add up to {share}; {gap} more than the whole.", share=share, gap=gap)
        )
        st.markdown(f":blue[:material/info: {text}]")
    if adding.missing:
        st.caption(
            ngettext("{count} of them has no target here.", "{count} of them have no target here.", adding.missing)
        )


def _last_year(below: Below, place: Place) -> dict[TargetScope, Decimal]:
    scopes = [one.scope for one in below.parts]
    return values_by_scope(fetch, below.question, place_a_year_earlier(place), scopes)


def _show_parts(below: Below, state: BelowState, place: Place) -> None:
    metric, last = below.metric, _last_year(below, place)
    whole = below.whole(state.level).get(place)
    values = {one.scope: below.of(one.scope, state.level).get(place) for one in below.parts}
    frame = {
        _("Whose"): [_name(one) for one in below.parts],
        _("Last year, actual"): [full_figure(metric, last.get(one.scope)) for one in below.parts],
        _(LEVEL_LABELS[state.level]): [full_figure(metric, values[one.scope]) for one in below.parts],
    }
    config = {name: figure_column(name) for name in list(frame)[1:]}
    if metric.is_flow and whole is not None and whole > 0:
        share = _("Share of the whole")
        frame[share] = [_share(values[one.scope], whole) for one in below.parts]
        config[share] = figure_column(share)
    st.dataframe(
        pd.DataFrame(frame),
        column_config=config,
        hide_index=True,
        height="content",
        placeholder="",
        key="targets:below",
    )


def _share(value: Decimal | None, whole: Decimal) -> str:
    return show.NO_DATA if value is None else show.share(value / whole)


def _name(one: ScopeChoice) -> str:
    return scope_label(one.scope, [one]) if one.scope.kind is ScopeKind.TEAM else one.name


# Spreading down -----------------------------------------------------------------------------------------------------


def _spread(actor: Actor, below: Below, state: BelowState, place: Place) -> None:
    metric, last = below.metric, _last_year(below, _year(below))
    levels = [level for level in Level if below.whole(level)]
    if metric.is_flow:
        st.segmented_control(
            _("How to spread"), list(Down), default=state.way, format_func=lambda way: _(_DOWN_LABELS[way]),
            key="targets:below:way", on_change=_take, args=("way",), label_visibility="collapsed", required=True,
        )  # fmt: skip
        weights = _weights(below, state, last)
        found = {
            level: spread_down(
                below.whole(level), weights, below.question.year_first, number_kind_of(metric.metric_id).step
            )
            for level in levels
        }
    else:
        weights = {one.scope: Decimal(1) for one in below.parts}
        found = {level: {one.scope: below.whole(level) for one in below.parts} for level in levels}
    _preview(below, state, place, (weights, found[state.level]) if state.level in found else (weights, {}))
    st.caption(
        _("Sets every month, quarter and year in which the whole has a target, on all of its levels: {levels}.",
          levels=" · ".join(_(LEVEL_LABELS[level]) for level in levels))
    )  # fmt: skip
    if state.problem is not None:
        st.error(plain(_(state.problem)), icon=":material/error:")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(_("Reason (optional, stands in the history)"), key="targets:below:reason", max_chars=500)
        st.button(_("Close"), key="targets:below:close", on_click=_open, args=(state,))
        st.button(
            _("Save for all of them"), key=f"targets:below:save:{state.key}", type="primary", icon=":material/save:",
            on_click=_save, args=(actor, below, found, state.key), disabled=not any(weights.values()),
        )  # fmt: skip


def _year(below: Below) -> Place:
    return (PeriodKind.YEAR, below.question.year_first)


def _weights(below: Below, state: BelowState, last: Mapping[TargetScope, Decimal]) -> dict[TargetScope, Decimal]:
    scopes = [one.scope for one in below.parts]
    if state.way is Down.EVENLY:
        return dict.fromkeys(scopes, Decimal(1))
    by_share = {scope: max(last.get(scope, Decimal(0)), Decimal(0)) for scope in scopes}
    if state.way is Down.LAST_YEAR:
        return by_share
    whole = sum(by_share.values(), Decimal(0))
    first = {
        scope: float(round(100 * value / whole, 1)) if whole else 100 / len(scopes) for scope, value in by_share.items()
    }
    state.shares = {scope: state.shares.get(scope, first[scope]) for scope in scopes}
    return {scope: Decimal(str(share)) for scope, share in state.shares.items()}


def _preview(
    below: Below,
    state: BelowState,
    place: Place,
    made: tuple[Mapping[TargetScope, Decimal], Mapping[TargetScope, Mapping[Place, Decimal]]],
) -> None:
    weights, found = made
    metric, last = below.metric, _last_year(below, place)
    total = sum(weights.values(), Decimal(0))
    now = {one.scope: below.of(one.scope, state.level).get(place) for one in below.parts}
    columns: dict[str, Sequence[object]] = {
        "whose": [_name(one) for one in below.parts],
        "last": [full_figure(metric, last.get(one.scope)) for one in below.parts],
        "share": [float(100 * weights[one.scope] / total) if total else 0.0 for one in below.parts],
        "now": [full_figure(metric, now[one.scope]) for one in below.parts],
        "new": [full_figure(metric, found.get(one.scope, {}).get(place)) for one in below.parts],
    }
    by_hand = metric.is_flow and state.way is Down.BY_HAND
    if by_hand:
        columns["share"] = [state.shares[one.scope] for one in below.parts]
    key = f"targets:below:hand:{state.key}"
    st.data_editor(
        pd.DataFrame(columns),
        column_config={
            "whose": st.column_config.TextColumn(_("Whose")),
            "last": figure_column(_("Last year, actual")),
            "share": st.column_config.NumberColumn(_("Share, %"), min_value=0, max_value=1000, format="%.1f"),
            "now": figure_column(_("Now")),
            "new": figure_column(_("New")),
        },
        column_order=[name for name in columns if metric.is_flow or name != "share"],
        disabled=[name for name in columns if name != "share" or not by_hand],
        hide_index=True,
        height="content",
        key=key,
        on_change=_typed,
        args=(key, [one.scope for one in below.parts], state.key),
    )
    if by_hand:
        st.caption(_("Type shares; they are weighed against each other, so that the sum is kept exactly."))


def _typed(key: str, scopes: list[TargetScope], of: str) -> None:
    if of != page_state(BelowState).key:
        return  # the table that was saved says once more what was typed into it
    for index, cells in st.session_state[key]["edited_rows"].items():
        value = cells.get("share")
        if value is not None and float(value) >= 0:
            page_state(BelowState).shares[scopes[int(index)]] = float(value)


def _save(
    actor: Actor, below: Below, found: Mapping[Level, Mapping[TargetScope, Mapping[Place, Decimal]]], key: str
) -> None:
    state = page_state(BelowState)
    if key != state.key:
        return  # a second click on what the first has saved
    wanted: dict[TargetKey, Decimal | None] = {}
    for level, by_scope in found.items():
        for scope, values in by_scope.items():
            wanted |= keyed(below.table.about.metric_id, scope, level, values)
    drafts = [one.draft() for one in proposals(below.stored, wanted) if one.is_change]
    reason = str(st.session_state.get("targets:below:reason", ""))
    try:
        count = set_many(store(), actor, drafts, key=key, reason=reason, way="spread")
    except AlreadyDone:
        count = 0
    except InvalidInput as error:
        state.problem = next(iter(error.fields.values()))
        return
    except CrmError as error:
        state.problem, state.key = error.message, secrets.token_urlsafe(16)
        return
    state.is_spreading, state.problem, state.key = False, None, secrets.token_urlsafe(16)
    flash(ngettext("{count} target saved.", "{count} targets saved.", count))
