"""What people type reaches SQL as a value and as nothing else: each filter, search and name finds what a plain Python
reading of the rows finds, whatever was typed, and the rows themselves come back as they were put in.

Whatever the corpus names is also in the store, among names that it would match as a pattern: a wildcard that works, a
quote that ends a string or a comment that swallows a condition changes a count.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_core import audit
from crm_core.access.model import Permission
from crm_core.access.oidc.service import allow_account
from crm_core.access.sign_in import SignIn, WrongCredentials
from crm_core.audit.model import EntriesWanted
from crm_core.audit.service import entries
from crm_core.customers.fields import phone_search
from crm_core.customers.lists.fields import FIELDS, Condition, Operator, parse_condition
from crm_core.customers.lists.model import CustomerListRequest, PickRequest, Sort, View
from crm_core.customers.lists.service import Choices, all_lines, customer_list, customer_picks, regions_to_choose
from crm_core.customers.search import search_terms, search_text
from crm_core.errors import InvalidInput, NotFound
from crm_core.metrics.asking import UnreadableQuestion, read_question
from crm_core.metrics.model import Filters, GroupBy
from crm_core.metrics.service import list_metrics, measure
from crm_core.store import Store
from crm_core.team import service as team
from crm_core.texts import clean_line, key_of
from tests.conftest import NOW, Cast, sql
from tests.customers.faces import fresh
from tests.metrics.conftest import MARCH, ask
from tests.metrics.stage import Line, add_lines

CORPUS = (
    "'", "''", '"', "`", ";", "--", "/*", "*/", "\\", "%", "_", "%%", "a%", "_b", "$1", "$me", "?", ":x", "{0}", "{}",
    "' or '1'='1", "' or 1=1 --", "') or ('1'='1", "x' union select password_hash from app_user --", "1; drop table customer",
    "'; attach 'x.db' as x; --", "' and sleep(5) --", "1 or 1=1", "1e309", "null", "NULL", "true", "nan", "-1", "0x1f",
    "' || (select version()) || '", "a' collate nocase --", "read_csv('/etc/passwd')", "$$x$$", "E'\\''", "\\' or 1=1 --",
    "/*sort_key*/", "/*filters*/", "/*order*/", "s.search_text", "customer_id desc", "name; select 1", "[", "]", "(a|b)*", "^$",
    "王'小明", "＇ｏｒ＇１＇＝＇１", "’ or ’1’=’1", "🙂", "é", "e\u0301", "ａｂ", "ÀÉ", "ß", "İ", "a\u200bb", "x\ty", "a  b c d e", "<script>", "=1+1",
)  # fmt: skip
PLAIN = ("Ann", "Bob", "ab", "a b c", "100% wool", "under_score", "back\\slash", "O'Neil", "x")
_ANY = st.one_of(st.text(max_size=30), st.sampled_from(CORPUS), st.builds("{}{}".format, st.sampled_from(CORPUS), st.text(max_size=5)))  # fmt: skip
_QUICK = settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])

_ADD = sql("""
    insert into customer (code, kind, name, search_text, name_key, region, owner_id, team_id, version, created_at,
        created_on, updated_at, created_by)
    values ($1, 'person', $2, $3, $4, $2, $5, $6, 1, $7, $7::date, $7, 0)
""")


@pytest.fixture
def names(store: Store, cast: Cast) -> list[str]:
    """Put a customer of each name into the store, whose region is called so too; return the names."""
    given = [*CORPUS, *PLAIN]
    with store.transaction() as transaction:
        for number, name in enumerate(given):
            code = f"K{number:03}"
            told = [code, name, search_text(name, code), key_of(name), cast.sol.user_id, cast.north, NOW]
            transaction.execute(_ADD, told)
    return given


def model_of(names: list[str], typed: str) -> set[str]:
    """Return the codes of the customers that a plain reading of what was typed finds."""
    terms = search_terms(typed)
    return {
        f"K{number:03}"
        for number, name in enumerate(names)
        if all(term in search_text(name, f"K{number:03}") for term in terms)
    }


def asked(cast: Cast, **given: object) -> CustomerListRequest:
    reach = cast.mia.require(Permission.CUSTOMER_READ)
    return CustomerListRequest(reach, size=100, columns=(), **given)  # type: ignore[arg-type]


def finds_like_the_model(store: Store, cast: Cast, names: list[str], typed: str) -> None:
    expected = model_of(names, typed)
    page = customer_list(store, asked(cast, text=typed))
    assert {line.code for line in page.lines} == expected
    assert page.total == len(expected)
    if key_of(typed):
        picks = customer_picks(store, PickRequest(cast.mia.require(Permission.CUSTOMER_READ), typed, 100))
        assert {pick.code for pick in picks} == expected
    by_region = customer_list(store, asked(cast, region=typed))
    assert by_region.total == (names.count(typed) if typed else len(names))


def lowered(text: str) -> str:
    """Return a text in lower case as the store writes it: the Turkish İ is one letter there."""
    return text.replace("İ", "i").lower()


def test_a_filter_takes_what_was_typed_as_a_value(store: Store, cast: Cast, names: list[str]) -> None:
    for typed in (*CORPUS, *PLAIN):
        for field in ("name", "region"):
            try:
                condition = parse_condition(FIELDS[field], Operator.CONTAINS, [typed])
            except InvalidInput:
                assert not clean_line(typed)
                continue
            (value,) = condition.values
            found = customer_list(store, asked(cast, conditions=(condition,)))
            assert found.total == sum(lowered(value) in lowered(name) for name in names), (field, typed)
        exact = customer_list(store, asked(cast, conditions=(Condition("region", Operator.ANY_OF, (typed,)),)))
        assert exact.total == names.count(typed)
        for name in (typed, f"{typed}:name:contains", f"own_{typed}"):
            with pytest.raises(InvalidInput):
                customer_list(store, asked(cast, conditions=(Condition(name, Operator.FILLED),)))
            with pytest.raises(InvalidInput):
                customer_list(store, asked(cast, sort=name))


def test_each_of_the_corpus_finds_what_a_plain_reading_finds(store: Store, cast: Cast, names: list[str]) -> None:
    for typed in (*CORPUS, *PLAIN, "", "k00", "a" * 5_000):
        finds_like_the_model(store, cast, names, typed)


@_QUICK
@given(typed=_ANY)
def test_anything_typed_finds_what_a_plain_reading_finds(
    store: Store, cast: Cast, names_once: list[str], typed: str
) -> None:
    if phone_search(typed) == ("", ""):
        finds_like_the_model(store, cast, names_once, typed)


@pytest.fixture
def names_once(names: list[str]) -> list[str]:
    return names


def test_every_order_and_view_holds_every_row_once_whatever_they_are_called(
    store: Store, cast: Cast, names: list[str]
) -> None:
    for sort in Sort:
        for is_descending in (False, True):
            request = asked(cast, sort=sort, is_descending=is_descending)
            pages = [customer_list(store, replace(request, page=page, size=25)) for page in range(4)]
            assert sorted(line.name for page in pages for line in page.lines) == sorted(names)
            assert all_lines(store, request).num_rows == len(names)
    assert customer_list(store, asked(cast, view=View.POOL)).total == 0
    regions = regions_to_choose(store, Choices(cast.mia.require(Permission.CUSTOMER_READ)))
    assert set(regions) <= set(names)


@pytest.mark.parametrize("typed", CORPUS)
def test_an_order_that_is_not_in_the_list_never_becomes_sql(typed: str) -> None:
    for choice in (Sort, View, GroupBy):
        with pytest.raises(ValueError, match="is not a valid"):
            choice(typed)


def test_the_trail_is_filtered_by_what_stands_in_it(store: Store, cast: Cast) -> None:
    with store.transaction() as transaction:
        for name in (*CORPUS, *PLAIN):
            audit.record(transaction, cast.ada, audit.Change(name, name, 1, None, {"name": name}))
    reach = cast.ada.require(Permission.AUDIT_READ)
    kept = [row["action"] for row in store.rows(sql("select action from audit_entry order by seq"))]
    for typed in (*CORPUS, *PLAIN, "nothing of this name"):
        expected = kept.count(typed)
        by_action = entries(store, EntriesWanted(reach, action=typed))
        assert by_action.total_count == expected
        assert entries(store, EntriesWanted(reach, entity=typed)).total_count == expected
        assert entries(store, EntriesWanted(reach, action=typed, entity="x' or '1'='1")).total_count == 0
        assert [change.after for entry in by_action.entries for change in entry.fields or ()] == [typed] * expected


def test_numbers_are_narrowed_to_what_the_lines_say(store: Store, cast: Cast) -> None:
    called = [name for name in (*CORPUS, *PLAIN) if "\t" not in name]
    add_lines(
        store,
        [Line(date(2026, 3, 2), number, None, 2, "5", name, name) for number, name in enumerate(called, start=1)],
    )
    for typed in (*called, "nothing of this name"):
        expected = called.count(typed)
        assert (measure(store, ask("orders", filters=Filters(country=typed))).total.value or 0) == expected, typed
        sold = measure(store, ask("net_sales", filters=Filters(category=typed))).total.value
        assert (sold or 0) == Decimal(10) * expected, typed
    for by in (GroupBy.COUNTRY, GroupBy.CATEGORY):
        assert {row.label for row in measure(store, ask("orders", by=by)).rows} == set(called)


@_QUICK
@given(
    typed=_ANY,
    name=st.sampled_from(("metric", "by", "customers", "team", "person", "country", "category", "from", "to")),
)
def test_an_address_is_read_or_refused_with_a_sentence(store: Store, cast: Cast, typed: str, name: str) -> None:
    known = [metric.metric_id for metric in list_metrics()]
    try:
        question = read_question({name: typed}, known, MARCH)
    except UnreadableQuestion:
        return
    assert question.metric_id in known
    found = measure(store, ask(question.metric_id, question.period, by=question.by, filters=question.filters))
    assert all(row.value in (None, 0) for row in found.rows)


_USERS: dict[str, Callable[[Store, Cast, str], object]] = {
    "found by name": lambda store, cast, typed: team.user_named(store, cast.ada, typed),
    "signing in": lambda store, cast, typed: SignIn(store).sign_in(typed, typed, address="10.0.0.1", is_local=False),
}


@pytest.mark.parametrize("how", _USERS)
def test_no_user_is_found_by_what_is_no_name(
    store: Store, cast: Cast, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    monkeypatch.setattr("crm_core.access.passwords.verify_password", lambda stored, typed: stored is not None)
    for typed in CORPUS:
        with pytest.raises((NotFound, WrongCredentials)):
            _USERS[how](store, cast, typed)
    assert team.user_named(store, cast.ada, " SOL ").user_id == cast.sol.user_id
    assert store.value(sql("select count(*) from session")) == 0


def test_teams_and_people_are_called_what_was_typed(store: Store, cast: Cast) -> None:
    kept = []
    for number, typed in enumerate(CORPUS):
        try:
            team.add_team(store, cast.ada, typed, key=fresh())
            given = {"username": f"person{number}", "display_name": typed, "role": "reader"}
            team.add_user(store, cast.ada, given, key=fresh())
        except InvalidInput:
            continue
        kept.append(typed)
    assert len(kept) > len(CORPUS) // 2
    assert {one.name for one in team.teams(store, cast.ada)} >= {
        " ".join(typed.split()) for typed in kept if typed.isascii()
    }
    shown = [one.display_name for one in team.users(store, cast.ada)]
    assert len(shown) == 6 + len(kept)


def test_accounts_there_are_compared_as_whole_texts(store: Store, cast: Cast) -> None:
    allow_account(store, cast.ada, cast.sol.user_id, {"claim": "username", "expected": "sol"}, key=fresh())
    asked_of = sql("select count(*) from oidc_allowance where claim = 'username' and expected = $1")
    for typed in filter(str.isprintable, CORPUS):
        assert store.value(asked_of, [typed]) == 0
        allow_account(store, cast.ada, cast.vic.user_id, {"claim": "username", "expected": typed}, key=fresh())
    assert store.value(sql("select count(*) from oidc_allowance")) == 2
