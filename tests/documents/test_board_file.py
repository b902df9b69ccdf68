"""The presentation itself: nothing overflows, nothing runs, nothing links out, nothing of another team is in it."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from itertools import pairwise

import pytest
from lxml import etree
from pptx import Presentation
from pptx.util import Emu

from crm_core.access.model import Permission
from crm_core.audit.model import EntriesWanted
from crm_core.audit.service import entries
from crm_core.board import service as board
from crm_core.board.figures import Figures
from crm_core.documents.board_deck import board_deck
from crm_core.documents.model import About, Cell, Column, Deck, Slide, Table
from crm_core.documents.occasion import Occasion
from crm_core.documents.pptx_file import deck_bytes
from crm_core.documents.service import file_name
from crm_core.errors import NotFound, NotPermitted
from crm_core.i18n import Language
from crm_core.metrics.service import list_metrics
from crm_core.settings import service as settings
from crm_core.store import Store
from crm_core.targets.model import COMPANY
from tests.board.stage import MARCH, aim, look, person, team
from tests.conftest import NOW, Cast, sql
from tests.documents.reading import charts, made, opened, sheets, slides, words

_RENAME_TEAM = sql("update team set name = $2, version = version + 1 where team_id = $1")
_RENAME = sql("update app_user set display_name = $2, version = version + 1 where user_id = $1")
_SORT = sql("update purchase set category = $1 where category is null")
HOSTILE = (
    '=HYPERLINK("http://example.org","x")', "+1+1", "@SUM(A1)", "-2+3", "\x00\x0b\x1f<&>\"']]>", "\ufffe\uffff", "\u202eabc",
    "https://example.org/", "👩‍👩‍👧‍👦" * 40, "长" * 10_000, "W" * 10_000, "a b " * 3_000,
)  # fmt: skip


# Four at once, so that not each name takes a file of its own.
BY_FOUR = [HOSTILE[first : first + 4] for first in range(0, len(HOSTILE), 4)]


def rename(store: Store, cast: Cast, *names: str) -> None:
    """Call a team, a person, a category and the company by four names, or all by the same."""
    team_name, person_name, category, company_name = names if len(names) == 4 else names * 4
    with store.transaction() as transaction:
        transaction.rows(_RENAME_TEAM, [cast.south, team_name])
        transaction.rows(_RENAME, [cast.vic.user_id, person_name])
        transaction.rows(_SORT, [category])
    shown = company_name.replace("\x00", "")[:100].strip() or "x"
    settings.change_settings(store, cast.ada, {"company_name": shown}, settings.current_version(store))


@pytest.mark.parametrize("names", BY_FOUR, ids=["formulas", "signs", "long"])
def test_whatever_people_are_called_the_file_opens_and_holds_no_formula(
    company: Store, cast: Cast, names: tuple[str, ...]
) -> None:
    rename(company, cast, *names)
    content = made(company, cast.mia)
    assert len(slides(content)) >= 6
    for sheet in sheets(content):
        for row in sheet:
            assert not [cell for cell in row if cell is not None and not isinstance(cell, (str, int, float))]
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        for part in file.namelist():
            if part.endswith(".xlsx"):
                with zipfile.ZipFile(io.BytesIO(file.read(part))) as book:
                    cells = book.read("xl/worksheets/sheet1.xml")
                assert b"<f>" not in cells and b"<f " not in cells
                assert b"hyperlink" not in cells
            if part.endswith((".xml", ".rels")):
                etree.fromstring(file.read(part))


@pytest.mark.parametrize(
    ("name", "language"),
    [
        *(("South", language) for language in Language),
        ("长" * 10_000, Language.TRADITIONAL),
        ("W" * 10_000, Language.SIMPLIFIED),
        ("a b " * 3_000, Language.ENGLISH),
    ],
    ids=lambda given: given[:6],
)
def test_nothing_stands_outside_its_slide_and_nothing_on_another(
    company: Store, cast: Cast, name: str, language: Language
) -> None:
    rename(company, cast, name)
    file = Presentation(io.BytesIO(made(company, cast.mia, language)))
    for slide in file.slides:
        boxes = [shape for shape in slide.shapes if shape.has_chart or shape.has_table or shape.has_text_frame]
        for shape in boxes:
            assert shape.left >= 0 and shape.top >= 0
            assert shape.left + shape.width <= file.slide_width
            assert shape.top + shape.height <= file.slide_height
        big = sorted((one for one in boxes if one.has_chart or one.has_table), key=lambda one: (one.top, one.left))
        for first, second in pairwise(big):
            assert first.top + first.height <= second.top or first.left + first.width <= second.left


def test_a_long_list_of_decisions_goes_on_on_the_next_slide_with_the_same_headings(company: Store, cast: Cast) -> None:
    rows = tuple((Cell(f"row {number}"), Cell(str(number))) for number in range(40))
    table = Table((Column("Name"), Column("Number", is_figure=True)), rows)
    about = About("en", "Long", "", "Mia", NOW)
    deck = Deck(about, "", "Long", "", (), "", (Slide("Many", "", table, notes=("once",)),))
    found = list(opened(deck_bytes(deck)).slides)[1:]  # type: ignore[attr-defined] # python-pptx's presentation
    assert [slide.shapes.title.text_frame.text for slide in found] == [f"Many ({place}/4)" for place in (1, 2, 3, 4)]
    told = []
    for slide in found:
        [shape] = [one for one in slide.shapes if one.has_table]
        assert shape.top + shape.height <= Emu(int(6.86 * 914_400))
        head, *body = [[cell.text_frame.text for cell in row.cells] for row in shape.table.rows]
        assert head == ["Name", "Number"]
        told += [row[0] for row in body]
    assert told == [f"row {number}" for number in range(40)]
    assert [slide.has_notes_slide for slide in found] == [True, False, False, False]


def test_a_leads_file_holds_the_own_teams_numbers_only(company: Store, cast: Cast) -> None:
    rename(company, cast, "CanarySouth")
    assert "CanarySouth" in words(made(company, cast.mia))
    for actor in (cast.tao, cast.sol):
        said = words(made(company, actor))
        assert "CanarySouth" not in said.replace(settings.current(company).company_name, "")
        assert "¥95.00" in said
        assert "¥125.00" not in said


def test_a_scope_of_others_reads_as_not_found_and_leaves_no_entry(company: Store, cast: Cast) -> None:
    before = company.head.seq
    for actor, scope in ((cast.tao, team(cast.south)), (cast.tao, COMPANY), (cast.sol, person(cast.vic))):
        with pytest.raises(NotFound):
            made(company, actor, scope=scope)
    with pytest.raises(NotPermitted):
        made(company, cast.rea)
    with pytest.raises(NotFound):
        made(company, cast.mia, metric_id="'; drop table purchase; --")
    assert company.head.seq == before


def test_who_took_which_file_stands_in_the_trail(company: Store, cast: Cast) -> None:
    made(company, cast.tao)
    wanted = EntriesWanted(cast.ada.require(Permission.AUDIT_READ), entity="board")
    [entry] = entries(company, wanted).entries
    assert (entry.actor_name, entry.action) == ("Tao", "export")
    told = {change.name: change.after for change in entry.fields or ()}
    assert told["scope"] == "team"
    assert (told["first"], told["last"]) == ("2026-03-01", "2026-03-31")


@pytest.mark.parametrize("language", Language)
def test_an_empty_store_gives_a_file_that_says_so(store: Store, cast: Cast, language: Language) -> None:
    found = list(slides(made(store, cast.mia, language)).values())
    assert len(found) == 2
    assert not charts(found[1])
    assert any(len(shape.text_frame.text) > 10 for shape in found[1].shapes if shape.has_text_frame)  # type: ignore[attr-defined]


@pytest.mark.parametrize(("language", "font"), [("zh_CN", "Microsoft YaHei"), ("zh_TW", "Microsoft JhengHei")])
def test_chinese_has_its_own_font_and_language_everywhere(company: Store, cast: Cast, language: str, font: str) -> None:
    content = made(company, cast.mia, Language(language))
    own = {"a": "http://schemas.openxmlformats.org/drawingml/2006/main"}
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        theme = etree.fromstring(file.read("ppt/theme/theme1.xml"))
        assert {one.get("typeface") for one in theme.iterfind(".//a:fontScheme//a:ea", own)} == {font}
        pages = [name for name in file.namelist() if name.startswith("ppt/slides/slide")]
        assert pages
        for name in pages:
            runs = etree.fromstring(file.read(name)).findall(".//a:r/a:rPr", own)
            assert {run.get("lang") for run in runs} == {Language(language).tag}
            assert {run.find("a:ea", own).get("typeface") for run in runs} == {"+mn-ea"}
        for name in (name for name in file.namelist() if name.startswith("ppt/charts/chart")):
            [face] = etree.fromstring(file.read(name)).findall("./{*}txPr//a:defRPr/a:ea", own)
            assert face.get("typeface") == "+mn-ea"


def test_the_file_links_nowhere_and_says_who_made_it(company: Store, cast: Cast) -> None:
    settings.change_settings(company, cast.ada, {"company_name": "青禾"}, settings.current_version(company))
    content = made(company, cast.mia)
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        relations = [file.read(name).decode() for name in file.namelist() if name.endswith(".rels")]
        names = file.namelist()
    assert not [text for text in relations if "External" in text]
    assert not [name for name in names if "thumbnail" in name or "printerSettings" in name]
    about = Presentation(io.BytesIO(content)).core_properties
    assert about.author == about.last_modified_by == "Mia"
    assert about.title == "经营看板 全公司 · 2026年3月"
    assert (about.keywords, about.language) == ("青禾", "zh-CN")
    assert about.created == NOW.replace(tzinfo=None)


def test_charts_and_tables_are_told_to_who_cannot_see_them(company: Store, cast: Cast) -> None:
    for slide in slides(made(company, cast.mia)).values():
        for shape in slide.shapes:  # type: ignore[attr-defined] # python-pptx's slide
            if shape.has_chart or shape.has_table:
                assert shape._element.xpath("string(.//p:cNvPr/@descr)")
    [chart] = [one for one in slides(made(company, cast.mia))["净销售额 · 团队"].shapes if one.has_chart]  # type: ignore[attr-defined]
    told = chart._element.xpath("string(.//p:cNvPr/@descr)")
    assert "North ¥95" in told


def test_the_writers_libraries_are_loaded_with_the_first_file_not_at_start() -> None:
    told = "import sys, crm_core.documents.service; print([n for n in ('pptx', 'docx', 'lxml') if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_notes_say_what_the_numbers_mean(company: Store, cast: Cast) -> None:
    found = slides(made(company, cast.mia))
    said = found["全部指标 · 销售"].notes_slide.notes_text_frame.text  # type: ignore[attr-defined] # python-pptx's slide
    assert "销售额减去退货额" in said
    assert "*" not in said


def test_the_numbers_behind_a_chart_are_whole_and_typed(company: Store, cast: Cast) -> None:
    aim(company, COMPANY, "12345678.91", MARCH.replace(month=5))
    found = [row for sheet in sheets(made(company, cast.mia)) for row in sheet]
    assert [row for row in found if row[0] == "5月" and 12345678.91 in row]


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (("看板", "全公司", "2026年3月"), "看板 全公司 2026年3月.pptx"),
        (('..\\/:*?"<>|%', "a/b"), "a b.pptx"),
        (("...",), "file.pptx"),
        (("长" * 500,), "长" * 80 + ".pptx"),
        (("a\x00\nb",), "a b.pptx"),
    ],
)
def test_a_files_name_fits_every_system(parts: tuple[str, ...], name: str) -> None:
    assert file_name(*parts, ending="pptx") == name


def test_every_metric_can_be_the_charts(company: Store, cast: Cast) -> None:
    ask, seen = board.directly(company), look(company, cast.mia)
    occasion = Occasion(Figures(Language.ENGLISH, "CNY"), (), "", "Asia/Shanghai", "Mia", NOW)
    for found in list_metrics():
        deck = board_deck(ask, seen, found.metric_id, occasion)
        drawn = [slide.chart for slide in deck.slides if slide.chart is not None]
        assert drawn, found.metric_id
        assert all(len(one.values) == len(chart.categories) for chart in drawn for one in chart.series)
