"""The administrator's pages and the own account, through the shell, as each role sees them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from crm_core import audit
from crm_core.access.model import Actor, Permission, Role
from crm_core.access.policy import PAGES, scope_of
from crm_core.access.sessions import start_session
from crm_core.errors import message
from crm_core.jobs import service as jobs
from crm_core.messages import service as messages
from crm_core.server.running import Running
from crm_core.settings import service as settings
from crm_core.store import Store
from crm_core.team import service as team
from crm_core.ui import identity
from crm_core.ui.menu import ENTRIES
from tests.conftest import Cast, sql
from tests.pages.conftest import PROJECT, texts

Opened = Callable[..., AppTest]
ADMIN_PAGES = [page for page in PAGES if page.startswith("admin/")]
STRONG = "violet-tractor-monsoon-7"


@pytest.fixture(autouse=True)
def english(store: Store, cast: Cast) -> None:
    with store.transaction() as transaction:
        transaction.execute(sql("update app_user set language = 'en'"))


def _button(test: AppTest, label: str) -> AppTest:
    [found] = [button for button in test.button if label in button.label]
    return found.click().run()


def _field(test: AppTest, label: str) -> object:
    kinds = (test.text_input, test.selectbox, test.checkbox, test.date_input)
    [found] = [field for kind in kinds for field in kind if field.label == label]
    return found


def _shown(test: AppTest) -> str:
    return texts(test) + "\n" + "\n".join(frame.value.to_string() for frame in test.dataframe)


@pytest.mark.parametrize("page", ADMIN_PAGES)
def test_an_administrator_opens_every_page_of_an_empty_store(open_page: Opened, cast: Cast, page: str) -> None:
    test = open_page(cast.ada, page)
    assert not test.exception
    assert not test.error
    assert len(test.title) == 1


@pytest.mark.parametrize(
    ("page", "name"),
    [
        (page, name)
        for page, needs in PAGES.items()
        for name, role in {"ada": Role.ADMIN, "mia": Role.MANAGER, "tao": Role.LEAD, "sol": Role.STAFF, "rea": Role.READER}.items()
        if scope_of(role, needs) is None
    ],
)  # fmt: skip
def test_whoever_lacks_a_page_has_no_entry_for_it_and_the_page_itself_refuses_too(
    house: Running, monkeypatch: pytest.MonkeyPatch, cast: Cast, page: str, name: str
) -> None:
    actor: Actor = getattr(cast, name)
    assert page not in [entry.page for entry in ENTRIES if actor.may(PAGES[entry.page])]
    with house.store.transaction() as transaction:
        token = start_session(transaction, actor.user_id, "test")
    monkeypatch.setattr(identity, "session_token", lambda: token)
    test = AppTest.from_file(str(PROJECT / "pages" / page), default_timeout=30).run()
    assert [error.value for error in test.error] == [
        "Your role does not allow this\\. Ask an administrator if you need it\\."
    ]
    assert _shown(test).strip() == test.error[0].value
    assert not [*test.button, *test.text_input, *test.dataframe]


def test_the_users_are_listed_with_role_team_and_state(open_page: Opened, cast: Cast) -> None:
    [table] = open_page(cast.ada, "admin/users.py").dataframe
    rows = table.value.set_index("Name shown")
    assert list(rows.loc["Tao"][["User name", "Role", "Team", "State"]]) == ["tao", "Team lead", "North", "Active"]
    assert len(rows) == 6


def test_a_user_is_added_and_the_throw_away_password_is_shown_until_handed_over(
    open_page: Opened, store: Store, cast: Cast
) -> None:
    test = open_page(cast.ada, "admin/users.py", {"user": "new"})
    _field(test, "Name shown").input("O'Neil *王*")  # type: ignore[attr-defined]
    _field(test, "User name").input("Oneil")  # type: ignore[attr-defined]
    _field(test, "Team").select(str(cast.north))  # type: ignore[attr-defined]
    test = _button(test, "Add the user")
    assert not test.exception
    made = team.user_named(store, cast.ada, "oneil")
    assert (made.display_name, made.team_id, made.must_change_password) == ("O'Neil *王*", cast.north, True)
    [password] = [block.value for block in test.code]
    assert len(password) == 19
    test = _button(test, "I have handed it over")
    assert not test.code


def test_a_bad_user_is_told_what_is_wrong_at_each_field_and_nothing_typed_is_lost(
    open_page: Opened, store: Store, cast: Cast
) -> None:
    test = open_page(cast.ada, "admin/users.py", {"user": "new"})
    _field(test, "Name shown").input("Ok")  # type: ignore[attr-defined]
    _field(test, "User name").input("sol")  # type: ignore[attr-defined]
    test = _button(test, "Add the user")
    assert "A team lead and staff belong to a team" in _shown(test)
    assert _field(test, "User name").value == "sol"  # type: ignore[attr-defined]
    _field(test, "Team").select(str(cast.north))  # type: ignore[attr-defined]
    test = _button(test, "Add the user")
    assert "Somebody has this user name already" in _shown(test)
    assert len(team.users(store, cast.ada)) == 6


def test_a_stale_edit_shows_both_versions_and_the_next_save_goes_over_it(
    open_page: Opened, store: Store, cast: Cast
) -> None:
    test = open_page(cast.ada, "admin/users.py", {"user": str(cast.sol.user_id)})
    team.change_user(store, cast.ada, cast.sol.user_id, {"display_name": "Solveig", "team_id": str(cast.south)}, 1)
    _field(test, "Name shown").input("Solomon's *new* name")  # type: ignore[attr-defined]
    test = _button(test, "Save")
    assert "Someone else changed this" in _shown(test)
    compared = [one.value for one in test.markdown]
    at = compared.index("**Name shown**")
    assert compared[at : at + 3] == ["**Name shown**", "Solveig", r"Solomon's \*new\* name"]
    at = compared.index("**Team**")  # a choice is told by its words, not by the number that stands for it
    assert compared[at : at + 3] == ["**Team**", "South", "North"]
    assert not [one for one in compared if "team_id" in one or "display_name" in one]
    test = _button(test, "Save")
    assert team.user_named(store, cast.ada, "sol").display_name == "Solomon's *new* name"


def test_disabling_says_what_is_left_behind_and_ends_the_session(open_page: Opened, store: Store, cast: Cast) -> None:
    test = open_page(cast.ada, "admin/users.py", {"user": str(cast.vic.user_id)})
    test = _button(test, "Disable now")
    assert not team.user_named(store, cast.ada, "vic").is_active
    assert "○ Disabled" in _shown(test)


def test_nobody_is_offered_to_disable_himself_and_the_last_administrator_keeps_the_role(
    open_page: Opened, store: Store, cast: Cast
) -> None:
    test = open_page(cast.ada, "admin/users.py", {"user": str(cast.ada.user_id)})
    assert not [button for button in test.button if "Disable" in button.label]
    _field(test, "Role").select("manager")  # type: ignore[attr-defined]
    test = _button(test, "Save")
    assert "last active administrator" in _shown(test)


@pytest.mark.parametrize("query", [{"user": "999"}, {"user": "x'; drop table"}, {"team": "-1"}, {"user": "9" * 40}])
def test_an_address_that_leads_nowhere_shows_the_list(open_page: Opened, cast: Cast, query: dict[str, str]) -> None:
    test = open_page(cast.ada, "admin/users.py", query)
    assert not test.exception
    assert len(test.dataframe) == 1


def test_a_team_with_members_is_not_closed(open_page: Opened, store: Store, cast: Cast) -> None:
    test = open_page(cast.ada, "admin/users.py", {"team": str(cast.north)})
    _field(test, "Open for users").uncheck()  # type: ignore[attr-defined]
    test = _button(test, "Save")
    assert "This team still has active users" in _shown(test)
    assert [one.is_active for one in team.teams(store, cast.ada)] == [True, True]


def test_settings_are_saved_and_a_bad_one_is_told_at_its_field(open_page: Opened, store: Store, cast: Cast) -> None:
    test = open_page(cast.ada, "admin/settings.py")
    _field(test, "Company name").input("远航 & Söhne")  # type: ignore[attr-defined]
    _field(test, "At risk from this share of the pace").input("150%")  # type: ignore[attr-defined]
    test = _button(test, "Save")
    assert "lower than the threshold" in _shown(test)
    assert _field(test, "Company name").value == "远航 & Söhne"  # type: ignore[attr-defined]
    _field(test, "At risk from this share of the pace").input("70%")  # type: ignore[attr-defined]
    test = _button(test, "Save")
    assert settings.current(store).company_name == "远航 & Söhne"
    assert str(settings.current(store).at_risk_pace) == "0.7"


def test_two_administrators_who_change_settings_at_once_are_told(open_page: Opened, store: Store, cast: Cast) -> None:
    test = open_page(cast.ada, "admin/settings.py")
    settings.change_settings(store, cast.ada, {"company_name": "Theirs"}, settings.current_version(store))
    _field(test, "Company name").input("Mine")  # type: ignore[attr-defined]
    test = _button(test, "Save")
    assert "Someone else changed this" in _shown(test)
    assert settings.current(store).company_name == "Theirs"
    _button(test, "Save")
    assert settings.current(store).company_name == "Mine"


def test_the_trail_is_read_and_a_sensitive_value_is_masked(open_page: Opened, store: Store, cast: Cast) -> None:
    with store.transaction() as transaction:
        change = audit.Change("edit", "customer", 7, {"phone": "13800138000"}, {"phone": "13900139000"})
        audit.record(transaction, cast.sol, change)
    shown = _shown(open_page(cast.ada, "admin/audit.py"))
    assert "Phone: 1**** → 1****" in shown
    assert "13800138000" not in shown
    assert "No entry fits" in _shown(open_page(cast.ada, "admin/audit.py", {"kind": "customer", "id": "8"}))


def test_the_chain_is_proven_on_the_page(open_page: Opened, store: Store, cast: Cast) -> None:
    team.add_team(store, cast.ada, "East")
    test = _button(open_page(cast.ada, "admin/audit.py"), "Verify the chain")
    assert "entries fit together" in test.toast[0].value
    with store.transaction() as transaction:
        transaction.execute(sql("update audit_entry set action = 'x' where seq = 1"))
    test = _button(open_page(cast.ada, "admin/audit.py"), "Verify the chain")
    assert "Entry 1 does not fit" in test.error[0].value


def test_a_backup_is_made_checked_and_restored_with_the_name_typed(open_page: Opened, store: Store, cast: Cast) -> None:
    test = open_page(cast.ada, "admin/system.py")
    assert "There is no backup yet" in _shown(test)
    test = _button(test, "Back up now")
    assert "Everything is in order" in _shown(test)
    test = _button(test, "Check now")
    assert "Everything fits together" in _shown(test)
    team.add_team(store, cast.ada, "After the backup")
    _field(test, "Backup").select_index(0)  # type: ignore[attr-defined]
    _field(test, "The store's name, to confirm").input("crm")  # type: ignore[attr-defined]
    test = _button(test, "Restore now")
    assert "After the backup" in [one.name for one in team.teams(store, cast.ada)]
    _field(test, "The store's name, to confirm").input("crm.duckdb")  # type: ignore[attr-defined]
    test = _button(test, "Restore now")
    assert "After the backup" not in [one.name for one in team.teams(store, cast.ada)]
    assert "请重新登录" in test.error[0].value  # signed out: whose language it was is not known any more


def test_a_job_is_run_and_held_back_and_its_runs_are_told(open_page: Opened, store: Store, cast: Cast) -> None:
    test = open_page(cast.ada, "admin/jobs.py")
    switch = test.toggle[0]
    assert switch.value
    test = switch.set_value(False).run()
    assert "1 job is held back" in _shown(test)
    assert not jobs.list_jobs(store, cast.ada)[0].is_enabled
    test = next(button for button in test.button if button.label == "Run now").click().run()
    assert not test.exception
    [run] = jobs.list_runs(store, cast.ada, "backup")
    assert run.message.text.startswith("Wrote {name}")
    assert "Succeeded" in _shown(test)


def test_somebody_with_a_throw_away_password_sees_nothing_but_the_form_for_a_new_one(
    open_page: Opened, store: Store, cast: Cast
) -> None:
    given = team.reset_password(store, cast.ada, cast.ada.user_id)
    with pytest.raises(ValueError, match="Could not find a navigation page"):
        open_page(cast.ada, "admin/users.py")
    test = open_page(cast.ada, "account/account.py")
    assert "Please choose your own password" in _shown(test)
    for label, text in (
        ("Current password", given.password),
        ("New password", STRONG),
        ("New password once more", STRONG),
    ):
        _field(test, label).input(text)  # type: ignore[attr-defined]
    test = _button(test, "Change password")
    assert not test.exception
    assert not team.user_named(store, cast.ada, "ada").must_change_password


@pytest.mark.parametrize("name", ["ada", "mia", "tao", "sol", "vic", "rea"])
def test_everybody_opens_the_own_account_and_the_notices(open_page: Opened, cast: Cast, name: str) -> None:
    for page in ("account/account.py", "account/notices.py"):
        test = open_page(getattr(cast, name), page)
        assert not test.exception
        assert not test.error


def test_notices_are_read_one_by_one_or_all_and_only_the_own(open_page: Opened, store: Store, cast: Cast) -> None:
    for actor, text in ((cast.ada, "One *star*"), (cast.ada, "Two"), (cast.vic, "Not yours")):
        with store.transaction() as transaction:
            messages.notify(transaction, actor.user_id, "job_failed", message(text), "admin/jobs.py")
    test = open_page(cast.ada, "account/notices.py")
    assert r"One \*star\*" in _shown(test)
    assert "Not yours" not in _shown(test)
    first = next(button for button in test.button if button.label == "Mark as read")
    test = first.click().run()
    reach = cast.ada.require(Permission.NOTICE_OWN)
    assert messages.unread_count(store, reach) == 1
    _button(test, "Mark all as read")
    assert messages.unread_count(store, reach) == 0


def test_a_notice_offers_no_page_that_the_role_may_not_open(open_page: Opened, store: Store, cast: Cast) -> None:
    def told(actor: Actor) -> list[str]:
        with store.transaction() as transaction:
            messages.notify(transaction, actor.user_id, "reveals", message("Look"), "admin/audit.py")
        return [button.label for button in open_page(actor, "account/notices.py").button]

    assert "Open" in told(cast.ada)
    assert "Open" not in told(cast.sol)
