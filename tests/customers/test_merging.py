"""Two customers that are one: found, judged, merged with all that hangs on them, and taken back."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_core import clock
from crm_core.access.model import Actor, Permission
from crm_core.customers.contacts.service import add_contact
from crm_core.customers.merging import finding
from crm_core.customers.merging.former import survivor_of
from crm_core.customers.merging.model import (
    FIELDS,
    LARGEST_BLOCK,
    Choice,
    MergesWanted,
    Pair,
    PairStatus,
    PairsWanted,
    Sign,
    TwoCustomers,
)
from crm_core.customers.merging.moves import OWN_MEMORY, PARTS
from crm_core.customers.merging.service import call_different, last_search, merge, merges, open_again, pairs, preview
from crm_core.customers.merging.undoing import forget_old, undo_merge, undo_plan
from crm_core.customers.ownership.service import assign_owner
from crm_core.customers.service import add_customer, edit_customer
from crm_core.errors import AlreadyDone, InvalidInput, NotFound, NotPermitted, Refused, StaleWrite
from crm_core.interactions.service import add_follow_up, log_interaction
from crm_core.store import Store
from crm_core.store.check import check
from tests.conftest import NOW, Cast, sql
from tests.customers.faces import CREDIT_CODE, Faces, add, faces, fresh
from tests.metrics.stage import Line, add_lines

__all__ = ["faces"]
MARCH = date(2026, 3, 2)
SAID = {"channel": "phone", "outcome": "reached", "content": "谈价格"}
# What is kept of the act itself, and what never goes back: versions and the time of a change.
_OF_THE_ACT = {
    "audit_entry",
    "audit_value",
    "data_version",
    "idempotency_key",
    "notice",
    "customer_merge",
    "store_info",
}
_NEVER_BACK = ("version", "updated_at")


def digests(store: Store) -> dict[str, object]:
    """Return the rows of every table but those of the act itself, without versions and times of change."""
    names = [row["table_name"] for row in store.rows(sql("select table_name from duckdb_tables()"))]
    found: dict[str, object] = {}
    for name in sorted(set(names) - _OF_THE_ACT):
        rows = store.rows(sql("select * from query_table($1)"), [name])
        rows = [row for row in rows if row.get("cause") not in ("merge", "unmerge")]  # the history tells both
        found[name] = sorted(
            str({column: value for column, value in row.items() if column not in _NEVER_BACK}) for row in rows
        )
    return found


def twice(store: Store, cast: Cast, **given: object) -> tuple[int, int]:
    """Add one person twice, as Sol's: once by phone, once without."""
    first = add(
        store, cast.mia, "赵一鸣", cast.sol, phone="13811112222", region="北京", code="C-1", note="老客户", **given
    )
    second = add(
        store, cast.mia, "赵一鸣", cast.sol, email="yiming@example.com", region="北京", code="C-2", note="展会认识"
    )
    return first, second


def buy(store: Store, *lines: tuple[int, int]) -> None:
    """Let customers buy for some amounts, each an order of its own; a negative amount is a return."""
    orders = int(store.value(sql("select count(*) from purchase_order")))
    add_lines(
        store,
        [
            Line(MARCH, orders + place, customer, quantity=1 if amount > 0 else -1, price=str(abs(amount)))
            for place, (customer, amount) in enumerate(lines)
        ],
    )


def versions_of(store: Store, *customer_ids: int) -> tuple[int, ...]:
    row = {r["customer_id"]: r["version"] for r in store.rows(sql("select customer_id, version from customer"))}
    return tuple(row[key] for key in customer_ids)


def join(store: Store, actor: Actor, survivor: int, gone: int, choices: dict[str, Choice] | None = None) -> int:
    """Merge through the service with the versions of now."""
    versions = versions_of(store, survivor, gone)
    return merge(store, actor, survivor, gone, choices or {}, versions=(versions[0], versions[1]), key=fresh())


def open_pairs(store: Store, actor: Actor, **more: object) -> tuple[Pair, ...]:
    wanted = PairsWanted(actor.require(Permission.CUSTOMER_MERGE), **more)  # type: ignore[arg-type]
    return pairs(store, wanted).pairs


def of(store: Store, customer_id: int) -> dict[str, object]:
    return store.rows(sql("select * from customer where customer_id = $1"), [customer_id])[0]


# Finding --------------------------------------------------------------------------------------------------------------


def test_pairs_are_found_by_what_is_equal_and_scored(store: Store, cast: Cast) -> None:
    a = add(store, cast.mia, "杭州云栖茶业有限公司", cast.sol, kind="company", region="杭州")
    b = add(store, cast.mia, "杭州雲栖茶業（有限責任公司）", cast.sol, kind="company")
    c = add(store, cast.mia, "钱多多", cast.sol, phone="13900001111", region="上海", birthday="1990-01-01")
    d = add(store, cast.mia, "钱 多多", cast.sol, region="上海", birthday="1990-01-01")
    e = add(store, cast.mia, "孙一", cast.sol, email="Sun@example.com")
    f = add(store, cast.mia, "孙小一", cast.sol, email="sun@example.com")
    add(store, cast.mia, "钱多多", cast.sol, region="广州")  # the name alone says nothing of a person
    add_contact(store, cast.sol, a, {"name": "钱总", "phone": "13900001111"}, key=fresh())
    finding.search(store)
    found = {(pair.low.customer_id, pair.high.customer_id): pair for pair in open_pairs(store, cast.mia)}
    assert found[c, d].signs == (Sign.NAME_BIRTHDAY, Sign.NAME_REGION)
    assert found[e, f].signs == (Sign.EMAIL,)
    assert found[a, c].signs == (Sign.CONTACT_PHONE, Sign.OTHER_KIND)
    assert set(found) == {(a, b), (c, d), (e, f), (a, c)}
    assert found[c, d].score == 79 and found[e, f].score == 70 and found[a, c].score == 28
    scores = [pair.score for pair in open_pairs(store, cast.mia)]
    assert all(one >= other for one, other in pairwise(scores))


def test_a_value_of_very_many_customers_is_left_out_and_told(store: Store, cast: Cast) -> None:
    with store.transaction() as transaction:
        transaction.execute(
            sql("""insert into customer (code, kind, name, search_text, name_key, phone, phone_key, version, created_at,
                created_on, updated_at, created_by)
                select 'M' || i, 'person', '无名' || i, 'x', '无名' || i, '400 800 8000', '864008008000', 1, $1, $1::date, $1, 0
                from range(3000) as r (i)"""),
            [NOW],
        )
    assert finding.search(store) == (0, 0)
    told = last_search(store, PairsWanted(cast.mia.require(Permission.CUSTOMER_MERGE)))
    assert told is not None
    assert (told.customer_count, dict(told.crowded)) == (3000, {"phone": 1})
    assert LARGEST_BLOCK < 3000


def test_what_was_called_different_comes_back_only_with_a_new_sign(store: Store, cast: Cast) -> None:
    a = add(store, cast.mia, "周杰", cast.sol, region="北京", birthday="1980-02-29")
    b = add(store, cast.mia, "周杰", cast.sol, region="北京")
    assert finding.search(store) == (1, 1)
    pair = open_pairs(store, cast.mia)[0]
    call_different(store, cast.tao, pair.pair_id)
    call_different(store, cast.tao, pair.pair_id)
    assert finding.search(store) == (0, 0)
    judged = open_pairs(store, cast.mia, status=PairStatus.DIFFERENT)[0]
    assert (judged.judged_by, judged.judged_at) == ("Tao", NOW)
    edited = {"name": "周杰", "kind": "person", "region": "北京", "birthday": "1980-02-29"}
    edit_customer(store, cast.sol, b, edited, version=1, key=fresh())
    assert finding.search(store) == (1, 0)
    assert open_pairs(store, cast.mia)[0].signs == (Sign.NAME_BIRTHDAY, Sign.NAME_REGION)
    call_different(store, cast.mia, pair.pair_id)
    open_again(store, cast.mia, pair.pair_id)
    assert [one.low.customer_id for one in open_pairs(store, cast.mia)] == [a]


def test_a_lead_sees_pairs_of_the_own_team_alone(store: Store, cast: Cast) -> None:
    add(store, cast.mia, "吴迪", cast.sol, region="北京")
    add(store, cast.mia, "吴迪", cast.vic, region="北京")
    add(store, cast.mia, "郑和", cast.vic, email="z@example.com")
    add(store, cast.mia, "郑和平", cast.vic, email="z@example.com")
    finding.search(store)
    assert len(open_pairs(store, cast.mia)) == 2
    assert open_pairs(store, cast.tao) == ()
    with pytest.raises(NotFound):
        call_different(store, cast.tao, open_pairs(store, cast.mia)[0].pair_id)
    for actor in (cast.sol, cast.rea):
        with pytest.raises(NotPermitted):
            call_different(store, actor, 1)
        with pytest.raises(NotPermitted):
            finding.search_now(store, actor)


# Merging --------------------------------------------------------------------------------------------------------------


def test_every_table_with_a_customer_is_in_the_list_of_what_moves(store: Store) -> None:
    found = store.rows(
        sql("""select c.table_name from duckdb_columns() as c semi join duckdb_tables() as t on t.table_name = c.table_name
            where c.column_name = 'customer_id'""")
    )
    listed = {part.table for part in PARTS} | OWN_MEMORY
    missing = {row["table_name"] for row in found} - listed
    assert not missing, (
        f"{sorted(missing)} hang on a customer: say in crm_core/customers/merging/moves.py how their rows go along when two "
        "customers are merged (each row, those that the survivor lacks, the first, or none)"
    )
    for part in PARTS:  # each key is a whole number that the table has
        assert store.rows(sql(f"select ({part.key})::bigint from {part.table}")) == []  # noqa: S608 - names from the list


def test_the_memory_has_every_column_of_a_customer(store: Store) -> None:
    query = sql("select column_name from duckdb_columns() where table_name = $1")
    columns = {row["column_name"] for row in store.rows(query, ["customer"])}
    assert {row["column_name"] for row in store.rows(query, ["customer_at_merge"])} == columns | {"merge_id", "side"}


def test_everything_moves_and_the_chosen_fields_stand(store: Store, cast: Cast) -> None:
    a, b = twice(store, cast)
    buy(store, (a, 100), (b, 50))
    log_interaction(store, cast.sol, b, SAID, key=fresh())
    add_follow_up(store, cast.sol, b, {"due_on": "2026-03-20", "purpose": "报价"}, key=fresh())
    add_contact(store, cast.sol, b, {"name": "小赵"}, key=fresh())
    seen = preview(store, TwoCustomers(cast.mia.require(Permission.CUSTOMER_MERGE), a, b))
    assert seen.gone.counts == {"purchase": 1, "interaction": 1, "follow_up": 1, "contact": 1}
    assert (seen.same, seen.different) == ({"name", "kind", "region", "owner_id"}, {"note"})
    assert seen.survivor.values["phone"] == "138****2222"
    merge_id = join(store, cast.mia, a, b, seen.proposed())
    held = of(store, a)
    assert (held["phone_key"], held["email"], held["code"]) == ("8613811112222", "yiming@example.com", "C-1")
    assert held["note"] == "老客户\n\n展会认识"
    assert store.rows(sql("select customer_id from customer where customer_id = $1"), [b]) == []
    for table in ("purchase", "interaction", "follow_up", "contact"):
        owners = {row["customer_id"] for row in store.rows(sql("select customer_id from query_table($1)"), [table])}
        assert owners == {a}, table
    assert check(store) == []
    listed = merges(store, MergesWanted(cast.tao.require(Permission.CUSTOMER_MERGE))).merges
    assert [(m.merge_id, m.gone_code, m.moved["purchase"]) for m in listed] == [(merge_id, "C-2", 1)]


def test_a_merged_code_and_id_lead_to_the_survivor(store: Store, cast: Cast) -> None:
    a, b = twice(store, cast)
    c = add(store, cast.mia, "第三", cast.sol, code="C-3")
    join(store, cast.mia, a, b)
    join(store, cast.mia, c, a)
    reach = cast.sol.require(Permission.CUSTOMER_READ)
    for former in (a, b):
        found = survivor_of(store, reach, former)
        assert found is not None and found.customer_id == c
    assert survivor_of(store, cast.vic.require(Permission.CUSTOMER_READ), a) is None
    with pytest.raises(InvalidInput) as met:
        add_customer(store, cast.sol, {"name": "新人", "code": "C-2"}, owner_id=None, key=fresh())
    assert met.value.fields["code"].values["name"] == "第三"


def test_an_owner_stays_and_has_the_others_promises(store: Store, cast: Cast) -> None:
    a = add(store, cast.mia, "甲", cast.sol, code="C-A")
    b = add(store, cast.mia, "甲", cast.tao, code="C-B")
    add_follow_up(store, cast.tao, b, {"due_on": "2026-03-20", "purpose": "报价"}, key=fresh())
    before = digests(store)
    merge_id = join(store, cast.mia, a, b)
    promise = store.rows(sql("select user_id, customer_id from follow_up"))[0]
    assert promise == {"user_id": cast.sol.user_id, "customer_id": a}
    told = {row["user_id"] for row in store.rows(sql("select user_id from notice where kind = 'merged'"))}
    assert told == {cast.sol.user_id, cast.tao.user_id}
    undo_merge(store, cast.mia, merge_id, key=fresh())
    assert digests(store) == before


def test_the_history_of_owners_tells_a_merge_and_that_it_was_taken_back(store: Store, cast: Cast) -> None:
    sol, tao, vic = cast.sol.user_id, cast.tao.user_id, cast.vic.user_id
    a, b = add(store, cast.mia, "甲", cast.sol, code="C-A"), add(store, cast.mia, "甲", None, code="C-B")
    assign_owner(store, cast.mia, [b], tao, key=fresh())
    assign_owner(store, cast.mia, [b], vic, key=fresh())
    merge_id = join(store, cast.mia, a, b)
    told = "select customer_id, giver_id, taker_id, cause from ownership_change order by change_id"

    def history() -> list[tuple[object, ...]]:
        return [tuple(row.values()) for row in store.rows(sql(told))]

    merged = [(a, sol, sol, "merge"), (a, vic, sol, "merge")]
    assert history() == [(a, None, tao, "assign"), (a, tao, vic, "assign"), *merged], (
        "both histories are the survivor's"
    )
    assign_owner(store, cast.mia, [a], tao, key=fresh())
    undo_merge(store, cast.mia, merge_id, key=fresh())
    assert history() == [
        (b, None, tao, "assign"), (b, tao, vic, "assign"), *merged, (a, sol, tao, "assign"), (b, tao, vic, "unmerge")
    ], "whoever got the survivor since keeps it"  # fmt: skip
    c, d = twice(store, cast)
    count = len(history())
    join(store, cast.mia, c, d)
    assert len(history()) == count, "of one owner both: no hand has changed"


def test_an_owned_customer_never_falls_into_the_pool_by_a_merge(store: Store, cast: Cast) -> None:
    pool, owned = add(store, cast.mia, "甲", None), add(store, cast.mia, "甲", cast.sol)
    with pytest.raises(NotFound):
        join(store, cast.tao, pool, owned)
    join(store, cast.mia, pool, owned)
    assert of(store, pool)["owner_id"] == cast.sol.user_id


def test_refusals_of_a_merge(store: Store, cast: Cast, faces: Faces) -> None:
    a, b = twice(store, cast)
    before = digests(store)
    for actor in (cast.sol, cast.vic, cast.rea):
        with pytest.raises(NotPermitted):
            join(store, actor, a, b)
    with pytest.raises(NotFound):
        join(store, cast.tao, a, faces.nan)
    with pytest.raises(Refused):
        join(store, cast.mia, a, a)
    with pytest.raises(StaleWrite):
        merge(store, cast.mia, a, b, {}, versions=(1, 7), key=fresh())
    for choices in ({"code": Choice.OTHER}, {"name": Choice.BOTH}, {"version": Choice.OTHER}):
        with pytest.raises(InvalidInput):
            join(store, cast.mia, a, b, choices)
    assert digests(store) == before
    key = fresh()
    done = merge(store, cast.mia, a, b, {}, versions=(1, 1), key=key)
    with pytest.raises(AlreadyDone) as again:
        merge(store, cast.mia, a, b, {}, versions=(1, 1), key=key)
    assert again.value.result == done
    with pytest.raises(NotPermitted):
        undo_merge(store, cast.sol, done, key=fresh())


def test_what_does_not_fit_the_chosen_kind_is_dropped(store: Store, cast: Cast) -> None:
    person = add(store, cast.mia, "远航", cast.sol, birthday="1990-01-01", gender="male")
    company = add(store, cast.mia, "远航有限公司", cast.sol, kind="company", id_number=CREDIT_CODE)
    join(store, cast.mia, person, company, {"kind": Choice.OTHER, "name": Choice.OTHER, "id_number": Choice.OTHER})
    held = of(store, person)
    assert (held["kind"], held["birthday"], held["gender"], held["id_number"]) == ("company", None, None, CREDIT_CODE)


# Taking back ----------------------------------------------------------------------------------------------------------


def test_what_was_added_since_stays_and_edits_are_kept(store: Store, cast: Cast) -> None:
    a, b = twice(store, cast)
    buy(store, (b, 50))
    merge_id = join(store, cast.mia, a, b, dict.fromkeys(("email", "note"), Choice.OTHER))
    buy(store, (a, 70))
    edited = {"name": "赵一鸣", "kind": "person", "region": "北京", "note": "新的备注"}
    edit_customer(store, cast.sol, a, edited, version=2, key=fresh())
    assert undo_plan(store, cast.tao, merge_id).kept == ("note",)
    done = undo_merge(store, cast.tao, merge_id, key=fresh())
    assert (done.restored, done.kept) == (("email",), ("note",))
    assert (of(store, a)["note"], of(store, a)["email"], of(store, b)["email"]) == (
        "新的备注",
        None,
        "yiming@example.com",
    )
    sums = {
        row["customer_id"]: row["sum"]
        for row in store.rows(sql("select customer_id, sum(amount) as sum from purchase group by 1"))
    }
    assert sums == {a: 70, b: 50}
    assert check(store) == []
    with pytest.raises(Refused):
        undo_merge(store, cast.tao, merge_id, key=fresh())


def test_a_chain_is_undone_from_its_end(store: Store, cast: Cast) -> None:
    a, b = twice(store, cast)
    c = add(store, cast.mia, "第三", cast.sol, code="C-3")
    buy(store, (a, 1), (b, 2), (c, 4))
    before = digests(store)
    first = join(store, cast.mia, b, a, dict.fromkeys(FIELDS, Choice.OTHER))
    second = join(store, cast.mia, c, b, dict.fromkeys(FIELDS, Choice.OTHER))
    with pytest.raises(Refused):
        undo_merge(store, cast.mia, first, key=fresh())
    undo_merge(store, cast.mia, second, key=fresh())
    found = survivor_of(store, cast.mia.require(Permission.CUSTOMER_READ), a)
    assert found is not None and found.customer_id == b
    undo_merge(store, cast.mia, first, key=fresh())
    assert digests(store) == before


def test_two_merges_into_one_are_undone_in_either_order(store: Store, cast: Cast) -> None:
    a, b = twice(store, cast)
    c = add(store, cast.mia, "第三", cast.sol, code="C-3")
    before = digests(store)
    first = join(store, cast.mia, c, a, dict.fromkeys(FIELDS, Choice.OTHER))
    second = join(store, cast.mia, c, b, dict.fromkeys(("email", "note"), Choice.OTHER))
    undo_merge(store, cast.mia, first, key=fresh())
    undo_merge(store, cast.mia, second, key=fresh())
    assert digests(store) == before


def test_after_thirty_days_a_merge_is_forgotten_with_its_peoples_data(store: Store, cast: Cast) -> None:
    a, b = twice(store, cast)
    assign_owner(store, cast.mia, [b], cast.tao.user_id, key=fresh())
    merge_id = join(store, cast.mia, a, b)
    with clock.held_at(NOW + timedelta(days=31)):
        with pytest.raises(Refused):
            undo_merge(store, cast.mia, merge_id, key=fresh())
        assert (forget_old(store), forget_old(store)) == (1, 0)
        with pytest.raises(Refused):
            undo_plan(store, cast.mia, merge_id)
    for table in ("customer_at_merge", "merge_part"):
        assert store.rows(sql("select 1 from query_table($1)"), [table]) == []
    found = survivor_of(store, cast.mia.require(Permission.CUSTOMER_READ), b)
    assert found is not None and (found.customer_id, found.code) == (a, "C-2")


_CHOICES = st.fixed_dictionaries({field: st.sampled_from((Choice.OWN, Choice.OTHER)) for field in FIELDS})
_PERSON = st.fixed_dictionaries(
    {
        "region": st.sampled_from(("", "北京", "上海")),
        "note": st.sampled_from(("", "一", "二")),
        "birthday": st.sampled_from(("", "1990-01-01", "2000-02-29")),
        "email": st.sampled_from(("", "a@example.com", "b@example.com")),
    }
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(both=st.tuples(_PERSON, _PERSON), choices=_CHOICES, owners=st.tuples(st.booleans(), st.booleans()))
def test_a_merge_keeps_sums_and_undone_at_once_nothing_has_changed(
    store: Store,
    cast: Cast,
    both: tuple[dict[str, str], dict[str, str]],
    choices: dict[str, Choice],
    owners: tuple[bool, bool],
) -> None:
    a, b = (
        add(store, cast.mia, f"人{fresh()}", cast.sol if is_sols else cast.tao, **given)
        for given, is_sols in zip(both, owners, strict=True)
    )
    buy(store, (a, 10), (b, 5), (b, -2))
    for customer, actor in ((a, cast.sol if owners[0] else cast.tao), (b, cast.sol if owners[1] else cast.tao)):
        log_interaction(store, actor, customer, SAID, key=fresh())
        add_follow_up(store, actor, customer, {"due_on": "2026-03-20", "purpose": "报价"}, key=fresh())
        add_contact(store, actor, customer, {"name": "联系人"}, key=fresh())
    with store.transaction() as transaction:
        for customer in (a, b):
            transaction.execute(sql("insert into collaborator values ($1, $2, $3)"), [customer, cast.vic.user_id, NOW])
    before = digests(store)
    whole = store.rows(sql("select sum(amount) as s, count(*) as n from purchase"))
    merge_id = join(store, cast.mia, a, b, choices)
    assert store.rows(sql("select sum(amount) as s, count(*) as n from purchase")) == whole
    assert store.rows(sql("select count(*) as n from collaborator where customer_id = $1"), [a]) == [{"n": 1}]
    assert check(store) == []
    undo_merge(store, cast.mia, merge_id, key=fresh())
    assert digests(store) == before
