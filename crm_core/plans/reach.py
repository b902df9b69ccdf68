"""Who sees and edits what of a plan: pure rules over one's reach.

The company's plan is everybody's to know: its stages, milestones and how the company's own goals stand. Numbers, and
what belongs to a team or a person, are for whom the policy lets see that team or person. A team's plan is for its members.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from crm_core.access.model import Actor, Permission, Reach, Scope
from crm_core.plans.model import Action, CheckIn, Goal, Plan, PlanState
from crm_core.plans.progress import PlanRecord
from crm_core.targets.model import ScopeKind, TargetScope


@dataclass(frozen=True, slots=True)
class Viewer:
    """Whoever looks: how far they read (``reach``), their team, and how far they edit (None: not at all)."""

    reach: Reach
    team_id: int | None
    edit: Reach | None

    @property
    def sees_all(self) -> bool:
        """Whether nothing is hidden from them."""
        return self.reach.scope is Scope.ALL

    @property
    def edits_all(self) -> bool:
        """Whether they may edit every plan."""
        return self.edit is not None and self.edit.scope is Scope.ALL


def viewer_of(actor: Actor) -> Viewer:
    """Return how far ``actor`` reads and edits plans.

    Raises:
        NotPermitted: the role may not read plans.
    """
    edit = actor.require(Permission.PLAN_EDIT) if actor.may(Permission.PLAN_EDIT) else None
    return Viewer(actor.require(Permission.PLAN_READ), actor.team_id, edit)


def is_ours(viewer: Viewer, team_id: int | None) -> bool:
    """Return whether something stamped with a team is the viewer's to know: everybody's, or of the own team."""
    return viewer.sees_all or team_id is None or team_id == viewer.team_id


def may_edit_plan(viewer: Viewer, team_id: int | None) -> bool:
    """Return whether the viewer may edit a plan of that team (None: the company's) and all that lies in it."""
    edit = viewer.edit
    return edit is not None and (edit.scope is Scope.ALL or (team_id is not None and team_id in edit.teams))


def may_edit_goal(viewer: Viewer, plan: Plan, team_id: int | None) -> bool:
    """Return whether the viewer may edit a goal or action of that team: in the own plans, and the own team's in any."""
    edit = viewer.edit
    return may_edit_plan(viewer, plan.team_id) or (edit is not None and team_id is not None and team_id in edit.teams)


def may_see_plan(viewer: Viewer, plan: Plan) -> bool:
    """Return whether the viewer may know of the plan; of a draft, who may edit it and who answers for a section of it."""
    if not is_ours(viewer, plan.team_id):
        return False
    is_writer = viewer.reach.me in plan.writers
    return plan.state is not PlanState.DRAFT or may_edit_plan(viewer, plan.team_id) or is_writer


def may_see_goal(viewer: Viewer, goal: Goal) -> bool:
    """Return whether the viewer may know of the goal: one person's is for that person and those who lead them."""
    if goal.scope.kind is ScopeKind.PERSON and viewer.reach.scope is Scope.OWN:
        return viewer.reach.me in (goal.scope.scope_id, goal.owner_id)
    return is_ours(viewer, goal.team_id) or goal.owner_id == viewer.reach.me


def may_see_figures(viewer: Viewer, goal: Goal) -> bool:
    """Return whether the viewer may read the goal's numbers, as the board would let them; owners read their own."""
    if viewer.sees_all or goal.owner_id == viewer.reach.me:
        return True
    scope: TargetScope = goal.scope
    if scope.kind is ScopeKind.PERSON and scope.scope_id == viewer.reach.me:
        return True
    return goal.team_id is not None and goal.team_id in viewer.reach.teams


def is_mine(viewer: Viewer, action: Action) -> bool:
    """Return whether the viewer owns the action or helps with it."""
    return viewer.reach.me == action.owner_id or viewer.reach.me in action.helpers


def _seen_action(viewer: Viewer, action: Action) -> Action:
    """Return the action without its note and evidence, which may speak of customers, where they are another's."""
    if viewer.reach.scope is not Scope.OWN or is_mine(viewer, action):
        return action
    return replace(action, note="", evidence="")


def _seen_check_in(viewer: Viewer, check_in: CheckIn, figures: frozenset[int]) -> CheckIn:
    return replace(check_in, values={key: seen for key, seen in check_in.values.items() if key in figures})


def seen_by(viewer: Viewer, record: PlanRecord) -> PlanRecord:
    """Return of a whole plan what the viewer may see of it."""
    seen = [goal for goal in record.goals if may_see_goal(viewer, goal)]
    known = {goal.goal_id for goal in seen} | {None}
    figures = frozenset(goal.goal_id for goal in seen if may_see_figures(viewer, goal))
    return replace(
        record,
        goals=tuple(
            goal if goal.goal_id in figures else replace(goal, baseline=None, baseline_on=None) for goal in seen
        ),
        parts=tuple(part for part in record.parts if part.goal_id in figures),
        values=tuple(value for value in record.values if value.goal_id in figures),
        actions=tuple(
            _seen_action(viewer, action)
            for action in record.actions
            if is_mine(viewer, action) or (action.goal_id in known and is_ours(viewer, action.team_id))
        ),
        check_ins=tuple(
            _seen_check_in(viewer, one, figures) for one in record.check_ins if is_ours(viewer, one.team_id)
        ),
    )
