"""A review as slides: how the goals stand and where they are heading, the gaps, the agenda, what was said and decided.

Every number and word is written by the functions that write it on the page, of the facts that the page shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from crm_core.documents.fitting import wrapped
from crm_core.documents.model import About, Cell, Chart, Column, Deck, Part, Series, Slide, Table, Tone
from crm_core.documents.number_formats import step_of
from crm_core.documents.occasion import Occasion
from crm_core.documents.statuses import TONES, status_cell
from crm_core.errors import N_
from crm_core.i18n import translate
from crm_core.i18n.formats import NO_DATA
from crm_core.plans import words as plan_words
from crm_core.plans.model import ACTION_LABELS
from crm_core.reviews import words
from crm_core.reviews.model import KIND_LABELS, Decision, Entry, Fact, Kind
from crm_core.reviews.service import ReviewView
from crm_core.sections.markdown import Grid, plain_text, read

MOST_BARS = 12  # on one slide; a table without a chart goes on on the next
_SAID_WIDTH, _SAID_SIZE = 590.0, 12.0  # points that a line of the minutes has
_HEADING_NOTE = N_(
    "Expected at the stage's end, as a part of the target. The range holds four of five outcomes; the chance is that of "
    "reaching the target."
)
_GOALS_NOTE = N_("How much of the target is reached, and beside it what was expected by now of what adds up.")


def review_deck(view: ReviewView, occasion: Occasion) -> Deck:
    """Return the presentation of a review as one reader sees it."""
    language = occasion.language
    title = words.title(language, view.review)
    described = plan_words.described(language, view.plan)
    people = ", ".join(one.name for one in view.review.people)
    state = translate(language, words.STATES[view.review.is_closed])
    as_of = words.as_of(language, view.day, is_fixed=view.is_fixed)
    return Deck(
        About(
            language.tag,
            f"{title} {view.plan.name}",
            view.plan.name,
            occasion.author,
            occasion.made_at,
            occasion.company,
        ),
        occasion.company,
        title,
        view.plan.name,
        (" · ".join(described), people, f"{state} · {as_of}", occasion.made),
        " · ".join(part for part in (occasion.company, view.plan.name, title) if part),
        tuple(_Writer(view, occasion, as_of).slides()),
    )


class _Writer:
    def __init__(self, view: ReviewView, occasion: Occasion, as_of: str) -> None:
        self._view, self._figures, self._language = view, occasion.figures, occasion.language
        self._what = f"{as_of} · {words.counts(self._language, view.counts)}"

    def slides(self) -> list[Slide]:
        """Return the slides in their order; what there is nothing of is left out."""
        found = [self._goals(), *self._more_goals(), *self._heading(), *self._gaps(), self._agenda(), *self._minutes()]
        return [*found, *self._decisions(), *self._added()]

    def _name(self, fact: Fact) -> str:
        return words.name(self._figures, fact, self._view.plan)

    # Goals --------------------------------------------------------------------------------------------------------------

    def _goals(self) -> Slide:
        title, goals = translate(self._language, "How the goals stand"), self._view.goals[:MOST_BARS]
        if not goals:
            return Slide(title, self._what, text=translate(self._language, "The plan has no goals yet."))
        table = self._goals_table(goals, title)
        return Slide(
            title, self._what, table, self._attained(goals, title), notes=(translate(self._language, _GOALS_NOTE),)
        )

    def _more_goals(self) -> list[Slide]:
        """Return a slide with all goals and their metrics, where one with a chart does not hold them."""
        every, title = self._view.standing, translate(self._language, "All goals")
        is_short = len(every) == len(self._view.goals) <= MOST_BARS
        return [] if is_short else [Slide(title, self._what, self._goals_table(every, title))]

    def _goals_table(self, goals: Sequence[Fact], told: str) -> Table:
        columns = (
            Column(translate(self._language, "Goal"), 1.8),
            Column(translate(self._language, "Status"), is_whole=True),
            Column(translate(self._language, "Target"), is_figure=True),
            Column(translate(self._language, "Actual"), is_figure=True),
            Column(translate(self._language, "Attainment"), is_figure=True),
        )
        return Table(columns, tuple(self._goal_row(fact) for fact in goals), told)

    def _goal_row(self, fact: Fact) -> tuple[Cell, ...]:
        figures, percent = self._figures, words.attainment(fact)
        return (
            Cell(self._name(fact), Tone.PLAIN if fact.kind is Kind.PART else Tone.STRONG),
            status_cell(figures, fact.status),
            Cell(words.figure(figures, fact, fact.target)),
            Cell(words.figure(figures, fact, fact.actual), Tone.STRONG),
            Cell(NO_DATA if percent is None else f"{percent:.0f}%"),
        )

    def _attained(self, goals: Sequence[Fact], title: str) -> Chart | None:
        known = [(fact, percent) for fact in goals if (percent := words.attainment(fact)) is not None]
        if not known:
            return None
        reached = tuple(percent / 100 for _fact, percent in known)
        expected = tuple(_part(fact.pace, fact.target) for fact, _percent in known)
        drawn = [Series(translate(self._language, "Attainment"), Part.ACTUAL, reached)]
        if any(value is not None for value in expected):
            drawn.append(Series(translate(self._language, "Expected by now"), Part.BEFORE, expected))
        return self._chart([self._name(fact) for fact, _percent in known], drawn, title)

    def _chart(self, names: Sequence[str], drawn: Sequence[Series], title: str) -> Chart:
        values = [value for one in drawn for value in one.values if value is not None]
        told = " ".join(self._told(one, names) for one in drawn)
        text = translate(self._language, "Chart: {title}. {told}", title=title, told=told)
        return Chart(tuple(names), tuple(drawn), "0%", step_of(values, 4), text, is_flat=True)

    def _told(self, one: Series, names: Sequence[str]) -> str:
        points = [
            translate(self._language, "{place} {value}", place=name, value=f"{value * 100:.0f}%")
            for name, value in zip(names, one.values, strict=True)
            if value is not None
        ]
        return translate(self._language, "{name}: {points}.", name=one.name, points=", ".join(points))

    def _heading(self) -> list[Slide]:
        """Return where the goals with a forecast are heading."""
        goals = [fact for fact in self._view.goals if fact.expected is not None][:MOST_BARS]
        if not goals:
            return []
        figures, title = self._figures, translate(self._language, "Where the goals are heading")
        columns = (
            Column(translate(self._language, "Goal"), 1.6),
            Column(translate(self._language, "Target"), is_figure=True),
            Column(translate(self._language, "Expected at the stage's end"), is_figure=True),
        )
        rows = tuple(
            (
                Cell(self._name(fact), Tone.STRONG),
                Cell(words.figure(figures, fact, fact.target)),
                Cell(words.expected(figures, fact)),
            )
            for fact in goals
        )
        aimed = [fact for fact in goals if _part(fact.expected, fact.target) is not None]
        drawn = [
            Series(
                translate(self._language, "Expected"),
                Part.ACTUAL,
                tuple(_part(fact.expected, fact.target) for fact in aimed),
            )
        ]
        chart = self._chart([self._name(fact) for fact in aimed], drawn, title) if aimed else None
        return [
            Slide(
                title, self._what, Table(columns, rows, title), chart, notes=(translate(self._language, _HEADING_NOTE),)
            )
        ]

    # Gaps and agenda ----------------------------------------------------------------------------------------------------

    def _gaps(self) -> list[Slide]:
        found = [entry.fact for entry in self._view.entries if entry.fact.kind is Kind.GAP and not entry.is_gone]
        if not found:
            return []
        title, figures = translate(self._language, "The most important gaps"), self._figures
        columns = (
            Column(translate(self._language, "What is wanted"), 2.2),
            Column(translate(self._language, "Status"), is_whole=True),
            Column(translate(self._language, "Target"), is_figure=True),
            Column(translate(self._language, "Actual"), is_figure=True),
            Column(translate(self._language, "Missing"), is_figure=True),
            Column(translate(self._language, "What people say of it"), 2.4),
        )
        rows = tuple(
            (
                Cell(self._name(fact), Tone.STRONG),
                status_cell(figures, fact.status),
                Cell(words.figure(figures, fact, fact.target)),
                Cell(words.figure(figures, fact, fact.actual), Tone.STRONG),
                Cell(words.missing(figures, fact)),
                Cell(fact.told, Tone.QUIET),
            )
            for fact in found
        )
        notes = tuple(f"{self._name(fact)}: {fact.told}" for fact in found if fact.told)
        return [Slide(title, self._what, Table(columns, rows, title), notes=notes)]

    def _agenda(self) -> Slide:
        title, entries = translate(self._language, "Agenda"), self._view.entries
        if not entries:
            return Slide(title, self._what, text=translate(self._language, "Nothing stands against the plan today."))
        columns = (
            Column("", is_figure=True),
            Column(translate(self._language, "Kind"), is_whole=True),
            Column(translate(self._language, "Topic"), 3),
            Column(translate(self._language, "How it stands"), 2.4),
        )
        rows = tuple(self._entry(place, entry) for place, entry in enumerate(entries, start=1))
        return Slide(title, self._what, Table(columns, rows, title))

    def _entry(self, place: int, entry: Entry) -> tuple[Cell, ...]:
        fact = entry.fact
        tone = TONES[fact.status] if fact.status is not None and fact.kind is Kind.GAP else Tone.QUIET
        return (
            Cell(str(place), Tone.QUIET),
            Cell(translate(self._language, KIND_LABELS[fact.kind]), tone),
            Cell(self._name(fact), Tone.STRONG),
            Cell(" · ".join(words.about(self._figures, fact, self._view.day)), Tone.QUIET),
        )

    # What was said and decided ------------------------------------------------------------------------------------------

    def _minutes(self) -> list[Slide]:
        rows = [row for entry in self._view.entries for row in self._said(self._name(entry.fact), entry.item.minutes)]
        if not rows:
            return []
        title = translate(self._language, "Minutes")
        return [Slide(title, self._what, self._words_table(rows, title))]

    def _words_table(self, rows: Iterable[tuple[Cell, ...]], title: str) -> Table:
        columns = (
            Column(translate(self._language, "Topic"), 1.0),
            Column(translate(self._language, "Minutes"), 2.4),
        )
        return Table(columns, tuple(rows), title, is_fixed=True)

    def _said(self, name: str, text: str) -> list[tuple[Cell, ...]]:
        """Return a row a line of what was said; the first has the item's name."""
        lines = [line for each in _lines(text) for line in wrapped(each, _SAID_WIDTH, _SAID_SIZE)]
        return [(Cell(name if place == 0 else "", Tone.STRONG), Cell(line)) for place, line in enumerate(lines)]

    def _decisions(self) -> list[Slide]:
        found = self._view.every_decision
        if not found:
            return []
        title = translate(self._language, "What was decided")
        columns = (
            Column(translate(self._language, "What is decided"), 3),
            Column(translate(self._language, "Who does it"), 1.1),
            Column(translate(self._language, "Due on"), 1.2),
            Column(translate(self._language, "State"), 1.2),
        )
        rows = tuple(self._decision(one, self._view.day) for one in found)
        return [Slide(title, self._what, Table(columns, rows, title, is_fixed=True))]

    def _decision(self, one: Decision, day: date) -> tuple[Cell, ...]:
        language = self._language
        if one.done_on is not None:
            state = Cell(plan_words.done_on(language, one.done_on), Tone.REACHED)
        elif one.action_status is None:
            state = Cell("" if one.action_id is not None else translate(self._language, "no action yet"), Tone.QUIET)
        else:
            state = Cell(translate(self._language, ACTION_LABELS[one.action_status]))
        is_late = one.action_status is not None and one.action_status.is_open and one.due_on < day
        due = (
            plan_words.overdue_by(language, one.due_on, day)
            if is_late
            else plan_words.due_on(language, one.due_on, day)
        )
        return (
            Cell(one.what, Tone.STRONG),
            Cell(one.owner_name or NO_DATA),
            Cell(due, Tone.BEHIND if is_late else Tone.PLAIN),
            state,
        )

    def _added(self) -> list[Slide]:
        rows = [row for one in self._view.addenda for row in self._said(one.writer or NO_DATA, one.content)]
        title = translate(self._language, "Added later")
        return [Slide(title, self._what, self._words_table(rows, title))] if rows else []


def _part(value: Decimal | None, target: Decimal | None) -> float | None:
    """Return a number as a part of a target; None where there is no such part."""
    if value is None or target is None:
        return None
    return float(value / target) if target > 0 else None


def _lines(text: str) -> list[str]:
    """Return what was written as plain lines: a heading, a paragraph's line, an item of a list with its mark, a table's row."""
    found = []
    for block in read(text):
        if isinstance(block, Grid):
            found += [" | ".join(plain_text(cell) for cell in row) for row in block.rows]
            continue
        mark = f"{block.number}. " if block.number else ("• " if block.kind.value == "bullet" else "")
        found += [f"{mark}{plain_text(line)}" for line in block.lines]
    return [line for line in found if line.strip()]
