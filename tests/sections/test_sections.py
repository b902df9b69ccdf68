"""A plan's written text through its services: written, agreed to by name, changed, said something of, handed over."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from crm_core.access.model import Actor, Permission
from crm_core.customers.comments.model import COMMENT_LIMIT
from crm_core.errors import AlreadyDone, CrmError, InvalidInput, NotFound, NotPermitted, Refused, StaleWrite
from crm_core.messages.model import NoticesWanted
from crm_core.messages.service import own_notices
from crm_core.plans.editing import edit_plan
from crm_core.plans.service import OnePlan, PlansRequest, known_plans, viewer_of
from crm_core.sections.agreeing import agree, agree_no_more, ask_to_agree
from crm_core.sections.comments import comment_on_plan, comments_of_plan, edit_plan_comment, remove_plan_comment
from crm_core.sections.model import TEXT_LIMIT, SectionState
from crm_core.sections.service import (
    OneSection,
    current_plans,
    make_current,
    people_of_plan,
    sections_of,
    texts_of,
    writers_of_plan,
)
from crm_core.sections.writing import add_section, edit_section, move_section, remove_section
from crm_core.store import Store
from crm_core.store.check import check
from crm_core.team.leaving.service import hand_over_everything, holding_of
from tests.access.test_injection import CORPUS
from tests.access.test_refusals import everything
from tests.conftest import Cast
from tests.customers.faces import Faces, faces
from tests.plans.stage import YEAR, Plans, fresh, make_plans

__all__ = ["faces"]


@pytest.fixture
def plans(store: Store, cast: Cast) -> Plans:
    return make_plans(store, cast)


def sections(store: Store, actor: Actor, plan_id: int):  # type: ignore[no-untyped-def]
    return sections_of(store, OnePlan(viewer_of(actor), plan_id))


def notices(store: Store, actor: Actor) -> list[str]:
    found = own_notices(store, NoticesWanted(actor.require(Permission.NOTICE_OWN)))
    return [str(one.text) for one in found.notices]


def test_a_section_is_written_agreed_to_and_in_draft_again_after_a_change(
    store: Store, cast: Cast, plans: Plans
) -> None:
    mia, tao, sol = cast.mia, cast.tao, cast.sol
    given = {"title": "Service promises", "content": "Answer within **24** hours.", "owner_id": sol.user_id}
    section = add_section(store, mia, plans.company, given, key=fresh())
    found = sections(store, cast.rea, plans.company)[0]
    assert (found.title, found.owner_name, found.number, found.state) == (
        "Service promises",
        "Sol",
        1,
        SectionState.DRAFT,
    )
    asked = {"asked": [tao.user_id, mia.user_id]}
    assert ask_to_agree(store, sol, section, asked, key=fresh()) == 2
    assert any("asks you to agree" in text for text in notices(store, tao))
    agree(store, tao, section, number=1, key=fresh())
    assert sections(store, sol, plans.company)[0].state is SectionState.DRAFT
    agree(store, mia, section, number=1, key=fresh())
    assert sections(store, sol, plans.company)[0].state is SectionState.AGREED
    assert any("All have agreed" in text for text in notices(store, sol))
    agree_no_more(store, mia, section, number=1, key=fresh())
    assert sections(store, sol, plans.company)[0].state is SectionState.DRAFT
    agree(store, mia, section, number=1, key=fresh())
    version = sections(store, sol, plans.company)[0].version
    edit_section(store, sol, section, {**given, "content": "Answer within 12 hours."}, version=version, key=fresh())
    found = sections(store, sol, plans.company)[0]
    assert (found.number, found.state, len(found.waited_for)) == (2, SectionState.DRAFT, 2)
    assert any("to which you had agreed" in text for text in notices(store, mia))
    with pytest.raises(Refused):
        agree(store, mia, section, number=1, key=fresh())
    texts = texts_of(store, OneSection(viewer_of(cast.rea), plans.company, section))
    assert [(one.number, one.agreed) for one in texts] == [(2, ()), (1, ("Mia", "Tao"))]
    with pytest.raises(StaleWrite) as stale:
        edit_section(store, mia, section, given, version=version, key=fresh())
    assert stale.value.theirs["content"] == "Answer within 12 hours."
    edit_section(
        store,
        mia,
        section,
        {**given, "content": found.content, "owner_id": tao.user_id},
        version=found.version,
        key=fresh(),
    )
    assert sections(store, mia, plans.company)[0].number == 2  # another owner is no other text


def test_who_is_given_a_section_of_a_draft_writes_it_and_sees_the_plan_while_it_is_theirs(
    store: Store, cast: Cast, plans: Plans
) -> None:
    mia, sol, vic = cast.mia, cast.sol, cast.vic
    edit_plan(store, mia, plans.company, {**YEAR, "name": "Next year", "state": "draft"}, version=1, key=fresh())
    for who in (sol, vic, cast.tao):
        with pytest.raises(NotFound):
            sections(store, who, plans.company)
    assert {sol.user_id, vic.user_id} <= writers_of_plan(store, OnePlan(viewer_of(mia), plans.company)).keys()
    made = add_section(store, mia, plans.company, {"title": "Voices", "owner_id": sol.user_id}, key=fresh())
    assert "Mia asks you to write the section “Voices” of the plan “Next year”." in notices(store, sol)
    edit_section(store, sol, made, {"title": "Voices", "content": "What they **say**"}, version=1, key=fresh())
    assert [one.content for one in sections(store, sol, plans.company)] == ["What they **say**"]
    assert plans.company in {plan.plan_id for plan in known_plans(store, PlansRequest(viewer_of(sol)))}
    with pytest.raises(InvalidInput):  # who edits the plan says whose a section is
        edit_section(store, sol, made, {"title": "Voices", "owner_id": vic.user_id}, version=2, key=fresh())
    other = add_section(store, mia, plans.company, {"title": "Ours", "owner_id": mia.user_id}, key=fresh())
    refused: list[tuple[type[CrmError], Actor, object]] = [
        (NotFound, sol, lambda: edit_section(store, sol, other, {"title": "Taken"}, version=1, key=fresh())),
        (NotFound, vic, lambda: edit_section(store, vic, made, {"title": "Taken"}, version=2, key=fresh())),
        (NotFound, sol, lambda: remove_section(store, sol, made, version=2, key=fresh())),
        (NotPermitted, sol, lambda: edit_plan(store, sol, plans.company, {**YEAR, "name": "x"}, version=2, key=fresh())),
        (InvalidInput, mia, lambda: add_section(store, mia, plans.company, {"title": "x", "owner_id": cast.rea.user_id}, key=fresh())),
    ]  # fmt: skip
    for error, _who, call in refused:
        with pytest.raises(error):
            call()  # type: ignore[operator]
    edit_section(store, mia, made, {"title": "Voices", "owner_id": vic.user_id}, version=2, key=fresh())
    with pytest.raises(NotFound):
        sections(store, sol, plans.company)
    assert len(sections(store, vic, plans.company)) == 2
    remove_section(store, mia, made, version=3, key=fresh())
    with pytest.raises(NotFound):
        sections(store, vic, plans.company)


def test_the_order_the_current_plan_and_who_leaves(store: Store, cast: Cast, plans: Plans) -> None:
    mia, tao = cast.mia, cast.tao
    made = [
        add_section(store, mia, plans.company, {"title": title, "owner_id": cast.sol.user_id}, key=fresh())
        for title in "ABC"
    ]
    move_section(store, mia, made[2], is_up=True, key="once")
    with pytest.raises(AlreadyDone):
        move_section(store, mia, made[2], is_up=True, key="once")
    move_section(store, mia, made[0], is_up=True, key=fresh())
    assert [one.title for one in sections(store, mia, plans.company)] == ["A", "C", "B"]
    comment_on_plan(store, mia, plans.company, made[1], {"content": "too long"}, key=fresh())
    remove_section(store, mia, made[1], version=1, key=fresh())
    assert [one.section_id for one in comments_of_plan(store, OnePlan(viewer_of(mia), plans.company))] == [None]
    assert holding_of(store, mia, cast.sol.user_id).sections == 2
    hand_over_everything(
        store, mia, cast.sol.user_id, {"way": "one", "taker": tao.user_id, "work_to": tao.user_id}, key=fresh()
    )
    assert {one.owner_id for one in sections(store, mia, plans.company)} == {tao.user_id}
    make_current(store, mia, plans.company, key=fresh())
    make_current(store, tao, plans.north, key=fresh())
    assert current_plans(store, viewer_of(mia)) == {0: plans.company, cast.north: plans.north}
    assert current_plans(store, viewer_of(cast.vic)) == {0: plans.company}
    closed = {**YEAR, "name": "North plan", "state": "closed"}
    edit_plan(store, tao, plans.north, closed, version=1, key=fresh())
    assert current_plans(store, viewer_of(mia)) == {0: plans.company}
    with pytest.raises(Refused):
        make_current(store, tao, plans.north, key=fresh())
    assert check(store) == []


def test_people_comment_and_call_others_who_see_the_plan(store: Store, cast: Cast, plans: Plans) -> None:
    viewer = viewer_of(cast.tao)
    assert set(people_of_plan(store, OnePlan(viewer, plans.company)).values()) == {
        "Ada",
        "Mia",
        "Tao",
        "Sol",
        "Vic",
        "Rea",
    }
    assert "Vic" not in people_of_plan(store, OnePlan(viewer, plans.north)).values()
    assert "Rea" not in writers_of_plan(store, OnePlan(viewer, plans.company)).values()
    section = add_section(store, cast.tao, plans.north, {"title": "North", "content": "x"}, key=fresh())
    said = {"content": "Is 24 hours enough?", "mentioned": [cast.sol.user_id]}
    comment = comment_on_plan(store, cast.rea, plans.north, section, said, key=fresh())
    assert any("mentioned you in the plan" in text for text in notices(store, cast.sol))
    edit_plan_comment(store, cast.rea, comment, {"content": "Is 12 hours enough?"}, version=1, key=fresh())
    (one,) = comments_of_plan(store, OnePlan(viewer, plans.north))
    assert (one.section_id, one.comment.content, one.comment.mentioned) == (section, "Is 12 hours enough?", ())
    with pytest.raises(InvalidInput):
        comment_on_plan(
            store, cast.tao, plans.north, None, {"content": "x", "mentioned": [cast.vic.user_id]}, key=fresh()
        )
    remove_plan_comment(store, cast.rea, comment, key=fresh())
    assert comments_of_plan(store, OnePlan(viewer, plans.north)) == ()


def refusals(
    store: Store, cast: Cast, plans: Plans, section: int, comment: int
) -> Iterator[tuple[str, type[CrmError], Actor, object]]:
    """Yield each write that is refused, by whom, and how; the section and the comment are of the north's plan."""
    text, north = {"title": "Taken", "content": "Taken"}, plans.north
    writes = {
        "add": lambda who: add_section(store, who, north, text, key=fresh()),
        "edit": lambda who: edit_section(store, who, section, text, version=1, key=fresh()),
        "remove": lambda who: remove_section(store, who, section, version=1, key=fresh()),
        "move": lambda who: move_section(store, who, section, is_up=True, key=fresh()),
        "ask": lambda who: ask_to_agree(store, who, section, {"asked": [who.user_id]}, key=fresh()),
        "agree": lambda who: agree(store, who, section, number=1, key=fresh()),
        "agree_no_more": lambda who: agree_no_more(store, who, section, number=1, key=fresh()),
        "make_current": lambda who: make_current(store, who, north, key=fresh()),
    }
    for name, call in writes.items():
        yield name, NotPermitted, cast.rea, call
        yield name, NotPermitted if name == "make_current" else NotFound, cast.vic, call
        if name != "make_current":
            yield name, NotFound, cast.sol, call  # in the team, but neither the plan's editor nor the section's owner
    says = {"content": "Taken"}
    for who in (cast.vic, cast.sol):
        yield (
            "edit comment",
            NotFound,
            who,
            lambda who: edit_plan_comment(store, who, comment, says, version=1, key=fresh()),
        )
        yield "remove comment", NotFound, who, lambda who: remove_plan_comment(store, who, comment, key=fresh())
    yield "comment", NotFound, cast.vic, lambda who: comment_on_plan(store, who, north, None, says, key=fresh())
    yield (
        "comment elsewhere",
        NotFound,
        cast.mia,
        lambda who: comment_on_plan(store, who, plans.company, section, says, key=fresh()),
    )
    for name, given in (
        ("no title", {"title": " "}), ("long", {"title": "x", "content": "x" * (TEXT_LIMIT + 1)}),
        ("owner elsewhere", {"title": "x", "owner_id": cast.vic.user_id}), ("no owner", {"title": "x", "owner_id": 4711}),
        ("reader owns", {"title": "x", "owner_id": cast.rea.user_id}), ("words for an id", {"title": "x", "owner_id": "1 or 1"}),
    ):  # fmt: skip
        yield name, InvalidInput, cast.tao, lambda who, given=given: add_section(store, who, north, given, key=fresh())
    for people in ([], [cast.vic.user_id], [cast.rea.user_id], ["x"], list(range(1, 40))):
        yield (
            "ask whom",
            InvalidInput,
            cast.tao,
            lambda who, people=people: ask_to_agree(store, who, section, {"asked": people}, key=fresh()),
        )
    yield (
        "long comment",
        InvalidInput,
        cast.tao,
        lambda who: comment_on_plan(store, who, north, None, {"content": "x" * (COMMENT_LIMIT + 1)}, key=fresh()),
    )
    yield "yesterday", StaleWrite, cast.tao, lambda who: edit_section(store, who, section, text, version=0, key=fresh())
    yield "removed twice", StaleWrite, cast.tao, lambda who: remove_section(store, who, section, version=0, key=fresh())


def test_a_refusal_changes_nothing(store: Store, cast: Cast, faces: Faces, plans: Plans) -> None:
    section = add_section(store, cast.tao, plans.north, {"title": "North", "content": "x"}, key=fresh())
    comment = comment_on_plan(store, cast.tao, plans.north, section, {"content": "mine"}, key=fresh())
    before, head = everything(store), store.head.seq
    for what, refusal, actor, call in refusals(store, cast, plans, section, comment):
        with pytest.raises(CrmError) as caught:
            call(actor)  # type: ignore[operator]
        assert type(caught.value) is refusal, (what, actor.name, caught.value)
        assert store.head.seq == head, (what, actor.name)
    assert everything(store) == before
    for reading in (sections_of, comments_of_plan, people_of_plan, writers_of_plan):
        with pytest.raises(NotFound):
            reading(store, OnePlan(viewer_of(cast.vic), plans.north))
    with pytest.raises(NotFound):
        texts_of(store, OneSection(viewer_of(cast.tao), plans.company, section))


def test_whatever_is_typed_comes_back_as_it_was_and_takes_nothing_along(store: Store, cast: Cast, plans: Plans) -> None:
    text = "\n".join(one for one in CORPUS if one.isprintable() and "\u200b" not in one)
    extra = {
        "section_id": 4711,
        "plan_id": 4711,
        "place": 4711,
        "number": 4711,
        "version": 4711,
        "created_by": 4711,
        "state": "agreed",
    }
    section = add_section(
        store, cast.tao, plans.north, {**extra, "title": "x' or '1'='1", "content": text}, key=fresh()
    )
    (found,) = sections(store, cast.tao, plans.north)
    assert (found.section_id, found.title, found.content) == (section, "x' or '1'='1", text)
    assert (found.place, found.number, found.version, found.owner_id) == (1, 1, 1, cast.tao.user_id)
    edit_section(store, cast.tao, section, {**extra, "title": "y", "content": text}, version=1, key=fresh())
    (found,) = sections(store, cast.tao, plans.north)
    assert (found.plan_id, found.place, found.number, found.version, found.state) == (
        plans.north,
        1,
        2,
        2,
        SectionState.DRAFT,
    )
