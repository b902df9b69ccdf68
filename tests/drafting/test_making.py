"""Plans made from templates, copies and documents: whole, with the dates asked for, and with nothing taken without a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_core.drafting.keeping import keep_template, own_templates, remove_template
from crm_core.drafting.making import make_plan, outline_of_plan
from crm_core.drafting.outline import Outline, OutlineStage, as_json, from_json
from crm_core.drafting.proposing import (
    Proposal,
    ProposalState,
    proposals_of,
    refuse_proposal,
    suggestion,
    take_proposal,
)
from crm_core.drafting.reading import Document, TakenIn, look_into, make_plan_of_document, read_into_plan
from crm_core.drafting.templates import names, template, templates
from crm_core.errors import AlreadyDone, CrmError, InvalidInput, NotFound, NotPermitted, Refused
from crm_core.i18n import Language
from crm_core.metrics.folders import metrics
from crm_core.periods import Period
from crm_core.plans.model import Priority
from crm_core.plans.service import OnePlan, plan_record, viewer_of
from crm_core.plans.work.service import plan_work
from crm_core.plans.work.writing import edit_whole_action
from crm_core.sections.markdown import read, shown
from crm_core.sections.model import MOST_SECTIONS, TEXT_LIMIT
from crm_core.sections.service import sections_of
from crm_core.settings.service import change_settings, current_version
from crm_core.store import Store
from crm_core.targets.model import Level, ScopeKind
from tests.access.test_refusals import everything
from tests.conftest import Cast
from tests.customers.faces import Faces, faces
from tests.drafting.files import TARGETS, docx_bytes
from tests.plans.stage import fresh, make_plans

__all__ = ["faces"]
YEAR = {"name": "Made", "first_on": date(2026, 4, 1), "last_on": date(2027, 3, 31)}
SPANS = st.builds(
    lambda first, days: Period(first, date.fromordinal(first.toordinal() + days)),
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.integers(30, 3000),
)


@pytest.mark.parametrize("language", Language)
def test_every_template_is_whole_in_every_language(language: Language) -> None:
    for one in templates(language):
        outline, shape = one.outline, template(one.key, Language.SIMPLIFIED).outline
        assert one.about
        assert outline.purpose
        for part in ("sections", "stages", "goals", "actions", "milestones"):
            assert len(getattr(outline, part)) == len(getattr(shape, part)) > 0, (one.key, part)
        assert [(goal.metric_id, goal.values) for goal in outline.goals] == [
            (goal.metric_id, goal.values) for goal in shape.goals
        ]
        assert all(goal.metric_id in metrics() or (goal.name and goal.unit) for goal in outline.goals)
        for section in outline.sections:
            assert 60 < len(section.content) < TEXT_LIMIT
            assert shown(read(section.content))
        assert (outline.stages[0].first, outline.stages[-1].last) == (0, outline.days - 1)


@given(st.sampled_from(names()), SPANS)
@settings(max_examples=60)
def test_stages_partition_a_plan_of_any_length(key: str, span: Period) -> None:
    outline = template(key, Language.ENGLISH).outline
    spans = outline.stage_spans(span)
    assert len(spans) == len(outline.stages)
    assert (spans[0].first, spans[-1].last) == (span.first, span.last)
    assert all((after.first - before.last).days == 1 for before, after in pairwise(spans))
    assert all(outline.on(one.due, span) in span for one in (*outline.actions, *outline.milestones))
    assert from_json(as_json(outline)) == outline


def test_a_plan_too_short_for_its_stages_says_so() -> None:
    outline = Outline(
        "x", "", 90, stages=tuple(OutlineStage(str(place), place * 30, place * 30 + 29) for place in range(3))
    )
    with pytest.raises(InvalidInput):
        outline.stage_spans(Period(date(2026, 1, 1), date(2026, 1, 2)))


def test_a_plan_is_made_from_a_template_kept_as_one_and_copied_to_other_days(store: Store, cast: Cast) -> None:
    full = template("full", Language.ENGLISH).outline
    plan_id = make_plan(store, cast.mia, full, YEAR, key="made")
    with pytest.raises(AlreadyDone):
        make_plan(store, cast.mia, full, YEAR, key="made")
    record = plan_record(store, OnePlan(viewer_of(cast.mia), plan_id))
    assert (len(record.stages), len(record.goals), len(record.actions), len(record.milestones)) == (4, 5, 7, 3)
    assert (record.stages[0].first_on, record.stages[-1].last_on) == (YEAR["first_on"], YEAR["last_on"])
    csat = next(goal for goal in record.goals if goal.metric_id == "csat")
    assert record.values_of(csat.goal_id, record.stages[-1].stage_id) == {Level.TARGET: Decimal("0.9")}
    hours = next(goal for goal in record.goals if goal.metric_id is None)
    assert (hours.unit, hours.lower_is_better) == ("hours", True)
    assert {action.goal_id for action in record.actions} >= {csat.goal_id, hours.goal_id, None}
    sections = sections_of(store, OnePlan(viewer_of(cast.mia), plan_id))
    assert [one.title for one in sections] == [one.title for one in full.sections]
    kept = keep_template(store, cast.mia, plan_id, {"name": "Ours", "about": "a"}, key=fresh())
    (own,) = own_templates(store, viewer_of(cast.tao))
    assert (own.template_id, own.name, own.outline.goals[0].owner_id) == (kept, "Ours", None)
    team = make_plan(store, cast.tao, own.outline, {**YEAR, "name": "North", "has_actions": False}, key=fresh())
    north = plan_record(store, OnePlan(viewer_of(cast.tao), team))
    assert (north.plan.team_id, len(north.goals), north.actions, north.milestones) == (cast.north, 5, (), ())
    assert all(goal.scope.kind is ScopeKind.TEAM and goal.scope.scope_id == cast.north for goal in north.goals)
    first, second = (one.action_id for one in record.actions[:2])
    told = {"what": "Then", "due_on": YEAR["last_on"], "method": "m", "planned_cost": "12.5", "before": [first]}
    edit_whole_action(store, cast.mia, second, told, version=1, key=fresh())
    change_settings(store, cast.ada, {"plan_high_actions": "2"}, current_version(store))
    later = {**YEAR, "first_on": date(2027, 4, 1), "last_on": date(2028, 3, 30)}
    copied = make_plan(store, cast.mia, outline_of_plan(store, cast.mia, plan_id), later, key=fresh())
    copy = plan_record(store, OnePlan(viewer_of(cast.mia), copied))
    work = plan_work(store, OnePlan(viewer_of(cast.mia), copied))
    ((then, before),) = work.links
    assert next(one.what for one in copy.actions if one.action_id == then) == "Then"
    assert next(one.what for one in copy.actions if one.action_id == before) == record.actions[0].what
    assert (work.detail(then).method, work.detail(then).planned_cost) == ("m", Decimal("12.5"))
    assert sum(one.priority is Priority.HIGH for one in record.actions) == 3 > work.high_count == 2
    moved = (copy.plan.first_on - record.plan.first_on).days
    assert [(one.due_on - was.due_on).days for one, was in zip(copy.milestones, record.milestones, strict=True)] == [
        moved
    ] * 3
    with pytest.raises(NotFound):
        remove_template(store, cast.tao, kept, key=fresh())
    remove_template(store, cast.mia, kept, key=fresh())
    assert own_templates(store, viewer_of(cast.mia)) == ()


def test_sentences_of_a_document_become_goals_only_by_a_person(store: Store, cast: Cast, faces: Faces) -> None:
    mia, viewer = cast.mia, viewer_of(cast.mia)
    document = look_into(
        store,
        mia,
        docx_bytes("计划", (("目标", (*TARGETS, "未来两年将利润提高10%。")), ("责任", ("有专人。",)))),
        "计划.docx",
        opening="-",
    )
    plan_id = make_plan_of_document(store, mia, document, YEAR, key="read", stage="Whole plan")
    with pytest.raises(AlreadyDone):
        make_plan_of_document(store, mia, document, YEAR, key="read", stage="Whole plan")
    asked = OnePlan(viewer, plan_id)
    assert plan_record(store, asked).goals == ()
    found = proposals_of(store, asked)
    assert [one.state for one in found] == [ProposalState.OPEN] * 4
    csat, churn, answered, profit = found
    assert (csat.sentence, csat.by_on, csat.baseline) == (TARGETS[0], date(2026, 12, 31), Decimal("0.85"))
    told = suggestion(store, mia, csat)
    assert (told.target, told.stage and told.stage.name) == (Decimal("0.92"), "Whole plan")
    assert suggestion(store, mia, profit).target is None  # nothing was sold yet: 10 % more than what?
    given_csat = {
        "metric_id": "csat",
        "scope": "company",
        "target": "91%",
        "stage_id": str(told.stage.stage_id if told.stage else ""),
    }
    goal_id = take_proposal(store, mia, csat.proposal_id, given_csat, version=1, key=fresh())
    hours = {
        "metric_id": "",
        "name": "投诉处理时间",
        "unit": "小时",
        "lower_is_better": True,
        "target": "24小时",
        "scope": "company",
    }
    take_proposal(
        store, mia, answered.proposal_id, {**hours, "stage_id": given_csat["stage_id"]}, version=1, key=fresh()
    )
    refuse_proposal(store, mia, churn.proposal_id, version=1, key=fresh())
    record = plan_record(store, asked)
    assert record.values_of(goal_id, record.stages[0].stage_id) == {Level.TARGET: Decimal("0.91")}
    assert [(goal.metric_id, goal.unit) for goal in record.goals] == [("csat", ""), (None, "小时")]
    after = {one.proposal_id: one for one in proposals_of(store, asked)}
    assert (after[csat.proposal_id].state, after[csat.proposal_id].goal_id) == (ProposalState.TAKEN, goal_id)
    assert after[churn.proposal_id].state is ProposalState.REFUSED
    _refusals_change_nothing(store, cast, document, profit, taken_id=csat.proposal_id)


def test_a_document_is_read_into_a_plan_that_is_there_and_a_second_time_proposes_nothing(
    store: Store, cast: Cast, faces: Faces
) -> None:
    mia, viewer = cast.mia, viewer_of(cast.mia)
    plan_id = make_plan(store, mia, template("full", Language.SIMPLIFIED).outline, YEAR, key=fresh())
    asked = OnePlan(viewer, plan_id)
    before = [one.title for one in sections_of(store, asked)]
    chapters = (("目标", TARGETS), ("责任", ("有专人。",)), ("附录", ("略。",)))
    document = look_into(store, mia, docx_bytes("计划", chapters), "计划.docx", opening="-")
    titles = [title for title, _content in document.sections]
    wanted = {titles.index("目标"), titles.index("责任")}
    assert read_into_plan(store, mia, plan_id, document, wanted, key="in") == TakenIn(2, 3)
    with pytest.raises(AlreadyDone):
        read_into_plan(store, mia, plan_id, document, wanted, key="in")
    assert [one.title for one in sections_of(store, asked)] == [*before, "目标", "责任"]
    goals = plan_record(store, asked).goals
    assert [one.sentence for one in proposals_of(store, asked)] == list(TARGETS[:3])
    assert read_into_plan(store, mia, plan_id, document, (), key=fresh()) == TakenIn(0, 0)
    assert plan_record(store, asked).goals == goals  # nothing is taken without a person
    taken = proposals_of(store, asked)[0]
    stage_id = str(plan_record(store, asked).stages[-1].stage_id)
    goal = {"metric_id": "csat", "scope": "company", "target": "91%", "stage_id": stage_id}
    take_proposal(store, mia, taken.proposal_id, goal, version=1, key=fresh())
    assert len(plan_record(store, asked).goals) == len(goals) + 1


def _refusals_change_nothing(
    store: Store, cast: Cast, document: Document, open_one: Proposal, *, taken_id: int
) -> None:
    plan_id, open_id = open_one.plan_id, open_one.proposal_id
    plans = make_plans(store, cast)
    goal = {"metric_id": "csat", "scope": "company", "target": "90%", "stage_id": "1"}
    outline = template("routines", Language.ENGLISH).outline
    before, head = everything(store), store.head.seq
    calls = {
        "make": lambda who: make_plan(store, who, outline, YEAR, key=fresh()),
        "document": lambda who: make_plan_of_document(store, who, document, YEAR, key=fresh(), stage="x"),
        "read in": lambda who: read_into_plan(store, who, plan_id, document, {0}, key=fresh()),
        "take": lambda who: take_proposal(store, who, open_id, goal, version=1, key=fresh()),
        "refuse": lambda who: refuse_proposal(store, who, open_id, version=1, key=fresh()),
        "keep": lambda who: keep_template(store, who, plans.company, {"name": "x"}, key=fresh()),
        "outline": lambda who: outline_of_plan(store, who, plans.north),
        "remove": lambda who: remove_template(store, who, 1, key=fresh()),
    }
    for name, call in calls.items():
        for who in (cast.sol, cast.vic, cast.rea):
            _refused(NotPermitted, call, who)
        if name in ("read in", "take", "refuse", "remove"):
            _refused(NotFound, call, cast.tao)  # the company's plan is not a lead's to edit
    for wrong in (
        {**goal, "target": "lots"},
        {**goal, "stage_id": "4711"},
        {**goal, "scope": "team-4711"},
        {**goal, "baseline": "x"},
    ):
        _refused(
            InvalidInput,
            lambda who, wrong=wrong: take_proposal(store, who, open_id, wrong, version=1, key=fresh()),
            cast.mia,
        )
    for wrong in (
        {},
        {**YEAR, "last_on": date(2020, 1, 1)},
        {**YEAR, "name": " "},
        {**YEAR, "owner_id": cast.rea.user_id},
        {**YEAR, "team_id": "9"},
        {**YEAR, "last_on": YEAR["first_on"]},
    ):
        _refused(InvalidInput, lambda who, wrong=wrong: make_plan(store, who, outline, wrong, key=fresh()), cast.mia)
    _refused(Refused, lambda who: take_proposal(store, who, taken_id, goal, version=2, key=fresh()), cast.mia)
    _refused(NotFound, lambda who: outline_of_plan(store, who, 4711), cast.mia)
    many = replace(document, sections=tuple((f"§{place}", "…") for place in range(MOST_SECTIONS + 1)))
    _refused(InvalidInput, lambda who: read_into_plan(store, who, plan_id, many, range(99), key=fresh()), cast.mia)
    assert store.head.seq == head
    assert everything(store) == before
    with pytest.raises(NotFound):
        proposals_of(store, OnePlan(viewer_of(cast.tao), plan_id))


def _refused(refusal: type[CrmError], call: object, who: object) -> None:
    with pytest.raises(CrmError) as caught:
        call(who)  # type: ignore[operator]
    assert type(caught.value) is refusal, (caught.value, who)
