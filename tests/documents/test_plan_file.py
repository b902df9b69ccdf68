"""The plan as a document: the page's words and numbers, only what the reader may see, whatever things are called."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, date

import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree

from crm_core.access.model import Permission
from crm_core.audit.model import EntriesWanted
from crm_core.audit.service import entries
from crm_core.board.service import directly
from crm_core.customers.profile.needs.service import add_need
from crm_core.documents.service import PlanWanted, plan_document
from crm_core.errors import NotFound, NotPermitted
from crm_core.gaps.service import note_gap
from crm_core.i18n import Language
from crm_core.plans.acting import check_in
from crm_core.plans.editing import add_milestone, add_plan
from crm_core.plans.scope.service import link_want, look_at_maturity, place_touchpoint
from crm_core.sections.agreeing import agree, ask_to_agree
from crm_core.sections.writing import add_section
from crm_core.settings import service as settings
from crm_core.store import Store
from crm_core.strategy.barriers.service import add_barrier
from crm_core.strategy.communication.service import note_revision
from crm_core.strategy.retention.service import add_measure
from crm_core.strategy.service import save_strategy
from crm_core.touchpoints.service import add_touchpoint
from tests.conftest import NOW, Cast, sql
from tests.documents.reading import all_words, paragraphs, tables, written
from tests.documents.test_board_file import BY_FOUR
from tests.pages.conftest import texts, type_of_open
from tests.plans.stage import YEAR, Plans, fresh

PLAN = "plan/plan.py"
_SPEAK = sql("update app_user set language = $2, version = version + 1 where user_id = $1")
_RENAME = sql("update plan_action set what = $1, note = $1, evidence = $1, version = version + 1")
_RENAME_GOALS = sql("update plan_goal set name = $1, unit = $1, version = version + 1 where metric_id is null")
_RENAME_STAGES = sql("update plan_stage set name = $1, version = version + 1")
_PURPOSE = sql("update plan set purpose = $1, version = version + 1")


def goal_rows(content: bytes) -> list[dict[str, str]]:
    """Return the rows of the tables of goals, the last stage's last."""
    return [dict(zip(grid[0], row, strict=True)) for grid in tables(content) if "差距" in grid[0] for row in grid[1:]]


@pytest.mark.parametrize("who", ["mia", "tao", "ada"])
def test_goals_are_the_pages(company: Store, cast: Cast, plans: Plans, open_page: type_of_open, who: str) -> None:
    actor = getattr(cast, who)
    page = open_page(actor, PLAN, {"id": str(plans.company)})
    assert not page.exception
    shown = {row["goal"]: row for frame in page.dataframe for row in frame.value.to_dict("records") if "goal" in row}
    found = goal_rows(written(company, actor, plans.company))[-len(shown) :]
    assert len(found) == (2 if who == "tao" else 3)
    assert {row["目标"].split("\n")[0] for row in found} == set(shown)
    assert any(row["实际"] != "–" for row in found)
    for row in found:
        name, owner = row["目标"].split("\n")
        told = {"actual": "–", "gap": "–", "attainment": float("nan")} | shown[name]  # a table without figures has none
        assert (row["实际"], row["差距"], owner) == (told["actual"], told["gap"], told["owner"])
        assert [row["状态"]] == (list(told["status"]) or [""])
        percent = None if row["达成率"] == "–" else float(row["达成率"].rstrip("%"))
        assert percent == (None if told["attainment"] != told["attainment"] else told["attainment"])


def test_gaps_are_the_pages(company: Store, cast: Cast, plans: Plans, open_page: type_of_open) -> None:
    north = f"goal:{plans.north_goal}"
    note_gap(
        company, cast.tao, plans.company, north, {"problem": "Few *calls*", "cause": "people"}, version=0, key=fresh()
    )
    for actor in (cast.mia, cast.tao):
        page = open_page(actor, PLAN, {"id": str(plans.company), "tab": "gaps"})
        assert not page.exception
        said = texts(page).replace("\\", "")
        grid = next(grid for grid in tables(written(company, actor, plans.company)) if grid[0][0] == "要求")
        names = [row[0].split("\n")[0].split(". ", 1)[1] for row in grid[1:]]
        assert any(name.startswith("North sells") for name in names)
        assert [name for name in names if name not in said] == []
        for row in grid[1:]:
            assert [text for text in (row[2], row[3]) if text != "–" and text not in said] == [], row
        [row] = [row for row in grid[1:] if "North sells" in row[0]]
        assert row[0].endswith(" · 人手或时间不足 · Few *calls*")
        assert row[4:] == ["2026年3月1日", "还没有行动"]


def test_what_is_to_be_done_stands_as_on_the_page(
    company: Store, cast: Cast, plans: Plans, open_page: type_of_open
) -> None:
    add_milestone(company, cast.tao, plans.north, {"name": "Half way", "due_on": "2026-03-01"}, key=fresh())
    given = {"comment": "All *well*", "confidence": "high", f"value_{plans.hand_goal}": "30"}
    check_in(company, cast.tao, plans.north, given, key=fresh())
    said = texts(open_page(cast.tao, PLAN, {"id": str(plans.north)})).replace("\\", "")
    content = written(company, cast.tao, plans.north)
    told = all_words(content)
    for text in ("Call the lapsing", "逾期 8 天", "Half way", "逾期 17 天", "All *well*", "有把握"):
        assert text in told, text
        assert text in said, text
    heads = [text for style, text in paragraphs(content) if style == "Heading 1"]
    assert heads == ["总体进展", "阶段", "目标", "行动", "里程碑", "进展更新"]
    assert [text for style, text in paragraphs(content) if style == "Title"] == ["North plan"]


@pytest.mark.parametrize("language", Language)
def test_the_head_is_the_pages_in_each_language(
    company: Store, cast: Cast, plans: Plans, open_page: type_of_open, language: Language
) -> None:
    with company.transaction() as transaction:
        transaction.rows(_SPEAK, [cast.mia.user_id, language.value])
    page = open_page(cast.mia, PLAN, {"id": str(plans.company)})
    [line] = [
        text for style, text in paragraphs(written(company, cast.mia, plans.company, language)) if style == "Subtitle"
    ]
    shown = [" ".join(caption.value.replace("\\", "").split()) for caption in page.caption]  # thin blanks are blanks
    assert line in shown
    page.session_state["plan:files"] = True  # the files are drawn once somebody opens them
    page.run()
    assert [button for button in page.get("download_button") if button.proto.label == "DOCX"]


def test_a_leads_document_holds_what_the_lead_may_see(company: Store, cast: Cast, plans: Plans) -> None:
    assert "CanaryGoal" in all_words(written(company, cast.mia, plans.company))
    assert "CanaryAction" in all_words(written(company, cast.mia, plans.company))
    content = written(company, cast.tao, plans.company)
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        assert not [name for name in file.namelist() if b"Canary" in file.read(name)]
    north = next(row for row in goal_rows(content) if row["目标"].startswith("North sells"))
    whole = next(row for row in goal_rows(content) if row["目标"].startswith("净销售额"))
    assert north["实际"] != "–" or north["目标值"] != "–"
    assert {whole["目标值"], whole["实际"], whole["差距"]} == {"–"}


def test_who_may_not_gets_nothing_and_leaves_no_entry(company: Store, cast: Cast, plans: Plans) -> None:
    before = company.head.seq
    for actor in (cast.sol, cast.vic, cast.rea):
        with pytest.raises(NotPermitted):
            written(company, actor, plans.company)
    with pytest.raises(NotFound):
        written(company, cast.mia, 999)
    assert company.head.seq == before


def test_who_took_which_plan_stands_in_the_trail(company: Store, cast: Cast, plans: Plans) -> None:
    written(company, cast.tao, plans.north)
    wanted = EntriesWanted(cast.ada.require(Permission.AUDIT_READ), action="export", entity="plan")
    [entry] = entries(company, wanted).entries
    assert (entry.actor_name, entry.entity_id) == ("Tao", plans.north)


@pytest.mark.parametrize("names", BY_FOUR, ids=["formulas", "signs", "long"])
def test_whatever_things_are_called_the_document_opens(
    company: Store, cast: Cast, plans: Plans, names: tuple[str, ...]
) -> None:
    with company.transaction() as transaction:
        for statement, name in zip((_RENAME, _RENAME_GOALS, _RENAME_STAGES, _PURPOSE), names, strict=True):
            transaction.rows(statement, [name])
    content = written(company, cast.tao, plans.north)
    assert len(tables(content)) >= 3
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        for part in file.namelist():
            if part.endswith((".xml", ".rels")):
                etree.fromstring(file.read(part))
        document = file.read("word/document.xml")
    assert b"hyperlink" not in document
    assert document.count(b"<w:fldChar") == 0  # fields stand in the footer only


@pytest.mark.parametrize("language", Language)
def test_an_empty_plan_is_a_document_too(store: Store, cast: Cast, language: Language) -> None:
    plan_id = add_plan(store, cast.mia, {**YEAR, "name": "D'Arcy 🍵 <b>**x**", "purpose": "a\nb"}, key=fresh())
    found = paragraphs(written(store, cast.mia, plan_id, language))
    assert found[0] == ("Title", "D'Arcy 🍵 <b>**x**")
    assert [text for _, text in found if text in ("a", "b")] == ["a", "b"]


@pytest.mark.parametrize(("language", "font"), [("zh_CN", "Microsoft YaHei"), ("zh_TW", "Microsoft JhengHei")])
def test_every_style_names_its_chinese_font(company: Store, cast: Cast, plans: Plans, language: str, font: str) -> None:
    file = Document(io.BytesIO(written(company, cast.mia, plans.company, Language(language))))
    for name in ("Normal", "Title", "Subtitle", "Heading 1", "Heading 2", "Header", "Footer", "Table Text"):
        faces = file.styles[name].element.rPr.find(qn("w:rFonts"))
        assert faces.get(qn("w:eastAsia")) == font, name
        assert faces.get(qn("w:eastAsiaTheme")) is None
    spoken = file.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    assert spoken.get(qn("w:eastAsia")) == Language(language).tag


def test_the_file_names_company_pages_and_who_made_it(company: Store, cast: Cast, plans: Plans) -> None:
    settings.change_settings(company, cast.ada, {"company_name": "青禾"}, settings.current_version(company))
    content = written(company, cast.mia, plans.company)
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        assert not [name for name in file.namelist() if "thumbnail" in name]
        assert not [name for name in file.namelist() if name.endswith(".rels") and b"External" in file.read(name)]
    opened = Document(io.BytesIO(content))
    assert opened.sections[0].header.paragraphs[0].text == "青禾\t计划"
    footer = opened.sections[0].footer.paragraphs[0]
    assert footer.text == "Loyal customers\t1 / 1"
    assert [one.text.strip() for one in footer._p.iter(qn("w:instrText"))] == ["PAGE", "NUMPAGES"]
    about = opened.core_properties
    assert (about.author, about.title, about.comments) == ("Mia", "Loyal customers", "")
    assert about.created.replace(tzinfo=UTC) == NOW


def test_tables_repeat_their_headings_and_keep_their_rows_whole(company: Store, cast: Cast, plans: Plans) -> None:
    for grid in Document(io.BytesIO(written(company, cast.mia, plans.company))).tables:
        assert grid.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in grid.rows)
        assert grid._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val"))


def bare(text: str) -> str:
    """Return what a page or a cell shows, without marks of Markdown and blanks."""
    return re.sub(r"[\\*\s●]|:[a-z]+(?:-badge)?\[|:material/\w+:|\]", "", text)


def test_scope_and_how_we_talk_are_the_pages(company: Store, cast: Cast, plans: Plans, open_page: type_of_open) -> None:
    mia, plan = cast.mia, plans.company
    customer = int(company.value(sql("select min(customer_id) from customer")))
    add_need(company, mia, customer, {"kind": "price", "content": "Tea", "weight": 3, "state": "open"}, key=fresh())
    link_want(company, mia, plan, "price", {"goals": [str(plans.company_goal)]}, seen=[], key=fresh())
    given = {"phase": "before", "department": "Sales *", "owner_id": mia.user_id, "channels": ["phone", "visit"]}
    guide = {"g1.purpose": "price", "g1.title": "Too *dear*", "g1.text": "Listen.\nThen say why."}
    answered = {"standard": "Three rings", "within": "4", "unit": "hour"}
    points = [
        add_touchpoint(
            company, mia, {**given, "name": name, **answered, **(guide if name == "Call" else {})}, key=fresh()
        )
        for name in ("Call", "Bill", "Door")
    ]
    place_touchpoint(company, mia, plan, points[0], {"is_in": "in"}, version=0, key=fresh())
    place_touchpoint(company, mia, plan, points[1], {"is_in": "out", "reason": "Of the shop"}, version=0, key=fresh())
    look = {"level:caring": "2", "aim:caring": "4", "aim_on": "2026-12-31", "note": "40 files"}
    look_at_maturity(company, mia, plan, look, key=fresh())
    note_revision(company, mia, plan, points[0], {"words": "Shorter now", "revised_on": "2026-03-10"}, key=fresh())

    content = written(company, mia, plan)
    scope = bare(texts(open_page(mia, PLAN, {"id": str(plan), "tab": "scope"})))
    page = open_page(mia, PLAN, {"id": str(plan), "tab": "strategy"})
    talk = bare(texts(page.button_group(key="strategy:part").set_value("talk").run()))
    found = {grid[0][0]: grid for grid in tables(content)}
    for title, shown in (("客户需求", scope), ("成熟度", scope), ("触点", talk)):
        cells = [line for row in found[title][1:] for cell in row for line in cell.split("\n")]
        assert len(cells) > 2
        pieces = [piece for cell in cells for piece in re.split(r" · | / |, |、", cell)]
        assert [piece for piece in pieces if bare(piece) not in shown and piece != "–"] == [], title
    placed = next(grid for grid in tables(content) if grid[0] == ["触点", "环节", "状态"])
    assert [row[2] for row in placed[1:]] == ["纳入计划", "不纳入\nOf the shop", "未决定"]
    said = bare(all_words(content))
    for text in (
        "3个触点中已纳入1个",
        "1个未决定",
        "Call·Toodear",
        "Listen.",
        "Thensaywhy.",
        "Shorternow",
    ):
        assert text in said, text
    early = all_words(
        plan_document(company, mia, PlanWanted(Language.SIMPLIFIED, plan, date(2026, 3, 9)), directly(company))
    )
    assert "Shorter now" not in early  # revised on the day after
    assert "40 files" not in early
    assert "从未修订" in early
    assert (
        "Call" not in all_words(written(company, cast.tao, plans.north)).split("沟通策略")[0]
    )  # another plan decided nothing


WRITTEN = """### 承诺

**来电**当天回复，见[价目表](https://example.com/p)

1. 先听
2. 再答
   - 记录

| 触点 | 时限 |
|---|---|
| 投诉 | 24 小时 |

<script>x</script> ![b](https://evil.example/b.png)"""


def test_the_written_plan_stands_in_the_document_as_it_was_meant(company: Store, cast: Cast, plans: Plans) -> None:
    given = {"title": "服务标准", "content": WRITTEN, "owner_id": cast.tao.user_id}
    section = add_section(company, cast.mia, plans.company, given, key=fresh())
    ask_to_agree(company, cast.mia, section, {"asked": [cast.tao.user_id]}, key=fresh())
    agree(company, cast.tao, section, number=1, key=fresh())
    content = written(company, cast.mia, plans.company)
    told = paragraphs(content)
    place = told.index(("Heading 2", "服务标准"))
    assert told[place - 1] == ("Heading 1", "计划书")
    assert "已商定" in told[place + 1][1]
    assert "Tao" in told[place + 1][1]
    assert [(style, text) for style, text in told[place + 2 : place + 7]] == [
        ("Normal", "承诺"), ("Normal", "来电当天回复，见价目表 (https://example.com/p)"), ("Normal", "1. 先听"), ("Normal", "2. 再答"),
        ("List Bullet 2", "记录"),
    ]  # fmt: skip
    assert [["触点", "时限"], ["投诉", "24 小时"]] in tables(content)
    bold = [run.text for one in Document(io.BytesIO(content)).paragraphs for run in one.runs if run.bold]
    assert "来电" in bold
    assert "evil.example" not in all_words(content)
    for name in zipfile.ZipFile(io.BytesIO(content)).namelist():
        if name.endswith(".rels"):
            assert b'TargetMode="External"' not in zipfile.ZipFile(io.BytesIO(content)).read(name)


def test_the_strategy_stands_in_the_file_with_barriers_and_measures(company: Store, cast: Cast, plans: Plans) -> None:
    given = {"aim": "Keep <b>them</b>", "guideline": "Say the name\nNo promotion", "days:any": "30"}
    save_strategy(company, cast.mia, plans.company, "rung:strategic", given, version=0, key=fresh())
    add_barrier(company, cast.mia, plans.company, {"what": "Slow 🍵"}, key=fresh())
    kept = {"what": "Call the silent", "owner_id": str(cast.sol.user_id), "due_on": "2026-04-02"}
    add_measure(company, cast.mia, plans.company, kept, key=fresh())
    found = {grid[0][0]: grid[1:] for grid in tables(written(company, cast.tao, plans.company))}
    assert found["类型或等级"] == [
        ["战略型\n草稿", "Keep <b>them</b>", "不限渠道 · 至少每 30 天联系一次", "1. Say the name 2. No promotion"]
    ]
    assert found["障碍是什么"][0][:4] == ["Slow 🍵", "全部客户", "没有责任人", "还没有行动"]
    assert found["客户分群"] == [["全部客户", "Call the silent", "Call the silent\nSol · 2026年4月2日"]]
