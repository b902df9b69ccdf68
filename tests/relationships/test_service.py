"""What is proposed for whom, who decides, and what stands from when on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from crm_core import clock
from crm_core.access.model import Actor, Permission
from crm_core.customers.lists.model import CustomerListRequest
from crm_core.customers.lists.service import customer_list
from crm_core.customers.model import OneCustomer
from crm_core.customers.search import search_text
from crm_core.errors import AlreadyDone, InvalidInput, NotFound, NotPermitted, StaleWrite
from crm_core.interactions.service import log_interaction
from crm_core.jobs.tasks import JOBS
from crm_core.relationships import repository
from crm_core.relationships.model import (
    LADDERS,
    CriteriaRequest,
    CustomerKind,
    Dimension,
    ProposalLine,
    ProposalSort,
    RelationsRequest,
    Rung,
    parse_criteria,
)
from crm_core.relationships.service import (
    counts,
    criteria_of,
    derive,
    kind_of,
    preview,
    proposals,
    save_criteria,
    set_standing,
    suggested_criteria,
    take_proposals,
)
from crm_core.store import Store
from tests.conftest import NOW, Cast, sql
from tests.customers.faces import Faces, add, faces, fresh
from tests.relationships.stage import TIER, TYPE, asked, buy, save, wanted

__all__ = ["faces"]
TODAY = date(2026, 3, 18)
_STOOD = sql("select rung, since_on, until_on from customer_standing where customer_id = $1 order by since_on")


def seen(store: Store, cast: Cast, customer_id: int) -> CustomerKind:
    return kind_of(store, OneCustomer(cast.mia.require(Permission.CUSTOMER_READ), customer_id))


@pytest.fixture
def bought(store: Store, faces: Faces) -> Faces:
    """Wang bought for 50,000 within twelve months, Li for 4,999.99, Nan much, but long ago; the pool's nothing."""
    buy(
        store,
        [
            (faces.wang, date(2025, 3, 19), "20000"),
            (faces.wang, date(2026, 3, 18), "30000"),
            (faces.li, date(2026, 1, 5), "4999.99"),
            (faces.nan, date(2025, 3, 18), "900000"),
        ],
    )
    return faces


def test_a_tier_is_proposed_with_the_values_that_decided(store: Store, cast: Cast, bought: Faces) -> None:
    save(store, cast.mia, Dimension.TIER, TIER)
    found = {line.customer_id: line.proposal for line in proposals(store, asked(cast.mia)).lines}
    assert {key: one.rung for key, one in found.items()} == {
        bought.wang: Rung.HIGH,
        bought.li: Rung.LOW,
        bought.nan: Rung.LOW,
        bought.pool: Rung.LOW,
    }
    (held,) = found[bought.wang].reasons
    assert (held.value, held.threshold, held.months, held.is_met) == (Decimal(50_000), Decimal(50_000), 12, True)
    (failed,) = found[bought.li].reasons
    assert (failed.value, failed.threshold, failed.is_met) == (Decimal("4999.99"), Decimal(5_000), False)


def test_all_criteria_of_a_rung_have_to_hold(store: Store, cast: Cast, bought: Faces) -> None:
    save(store, cast.mia, Dimension.TYPE, TYPE)
    found = {line.customer_id: line.proposal for line in proposals(store, asked(cast.mia, Dimension.TYPE)).lines}
    assert found[bought.wang].rung is Rung.RELATIONAL
    told = [(one.measure.value, one.value, one.is_met) for one in found[bought.wang].reasons]
    assert told == [
        ("net_sales", Decimal(50_000), False),
        ("months_since_first", Decimal(11), False),
        ("orders", Decimal(2), True),
    ]
    assert found[bought.nan].rung is Rung.TRANSACTIONAL


def test_every_measure_is_counted_as_a_person_would(store: Store, cast: Cast, bought: Faces) -> None:
    for channel, outcome in (("phone", "reached"), ("visit", "reached"), ("phone", "not_reached")):
        said = {"channel": channel, "outcome": outcome, "content": "x"}
        log_interaction(store, cast.sol, bought.wang, said, key=fresh())
    expected = {
        "net_sales": 50_000, "orders": 2, "months_since_first": 11, "days_since_last": 0, "interactions": 2, "channels": 2,
    }  # fmt: skip
    for place, (measure, value) in enumerate(expected.items()):
        given = {"high.1.measure": measure, "high.1.months": "12", "high.1.threshold": str(value)}
        save(store, cast.mia, Dimension.TIER, given, place)
        proposed = seen(store, cast, bought.wang).proposed[Dimension.TIER]
        assert (proposed.rung, proposed.reasons[0].value) == (Rung.HIGH, value), measure


def test_a_part_at_a_time_they_are_placed_as_all_at_once(
    store: Store, cast: Cast, bought: Faces, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(store, cast.mia, Dimension.TIER, TIER)
    items = criteria_of(store, CriteriaRequest(cast.mia.require(Permission.RELATION_READ), Dimension.TIER)).items
    placed, counted = (told(store, items, TODAY, TODAY) for told in (repository.derived, repository.derived_counts))
    monkeypatch.setattr(repository, "AT_ONCE", 2)
    assert repository.derived(store, items, TODAY, TODAY).to_pylist() == placed.to_pylist()
    assert repository.derived_counts(store, items, TODAY, TODAY) == counted
    assert sum(counted.values()) == len(placed) == 4


def test_equal_customers_fall_alike_and_the_preview_counts_them(store: Store, cast: Cast) -> None:
    ids = [add(store, cast.mia, f"Twin {number}", cast.sol) for number in range(10)]
    buy(store, [(one, date(2026, 3, 2), "700" if place < 7 else "100") for place, one in enumerate(ids)])
    draft = suggested_criteria(store, wanted(cast))
    assert [item.threshold for item in draft.items] == [Decimal(700), Decimal(700)]
    assert criteria_of(store, wanted(cast)).version == 0
    assert preview(store, CriteriaRequest(wanted(cast).reach, Dimension.TIER, draft.items)) == {
        Rung.HIGH: 7,
        Rung.MID: 0,
        Rung.LOW: 3,
    }
    for who in (cast.tao, cast.sol):
        reach = who.require(Permission.RELATION_READ)
        assert preview(store, CriteriaRequest(reach, Dimension.TIER, draft.items)) == {}


def test_a_preview_holds_what_saving_then_proposes(store: Store, cast: Cast, bought: Faces) -> None:
    items = parse_criteria(Dimension.TYPE, TYPE)
    foreseen = preview(store, CriteriaRequest(wanted(cast).reach, Dimension.TYPE, items))
    save(store, cast.mia, Dimension.TYPE, TYPE)
    page = proposals(store, asked(cast.mia, Dimension.TYPE))
    made = {rung: sum(line.proposal.rung is rung for line in page.lines) for rung in foreseen}
    assert made == dict(foreseen)


def test_all_pages_of_proposals_stand_in_the_order_that_was_asked_for(store: Store, cast: Cast, bought: Faces) -> None:
    save(store, cast.mia, Dimension.TIER, TIER)
    first = replace(asked(cast.mia), size=3)

    def order(sort: ProposalSort, *, is_descending: bool = False) -> list[ProposalLine]:
        given = replace(first, sort=sort, is_descending=is_descending)
        return [line for page in (0, 1) for line in proposals(store, replace(given, page=page)).lines]

    names = [line.name for line in order("name")]
    assert names == sorted(names, key=lambda name: search_text(name, ""))
    assert names == [line.name for line in order("name", is_descending=True)][::-1]
    assert [line.code for line in order("code")] == sorted(line.code for line in order("code"))
    ranks = [LADDERS[Dimension.TIER].index(line.proposal.rung) for line in order("proposed", is_descending=True)]
    assert ranks == sorted(ranks) and len(ranks) == 4
    owners = [line.owner for line in order("owner")]
    assert owners == sorted(filter(None, owners), key=str.lower) + [None] * owners.count(None)


def test_nothing_is_proposed_before_criteria_are_saved(store: Store, cast: Cast, bought: Faces) -> None:
    job = next(one for one in JOBS if one.job_id == "relationships")
    job.run(store)
    assert proposals(store, asked(cast.mia)).total == 0
    assert counts(store, RelationsRequest(cast.mia.require(Permission.RELATION_READ))).made_on is None
    save_criteria(store, cast.ada, Dimension.TIER, TIER, version=0, key=fresh())
    job.run(store)
    assert proposals(store, asked(cast.mia)).total == 4


def test_a_late_import_demotes_nobody(store: Store, cast: Cast, faces: Faces) -> None:
    buy(store, [(faces.wang, date(2024, 6, 1), "60000")])
    save(store, cast.mia, Dimension.TIER, TIER)
    assert seen(store, cast, faces.wang).proposed[Dimension.TIER].rung is Rung.HIGH


def test_who_sees_which_proposals_and_takes_them(store: Store, cast: Cast, bought: Faces) -> None:
    save(store, cast.mia, Dimension.TIER, TIER)
    for who, whose in ((cast.sol, {bought.wang}), (cast.tao, {bought.wang, bought.li}), (cast.vic, {bought.nan})):
        assert {line.customer_id for line in proposals(store, asked(who)).lines} == whose
    assert take_proposals(store, cast.tao, Dimension.TIER, takes_all=True, key=fresh()) == 2
    assert proposals(store, asked(cast.tao)).total == 0
    assert seen(store, cast, bought.wang).standing[Dimension.TIER].rung is Rung.HIGH
    assert Dimension.TIER not in seen(store, cast, bought.nan).standing
    with pytest.raises(NotFound):
        take_proposals(store, cast.sol, Dimension.TIER, [bought.nan], key=fresh())
    with pytest.raises(NotPermitted):
        take_proposals(store, cast.rea, Dimension.TIER, takes_all=True, key=fresh())


def test_a_standing_holds_from_its_day_until_the_next(store: Store, cast: Cast, bought: Faces) -> None:
    def place(rung: str, version: int) -> None:
        set_standing(store, cast.sol, bought.wang, Dimension.TIER, {"rung": rung}, version=version, key=fresh())

    place("mid", 0)
    place("low", 1)  # thought better of it on the same day
    with clock.held_at(NOW + timedelta(days=10)):
        place("high", 2)
    rows = store.rows(_STOOD, [bought.wang])
    later = TODAY + timedelta(days=10)
    assert [(row["rung"], row["since_on"], row["until_on"]) for row in rows] == [
        ("low", TODAY, later),
        ("high", later, None),
    ]
    kind = seen(store, cast, bought.wang)
    assert kind.version(Dimension.TIER) == 3
    assert [one.rung for one in kind.history] == [Rung.HIGH, Rung.LOW]


def test_what_is_fixed_is_neither_proposed_nor_taken(store: Store, cast: Cast, bought: Faces) -> None:
    fixed = {"rung": "low", "is_fixed": True, "reason": "内部员工"}
    set_standing(store, cast.tao, bought.wang, Dimension.TIER, fixed, version=0, key=fresh())
    save(store, cast.mia, Dimension.TIER, TIER)
    assert bought.wang not in {line.customer_id for line in proposals(store, asked(cast.mia)).lines}
    assert not seen(store, cast, bought.wang).differs(Dimension.TIER)
    take_proposals(store, cast.mia, Dimension.TIER, takes_all=True, key=fresh())
    assert seen(store, cast, bought.wang).standing[Dimension.TIER].rung is Rung.LOW
    with pytest.raises(NotFound):
        take_proposals(store, cast.mia, Dimension.TIER, [bought.wang], key=fresh())


def test_a_decision_on_an_older_page_is_told_of_the_newer(store: Store, cast: Cast, bought: Faces) -> None:
    set_standing(store, cast.tao, bought.wang, Dimension.TIER, {"rung": "mid"}, version=0, key=fresh())
    with pytest.raises(StaleWrite) as caught:
        set_standing(store, cast.sol, bought.wang, Dimension.TIER, {"rung": "high"}, version=0, key=fresh())
    assert caught.value.theirs["rung"] == "mid"
    save(store, cast.mia, Dimension.TIER, TIER)
    with pytest.raises(StaleWrite):
        save_criteria(store, cast.ada, Dimension.TIER, TIER, version=0, key=fresh())


def test_a_double_click_decides_once(store: Store, cast: Cast, bought: Faces) -> None:
    key = fresh()
    set_standing(store, cast.sol, bought.wang, Dimension.TIER, {"rung": "high"}, version=0, key=key)
    with pytest.raises(AlreadyDone):
        set_standing(store, cast.sol, bought.wang, Dimension.TIER, {"rung": "low"}, version=0, key=key)
    assert len(store.rows(_STOOD, [bought.wang])) == 1


def test_nobody_decides_on_more_than_the_own_reach(store: Store, cast: Cast, bought: Faces) -> None:
    given = {"rung": "high"}
    for who, customer in (
        (cast.sol, bought.li),
        (cast.sol, bought.pool),
        (cast.tao, bought.nan),
        (cast.vic, bought.wang),
    ):
        with pytest.raises(NotFound):
            set_standing(store, who, customer, Dimension.TIER, given, version=0, key=fresh())
    with pytest.raises(NotPermitted):
        set_standing(store, cast.rea, bought.wang, Dimension.TIER, given, version=0, key=fresh())
    for who in (cast.tao, cast.sol, cast.rea):
        with pytest.raises(NotPermitted):
            save_criteria(store, who, Dimension.TIER, TIER, version=0, key=fresh())
        with pytest.raises(NotPermitted):
            derive(store, who)
    with pytest.raises(InvalidInput):
        take_proposals(store, cast.mia, Dimension.TIER, [], key=fresh())


def test_counts_tell_where_the_customers_of_a_reach_stand(store: Store, cast: Cast, bought: Faces) -> None:
    save(store, cast.mia, Dimension.TIER, TIER)
    take_proposals(store, cast.mia, Dimension.TIER, [bought.wang], key=fresh())
    found = counts(store, RelationsRequest(cast.tao.require(Permission.RELATION_READ)))
    assert found.stands == {Rung.HIGH: 1}
    assert found.undecided == {Dimension.TIER: 1, Dimension.TYPE: 2}
    assert found.to_decide == {Dimension.TIER: 1, Dimension.TYPE: 0}


def test_the_list_is_narrowed_to_a_tier_and_a_type_and_shows_both(store: Store, cast: Cast, bought: Faces) -> None:
    set_standing(store, cast.sol, bought.wang, Dimension.TIER, {"rung": "high"}, version=0, key=fresh())
    set_standing(store, cast.tao, bought.li, Dimension.TYPE, {"rung": "strategic"}, version=0, key=fresh())
    for customer in (bought.nan, bought.pool):
        set_standing(store, cast.mia, customer, Dimension.TIER, {"rung": "high"}, version=0, key=fresh())

    def listed(who: Actor, **given: Rung) -> dict[int, tuple[Rung | None, Rung | None]]:
        found = customer_list(store, CustomerListRequest(who.require(Permission.CUSTOMER_READ), **given))
        assert found.total == len(found.lines)
        return {line.customer_id: (line.tier, line.relation_type) for line in found.lines}

    assert listed(cast.mia, tier=Rung.HIGH).keys() == {bought.wang, bought.nan, bought.pool}
    assert listed(cast.tao, tier=Rung.HIGH) == {bought.wang: (Rung.HIGH, None)}
    assert listed(cast.tao, relation_type=Rung.STRATEGIC) == {bought.li: (None, Rung.STRATEGIC)}
    assert listed(cast.tao, relation_type=Rung.STRATEGIC, tier=Rung.HIGH) == {}
    assert listed(cast.tao)[bought.pool] == (None, None), "of the pool only name and code are told"
    with clock.held_at(NOW + timedelta(days=1)):
        set_standing(store, cast.sol, bought.wang, Dimension.TIER, {"rung": "low"}, version=1, key=fresh())
    assert listed(cast.tao, tier=Rung.HIGH) == {}
