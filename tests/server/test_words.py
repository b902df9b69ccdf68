"""Streamlit's own words: each is still among its scripts' texts, and its page speaks the user's language."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest
import streamlit

from crm_core.i18n import Language
from crm_core.server.icon import ICON
from crm_core.server.words.spoken import FILLED, FIXED, ICONS, dictionary, pieces
from tests.server.conftest import enter

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = Path(streamlit.__file__).parent / "static" / "static" / "js"


@pytest.fixture(scope="module")
def shown() -> str:
    """All texts of Streamlit's scripts but those of the libraries that only draw code and maps."""
    left_out = ("PlotlyChart", "DeckGlJsonChart", "StreamlitSyntaxHighlighter")
    return "\n".join(path.read_text("utf-8") for path in SCRIPTS.glob("*.js") if not path.name.startswith(left_out))


@pytest.mark.parametrize("text", [*FIXED, *FILLED])
def test_each_word_is_still_one_of_streamlits(shown: str, text: str) -> None:
    lacking = [piece for piece in pieces(text) if piece not in shown]
    assert not lacking, f"Streamlit no longer says {lacking}: look what it says now"


@pytest.mark.parametrize("language", [Language.SIMPLIFIED, Language.TRADITIONAL])
def test_each_word_is_said_in_chinese(language: Language) -> None:
    spoken = dictionary(language)
    assert set(spoken["fixed"]) == set(FIXED)
    assert all(re.search(r"[㐀-鿿]", replacement) for _, replacement in spoken["filled"])


@pytest.mark.parametrize("language", [Language.SIMPLIFIED, Language.TRADITIONAL])
def test_each_icon_that_stands_for_itself_says_what_it_means(language: Language) -> None:
    icons = dictionary(language)["icons"]
    assert set(icons) == set(ICONS)
    assert all(re.search(r"[㐀-鿿]", said) for said in icons.values())


def test_a_button_of_an_icon_alone_has_a_name_for_it() -> None:
    alone = re.compile(r'(?:button|popover)\(\s*":material/(\w+):"')
    used = {
        name for path in (ROOT / "crm_core" / "ui").rglob("*.py") for name in alone.findall(path.read_text("utf-8"))
    }
    used |= {name for path in (ROOT / "pages").rglob("*.py") for name in alone.findall(path.read_text("utf-8"))}
    assert "more_time" in used
    assert used <= set(ICONS)


def test_a_filled_word_keeps_its_value() -> None:
    pattern, replacement = dictionary(Language.SIMPLIFIED)["filled"][0]
    python = re.compile(pattern.replace("(?<", "(?P<"))
    assert python.sub(replacement.replace("$<size>", r"\g<size>"), "64MB per file") == "每个文件不超过 64MB"


def test_the_page_names_the_language_and_brings_the_script_first(visitor: httpx.Client) -> None:
    enter(visitor, "sol")
    page = visitor.get("/board", headers={"accept-language": "zh-TW"}).text
    assert '<html lang="zh-TW">' in page
    assert page.index("/words.js?v=") < page.index('type="module"')
    assert re.findall("<title>(.*?)</title>", page) == ["客戶關係計畫看板"]


def test_the_tab_shows_our_mark_before_anybody_has_signed_in(visitor: httpx.Client) -> None:
    assert '<link rel="icon" type="image/png" href="/favicon.png">' in visitor.get("/account/sign-in").text
    for address in ("/favicon.png", "/favicon.ico"):
        mark = visitor.get(address)
        assert (mark.headers["content-type"], mark.content) == ("image/png", ICON)
        assert "max-age" in mark.headers["cache-control"]


def test_the_script_is_kept_by_its_version_and_never_without(visitor: httpx.Client) -> None:
    enter(visitor, "sol")
    address = re.search(r'src="(/words\.js\?v=\w+)"', visitor.get("/board").text)
    assert address is not None
    kept = visitor.get(address[1])
    assert "max-age" in kept.headers["cache-control"]
    assert kept.headers["content-type"].startswith("text/javascript")
    assert "按回车键应用" in kept.text
    assert visitor.get("/words.js?v=other").headers["cache-control"] == "no-cache"


def test_other_answers_pass_untouched(visitor: httpx.Client) -> None:
    assert "words.js" not in visitor.get("/account/sign-in").text
    assert visitor.get("/healthz").json() == {"status": "ok"}
