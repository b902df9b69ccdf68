"""Where a plan's goals are heading in the stage looked at: one outlook a goal whose figures the viewer may read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from crm_core.access.model import Reach, Scope
from crm_core.board.model import filters_of
from crm_core.board.service import Ask
from crm_core.forecasts.model import Likelihood, Outlook, Silence, chance, likelihood
from crm_core.forecasts.service import OutlookRequest, outlook
from crm_core.forecasts.whole import Part, whole_outlook
from crm_core.metrics import folders
from crm_core.metrics.model import NumbersRequest
from crm_core.periods import Period
from crm_core.plans.progress import GoalProgress
from crm_core.plans.service import LookRequest, PlanView, look
from crm_core.targets.model import Course, Level, Standing, is_met, judge
from crm_core.targets.traits import rule_of

_EVERYTHING = Reach(Scope.ALL, (), 0)  # as a goal's own number is asked


@dataclass(frozen=True, slots=True)
class GoalOutlook:
    """A goal in a stage with where it is heading, or why that is not told. ``chance`` is that of its target, 0-1.

    Of a goal of several metrics ``parts`` are where each of them is heading; where they do not tell how likely all of them are
    reached, ``at_most`` is what the least likely of them leaves.
    """

    progress: GoalProgress
    span: Period
    found: Outlook | Silence
    chance: float | None
    parts: tuple[GoalOutlook, ...] = ()
    at_most: float | None = None

    @property
    def likelihood(self) -> Likelihood | None:
        """The chance in a word; None where there is none."""
        return None if self.chance is None else likelihood(self.chance)


def plan_outlooks(ask: Ask, request: LookRequest) -> tuple[GoalOutlook, ...]:
    """Return where the goals of a plan are heading in the stage that is asked for.

    Raises:
        NotFound: there is no such plan or stage, or it is not the viewer's to see.
    """
    return goal_outlooks(ask, look(ask, request))


def goal_outlooks(ask: Ask, view: PlanView) -> tuple[GoalOutlook, ...]:
    """Return where the goals of the stage looked at are heading, the least likely to be reached first.

    Goals whose figures the viewer may not read are left out, and all of them in a stage that is over.
    """
    stage = view.stage
    if stage is None:
        return ()
    found = [goal_outlook(ask, one, stage.span, view.today) for one in view.goals if one.has_figures]
    found = [one for one in found if one.found is not Silence.OVER]
    return tuple(sorted(found, key=_urgency))


def _urgency(one: GoalOutlook) -> tuple[bool, bool, float, int]:
    known = one.chance if one.chance is not None else one.at_most
    return not isinstance(one.found, Outlook), known is None, known or 0.0, -one.progress.goal.weight


def goal_outlook(ask: Ask, progress: GoalProgress, span: Period, as_of: date) -> GoalOutlook:
    """Return where a goal is heading by the end of ``span``, as it was known before ``as_of``."""
    if progress.parts:
        return _of_several(ask, progress, span, as_of)
    goal = progress.goal
    if goal.metric_id is None or goal.metric_id not in folders.metrics():
        return GoalOutlook(progress, span, Silence.NO_METRIC, None)
    asked = NumbersRequest(_EVERYTHING, span, as_of, filters=filters_of(goal.scope)).of(goal.metric_id)
    found = outlook(ask, OutlookRequest(asked))
    target = progress.values.get(Level.TARGET)
    if not isinstance(found, Outlook) or target is None:
        return GoalOutlook(progress, span, found, None)
    better = folders.metric(goal.metric_id).lower_is_better
    return GoalOutlook(progress, span, found, chance(found, float(target), lower_is_better=better))


# Goals of several metrics -----------------------------------------------------------------------------------------------


def _of_several(ask: Ask, progress: GoalProgress, span: Period, as_of: date) -> GoalOutlook:
    """Return where a goal is heading that is its metrics together; those without a target in the stage count for nothing."""
    each = tuple(goal_outlook(ask, one, span, as_of) for one in progress.parts)
    aimed = [one for one in each if one.progress.values.get(Level.TARGET) is not None]
    reasons = {one.found for one in aimed if isinstance(one.found, Silence)}
    if not aimed or reasons:
        why = Silence.OVER if Silence.OVER in reasons else Silence.NOT_ALL if aimed else Silence.NO_AIM
        return GoalOutlook(progress, span, why, None, each)
    parts = [_part(one.progress, one.found, span) for one in aimed if isinstance(one.found, Outlook)]
    found, likely = whole_outlook(parts, _seen(progress, parts))
    if found.has_band and not found.is_proven:
        return GoalOutlook(progress, span, Silence.UNPROVEN, None, each)
    at_most = min((one.chance for one in aimed if one.chance is not None), default=None) if likely is None else None
    return GoalOutlook(progress, span, found, likely, each, at_most)


def _seen(progress: GoalProgress, parts: Sequence[Part]) -> tuple[tuple[date, float], ...]:
    if progress.actual is None:
        return ()
    return ((min(one.found.known_on for one in parts), float(progress.actual)),)


def _part(progress: GoalProgress, found: Outlook, span: Period) -> Part:
    """Return a metric of a goal with how it stands once its stage is over."""
    goal, target = progress.goal, progress.values[Level.TARGET]
    rule = rule_of(goal.metric_id or "")
    course = Course(span, span.last + timedelta(days=1), span.last)

    def ending(value: float) -> Standing:
        return judge(_exact(value), target, course, rule, baseline=goal.baseline)

    return Part(goal.weight, found, ending, lambda value: is_met(_exact(value), target, rule))


def _exact(value: float) -> Decimal:
    return Decimal(str(round(value, 6)))
