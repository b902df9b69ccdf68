"""What a plan's actions cost: planned and spent, by goal and altogether, against what the plan may cost."""

from __future__ import annotations

from decimal import Decimal

import streamlit as st

from crm_core.plans.model import Action, ActionStatus
from crm_core.plans.reach import may_edit_plan
from crm_core.plans.work.drafts import AMOUNT
from crm_core.plans.work.model import Cost, Detail, PlanWork, cost_of, costs_by_goal
from crm_core.plans.work.writing import set_budget
from crm_core.targets.drafts import as_typed
from crm_core.ui import show
from crm_core.ui.forms import Form, Values
from crm_core.ui.guard import current_actor
from crm_core.ui.house import store
from crm_core.ui.plans.view import Looked
from crm_core.ui.plans.words import goal_name
from crm_core.ui.tables import figure_column, height_of, show_table
from crm_core.ui.text import _, noted

_MOST = 20


def plan_cost(looked: Looked, work: PlanWork) -> Cost:
    """Return the money of all actions that whoever looks sees in full."""
    return sum(costs_by_goal(looked.view.record.actions, work).values(), Cost())


def show_costs(looked: Looked, work: PlanWork) -> None:
    """Show what was planned and spent, by goal and by action, and what is left of the budget."""
    total = plan_cost(looked, work)
    if not total.count and not work.sees_budget:
        st.caption(_("None of the actions that you see in full has costs."))
        return
    with st.container(border=True, gap="small"):
        _show_total(looked, work, total)
    if not total.count:
        st.caption(_("No action has costs yet. They are entered in an action's form."))
        return
    with st.container(border=True):
        st.subheader(_("By goal"), anchor=False)
        _show_goals(looked, work, total)
    with st.container(border=True):
        st.subheader(_("By action"), anchor=False)
        _show_actions(looked, work)


def _show_total(looked: Looked, work: PlanWork, total: Cost) -> None:
    figures = [(_("Planned cost"), show.money(total.planned)), (_("Spent so far"), show.money(total.spent))]
    if work.sees_budget and work.budget is not None:
        figures.insert(0, (_("Budget"), show.money(work.budget)))
        figures.append((_("Left of the budget"), show.money(work.budget - total.spent)))
    with st.container(horizontal=True, gap="large", key="work-money"):
        for label, figure in figures:
            st.metric(label, figure, width="content")
    if not work.sees_budget:
        st.caption(_("Only what you may see in full is counted here, not the whole plan."))
    elif work.budget is not None and total.planned > work.budget:
        over = show.money(total.planned - work.budget)
        st.warning(_("More is planned than the plan may cost: by {amount}.", amount=over), icon=":material/payments:")
    if may_edit_plan(looked.viewer, looked.view.plan.team_id):
        _show_budget_form(looked, work)


def _show_budget_form(looked: Looked, work: PlanWork) -> None:
    def save(values: Values, key: str, version: int) -> str:
        set_budget(store(), current_actor(), looked.plan_id, values, version=version, key=key)
        return _("Saved.")

    label = _("Set a budget") if work.budget is None else _("Change the budget")
    with st.popover(label, icon=":material/edit:"):
        form = Form("plan_budget", save, about=looked.plan_id, version=work.budget_version)
        with form:
            text = noted(_("Budget of the plan"), show.currency_sign())
            form.text("amount", text, as_typed(work.budget, AMOUNT), max_chars=40, help=_("Empty: no budget."))
            form.submit(_("Save"))


def _show_goals(looked: Looked, work: PlanWork, total: Cost) -> None:
    plan, record = looked.view.plan, looked.view.record
    costs = costs_by_goal(record.actions, work)
    names = {goal.goal_id: goal_name(goal, plan) for goal in record.goals}
    rows = [(names[key], costs[key]) for key in names if key in costs]
    if None in costs:
        rows.append((_("The plan as a whole"), costs[None]))
    rows.append((_("Together"), total))
    columns = {
        _("Goal"): [name for name, _cost in rows],
        _("Planned cost"): [show.money(cost.planned) for _name, cost in rows],
        _("Spent so far"): [show.money(cost.spent) for _name, cost in rows],
        _("Spent of planned"): [_share(cost) for _name, cost in rows],
    }
    show_table(columns, _config(_("Goal"), columns), key="work:costs:goals", height="content")


def _show_actions(looked: Looked, work: PlanWork) -> None:
    rows = [
        (action, work.detail(action.action_id), cost_of(action, work.detail(action.action_id)))
        for action in looked.view.actions
    ]
    known = [(action, detail) for action, detail, cost in rows if cost.count]
    columns = {
        _("What is done"): [action.what for action, _detail in known],
        _("Owner"): [action.owner_name or show.NO_DATA for action, _detail in known],
        _("Planned cost"): [show.money(_planned(action, detail)) for action, detail in known],
        _("Spent so far"): [show.money(detail.spent_cost) for _action, detail in known],
    }
    config = _config(_("What is done"), columns)
    config[_("Owner")] = st.column_config.TextColumn(_("Owner"), width=110)
    show_table(columns, config, key="work:costs:actions", height=height_of(len(known), _MOST))


def _planned(action: Action, detail: Detail) -> Decimal | None:
    """Return what is planned for an action; for one that was dropped, nothing is any more."""
    return None if action.status is ActionStatus.DROPPED else detail.planned_cost


def _config(first: str, columns: dict[str, list[str]]) -> dict[str, object]:
    config: dict[str, object] = {label: figure_column(label, width=116) for label in columns}
    config[first] = st.column_config.TextColumn(first, pinned=True, width=170)
    return config


def _share(cost: Cost) -> str:
    return (
        show.share(cost.spent / cost.planned if cost.planned else None, 0)
        if cost.planned > Decimal(0)
        else show.NO_DATA
    )
