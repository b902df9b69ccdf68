"""Where a plan's goals are heading in the stage looked at: one outlook a goal whose figures the viewer may read."""

from __future__ import annotations

from dataclasses import dataclass

from crm_core.access.model import Reach, Scope
from crm_core.board.model import filters_of
from crm_core.board.service import Ask
from crm_core.forecasts.model import Likelihood, Outlook, Silence, chance, likelihood
from crm_core.forecasts.service import OutlookRequest, outlook
from crm_core.metrics import folders
from crm_core.metrics.model import NumbersRequest
from crm_core.plans.model import Stage
from crm_core.plans.progress import GoalProgress
from crm_core.plans.service import LookRequest, PlanView, look
from crm_core.targets.model import Level

_EVERYTHING = Reach(Scope.ALL, (), 0)  # as a goal's own number is asked


@dataclass(frozen=True, slots=True)
class GoalOutlook:
    """A goal in a stage with where it is heading, or why that is not told. ``chance`` is that of its target, 0-1."""

    progress: GoalProgress
    stage: Stage
    found: Outlook | Silence
    chance: float | None

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

    Of a goal of several metrics each metric is one. Goals whose figures the viewer may not read are left out, and all of them in a stage that is over.
    """
    stage = view.stage
    if stage is None:
        return ()
    aimed = [part for one in view.goals if one.has_figures for part in one.parts or (one,)]
    found = [_outlook_of(ask, view, stage, one) for one in aimed]
    found = [one for one in found if one.found is not Silence.OVER]
    return tuple(sorted(found, key=_urgency))


def _urgency(one: GoalOutlook) -> tuple[bool, bool, float, int]:
    return (
        not isinstance(one.found, Outlook),
        one.chance is None,
        one.chance if one.chance is not None else 0.0,
        -one.progress.goal.weight,
    )


def _outlook_of(ask: Ask, view: PlanView, stage: Stage, progress: GoalProgress) -> GoalOutlook:
    goal = progress.goal
    if goal.metric_id is None or goal.metric_id not in folders.metrics():
        return GoalOutlook(progress, stage, Silence.NO_METRIC, None)
    asked = NumbersRequest(_EVERYTHING, stage.span, view.today, filters=filters_of(goal.scope)).of(goal.metric_id)
    found = outlook(ask, OutlookRequest(asked))
    target = progress.values.get(Level.TARGET)
    if not isinstance(found, Outlook) or target is None:
        return GoalOutlook(progress, stage, found, None)
    better = folders.metric(goal.metric_id).lower_is_better
    return GoalOutlook(progress, stage, found, chance(found, float(target), lower_is_better=better))
