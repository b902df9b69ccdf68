"""What the rules found at a goal, as a person reads it: what is wrong, and with which numbers."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from crm_core.board.figures import Figures
from crm_core.errors import N_
from crm_core.i18n import translate
from crm_core.i18n.formats import NO_DATA
from crm_core.plans.parts.vague import Hint, Vague
from crm_core.plans.words import goal_figure, goal_name, metric_label
from crm_core.relationships.model import RUNG_LABELS

HINT_TEXTS: Mapping[Vague, str] = {
    Vague.OTHER_WAY: N_("It wants the number to move the other way than “{other}”."),
    Vague.OTHER_TARGET: N_("{stage}: {first} here, {second} for the same days in “{other}”."),
    Vague.WRONG_SIDE: N_("{stage}: the target {first} is no better than the baseline {second}."),
    Vague.SUM_SHORT: N_("{stage}: the teams' goals add up to {first}, the company's asks for {second}."),
    Vague.STEP_BACK: N_("{stage}: the target {first} is easier than that of the stage before, {second}."),
    Vague.OUT_OF_PROPORTION: N_("{stage}: the target comes to {first} a month; the best month so far was {second}."),
    Vague.TWICE: N_("The same number is aimed at in “{other}” too."),
    Vague.NO_METRIC: N_("It names neither a metric nor a unit: nobody can tell when it is reached."),
    Vague.NO_DATE: N_("It has no date: the plan has no stage in force or to come."),
    Vague.NO_TARGET: N_("{stage}: no target, so nothing tells whether it is reached."),
    Vague.NO_OWNER: N_("Nobody who is active answers for it."),
    Vague.NO_BASELINE: N_("Without a baseline, its progress counts from zero."),
    Vague.ALL_COUNTED: N_("It is for {group} customers, but its number counts all of them."),
}
BEYOND_BEST = N_("{stage}: the target is {first}; the best month so far was {second}.")


def hint_text(figures: Figures, hint: Hint) -> str:
    """Return one sentence: what is wrong. People's text stands in it as it was typed."""
    goal, language = hint.aim.goal, figures.language
    shown = [goal_figure(figures, goal, _shown(value)) for value in hint.values] + [NO_DATA, NO_DATA]
    group, text = goal.detail.group, HINT_TEXTS[hint.kind]
    if hint.kind is Vague.OUT_OF_PROPORTION and not hint.aim.rule.is_flow:
        text = BEYOND_BEST
    return translate(
        language,
        text,
        stage=hint.stage.name if hint.stage is not None else "",
        first=shown[0],
        second=shown[1],
        other=_other(figures, hint),
        group=translate(language, RUNG_LABELS[group]) if group is not None else "",
    )


def _shown(value: Decimal) -> Decimal:
    return value if value == value.to_integral_value() or abs(value) < 100 else value.to_integral_value()


def _other(figures: Figures, hint: Hint) -> str:
    if hint.other is None:
        return ""
    other = hint.other
    name = goal_name(figures, other.goal, other.plan) if other.goal.name else metric_label(figures, other.goal)
    return name if other.plan.plan_id == hint.aim.plan.plan_id else f"{other.plan.name} · {name}"
