"""What the board says beside its numbers: whose and which days, what needs a decision, how groups are called.

The same words on the page and in the file. What people typed stands in them as it was typed: whoever shows them escapes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from crm_core.board import service as board
from crm_core.board.figures import Figures
from crm_core.board.model import BoardView, Concern, Decision, Group, Overdue
from crm_core.board.service import Ask
from crm_core.i18n import Language, formats, translate, translate_plural
from crm_core.i18n.formats import NO_DATA
from crm_core.metrics.model import CODE_LABELS, EMPTY_LABELS, GROUP_LABELS, GroupBy, Metric, Source
from crm_core.targets.model import ScopeChoice, ScopeKind

BREAKDOWNS = (
    GroupBy.TEAM, GroupBy.PERSON, GroupBy.TYPE, GroupBy.TIER, GroupBy.COUNTRY, GroupBy.CATEGORY, GroupBy.MONTH,
)  # fmt: skip


def described(ask: Ask, seen: BoardView, figures: Figures, choices: Sequence[ScopeChoice]) -> list[str]:
    """Return in a few words each whose numbers these are, of which days, how far they go, compared with which."""
    language = figures.language
    parts = [figures.scope_label(seen.scope, list(choices)), figures.period_label(seen.kind, seen.period)]
    covered = board.covers(ask, seen.as_of)[Source.PURCHASE]
    counted = covered.counted(seen.period, seen.as_of)
    if counted is not None and not covered.is_complete(seen.period, seen.as_of):
        last = formats.day(counted.last, language)
        parts.append(translate(language, "not over, figures to {day}", day=last))
    before = board.compared_days(ask, seen)
    if before is not None:
        days = formats.span(before.first, before.last, language)
        parts.append(translate(language, "compared with {days}", days=days))
    return parts


def concern_figures(figures: Figures, concern: Concern) -> str:
    """Return what was reached against what was expected by now, or against the target where that is the same."""
    metric, standing, language = concern.metric, concern.standing, figures.language
    actual = figures.figure(metric, standing.actual)
    if standing.pace is None or standing.pace == standing.target:
        return translate(
            language, "{actual} of {target}", actual=actual, target=figures.figure(metric, standing.target)
        )
    pace = figures.pace_figure(metric, standing.pace)
    if metric.lower_is_better:
        return translate(language, "{actual}, at most {pace} by now", actual=actual, pace=pace)
    return translate(language, "{actual}, {pace} expected by now", actual=actual, pace=pace)


def whose(figures: Figures, seen: BoardView, decision: Decision) -> str:
    """Return whose target it is and who answers for it, where it is not that of the scope looked at; else nothing."""
    concerns = (decision.main, *decision.others)
    names = [_whose(figures.language, one) for one in concerns if one.target.key.scope != seen.scope]
    if len(names) > 1:
        return translate(figures.language, "{first} and {count} more", first=names[0], count=len(names) - 1)
    return names[0] if names else ""


def _whose(language: Language, concern: Concern) -> str:
    if concern.target.key.scope.kind is ScopeKind.COMPANY:
        return translate(language, "Whole company")
    name = concern.scope_name or NO_DATA
    return f"{name} {concern.responsible}" if concern.responsible else name


def since(figures: Figures, seen: BoardView, decision: Decision) -> str:
    """Return since which month it has not been well; nothing where that is the period looked at, or not known."""
    first = decision.main.since
    if first is None or first >= seen.period.first:
        return ""
    return translate(figures.language, "since {month}", month=formats.month(first, figures.language))


def overdue_count(language: Language, late: Overdue) -> str:
    """Return how many follow-ups are overdue."""
    return translate_plural(language, "{count} follow-up", "{count} follow-ups", late.count)


def overdue_days(language: Language, late: Overdue, today: date) -> str:
    """Return by how much the oldest is overdue."""
    days = (today - late.oldest_due_on).days
    return translate_plural(language, "the oldest by {count} day", "the oldest by {count} days", days)


def overdue_of(language: Language, late: Overdue) -> str:
    """Return whose follow-ups are overdue."""
    return late.name or late.team_name or translate(language, "No team")


def offered_breakdowns(seen: BoardView, found: Metric) -> list[GroupBy]:
    """Return what the metric can be broken down by and that has more than one group in the scope looked at."""
    single = {GroupBy.TEAM} if seen.scope.kind is ScopeKind.TEAM else {GroupBy.TEAM, GroupBy.PERSON}
    alone = set() if seen.scope.kind is ScopeKind.COMPANY else single
    return [by for by in BREAKDOWNS if by in found.groups and by not in alone]


def breakdown_label(language: Language, by: GroupBy) -> str:
    """Return what a breakdown is by."""
    return translate(language, GROUP_LABELS[by])


def group_name(language: Language, by: GroupBy, group: Group) -> str:
    """Return how a group is called: a month by its name, what has no label by what is missing."""
    if by is GroupBy.MONTH and isinstance(group.key, date):
        return formats.month(group.key, language)
    if group.label:
        word = CODE_LABELS.get(by, {}).get(group.label)
        return translate(language, word) if word else group.label
    return translate(language, EMPTY_LABELS[by]) if by in EMPTY_LABELS else NO_DATA
