"""The fields of a goal's further metrics: nothing to fill in for a goal of one metric."""

from __future__ import annotations

import streamlit as st

from crm_core.metrics.folders import metrics
from crm_core.plans.model import Goal
from crm_core.plans.parts.drafts import MORE, baseline_field, weight_field
from crm_core.plans.parts.model import MOST_METRICS, RULE, GoalPart
from crm_core.targets.drafts import as_typed
from crm_core.targets.traits import number_kind_of
from crm_core.ui.figures import metric_name
from crm_core.ui.forms import Form
from crm_core.ui.plans.view import Looked
from crm_core.ui.text import _, plain


def show_metric_fields(form: Form, looked: Looked, goal: Goal | None) -> None:
    """Show which further metrics a goal has and, as soon as there is one, what each weighs and where it starts."""
    parts = {} if goal is None else {part.metric_id: part for part in looked.view.record.parts_of(goal.goal_id)}
    first = goal.metric_id if goal is not None else form.current("metric_id")
    names = {metric_id: metric_name(metric_id) for metric_id in metrics() if metric_id != first}
    names |= {metric_id: metric_name(metric_id) for metric_id in parts}
    form.several(
        MORE, _("Further metrics (optional)"), names, list(parts), max_selections=MOST_METRICS - 1, help=_(RULE),
        placeholder=_("One metric is enough for most goals"),
    )  # fmt: skip
    chosen = [one for one in form.current(MORE) or () if one in names]
    if not chosen:
        return
    with st.container(border=True, gap="small"):
        label = metric_name(first) if first else _("What is measured by hand")
        left, right = st.columns(2, vertical_alignment="center")
        with left:
            st.markdown(f"**{plain(label)}**  \n:small[:gray[{_('its baseline stands above')}]]")
        with right:
            _field(form, "first_weight", _("Weight"), label, str(goal.detail.first_weight) if goal else "1")
        for metric_id in chosen:
            _metric_fields(form, metric_id, names[metric_id], parts.get(metric_id))


def _metric_fields(form: Form, metric_id: str, name: str, part: GoalPart | None) -> None:
    left, right = st.columns(2, vertical_alignment="bottom")
    with left:
        start = as_typed(part.baseline, number_kind_of(metric_id)) if part is not None else ""
        _field(form, baseline_field(metric_id), _("Baseline"), name, start)
    with right:
        weight = str(part.weight) if part is not None else "1"
        _field(form, weight_field(metric_id), _("Weight"), name, weight)


def _field(form: Form, field: str, what: str, name: str, value: str) -> None:
    form.text(field, f"**{plain(name)}** :gray[{what}]", value, max_chars=40)
