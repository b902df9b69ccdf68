"""The board as slides: what needs a decision, the numbers, one metric over the year and by its groups. No I/O but what ``ask`` does.

Every number is written by the functions that write it on the page.
"""

from __future__ import annotations

from collections.abc import Sequence

from crm_core.board import service as board
from crm_core.board import words
from crm_core.board.decisions import OverdueRequest, decisions, overdue
from crm_core.board.figures import Figures, is_limit
from crm_core.board.model import BoardView, Card, Decision, Overdue
from crm_core.board.service import Ask
from crm_core.documents.board_charts import by_group, defined, over_the_year
from crm_core.documents.model import About, Cell, Column, Deck, Slide, Table, Tone
from crm_core.documents.occasion import Occasion
from crm_core.documents.statuses import status_cell
from crm_core.errors import N_
from crm_core.i18n import Language, translate
from crm_core.i18n.formats import NO_DATA
from crm_core.metrics.folders import metric as metric_of
from crm_core.metrics.model import SECTION_LABELS, GroupBy, Section
from crm_core.plans.service import concerns
from crm_core.plans.words import concern_figures as plan_figures
from crm_core.plans.words import concern_whose, goal_label

_GROUPED_BY = (GroupBy.TEAM, GroupBy.PERSON, GroupBy.TYPE, GroupBy.TIER, GroupBy.COUNTRY, GroupBy.CATEGORY)
_SHARING = ((Section.SALES,), (Section.CUSTOMERS,), (Section.SATISFACTION, Section.WORK))
_HEADINGS = (N_("Actual"), N_("Target"), N_("Attainment"), N_("Gap"), N_("Pace"), N_("YoY"), N_("Year before"))


def board_deck(ask: Ask, seen: BoardView, metric_id: str, occasion: Occasion) -> Deck:
    """Return the presentation of a board as ``seen``, its charts about ``metric_id``.

    Raises:
        NotFound: there is no such metric.
    """
    language, figures = occasion.language, occasion.figures
    described = words.described(ask, seen, figures, occasion.choices)
    title, subtitle = translate(language, "KPI board"), " · ".join(described[:2])
    return Deck(
        About(language.tag, f"{title} {subtitle}", subtitle, occasion.author, occasion.made_at, occasion.company),
        occasion.company,
        title,
        subtitle,
        (" · ".join(described[2:]), occasion.made),
        " · ".join(part for part in (occasion.company, title, subtitle) if part),
        tuple(_slides(ask, seen, metric_id, occasion, " · ".join(described))),
    )


def _slides(ask: Ask, seen: BoardView, metric_id: str, occasion: Occasion, what: str) -> list[Slide]:
    language = occasion.language
    if not board.has_data(ask, seen.as_of):
        text = translate(language, "There are no numbers yet. They appear once purchases are imported.")
        return [Slide(translate(language, "All metrics"), what, text=text)]
    cards = board.cards(ask, seen)
    found = metric_of(metric_id)
    slides = [_decisions(ask, seen, occasion.figures, what), *_plan_goals(ask, seen, occasion, what)]
    slides += [*_all_numbers(cards, occasion.figures, what)]
    slides += over_the_year(ask, seen, found, occasion.figures, what)
    for by in words.offered_breakdowns(seen, found):
        groups = board.breakdown(ask, seen, metric_id, by) if by in _GROUPED_BY else []
        if len(groups) > 1:
            slides.append(by_group(found, by, groups, occasion.figures, what))
    return slides


# What needs a decision -----------------------------------------------------------------------------------------------


def _decisions(ask: Ask, seen: BoardView, figures: Figures, what: str) -> Slide:
    language = figures.language
    late = ask(overdue, OverdueRequest(seen.reach, seen.as_of, seen.scope))
    rows = [_decision_row(seen, one, figures) for one in decisions(ask, seen)]
    rows += [_overdue_row(seen, one, language) for one in late]
    title = translate(language, "Needs a decision")
    if not rows:
        return Slide(title, what, text=translate(language, "nothing is at risk or behind, nothing overdue"))
    columns = (
        Column(translate(language, "Status"), is_whole=True),
        Column(translate(language, "Metric"), 1.4),
        Column(translate(language, "How it stands"), 2.4),
        Column(translate(language, "Whose"), 1.8),
        Column(translate(language, "Since when"), 1.4),
    )
    note = translate(
        language, "The heaviest first: behind before at risk, then by what is missing of what was expected."
    )
    return Slide(title, what, Table(columns, tuple(rows), title), notes=(note,))


def _decision_row(seen: BoardView, decision: Decision, figures: Figures) -> tuple[Cell, ...]:
    main = decision.main
    return (
        status_cell(figures, main.standing.status),
        Cell(figures.metric_name(main.metric.metric_id), Tone.STRONG),
        Cell(words.concern_figures(figures, main)),
        Cell(words.whose(figures, seen, decision)),
        Cell(words.since(figures, seen, decision), Tone.QUIET),
    )


def _overdue_row(seen: BoardView, late: Overdue, language: Language) -> tuple[Cell, ...]:
    return (
        Cell(translate(language, "Overdue"), Tone.AT_RISK),
        Cell(translate(language, "Follow-ups"), Tone.STRONG),
        Cell(words.overdue_count(language, late)),
        Cell(words.overdue_of(language, late)),
        Cell(words.overdue_days(language, late, seen.as_of), Tone.QUIET),
    )


def _plan_goals(ask: Ask, seen: BoardView, occasion: Occasion, what: str) -> list[Slide]:
    """Return the goals of running plans that need a decision, as the board shows them; no slide where there is none."""
    figures, language = occasion.figures, occasion.language
    found = concerns(ask, occasion.plans, seen.as_of) if occasion.plans is not None else []
    if not found:
        return []
    title = translate(language, "Goals of plans that need a decision")
    columns = (
        Column(translate(language, "Status"), is_whole=True),
        Column(translate(language, "Goal"), 1.8),
        Column(translate(language, "How it stands"), 2.2),
        Column(translate(language, "Owner"), 1.4),
        Column(translate(language, "Plan"), 1.8),
    )
    rows = tuple(
        (
            status_cell(figures, one.progress.status),
            Cell(goal_label(figures, one.progress.goal), Tone.STRONG),
            Cell(plan_figures(figures, one)),
            Cell(concern_whose(one)),
            Cell(one.plan.name, Tone.QUIET),
        )
        for one in found
    )
    return [Slide(title, what, Table(columns, rows, title))]


# All numbers ----------------------------------------------------------------------------------------------------------


def _all_numbers(cards: Sequence[Card], figures: Figures, what: str) -> list[Slide]:
    """Return the slides of all numbers, in the board's order; sections of few metrics share one."""
    language, made = figures.language, []
    for sections in _SHARING:
        own = [card for card in cards if card.metric.section in sections]
        names = (translate(language, SECTION_LABELS[section]) for section in sections)
        title = " · ".join((translate(language, "All metrics"), *names))
        made.append(_numbers(own, figures, title, what))
    return made


def _numbers(cards: Sequence[Card], figures: Figures, title: str, what: str) -> Slide:
    language = figures.language
    columns = (
        Column(translate(language, "Metric"), is_whole=True),
        Column(translate(language, "Status"), is_whole=True),
        *(Column(translate(language, heading), is_figure=True) for heading in _HEADINGS),
    )
    rows = tuple(_card_row(card, figures) for card in cards)
    grounds = [" · ".join(figures.rests_on(card.metric, card.number.row)) for card in cards]
    if any(grounds):
        columns = (*columns, Column(translate(language, "Rests on"), is_whole=True))
        rows = tuple((*row, Cell(ground, Tone.QUIET)) for row, ground in zip(rows, grounds, strict=True))
    explained = (
        translate(
            language, "Pace: {meaning}", meaning=translate(language, "What was expected by now on the target's path.")
        ),
        translate(
            language,
            "Gap: {meaning}",
            meaning=translate(language, "What is missing to the target; with a plus where it is surpassed."),
        ),
        *(defined(card.metric, language) for card in cards),
    )
    return Slide(title, what, Table(columns, rows, title), notes=explained)


def _card_row(card: Card, figures: Figures) -> tuple[Cell, ...]:
    found, standing = card.metric, card.standing
    before = card.number.before_row if card.number.before_is_whole else None
    attained = NO_DATA if is_limit(found) else figures.attainment_share(found, standing)
    texts = (
        figures.full_figure(found, standing.target if standing else None),
        attained,
        figures.gap_text(found, standing),
        figures.full_figure(found, standing.pace if standing else None),
        figures.change(card.change, found) or NO_DATA,
        figures.full_figure(found, before.value if before else None),
    )
    return (
        Cell(figures.metric_name(found.metric_id), Tone.STRONG),
        status_cell(figures, standing.status if standing else None),
        Cell(figures.full_figure(found, card.value), Tone.STRONG),
        *(Cell(text) for text in texts),
    )
