"""``plans list`` and ``plans show ID``: which plans there are, and how the goals of one stand."""

from __future__ import annotations

import argparse
from datetime import date
from decimal import Decimal

from crm_core import clock
from crm_core.board.figures import Figures
from crm_core.board.service import directly
from crm_core.cli.command import DONE, Call, common_options, day
from crm_core.cli.output import aligned
from crm_core.i18n import Language
from crm_core.i18n.formats import NO_DATA
from crm_core.metrics.folders import metric as metric_of
from crm_core.metrics.folders import metrics
from crm_core.metrics.model import Unit
from crm_core.metrics.report import plain_digits
from crm_core.plans import words
from crm_core.plans.model import Goal, Plan, Stage
from crm_core.plans.progress import GoalProgress, PlanView
from crm_core.plans.service import LookRequest, PlansRequest, known_plans, look, viewer_of
from crm_core.settings import service as settings
from crm_core.store import Store
from crm_core.targets.model import STATUS_LABELS, Level


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take what to show, and as of which day."""
    acts = parser.add_subparsers(title="what to show", dest="act", metavar="ACT", required=True)
    acts.add_parser("list", parents=[common_options()], help="all plans")
    show = acts.add_parser(
        "show",
        parents=[common_options()],
        help="one plan: the goals of the stage in force, with target, actual, status",
    )
    show.add_argument("plan", metavar="ID", type=int, help="the plan's number, as the list has it")
    show.add_argument("--on", type=day, metavar="DAY", help="how it stood at the end of a day (default: today)")


def run(call: Call) -> int:
    """Print what was asked for and return 0.

    Raises:
        NotFound: there is no such plan.
    """
    {"list": _list, "show": _show}[call.options.act](call)
    return DONE


def _list(call: Call) -> None:
    found = known_plans(call.store, PlansRequest(viewer_of(call.actor)))
    head = ("ID", "NAME", "FOR", "STATE", "FROM", "TO", "OWNER")
    if not found:
        call.say("No plan yet.")
    else:
        for line in aligned([head, *(_columns(plan) for plan in found)], right=frozenset({0})):
            call.say(line)
    call.show([_plan_json(plan) for plan in found])


def _columns(plan: Plan) -> tuple[str, ...]:
    whose, owner = plan.team_name or "Whole company", plan.owner_name or NO_DATA
    return (str(plan.plan_id), plan.name, whose, plan.state.value, str(plan.first_on), str(plan.last_on), owner)


def _plan_json(plan: Plan) -> dict[str, object]:
    return {
        "plan": plan.plan_id, "name": plan.name, "team": plan.team_name, "state": plan.state.value,
        "from": plan.first_on, "to": plan.last_on, "owner": plan.owner_name,
    }  # fmt: skip


def _show(call: Call) -> None:
    figures = _figures(call.store)
    today = call.options.on or clock.today(settings.current(call.store).zone)
    asked = LookRequest(viewer_of(call.actor), call.options.plan, today, has_trends=False)
    view = look(directly(call.store), asked)
    for line in _lines(figures, view):
        call.say(line)
    call.show(_view_json(figures, view))


def _figures(store: Store) -> Figures:
    choices = settings.current(store)
    return Figures(Language.ENGLISH, choices.currency, choices.first_month)


def _lines(figures: Figures, view: PlanView) -> list[str]:
    """Return a plan as lines for a person."""
    lines = [view.plan.name, " · ".join(words.described(figures.language, view.plan))]
    lines.append(_stage_line(view.stage, view.today))
    if view.goals:
        head = ("GOAL", "TARGET", "ACTUAL", "ATTAINED", "STATUS", "OWNER")
        rows: list[tuple[str, ...]] = [head]
        for one in view.goals:
            rows.append(_goal_columns(figures, one, words.goal_name(figures, one.goal, view.plan)))
            rows += [_goal_columns(figures, part, f"- {words.metric_label(figures, part.goal)}") for part in one.parts]
        lines += ["", *aligned(rows, right=frozenset({1, 2, 3}))]
    told = [words.done_share(figures.language, view), words.overdue_actions(figures.language, view)]
    told.append(words.next_check_in(figures.language, view))
    if any(told):
        lines += ["", " · ".join(text for text in told if text)]
    return lines


def _stage_line(stage: Stage | None, today: date) -> str:
    if stage is None:
        return f"No stages yet, as of {today}"
    return f"Stage: {stage.name}, {stage.first_on} to {stage.last_on}, as of {today}"


def _goal_columns(figures: Figures, one: GoalProgress, name: str) -> tuple[str, ...]:
    goal, attained = one.goal, words.goal_attainment(one)
    return (
        name,
        words.goal_figure(figures, goal, one.values.get(Level.TARGET)),
        words.goal_figure(figures, goal, one.actual),
        NO_DATA if attained is None else f"{attained:.0f}%",
        NO_DATA if one.status is None else STATUS_LABELS[one.status],
        goal.owner_name or NO_DATA,
    )


def _view_json(figures: Figures, view: PlanView) -> dict[str, object]:
    stage = view.stage
    return {
        **_plan_json(view.plan),
        "as_of": view.today,
        "stage": stage and {"name": stage.name, "from": stage.first_on, "to": stage.last_on},
        "goals": [_goal_json(figures, view.plan, one) for one in view.goals],
        "actions": len(view.actions),
        "overdue_actions": view.overdue_count,
        "done_share": _exact(view.done_share),
        "check_in_on": view.check_in_on,
    }


def _goal_json(figures: Figures, plan: Plan, one: GoalProgress) -> dict[str, object]:
    goal, standing = one.goal, one.standing
    return {
        "goal": goal.goal_id,
        "name": words.goal_name(figures, goal, plan),
        "metric": None if goal.is_composed else goal.metric_id,
        "unit": _unit(goal),
        "weight": goal.weight,
        "owner": goal.owner_name,
        "baseline": None if goal.is_composed else _exact(goal.baseline),
        "targets": {level.value: _exact(one.values.get(level)) for level in Level},
        "actual": _exact(one.actual),
        "attainment": _exact(standing.attainment) if standing else None,
        "gap": _exact(standing.gap) if standing else None,
        "status": one.status and one.status.value,
        "reached": one.reached and one.reached.value,
        "metrics": [_goal_json(figures, plan, part) for part in one.parts],
    }


def _unit(goal: Goal) -> str | None:
    if goal.is_composed:
        return Unit.SHARE.value
    if goal.metric_id is None:
        return goal.unit or None
    return metric_of(goal.metric_id).unit.value if goal.metric_id in metrics() else None


def _exact(value: Decimal | None) -> str | None:
    return None if value is None else plain_digits(value)
