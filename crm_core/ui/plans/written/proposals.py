"""The sentences of a document that state a target: each is looked over and made a goal by a person, or let go."""

from __future__ import annotations

import streamlit as st

from crm_core.drafting.proposing import (
    Proposal,
    ProposalState,
    proposals_of,
    refuse_proposal,
    suggestion,
    take_proposal,
)
from crm_core.errors import AlreadyDone, CrmError
from crm_core.metrics.folders import metrics
from crm_core.plans.drafts import BY_HAND, NAME_LIMIT, UNIT_LIMIT
from crm_core.plans.parts.telling import HINT_TEXTS
from crm_core.plans.parts.vague import Vague
from crm_core.targets.drafts import as_typed
from crm_core.targets.model import COMPANY, ScopeKind, TargetScope
from crm_core.targets.traits import number_kind_of
from crm_core.ui.fetch import fetch
from crm_core.ui.figures import metric_name, scope_code
from crm_core.ui.forms import Form, Values
from crm_core.ui.guard import current_actor
from crm_core.ui.house import store
from crm_core.ui.plans.drafting.words import UNIT_WORDS, amount_told, by_told, measure_name
from crm_core.ui.plans.forms import people
from crm_core.ui.plans.words import goal_name
from crm_core.ui.plans.written.view import Open, Written, open_dialog
from crm_core.ui.session import flash
from crm_core.ui.text import _, ngettext, plain, quoted

_IN_SIGHT = 5


def proposals_for(written: Written) -> tuple[Proposal, ...]:
    """Return the proposals for the plan; none to who does not edit it."""
    return fetch(proposals_of, written.asked) if written.may_edit else ()


def show_proposals(written: Written) -> None:
    """Show what was found in the plan's document and not decided on yet; what was decided lies folded away."""
    found = proposals_for(written)
    open_ones = [one for one in found if one.state is ProposalState.OPEN]
    decided = [one for one in found if one.state is not ProposalState.OPEN]
    if not found:
        return
    with st.container(border=True, gap="small", key="written-proposals"):
        st.subheader(_("Targets found in the document"), anchor=False)
        if open_ones:
            st.caption(_("Nothing becomes a goal by itself: look each over and take it, or let it go."))
        else:
            st.caption(_("All of them are decided on."))
        for one in open_ones[:_IN_SIGHT]:
            _show_one(one)
        more = open_ones[_IN_SIGHT:]
        if more:
            with st.expander(ngettext("{count} more", "{count} more", len(more)), type="compact"):
                for one in more:
                    _show_one(one)
        if decided:
            label = ngettext("{count} decided on", "{count} decided on", len(decided))
            with st.expander(label, icon=":material/history:", type="compact"):
                for one in decided:
                    st.markdown(_decided(one))


def _decided(one: Proposal) -> str:
    word = _("taken") if one.state is ProposalState.TAKEN else _("let go")
    colour = "green" if one.state is ProposalState.TAKEN else "gray"
    return f":{colour}-badge[{word}] {plain(one.sentence)} :small[:gray[{plain(one.decided_by or '–')}]]"


def _show_one(one: Proposal) -> None:
    facts = [f"**{plain(measure_name(one))}**", plain(amount_told(one)), by_told(one) or f":orange[{_('no date')}]"]
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"proposal-row-{one.proposal_id}"):
        st.markdown(f"{quoted(plain(one.sentence))}  \n{' · '.join(facts)}", width="stretch")
        st.button(
            _("Take"), key=f"proposal:take:{one.proposal_id}", icon=":material/add:", on_click=open_dialog,
            args=(Open.TAKE, one.proposal_id),
        )  # fmt: skip
        st.button(
            _("Let go"), key=f"proposal:refuse:{one.proposal_id}", type="tertiary", on_click=_refuse, args=(one,),
        )  # fmt: skip


def _refuse(one: Proposal) -> None:
    try:
        key = f"refuse-proposal:{one.proposal_id}:{one.version}"
        refuse_proposal(store(), current_actor(), one.proposal_id, version=one.version, key=key)
    except AlreadyDone:
        return  # the second half of a double click
    except CrmError as error:
        flash(_(error.message), ":material/error:")


def take_form(written: Written, proposal: Proposal) -> bool:
    """Show the goal that a proposal would make, to be mended and taken; return whether it was just taken."""

    def save(values: Values, key: str, version: int) -> str:
        take_proposal(store(), current_actor(), proposal.proposal_id, values, version=version, key=key)
        return _("The goal is in the plan.")

    told = suggestion(store(), current_actor(), proposal)
    kind = number_kind_of(proposal.metric_id) if proposal.metric_id else BY_HAND
    plan, record = written.looked.view.plan, written.looked.view.record
    form = Form("take_proposal", save, about=proposal.proposal_id, version=proposal.version)
    st.markdown(f"> {plain(proposal.sentence)}")
    with form:
        names = {"": _("Measured by hand")} | {key: metric_name(key) for key in metrics()}
        form.choose("metric_id", _("Metric"), names, proposal.metric_id or "")
        name = "" if proposal.metric_id else measure_name(proposal)[:NAME_LIMIT]
        form.text("name", _("Name (needed where measured by hand)"), name, max_chars=NAME_LIMIT)
        left, right = st.columns(2, vertical_alignment="bottom")
        with left:
            unit = "" if proposal.metric_id else _(UNIT_WORDS[proposal.unit]) if proposal.unit in UNIT_WORDS else ""
            form.text("unit", _("Unit (by hand)"), unit, max_chars=UNIT_LIMIT)
        with right:
            form.tick("lower_is_better", _("Lower is better (by hand)"), proposal.direction.value == "down")
        left, right = st.columns(2)
        with left:
            form.text("target", _("Target"), as_typed(told.target, kind))
        with right:
            stages = {str(one.stage_id): one.name for one in record.stages}
            form.choose("stage_id", _("Stage"), stages, str(told.stage.stage_id) if told.stage else None)
        left, right = st.columns(2)
        with left:
            form.text("baseline", _("Baseline"), as_typed(told.baseline, kind))
        with right:
            form.day("baseline_on", _("Date of the baseline"), told.baseline_on)
        scope = COMPANY if plan.team_id is None else TargetScope(ScopeKind.TEAM, plan.team_id)
        scopes = {scope_code(scope): plan.team_name or _("Whole company")}
        form.choose("scope", _("Scope"), scopes, scope_code(scope))
        me = written.looked.actor
        form.choose(
            "owner_id", _("Owner"), people(written.looked.viewer, plan.team_id, (me.user_id, me.name)), me.user_id
        )
        if told.target is None:
            st.caption(_("What it is now is not known, so the target cannot be worked out. Please type it."))
        for one in record.goals:
            if proposal.metric_id is not None and (one.metric_id, one.scope) == (proposal.metric_id, scope):
                text = _(HINT_TEXTS[Vague.TWICE], other=goal_name(one, plan))
                st.markdown(f":small[:orange[:material/lightbulb: {plain(text)}]]")
        form.submit(_("Take it as a goal"))
    return form.just_saved
