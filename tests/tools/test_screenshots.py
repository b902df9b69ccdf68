"""The tool that takes the pictures: what it is asked for, and that no page is left out."""

from __future__ import annotations

import re
from datetime import datetime

import pytest

from crm_core.access.model import Role
from crm_core.access.policy import GRANTS, PAGES
from crm_core.store import Store
from tools import screenshots
from tools.visits import stops_for


def test_without_a_word_it_takes_the_pictures_that_the_readme_shows() -> None:
    given = screenshots._parsed([])
    assert not given.all
    assert not given.page
    assert (given.out, given.at) == (screenshots.ROOT / "docs" / "pictures", datetime.fromisoformat(screenshots.MOMENT))
    readme = (screenshots.ROOT / "README.md").read_text("utf-8")
    assert set(re.findall(r"docs/pictures/([\w.-]+)", readme)) == {name for name, _role, _page in screenshots._README}


def test_every_look_is_taken_unless_it_is_narrowed() -> None:
    wide = screenshots._parsed(["--all", "--out", "x"])
    assert (wide.role, wide.theme, wide.width) == ([Role.MANAGER], ["light", "dark"], [1280, 390])
    words = [
        "--page",
        "targets",
        "--page",
        "board",
        "--role",
        "lead",
        "--language",
        "zh_TW",
        "--theme",
        "dark",
        "--width",
        "390",
        "--empty",
        "--window",
    ]
    narrow = screenshots._parsed([*words, "--at", "2026-01-05T09:00:00+08:00"])
    assert (narrow.page, narrow.role, narrow.language) == (["targets", "board"], [Role.LEAD], ["zh_TW"])
    assert (narrow.theme, narrow.width, narrow.empty, narrow.window) == (["dark"], [390], True, True)
    assert narrow.at.isoformat() == "2026-01-05T09:00:00+08:00"


@pytest.mark.parametrize("wrong", [["--role", "boss"], ["--theme", "pink"], ["--language", "fr"], ["--at", "now"]])
def test_what_there_is_not_is_refused(wrong: list[str]) -> None:
    with pytest.raises(SystemExit) as refusal:
        screenshots._parsed(wrong)
    assert refusal.value.code == 2


def test_a_look_names_its_file() -> None:
    assert screenshots.Look("en", "dark", 390).name == "en-dark-390"
    looks = {screenshots.Look(*one).name for one in [("en", "dark", 390), ("en", "light", 390), ("zh_TW", "dark", 390)]}
    assert len(looks) == 3


@pytest.mark.parametrize("role", list(Role))
def test_a_role_is_shown_exactly_the_pages_that_the_policy_opens_to_it(role: Role, store: Store) -> None:
    stops = stops_for(store, role)
    assert sorted(stop.page for stop in stops) == sorted(page for page, needs in PAGES.items() if role in GRANTS[needs])
    assert len({stop.address for stop in stops}) == len(stops)
    of_one = {"customers/customer.py", "customers/merge.py", "plan/plan.py", "surveys/survey.py"}
    assert {stop.page for stop in stops if not stop.has_record} == of_one & {
        stop.page for stop in stops
    }  # an empty store
