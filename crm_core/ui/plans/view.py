"""What a plan's page looks at, and which of its dialogs is open: kept in the session."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from crm_core import clock
from crm_core.access.model import Actor
from crm_core.plans.reach import Viewer
from crm_core.plans.service import LookRequest, PlanView, look, viewer_of
from crm_core.ui.fetch import fetch_whole
from crm_core.ui.house import settings
from crm_core.ui.plans.sheet import Sheet
from crm_core.ui.session import page_state


class Dialog(StrEnum):
    """What a dialog of the page is for."""

    PLAN = "plan"
    STAGE = "stage"
    GOAL = "goal"
    ACTION = "action"
    WORK = "work"
    MILESTONE = "milestone"
    CHECK_IN = "check_in"


@dataclass
class PageState:
    """Which stage of which plan is looked at, the open dialog with what it is about (None: something new), the table."""

    plan_id: int = 0
    stage_id: int | None = None
    dialog: Dialog | None = None
    about: int | None = None
    is_moving_stages: bool = False
    shows_milestones: bool = False
    shows_stages: bool = False
    listed_actions: int = 0  # how many are listed; 0 for the few of the beginning
    sheets: dict[int, Sheet] = field(default_factory=dict)


def page(plan_id: int) -> PageState:
    """Return the page's state; another plan begins afresh, but what was typed into its table is kept."""
    state = page_state(PageState)
    if state.plan_id != plan_id:
        state.plan_id, state.stage_id, state.dialog, state.about = plan_id, None, None, None
        state.is_moving_stages = False
    return state


def open_dialog(dialog: Dialog, about: int | None = None) -> None:
    """Have the page show a dialog in its next run."""
    state = page_state(PageState)
    state.dialog, state.about = dialog, about


def close_dialog() -> None:
    """Put the dialog away."""
    state = page_state(PageState)
    state.dialog = state.about = None


@dataclass(frozen=True)
class Looked:
    """Whoever looks, how far they see and edit, and how the plan goes."""

    actor: Actor
    viewer: Viewer
    view: PlanView

    @property
    def plan_id(self) -> int:
        """The plan's id."""
        return self.view.plan.plan_id

    @property
    def request(self) -> LookRequest:
        """What ``view`` answers."""
        return _request(self.viewer, self.plan_id, page(self.plan_id).stage_id)


def looked_at(actor: Actor, plan_id: int) -> Looked:
    """Return the plan as the actor sees it today, in the stage that was chosen.

    Raises:
        NotFound: there is no such plan, or it is not theirs to see.
    """
    state, viewer = page(plan_id), viewer_of(actor)
    known = fetch_plan(viewer, plan_id, None)
    if state.stage_id not in {stage.stage_id for stage in known.record.stages}:
        state.stage_id = None
    view = known if state.stage_id is None else fetch_plan(viewer, plan_id, state.stage_id)
    return Looked(actor, viewer, view)


def fetch_plan(viewer: Viewer, plan_id: int, stage_id: int | None) -> PlanView:
    """Return the plan as ``plans.service.look`` gives it, from the page's cache."""
    return fetch_whole(look, _request(viewer, plan_id, stage_id))


def _request(viewer: Viewer, plan_id: int, stage_id: int | None) -> LookRequest:
    return LookRequest(viewer, plan_id, clock.today(settings().zone), stage_id)


def table(looked: Looked) -> Sheet:
    """Return the plan's tables in the making; those of other plans are kept while something in them is not saved."""
    state = page(looked.plan_id)
    state.sheets = {key: kept for key, kept in state.sheets.items() if kept.typed or key == looked.plan_id}
    sheet = state.sheets.setdefault(looked.plan_id, Sheet())
    sheet.look_at(looked.view.record)
    return sheet
