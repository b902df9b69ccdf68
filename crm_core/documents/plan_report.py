"""A plan as a text: how it goes, its stages, each stage's goals, what is to be done by whom, milestones and check-ins.

Every number and word is written by the functions that write it on the page; what the reader may not see is not in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from crm_core import clock
from crm_core.board.service import Ask
from crm_core.documents.gap_table import gap_blocks
from crm_core.documents.model import About, Block, Cell, Column, Heading, Paragraph, Report, Table, Tone
from crm_core.documents.occasion import Occasion
from crm_core.documents.plan_costs import cost_blocks
from crm_core.documents.scope_tables import OF_TODAY, scope_blocks
from crm_core.documents.statuses import TONES, status_cell
from crm_core.documents.strategy_tables import strategy_blocks
from crm_core.documents.talk_tables import talk_blocks
from crm_core.documents.written_plan import written_plan
from crm_core.gaps.listing import GapsRequest, gap_list
from crm_core.i18n import formats, translate, translate_plural
from crm_core.i18n.formats import NO_DATA
from crm_core.plans import words
from crm_core.plans.model import (
    ACTION_LABELS,
    CONFIDENCE_LABELS,
    Action,
    ActionStatus,
    CheckIn,
    Milestone,
    Stage,
)
from crm_core.plans.progress import GoalProgress, PlanView
from crm_core.plans.service import LookRequest, OnePlan, look
from crm_core.plans.work.service import plan_work
from crm_core.sections.service import sections_on
from crm_core.targets.model import LEVEL_LABELS, Level

MOST_WORDS = 300  # so much of a note the page shows too


def plan_report(ask: Ask, request: LookRequest, occasion: Occasion) -> Report:
    """Return the document of a plan on a day, as the viewer sees it.

    Raises:
        NotFound: there is no such plan, or it is not the viewer's to see.
    """
    view, language = look(ask, request), occasion.language
    writer = _PlanWriter(view, occasion)
    stages = [look(ask, replace(request, stage_id=stage.stage_id)) for stage in view.record.stages]
    described = " · ".join(words.described(language, view.plan))
    one = OnePlan(request.viewer, request.plan_id)
    is_earlier = request.today < clock.local_day(occasion.made_at, occasion.zone)
    blocks = [
        *writer.summary(),
        *writer.stages(),
        *writer.goals(stages),
        *scope_blocks(ask, one, view, occasion.figures, occasion.customers),
        *gap_blocks(gap_list(ask, GapsRequest(request.viewer, request.plan_id, request.today)), view, occasion.figures),
        *strategy_blocks(ask, one, view, occasion.figures),
        *talk_blocks(ask, view, occasion.figures, occasion.register, occasion.customers, is_earlier=is_earlier),
        *writer.actions(),
        *cost_blocks(ask(plan_work, one), view, occasion.figures),
        *writer.milestones(),
        *writer.check_ins(),
        *written_plan(
            sections_on(ask, one, request.today, occasion.zone),
            occasion.zone,
            language,
        ),
    ]
    return Report(
        About(
            language.tag,
            view.plan.name,
            translate(language, "Plan"),
            occasion.author,
            occasion.made_at,
            occasion.company,
        ),
        occasion.company,
        view.plan.name,
        described,
        _made(request.today, occasion),
        tuple(blocks),
    )


def _made(day: date, occasion: Occasion) -> str:
    """Return when the document was made; of an earlier day also which day it tells of."""
    if day >= clock.local_day(occasion.made_at, occasion.zone):
        return occasion.made
    language = occasion.language
    told = translate(
        language, "The plan as of {day}: numbers, actions, check-ins and texts.", day=formats.day(day, language)
    )
    today = formats.day(clock.local_day(occasion.made_at, occasion.zone), language)
    return f"{told} {translate(language, OF_TODAY, day=today)} {occasion.made}"


class _PlanWriter:
    def __init__(self, view: PlanView, occasion: Occasion) -> None:
        self._view, self._figures, self._language = view, occasion.figures, occasion.language

    def summary(self) -> list[Block]:
        """Return the purpose, how many goals stand how, and what is late or due."""
        view, language = self._view, self._language
        found: list[Block] = [Paragraph(line) for line in view.plan.purpose.split("\n") if line.strip()]
        found.append(Heading(1, translate(language, "How it goes")))
        told = [
            Cell(f"{self._figures.status(status)} {count}", TONES[status])
            for status, count in view.counts.items()
            if status is not None
        ]
        if view.counts.get(None):
            told.append(Cell(f"{translate(language, 'Not known yet')} {view.counts[None]}", Tone.QUIET))
        if told:
            found.append(Paragraph("", tuple(told)))
        late = words.overdue_actions(language, view)
        facts = (
            Cell(words.done_share(language, view)),
            Cell(late, Tone.BEHIND if late else Tone.PLAIN),
            Cell(words.next_check_in(language, view), Tone.AT_RISK if view.is_check_in_due else Tone.PLAIN),
        )
        if any(fact.text for fact in facts):
            found.append(Paragraph("", tuple(fact for fact in facts if fact.text)))
        return found

    def stages(self) -> list[Block]:
        """Return the stages side by side with their days."""
        language, stages = self._language, self._view.record.stages
        if not stages:
            return []
        columns = (
            Column(translate(language, "Stage"), 2),
            Column(translate(language, "Days"), 3),
            Column(translate(language, "State"), 1.2),
        )
        rows = tuple(
            (
                Cell(stage.name, Tone.STRONG if stage == self._view.current else Tone.PLAIN),
                Cell(formats.span(stage.first_on, stage.last_on, language)),
                self._stage_state(stage),
            )
            for stage in stages
        )
        title = translate(language, "Stages")
        return [Heading(1, title), Table(columns, rows, title)]

    def _stage_state(self, stage: Stage) -> Cell:
        language, today = self._language, self._view.today
        if stage == self._view.current:
            return Cell(translate(language, "In force"), Tone.REACHED)
        if stage.last_on < today:
            return Cell(translate(language, "Over"), Tone.QUIET)
        days = (stage.first_on - today).days
        return Cell(translate_plural(language, "in {count} day", "in {count} days", days), Tone.QUIET)

    def goals(self, stages: Sequence[PlanView]) -> list[Block]:
        """Return each stage's goals: their levels, what was reached, what is missing, how they stand."""
        language = self._language
        if not self._view.record.goals:
            return []
        found: list[Block] = [Heading(1, translate(language, "Goals"))]
        if not stages:
            found.append(self._goals_table(self._view.goals, translate(language, "Goals")))
        for view in stages:
            if view.stage is not None:
                found += [Heading(2, view.stage.name), self._goals_table(view.goals, view.stage.name)]
        if any(not one.has_figures for one in self._view.goals):
            text = translate(language, "Where no figures stand, they are for whom the board shows them.")
            found.append(Paragraph(text, tone=Tone.QUIET))
        return found

    def _goals_table(self, goals: Sequence[GoalProgress], told: str) -> Table:
        language = self._language
        levels = [level for level in Level if level is Level.TARGET or any(level in one.values for one in goals)]
        columns = (
            Column(translate(language, "Goal"), 2.6),
            Column(translate(language, "Status"), is_whole=True),
            *(Column(translate(language, LEVEL_LABELS[level]), is_figure=True) for level in levels),
            Column(translate(language, "Actual"), is_figure=True),
            Column(translate(language, "Attainment"), is_figure=True),
            Column(translate(language, "Gap"), is_figure=True),
        )
        rows = []
        for one in goals:
            rows.append(self._goal_row(one, levels))
            rows += [self._part_row(one, part, levels) for part in one.parts]
        return Table(columns, tuple(rows), told)

    def _goal_row(self, one: GoalProgress, levels: Sequence[Level]) -> tuple[Cell, ...]:
        name = words.goal_name(self._figures, one.goal, self._view.plan)
        told = (one.goal.owner_name or NO_DATA, words.said_of(self._language, one.goal), one.goal.detail.purpose)
        whose = " · ".join(text for text in told if text)
        return self._figures_row(Cell(name, Tone.STRONG, more=whose), one, levels, words.goal_attainment(one))

    def _part_row(self, one: GoalProgress, part: GoalProgress, levels: Sequence[Level]) -> tuple[Cell, ...]:
        figures = self._figures
        name = f"– {words.metric_label(figures, part.goal)}"
        weight = translate(self._language, "weighs {share}", share=words.weight_share(figures, one, part))
        return self._figures_row(Cell(name, more=weight), part, levels, words.part_attainment(part))

    def _figures_row(
        self, name: Cell, one: GoalProgress, levels: Sequence[Level], percent: float | None
    ) -> tuple[Cell, ...]:
        figures, goal = self._figures, one.goal
        return (
            name,
            status_cell(figures, one.status),
            *(Cell(words.goal_figure(figures, goal, one.values.get(level))) for level in levels),
            Cell(words.goal_figure(figures, goal, one.actual), Tone.STRONG),
            Cell(NO_DATA if percent is None else f"{percent:.0f}%"),
            Cell(words.goal_gap(figures, one)),
        )

    def actions(self) -> list[Block]:
        """Return what is to be done, by owner: those with something overdue first, in each the overdue first."""
        language = self._language
        by_owner: dict[int, list[Action]] = {}
        for action in self._view.actions:
            by_owner.setdefault(action.owner_id, []).append(action)
        found: list[Block] = [Heading(1, translate(language, "Actions"))] if by_owner else []
        for actions in by_owner.values():
            name = actions[0].owner_name or NO_DATA
            found += [Heading(2, name), self._actions_table(actions, name)]
        return found

    def _actions_table(self, actions: Sequence[Action], told: str) -> Table:
        language = self._language
        columns = (
            Column(translate(language, "What is done"), 3.2),
            Column(translate(language, "Goal"), 1.7),
            Column(translate(language, "Due on"), 2.0),
            Column(translate(language, "Status"), 1.1),
        )
        return Table(columns, tuple(self._action_row(action) for action in actions), told, is_fixed=True)

    def _action_row(self, action: Action) -> tuple[Cell, ...]:
        language, view = self._language, self._view
        goal = view.record.goal(action.goal_id)
        helpers = f"+ {', '.join(action.helper_names)}" if action.helper_names else ""
        told = ((translate(language, "Note"), action.note), (translate(language, "Evidence"), action.evidence))
        notes = [f"{label}: {text[:MOST_WORDS]}" for label, text in told if text]
        is_dropped = action.status is ActionStatus.DROPPED
        return (
            Cell(
                action.what, Tone.QUIET if is_dropped else Tone.PLAIN, more=" · ".join(filter(None, [helpers, *notes]))
            ),
            Cell(words.goal_name(self._figures, goal, view.plan) if goal is not None else ""),
            self._due(action),
            Cell(translate(language, ACTION_LABELS[action.status]), Tone.QUIET if is_dropped else Tone.PLAIN),
        )

    def _due(self, action: Action) -> Cell:
        language, today = self._language, self._view.today
        if action.done_on is not None:
            return Cell(words.done_on(language, action.done_on), Tone.QUIET)
        if action.is_overdue(today):
            return Cell(words.overdue_by(language, action.due_on, today), Tone.BEHIND)
        if action.status.is_open and action.due_on == today:
            return Cell(translate(language, "due today"), Tone.AT_RISK)
        return Cell(words.due_on(language, action.due_on, today))

    def milestones(self) -> list[Block]:
        """Return the days that the plan is measured by."""
        language, found = self._language, self._view.record.milestones
        if not found:
            return []
        title = translate(language, "Milestones")
        columns = (
            Column(translate(language, "Milestone"), 3),
            Column(translate(language, "Owner"), 1.5),
            Column(translate(language, "Due on"), 2),
        )
        rows = tuple((Cell(one.name), Cell(one.owner_name or NO_DATA), self._milestone_due(one)) for one in found)
        return [Heading(1, title), Table(columns, rows, title)]

    def _milestone_due(self, milestone: Milestone) -> Cell:
        language, today = self._language, self._view.today
        if milestone.done_on is not None:
            return Cell(words.reached_on(language, milestone, milestone.done_on), Tone.REACHED)
        if milestone.due_on < today:
            return Cell(words.overdue_by(language, milestone.due_on, today), Tone.BEHIND)
        return Cell(formats.day(milestone.due_on, language))

    def check_ins(self) -> list[Block]:
        """Return how it was said to go each time, the latest first."""
        if not self._view.record.check_ins:
            return []
        found: list[Block] = [Heading(1, translate(self._language, "Check-ins"))]
        for one in self._view.record.check_ins:
            found += self._check_in(one)
        return found

    def _check_in(self, one: CheckIn) -> list[Block]:
        language, figures = self._language, self._figures
        head = (
            Cell(formats.day(one.checked_on, language), Tone.STRONG),
            Cell(one.user_name or NO_DATA, Tone.QUIET),
            Cell(translate(language, CONFIDENCE_LABELS[one.confidence]), Tone.QUIET),
        )
        found: list[Block] = [Paragraph("", head)]
        found += [Paragraph(line) for line in one.comment.split("\n") if line.strip()]
        seen = []
        for goal in self._view.record.goals:
            value = one.values.get(goal.goal_id)
            if value is not None:
                seen.append(words.seen_text(figures, goal, self._view.plan, value))
        return [*found, *([Paragraph(" · ".join(seen), tone=Tone.QUIET)] if seen else [])]
