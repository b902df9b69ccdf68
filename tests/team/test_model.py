"""What a form may say of a user: names that cannot be mistaken for another's, and teams where they are due."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_core.access.model import Role
from crm_core.errors import InvalidInput
from crm_core.team.model import UserDraft, parse_team_name


def _given(**changes: str) -> dict[str, str]:
    return {"username": "sol", "display_name": "Sol", "role": "staff", "team_id": "3", **changes}


def _problems(**changes: str) -> dict[str, str]:
    with pytest.raises(InvalidInput) as refused:
        UserDraft.parse(_given(**changes))
    return {name: str(text) for name, text in refused.value.fields.items()}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("Sol", "sol"), ("  sol.li ", "sol.li"), ("ＳＯＬ１", "sol1"), ("张三", "张三"), ("李四2", "李四2"), ("a@b.cn", "a@b.cn")],
)  # fmt: skip
def test_a_user_name_is_kept_folded(typed: str, kept: str) -> None:
    assert UserDraft.parse(_given(username=typed)).username == kept


@pytest.mark.parametrize(
    "typed",
    [
        "", "a", "a" * 65, "аdmin", "adm\u200bin", "ad min", "admin\x00", "müller", "-sol", "sol.", "console", "Scheduler",
        "ad\u202emin", "<b>", "a'b", "😀😀", "ⅰⅰⅰɡ", "x" * 10_000,
    ],
)  # fmt: skip
def test_a_user_name_that_could_pass_for_another_is_refused(typed: str) -> None:
    assert set(_problems(username=typed)) == {"username"}


@given(st.text(max_size=80))
def test_whatever_is_typed_the_kept_name_folds_to_itself(typed: str) -> None:
    try:
        kept = UserDraft.parse(_given(username=typed)).username
    except InvalidInput:
        return
    assert UserDraft.parse(_given(username=kept)).username == kept
    assert 2 <= len(kept) <= 64


@pytest.mark.parametrize("typed", ["", "   ", "Sol\x07", "So\u202el", "S" * 61, "console", "\ud800"])
def test_a_display_name_is_short_and_visible(typed: str) -> None:
    assert set(_problems(display_name=typed)) == {"display_name"}


def test_blanks_in_a_display_name_become_one() -> None:
    assert UserDraft.parse(_given(display_name="  O'Neil \u3000 王 ")).display_name == "O'Neil 王"


@pytest.mark.parametrize("role", ["lead", "staff"])
def test_a_lead_and_staff_need_a_team(role: str) -> None:
    assert set(_problems(role=role, team_id="")) == {"team_id"}


@pytest.mark.parametrize("role", ["admin", "manager", "reader"])
def test_the_other_roles_need_none(role: str) -> None:
    assert UserDraft.parse(_given(role=role, team_id="")).team_id is None


def test_all_bad_fields_are_named_at_once() -> None:
    assert set(_problems(username="", display_name="", role="boss", team_id="x")) == {
        "username",
        "display_name",
        "role",
        "team_id",
    }


def test_a_draft_survives_the_way_through_a_form() -> None:
    draft = UserDraft("sol", "Sol", Role.STAFF, 3)
    assert UserDraft.parse(draft.as_text()) == draft


def test_a_team_needs_a_name() -> None:
    with pytest.raises(InvalidInput, match="name"):
        parse_team_name(" \t ")
