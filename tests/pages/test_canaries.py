"""Canaries: what belongs to the south appears for nobody of the north, and what is masked for nobody, on no page and in no file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from crm_core.access.model import CONSOLE, Actor, Permission, Reach, Scope
from crm_core.access.policy import PAGES
from crm_core.attachments.model import Upload
from crm_core.attachments.service import attach
from crm_core.audit.model import EntriesWanted
from crm_core.audit.service import exported as exported_trail
from crm_core.board.service import directly
from crm_core.customers.contacts.service import add_contact
from crm_core.customers.lists.export import COLUMNS, export_customers
from crm_core.customers.lists.export import FileKind as ListKind
from crm_core.customers.lists.model import CustomerListRequest, PickRequest, Sort, View
from crm_core.customers.lists.service import customer_list, customer_picks
from crm_core.customers.ownership.service import assign_owner
from crm_core.customers.profile.needs.service import add_need
from crm_core.customers.profile.outlook.service import set_potential
from crm_core.customers.profile.own_fields.service import add_own_field
from crm_core.customers.profile.preferences.service import note_preference
from crm_core.customers.profile.stages.service import set_stage
from crm_core.customers.profile.tags.service import add_tag, change_tags
from crm_core.customers.service import edit_customer
from crm_core.documents.service import BoardWanted, board_file
from crm_core.errors import NotFound, NotPermitted, message
from crm_core.i18n import Language
from crm_core.imports.rejects import FileForm
from crm_core.imports.service import exported_problems
from crm_core.interactions.service import add_follow_up, log_interaction
from crm_core.messages.service import notify
from crm_core.metrics.files import FileKind, FileWanted, number_file
from crm_core.metrics.model import Filters, MetricRequest
from crm_core.metrics.service import list_metrics
from crm_core.periods import Period, PeriodKind
from crm_core.plans.acting import add_action, check_in
from crm_core.plans.editing import add_plan, add_stage
from crm_core.plans.files import ACTION_COLUMNS, GOAL_COLUMNS, PlanFile, plan_file
from crm_core.store import Store
from crm_core.surveys.behind import COLUMNS as ANSWER_COLUMNS
from crm_core.surveys.behind import FileKind as AnswerKind
from crm_core.surveys.behind import FileWanted as AnswersWanted
from crm_core.surveys.behind import answers_file
from crm_core.targets.drafts import TargetDraft
from crm_core.targets.model import COMPANY, Level, ScopeKind, TargetKey, TargetScope
from crm_core.targets.service import set_targets
from crm_core.ui.customers.tabs import OPENED
from crm_core.ui.number.rows import COLUMNS as NUMBER_COLUMNS
from tests.conftest import NOW, Cast, Peopled, Scene, played, sql
from tests.customers.faces import add, fresh
from tests.metrics.stage import Line, add_lines
from tests.pages.conftest import PROJECT, type_of_open
from tests.plans.stage import aim, make_plans

TODAY, MARCH, YEAR = date(2026, 3, 18), date(2026, 3, 1), Period(date(2026, 1, 1), date(2026, 12, 31))

# What only the south may read: names, texts, amounts (as they are written in full, with separators, and shortened).
SOUTHERN = (
    "CanaryName", "CANARYCODE", "CanaryNote", "CanaryRegion", "CanarySaid", "CanaryPurpose", "CanaryProduct",
    "CanaryTea", "CanaryLand", "CANARYORDER", "CanaryReason", "CanaryNotice", "CanaryFile", "CanaryCell", "CanaryMoved",
    "CanaryShared", "CanarySurvey", "CanaryAnswer", "CanaryGroup", "CanaryPlan", "CanaryGoal", "CanaryAction", "CanaryLook", "CanaryStep", "9182736", "9,182,736", "918.3",
    "8743219", "8,743,219", "874.3", "5318642", "5,318,642", "531.8",
    "CanaryContact", "CanaryTitle", "CanaryStage", "CanaryOwn", "CanaryNeed", "CanaryLiking", "CanaryHope", "CanaryStreet",
)  # fmt: skip
# What nobody reads without a reason that the trail keeps.
MASKED = (
    "13912349876", "139 1234 9876", "canary.south@", "11010519491231002X", "1949-12-31",
    "13612340007", "136 1234 0007", "canary.contact@", "canarywechat", "13800138765", "138 0013 8765", "canary.north@", "13700137654", "137 0013 7654", "canary.pool@",
)  # fmt: skip


@dataclass(frozen=True)
class Company:
    """The ids of what the south has, and of what anybody may have."""

    south: int
    moved: int
    pool: int
    own: int
    import_id: int


_SHARE = sql("insert into collaborator (customer_id, user_id, since_at) values ($1, $2, $3)")
_LATE = sql("update follow_up set due_on = $1 - if(purpose = 'call back', 1, 0)::integer")
_PRODUCTS = sql("update purchase set product_name = 'CanaryProduct' where customer_id = $1")
_ORDER = sql("update purchase_order set code = 'CANARYORDER' where order_id = 2")
_IMPORT = sql("""
    insert into import_batch (kind, file_name, file_sha256, mapping, user_id, team_id, status, read_count, added_count,
        updated_count, unchanged_count, rejected_count, started_at, finished_at)
    values ('customers', 'CanaryFile.csv', 'x', '{}', $1, $2, 'written', 1, 0, 0, 0, 1, $3, $3) returning import_id
""")
_PROBLEM = sql("""
    insert into import_problem (import_id, row_number, column_name, value, reason, reason_values)
    values ($1, 2, 'name', 'CanaryCell', 'Please fill this in.', '{}')
""")

_SURVEY = sql("""
    insert into survey (survey_id, name, name_key, team_id, first_on, last_on, asked_count, scale_low, scale_high,
        scheme_version, version, created_at, created_by, updated_at)
    values ($1, $2, $2, $3, '2026-01-01', '2026-12-31', 50, 1, 5, 1, 1, $4, 0, $4)
""")
_SCHEME = sql("insert into scheme values ($1, 1, false, 'why', $2, 0)")
_INDICATOR = sql("insert into scheme_indicator values ($1, 1, 0, 'Quality', 1)")
_QUESTION = sql("insert into survey_item values ($1, $2, $3, $4, $4)")
_RULE = sql("insert into scheme_item values ($1, 1, $2, $3, 1, 5, if($3 = 'rating', 0, null))")
_ANSWER = sql("""
    insert into survey_answer (answer_id, survey_id, answer_key, content_digest, answered_at, answered_on, customer_id,
        team_id, owner_id, version)
    values ($1, $2, $1::varchar, 'x', $3, '2026-03-05', $4, $5, $6, 1)
""")
_SAID = sql("insert into survey_answer_item values ($1, $2, $3, $4, $5)")
_SCORE = sql("insert into answer_score values ($1, $2, 'index', $3, '2026-03-05', $4, $5, $6)")


def _ask(store: Store, cast: Cast, south: int, own: int) -> None:
    """Put two surveys into the store: the company's (1), which both have answered, and the south's (2)."""
    answers = [(1, 1, own, cast.north, cast.sol, "East", "fine"), (2, 1, south, cast.south, cast.vic, "CanaryGroup", "CanaryAnswer"),
               (3, 2, south, cast.south, cast.vic, "CanaryGroup", "CanaryAnswer")]  # fmt: skip
    with store.transaction() as transaction:
        for survey_id, name, team in ((1, "Everybody", None), (2, "CanarySurvey", cast.south)):
            transaction.execute(_SURVEY, [survey_id, name, team, NOW])
            transaction.execute(_SCHEME, [survey_id, NOW])
            transaction.execute(_INDICATOR, [survey_id])
            for place, purpose in enumerate(("rating", "group", "comment")):
                item_id = survey_id * 10 + place
                transaction.execute(_QUESTION, [item_id, survey_id, place, f"{purpose} question"])
                transaction.execute(_RULE, [survey_id, item_id, purpose])
        for answer_id, survey_id, customer, team, owner, group, comment in answers:
            transaction.execute(_ANSWER, [answer_id, survey_id, NOW, customer, team, owner.user_id])
            for place, said, value in ((0, "4", 4), (1, group, None), (2, comment, None)):
                transaction.execute(_SAID, [answer_id, survey_id * 10 + place, survey_id, said, value])
            transaction.execute(_SCORE, [answer_id, survey_id, 75, customer, team, owner.user_id])


@pytest.fixture(scope="module")
def scene(peopled: Peopled, tmp_path_factory: pytest.TempPathFactory) -> Scene[Company]:
    return played(peopled, tmp_path_factory.mktemp("canaries"), make_company)


@pytest.fixture
def company(scene: Scene[Company]) -> Company:
    return scene.known


def make_company(store: Store, cast: Cast) -> Company:
    """Make a customer of the south with a life, one that has moved there from the north, one of the pool, one of the north."""
    south = add(
        store, cast.mia, "CanaryName", cast.vic, phone="13912349876", email="canary.south@example.com",
        id_number="11010519491231002X", birthday="1949-12-31", region="CanaryRegion", note="CanaryNote", code="CANARYCODE",
    )  # fmt: skip
    moved = add(store, cast.mia, "CanaryMoved", cast.sol, code="MOVED")
    own = add(store, cast.mia, "Northern", cast.sol, phone="13800138765", email="canary.north@example.com", code="OWN")
    pool = add(
        store, cast.mia, "Poolfish", None, phone="13700137654", email="canary.pool@example.com", note="CanaryNote"
    )
    talk = {"channel": "phone", "outcome": "reached", "content": "CanarySaid", "next_due_on": "2026-03-19"}
    person = {"phone": "13612340007", "email": "canary.contact@example.com", "wechat": "canarywechat"}
    add_contact(store, cast.vic, south, {"name": "CanaryContact", "title": "CanaryTitle", **person}, key=fresh())
    add_contact(store, cast.sol, own, {"name": "NorthernContact", **person}, key=fresh())
    attach(store, cast.vic, south, [Upload("CanaryFile.txt", b"CanarySaid")], key=fresh())
    note_preference(store, cast.vic, south, {"aspect": "other", "value": "CanaryLiking"}, key=fresh())
    set_potential(store, cast.vic, south, {"level": "high", "reason": "CanaryHope"}, version=0, key=fresh())
    add_need(store, cast.vic, south, {"kind": "other", "content": "CanaryNeed"}, key=fresh())
    change_tags(
        store, cast.vic, south, add=[add_tag(store, CONSOLE, {"name": "VIP"}, key=fresh())], remove=[], key=fresh()
    )
    set_stage(store, cast.vic, south, {"stage": "at_risk", "why": "CanaryStage"}, version=0, key=fresh())
    level = add_own_field(store, CONSOLE, {"name": "Level", "kind": "text"}, key=fresh())
    given = {
        "name": "CanaryName",
        "region": "CanaryRegion",
        "note": "CanaryNote",
        f"own_{level}": "CanaryOwn",
        "fact_postal_address": "CanaryStreet",
    }
    edit_customer(store, cast.vic, south, given, version=1, key=fresh())
    promise = {"due_on": "2026-03-19", "purpose": "CanaryPurpose"}
    log_interaction(store, cast.vic, south, {**talk, "next_purpose": "CanaryPurpose"}, key=fresh())
    add_follow_up(store, cast.vic, south, promise, key=fresh())
    for who in (cast.sol, cast.tao):
        add_follow_up(store, who, moved, promise, key=fresh())
        add_follow_up(store, who, own, {**promise, "purpose": "send the offer"}, key=fresh())
        log_interaction(store, who, moved, {**talk, "next_due_on": None}, key=fresh())
    assign_owner(store, cast.mia, [moved], cast.vic.user_id, key=fresh())
    shared = add(store, cast.mia, "CanaryShared", cast.vic, code="SHARED")
    with store.transaction() as transaction:  # Sol works along on it; nobody else of the north does
        transaction.execute(_SHARE, [shared, cast.sol.user_id, NOW])
    add_follow_up(store, cast.sol, shared, {**promise, "purpose": "call back"}, key=fresh())
    north, there = {"team": cast.north, "owner": cast.sol.user_id}, {"team": cast.south, "owner": cast.vic.user_id}
    add_lines(
        store,
        [
            Line(date(2026, 3, 3), 1, own, 1, "100", **north),
            Line(date(2026, 3, 4), 2, south, 1, "8743219", country="CanaryLand", category="CanaryTea", **there),
            Line(date(2026, 3, 5), 3, moved, 1, "70", **north),
            Line(date(2026, 3, 6), 4, south, -1, "3", country="CanaryLand", category="CanaryTea", **there),
            Line(date(2026, 3, 7), 5, None, 1, "8743219", country="CanaryLand", category="CanaryTea"),
        ],
    )
    _aim(store, TargetScope(ScopeKind.TEAM, cast.south), "5318642")
    _aim(store, TargetScope(ScopeKind.PERSON, cast.vic.user_id), "5318642")
    _aim(store, TargetScope(ScopeKind.TEAM, cast.north), "90")
    _plan(store, cast)
    _ask(store, cast, south, own)
    with store.transaction() as transaction:
        transaction.execute(_LATE, [date(2026, 3, 2)])
        transaction.execute(_PRODUCTS, [south])
        transaction.execute(_ORDER)
        import_id = transaction.rows(_IMPORT, [cast.vic.user_id, cast.south, NOW])[0]["import_id"]
        transaction.execute(_PROBLEM, [import_id])
        notify(
            transaction, cast.vic.user_id, "assigned", message("CanaryNotice"), "customers/customer.py", {"id": south}
        )
    return Company(south, moved, pool, own, import_id)


def _aim(store: Store, scope: TargetScope, value: str) -> None:
    for kind, first in ((PeriodKind.MONTH, MARCH), (PeriodKind.YEAR, YEAR.first)):
        draft = TargetDraft(TargetKey("net_sales", scope, kind, first, Level.TARGET), value, "", None, 0)
        set_targets(store, CONSOLE, [draft], key=fresh(), reason="CanaryReason" if value != "90" else "")


def _plan(store: Store, cast: Cast) -> None:
    """The company's plan with goals and actions of the north and of the south, and the south's own plan."""
    made = make_plans(store, cast)
    aim(store, cast.mia, made.company, made.south_goal, made.second_stage, "9182736", version=1)
    theirs = {"first_on": "2026-01-01", "last_on": "2026-12-31", "name": "CanaryPlan", "state": "running"}
    south = add_plan(store, cast.mia, {**theirs, "team_id": cast.south}, key=fresh())
    add_stage(store, cast.mia, south, {**theirs, "name": "CanaryPlan"}, key=fresh())
    check_in(store, cast.mia, south, {"comment": "CanaryLook"}, key=fresh())
    step = {"what": "CanaryStep", "due_on": "2026-03-18", "owner_id": cast.vic.user_id, "note": "CanaryNote"}
    add_action(store, cast.mia, made.company, step, key=fresh())


def sent(test: AppTest) -> bytes:
    """Return everything that a page sends to the browser, as it is sent."""
    found = []
    for node in test._tree:
        proto = getattr(node, "proto", None)
        if proto is not None and hasattr(proto, "SerializeToString"):
            found.append(proto.SerializeToString())
    return b"\n".join(found)


def visits(company: Company, cast: Cast) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield every page as it opens, and with each question for what is the south's."""
    for page in PAGES:
        yield page, {}
    for customer in (company.south, company.moved, company.pool, company.own):
        for tab in ("overview", *OPENED):
            yield "customers/customer.py", {"id": str(customer), "tab": tab}
    yield "customers/customers.py", {"owner": str(cast.vic.user_id)}
    yield "exchange/imports.py", {"id": str(company.import_id)}
    for scope in (f"team-{cast.south}", f"person-{cast.vic.user_id}", "company"):
        yield "board/board.py", {"scope": scope}
        yield "plan/targets.py", {"scope": scope, "metric": "net_sales"}
    for plan in range(1, 4):
        yield "plan/plan.py", {"id": str(plan)}
    yield "plan/new.py", {}
    for metric in list_metrics():
        yield "board/number.py", {"metric": metric.metric_id, "by": "month"}
    for by in ("team", "person", "country", "category"):
        yield "board/number.py", {"metric": "gross_sales", "by": by}
    for name, value in (("team", cast.south), ("person", cast.vic.user_id), ("country", "CanaryL"), ("team", 0)):
        yield "board/number.py", {"metric": "gross_sales", name: str(value)}
    yield "board/number.py", {"metric": "gross_sales", "customers": "anonymous"}
    for survey_id in ("1", "2"):
        for view in ("results", "compare", "answers", "scheme"):
            yield "surveys/survey.py", {"id": survey_id, "view": view}
    yield "surveys/survey.py", {"id": "1", "view": "answers", "part": "group:11:CanaryGro" + "up"}


def tour(
    open_page: type_of_open, actor: Actor, wanted: Iterable[tuple[str, Mapping[str, str]]]
) -> Iterator[tuple[str, Mapping[str, str], bytes]]:
    """Yield what ``actor`` is sent by each visit, all in one session; pages that the role lacks are not even registered."""
    test = open_page(actor, "account/account.py")
    for page, query in wanted:
        if not actor.may(PAGES[page]):
            continue
        test.switch_page(str(PROJECT / "pages" / page))
        test.query_params.clear()
        for name, value in query.items():
            test.query_params[name] = value
        test.run()
        assert not test.exception, (page, query)
        yield page, query, sent(test)


def leaks(content: bytes, canaries: tuple[str, ...]) -> list[str]:
    """Return the canaries that sing in ``content``."""
    return [canary for canary in canaries if canary.encode() in content]


@pytest.mark.parametrize("who", ["sol", "tao"])
def test_no_page_shows_the_north_what_is_the_souths(
    company: Company, cast: Cast, open_page: type_of_open, capfd: pytest.CaptureFixture[str], who: str
) -> None:
    mine = {"CanaryShared"} if who == "sol" else set()
    for page, query, content in tour(open_page, getattr(cast, who), visits(company, cast)):
        assert set(leaks(content, SOUTHERN + MASKED)) <= mine, (page, query)
    assert leaks("".join(capfd.readouterr()).encode(), SOUTHERN + MASKED) == []


@pytest.mark.parametrize("who", ["rea", "vic", "ada"])
def test_no_page_shows_anybody_what_is_masked(company: Company, cast: Cast, open_page: type_of_open, who: str) -> None:
    pages = [visit for visit in visits(company, cast) if not (visit[0] == "board/number.py" and len(visit[1]) > 1)]
    for page, query, content in tour(open_page, getattr(cast, who), pages):
        assert leaks(content, MASKED) == [], (page, query)


def test_the_canaries_do_sing_for_their_own(company: Company, cast: Cast, open_page: type_of_open) -> None:
    """The proof that the others could hear them: whoever may, finds each of them on the same pages."""
    pages = [
        visit
        for visit in visits(company, cast)
        if visit[0] != "board/number.py" or visit[1].get("metric") == "gross_sales"
    ]
    heard = b"".join(content for who in (cast.vic, cast.mia) for _, _, content in tour(open_page, who, pages))
    imports = [visit for visit in pages if visit[0] == "exchange/imports.py"]
    heard += b"".join(content for _, _, content in tour(open_page, cast.ada, imports))
    one_way_is_enough = {"8743219", "874.3", "5318642", "531.8", "9182736", "918.3"}
    assert {canary for canary in SOUTHERN if canary.encode() not in heard} <= one_way_is_enough


# Files ----------------------------------------------------------------------------------------------------------------


def inside(content: bytes) -> bytes:
    """Return what a file says: a workbook's parts unpacked, a CSV as it is."""
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return b"\n".join(book.read(name) for name in book.namelist())


def forged(reach: Reach) -> Reach:
    """Return a reach as a request could claim it."""
    return replace(reach, scope=Scope.ALL)


def number_files(store: Store, actor: Actor, *filters: Filters) -> bytes:
    """Return the files of the rows behind every number, asked for with a forged reach."""
    reach, found = forged(actor.require(Permission.BOARD_READ)), b""
    for metric in list_metrics():
        for asked in filters:
            number = MetricRequest(reach, YEAR, TODAY, filters=asked, metric_id=metric.metric_id)
            headings = {name: name for name in NUMBER_COLUMNS[metric.grain]}
            for kind in FileKind:
                found += inside(number_file(store, actor, FileWanted(number, kind, headings, {}, "rows")))
    return found


def deck(store: Store, actor: Actor, scope: TargetScope) -> bytes:
    """Return the board of March as slides, the workbooks behind its charts unpacked too."""
    wanted = BoardWanted(Language.ENGLISH, TODAY, PeriodKind.MONTH, MARCH, scope)
    with zipfile.ZipFile(io.BytesIO(board_file(store, actor, wanted, directly(store)))) as file:
        return b"\n".join(inside(file.read(name)) for name in file.namelist())


def list_files(store: Store, actor: Actor, **asked: object) -> bytes:
    """Return the list of customers as files, asked for with a forged reach."""
    request = CustomerListRequest(forged(actor.require(Permission.CUSTOMER_READ)), **asked)  # type: ignore[arg-type]
    return b"".join(
        inside(export_customers(store, actor, request, kind, headings={name: name for name in COLUMNS}, words={}))
        for kind in ListKind
    )


@pytest.mark.parametrize("who", ["sol", "tao"])
def test_no_file_holds_what_is_the_souths(company: Company, store: Store, cast: Cast, who: str) -> None:
    actor = getattr(cast, who)
    content = number_files(store, actor, Filters(), Filters(team=cast.south), Filters(person=cast.vic.user_id))
    assert leaks(content, SOUTHERN + MASKED) == []
    assert b"Northern" in content
    own = TargetScope(ScopeKind.TEAM, cast.north) if who == "tao" else TargetScope(ScopeKind.PERSON, cast.sol.user_id)
    assert leaks(deck(store, actor, own), SOUTHERN + MASKED) == []
    with pytest.raises(NotFound):
        deck(store, actor, TargetScope(ScopeKind.TEAM, cast.south))
    with pytest.raises(NotFound if who == "tao" else NotPermitted):
        exported_problems(store, actor, company.import_id, FileForm.CSV, Language.ENGLISH)
    with pytest.raises(NotPermitted):
        exported_trail(store, actor, EntriesWanted(forged(actor.require(Permission.ACCOUNT_OWN))))


def test_a_plans_files_hold_what_a_lead_sees_of_it(company: Company, store: Store, cast: Cast) -> None:
    content = b""
    for has_goals in (True, False):
        for kind in FileKind:
            columns = {name: name for name in (*GOAL_COLUMNS, *ACTION_COLUMNS)}
            wanted = PlanFile(1, has_goals, kind, columns, {}, {2: "North sells"}, "plan")
            content += inside(plan_file(store, cast.tao, wanted, TODAY))
            for who in (cast.sol, cast.rea):
                with pytest.raises(NotPermitted):
                    plan_file(store, who, wanted, TODAY)
            with pytest.raises(NotFound):
                plan_file(store, cast.tao, replace(wanted, plan_id=3), TODAY)
    assert leaks(content, SOUTHERN) == []
    assert b"North sells" in content


def answer_files(store: Store, actor: Actor, survey_id: int) -> bytes:
    """Return the files of all of a survey's answers."""
    found = b""
    for kind in AnswerKind:
        wanted = AnswersWanted(survey_id, None, kind, {name: name for name in ANSWER_COLUMNS})
        found += inside(answers_file(store, actor, wanted))
    return found


def test_no_file_of_answers_holds_what_is_the_souths(company: Company, store: Store, cast: Cast) -> None:
    content = answer_files(store, cast.tao, 1)
    assert leaks(content, SOUTHERN + MASKED) == []
    assert b"Northern" in content
    assert b"CanaryAnswer" in answer_files(store, cast.mia, 2)
    with pytest.raises(NotFound):
        answer_files(store, cast.tao, 2)
    with pytest.raises(NotPermitted):
        answer_files(store, cast.sol, 1)


def test_a_lists_file_holds_the_own_team_and_names_of_the_pool(company: Company, store: Store, cast: Cast) -> None:
    content = list_files(store, cast.tao) + list_files(store, cast.tao, view=View.POOL, sort=Sort.SPEND)
    content += list_files(store, cast.tao, team_id=cast.south) + list_files(store, cast.tao, owner_id=cast.vic.user_id)
    assert leaks(content, SOUTHERN + MASKED) == []
    assert b"Northern" in content
    assert b"Poolfish" in content
    with pytest.raises(NotPermitted):
        list_files(store, cast.sol)


@pytest.mark.parametrize("typed", ["Canary", "13912349876", "9876", "canaryname", "%", "_", "13700137654"])
def test_nothing_typed_finds_what_is_the_souths(company: Company, store: Store, cast: Cast, typed: str) -> None:
    for actor in (cast.sol, cast.tao):
        reach = actor.require(Permission.CUSTOMER_READ)
        found = {line.name for line in customer_list(store, CustomerListRequest(reach, typed)).lines}
        found |= {pick.name for pick in customer_picks(store, PickRequest(reach, typed))}
        assert found <= ({"CanaryShared"} if actor is cast.sol else set())


def test_files_are_masked_for_everybody(company: Company, store: Store, cast: Cast) -> None:
    content = number_files(store, cast.mia, Filters()) + list_files(store, cast.mia)
    trail = exported_trail(store, cast.ada, EntriesWanted(cast.ada.require(Permission.AUDIT_READ)))
    content += "\n".join(str(entry) for entry in trail).encode()
    content += deck(store, cast.mia, COMPANY)
    assert leaks(content, MASKED) == []
    assert b"CanaryName" in content
