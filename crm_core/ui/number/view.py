"""What the page of a number looks at: read from the address, written back to it, chosen by the widgets in its head."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date

import streamlit as st

from crm_core import clock
from crm_core.access.model import Actor, Permission, Reach, Scope
from crm_core.errors import N_, NotFound
from crm_core.metrics.asking import ASKED_BY, FIRST_YEAR, LAST_YEAR, Question, read_question
from crm_core.metrics.coverage import Coverage
from crm_core.metrics.folders import metric
from crm_core.metrics.model import (
    CODE_LABELS,
    EMPTY_LABELS,
    GROUP_LABELS,
    CannotBeAskedBy,
    Customers,
    GroupBy,
    Metric,
    MetricRequest,
)
from crm_core.metrics.service import coverages, list_metrics, opening_period
from crm_core.periods import Period, PeriodKind
from crm_core.targets.model import COMPANY, ScopeChoice, ScopeKind, TargetScope
from crm_core.targets.service import ScopesRequest, readable_scopes
from crm_core.ui import show
from crm_core.ui.fetch import fetch
from crm_core.ui.figures import metric_name, scope_label
from crm_core.ui.house import settings, store
from crm_core.ui.session import page_state
from crm_core.ui.text import _, plain

CUSTOMER_LABELS = {
    Customers.ALL: N_("All customers"),
    Customers.KNOWN: N_("Known customers"),
    Customers.ANONYMOUS: N_("Anonymous sales"),
}
_LONGEST_NAME = 60


@dataclass
class NumberState:
    """What was looked at last."""

    address: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NumberView:
    """One number as somebody looks at it: the question, how far they may see, as of which day, what is covered."""

    question: Question
    metric: Metric
    reach: Reach
    as_of: date
    coverage: Coverage

    @property
    def request(self) -> MetricRequest:
        """The ungrouped question."""
        return self.question.request(self.reach, self.as_of)

    @property
    def grouped(self) -> MetricRequest:
        """The question by its groups."""
        return replace(self.request, by=self.question.by)

    @property
    def is_complete(self) -> bool:
        """Whether the asked days are past and covered."""
        return self.coverage.is_complete(self.question.period, self.as_of)


def number_view(actor: Actor) -> NumberView:
    """Return what the address asks for.

    Raises:
        UnreadableQuestion: it cannot be read.
        NotFound: there is no such team or person, or it is not the actor's to see.
        CannotBeAskedBy: the metric's rows do not know a filter.
    """
    reach = actor.require(Permission.BOARD_READ)
    as_of = clock.today(settings().zone)
    known = [each.metric_id for each in list_metrics()]
    question = read_question(_address(), known, opening_period(store(), PeriodKind.MONTH, as_of))
    found = metric(question.metric_id)
    for by in question.filters.asked:
        if by not in found.groups:
            raise CannotBeAskedBy(found.metric_id, by)
    if question.by not in found.groups:
        question = replace(question, by=GroupBy.MONTH)
    _refuse_others(question, reach, actor)
    page_state(NumberState).address = question.address()
    return NumberView(question, found, reach, as_of, fetch(coverages, as_of)[found.source])


def _address() -> dict[str, str]:
    """Return what the address asks for; where it asks nothing, what was looked at last in this session.

    On the way back from a customer, the browser stops at this page with the customer's query.
    """
    given = dict(st.query_params)
    last = page_state(NumberState).address
    if last and not ASKED_BY & set(given):
        st.query_params.from_dict(last)
        return last
    return given


def _refuse_others(question: Question, reach: Reach, actor: Actor) -> None:
    """Refuse teams and people that are not there or not within reach; the two read alike."""
    own = {(GroupBy.TEAM, actor.team_id), (GroupBy.PERSON, actor.user_id)}
    known = {(GroupBy(choice.scope.kind.value), choice.scope.scope_id) for choice in _choices(reach)}
    for by, value in question.filters.asked.items():
        is_known = value == 0 or (by, value) in own | known  # 0: of no team, of nobody
        if by in (GroupBy.TEAM, GroupBy.PERSON) and not is_known:
            raise NotFound(by.value, value)


def _choices(reach: Reach) -> list[ScopeChoice]:
    return fetch(readable_scopes, ScopesRequest(reach))


def describe(view: NumberView) -> str:
    """Return in one line, as Markdown, whose number it is, of which days, and whether they are over."""
    parts = [_whose(view), show.span(view.question.period)]
    counted = view.coverage.counted(view.question.period, view.as_of)
    if counted is not None and not view.is_complete:
        parts.append(_("not over, figures to {day}", day=show.day(counted.last)))
    return " · ".join(parts)


def _whose(view: NumberView) -> str:
    scope = _scope(view.question)
    if scope is not None:
        return plain(scope_label(scope, _choices(view.reach)))
    if view.reach.scope is Scope.ALL:
        return _("Whole company")
    return _("My team") if view.reach.scope is Scope.TEAM else _("My own")


def _scope(question: Question) -> TargetScope | None:
    """Return the team or person that the question is narrowed to, where it is one that has a name."""
    if question.filters.person:
        return TargetScope(ScopeKind.PERSON, question.filters.person)
    return TargetScope(ScopeKind.TEAM, question.filters.team) if question.filters.team else None


def ask(question: Question) -> None:
    """Let the page look at ``question`` from now on."""
    st.query_params.from_dict(question.address())


def choose_question(view: NumberView) -> None:
    """Show the choices: which number, which days, whose, of which customers; and what narrows it."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        _choose_metric(view)
        _choose_days(view)
        _choose_scope(view)
        _choose_customers(view)
    _show_filters(view)


def _control(name: str, value: object) -> str:
    """Let the widget of this name show ``value``, whatever it held before, and return its key."""
    key = f"number:{name}"
    if st.session_state.get(key) != value:
        st.session_state[key] = value
    return key


def _taking(name: str, changed: Callable[[object], Question]) -> Callable[[], None]:
    def take() -> None:
        ask(changed(st.session_state[f"number:{name}"]))

    return take


def _choose_metric(view: NumberView) -> None:
    def changed(chosen: object) -> Question:
        other = metric(str(chosen))
        question = replace(view.question, metric_id=other.metric_id)
        for by in question.filters.asked:
            question = question if by in other.groups else question.without(by)
        fits = not other.needs_customer or question.customers is not Customers.ANONYMOUS
        return question if fits else replace(question, customers=Customers.ALL)

    st.selectbox(
        _("Which number"),
        [each.metric_id for each in list_metrics()],
        format_func=metric_name,
        key=_control("metric", view.metric.metric_id),
        on_change=_taking("metric", changed),
        label_visibility="collapsed",
        width=190,
    )


def _choose_days(view: NumberView) -> None:
    period = view.question.period

    def changed(chosen: object) -> Question:
        days = chosen if isinstance(chosen, tuple) else (chosen,)
        # While a span is being picked there is its first day only.
        return view.question if len(days) != 2 else replace(view.question, period=Period(*days))

    st.date_input(
        _("Days"),
        key=_control("days", (period.first, period.last)),
        min_value=date(FIRST_YEAR, 1, 1),
        max_value=date(LAST_YEAR, 12, 31),
        on_change=_taking("days", changed),
        format="YYYY-MM-DD",
        label_visibility="collapsed",
        width=230,
    )


def _choose_scope(view: NumberView) -> None:
    choices = _choices(view.reach)
    options: list[TargetScope] = [COMPANY, *(choice.scope for choice in choices)]
    chosen_now = _scope(view.question) or COMPANY
    if len(choices) < 2 or chosen_now not in options:
        return

    def changed(chosen: object) -> Question:
        question = view.question.without(GroupBy.TEAM).without(GroupBy.PERSON)
        if not isinstance(chosen, TargetScope) or chosen == COMPANY:
            return question
        is_team = chosen.kind is ScopeKind.TEAM
        narrowed = (
            replace(question.filters, team=chosen.scope_id)
            if is_team
            else replace(question.filters, person=chosen.scope_id)
        )
        return replace(question, filters=narrowed)

    everything = _("Whole company") if view.reach.scope is Scope.ALL else _("All I may see")
    st.selectbox(
        _("Whose numbers"),
        options,
        format_func=lambda scope: everything if scope == COMPANY else scope_label(scope, choices),
        key=_control("scope", chosen_now),
        on_change=_taking("scope", changed),
        label_visibility="collapsed",
        width=190,
    )


def _choose_customers(view: NumberView) -> None:
    if view.metric.needs_customer or view.reach.scope is not Scope.ALL:
        return

    def changed(chosen: object) -> Question:
        return replace(view.question, customers=Customers(str(chosen)))

    st.selectbox(
        _("Whose purchases"),
        [each.value for each in Customers],
        format_func=lambda value: _(CUSTOMER_LABELS[Customers(value)]),
        key=_control("customers", view.question.customers.value),
        on_change=_taking("customers", changed),
        label_visibility="collapsed",
        width=150,
    )


def choose_alignment(view: NumberView) -> None:
    """Show whether the year before follows Spring Festival."""

    def changed(chosen: object) -> Question:
        return replace(view.question, align_to_festival=bool(chosen))

    st.toggle(
        _("Align to Spring Festival"),
        key=_control("align", view.question.align_to_festival),
        on_change=_taking("align", changed),
        help=_("Near Spring Festival, last year's days are shifted so that both spans lie alike to the festival."),
    )


def _show_filters(view: NumberView) -> None:
    """Show what narrows the number and has no choice of its own, each with a way to drop it."""
    shown = {by: value for by, value in view.question.filters.asked.items() if _is_loose(by, value)}
    if not shown:
        return
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        for by, value in shown.items():
            st.button(
                f"{_(GROUP_LABELS[by])}: {plain(group_word(by, str(value))[:_LONGEST_NAME]) if value else _(EMPTY_LABELS[by])}",
                key=f"number:drop:{by}",
                icon=":material/close:",
                help=_("Drop this filter"),
                on_click=ask,
                args=(view.question.without(by),),
            )


def _is_loose(by: GroupBy, value: object) -> bool:
    return by not in (GroupBy.TEAM, GroupBy.PERSON) or value == 0


def group_word(by: GroupBy, label: str) -> str:
    """Return how a group is called; what is known by a code, in the reader's language."""
    word = CODE_LABELS.get(by, {}).get(label)
    return _(word) if word else label
