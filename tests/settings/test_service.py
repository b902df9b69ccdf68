"""The company's choices: read fast, changed by administrators, refused where they contradict, never half stored."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_core import audit
from crm_core.errors import InvalidInput, NotPermitted, StaleWrite
from crm_core.settings import service
from crm_core.settings.labels import GROUPS, SETTING_HELP, SETTING_LABELS
from crm_core.settings.model import RATIOS, Settings, parse_settings, percent
from crm_core.store import Store
from tests.conftest import NOW, Cast, sql


def test_what_nobody_chose_holds_by_default(store: Store) -> None:
    assert service.current(store) == Settings()
    assert service.current_version(store) == 0


def test_choices_are_kept_and_told_in_the_trail_before_and_after(store: Store, cast: Cast) -> None:
    given = {
        "company_name": " 远航 ",
        "first_month": "4",
        "at_risk_pace": "0.85",
        "purchases_cover_until": "2026-02-28",
    }
    after = service.change_settings(store, cast.ada, given, 0)
    assert after == Settings(
        company_name="远航", first_month=4, at_risk_pace=Decimal("0.85"), purchases_cover_until=date(2026, 2, 28)
    )
    assert service.current(store) == after
    content = store.value(sql("select content from audit_value"))
    assert content == (
        '{"after": {"at_risk_pace": "0.85", "company_name": "远航", "first_month": "4", "purchases_cover_until": '
        '"2026-02-28"}, "before": {"at_risk_pace": "0.9", "company_name": "", "first_month": "1", '
        '"purchases_cover_until": ""}}'
    )
    assert audit.verify(store) is None


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("zone", "Mars/Olympus"), ("zone", "../../etc/passwd"), ("currency", "cny"), ("currency", "¥"),
        ("first_month", "0"), ("first_month", "13"), ("first_month", "1.5"), ("first_month", ""),
        ("purchases_cover_until", "31.3.2026"), ("purchases_cover_until", "2026-02-30"),
        ("on_track_pace", "5"), ("on_track_pace", "201%"), ("on_track_pace", "%"), ("on_track_pace", "0"), ("on_track_pace", "2.1"), ("on_track_pace", "NaN"), ("on_track_pace", "viel"),
        ("at_risk_pace", "1.0"), ("at_risk_attainment", "0.9"), ("session_idle_hours", "0"),
        ("session_absolute_days", "91"), ("backup_hour", "24"), ("backups_kept", "0"), ("company_name", "x" * 101),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_told_at_its_field_and_nothing_is_stored(
    store: Store, cast: Cast, name: str, text: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        service.change_settings(store, cast.ada, {"company_name": "new", name: text}, 0)
    assert set(refused.value.fields) == {name}
    assert service.current(store) == Settings()
    assert store.head.seq == 0


@pytest.mark.parametrize("text", ["85%", "85 %", "85％", "85", "0.85"])
def test_a_threshold_is_written_as_percent_or_as_a_ratio(store: Store, cast: Cast, text: str) -> None:
    assert service.change_settings(store, cast.ada, {"at_risk_pace": text}, 0).at_risk_pace == Decimal("0.85")


def test_saving_a_threshold_as_it_was_shown_changes_nothing(store: Store, cast: Cast) -> None:
    shown = {name: percent(getattr(Settings(), name)) for name in RATIOS}
    assert shown["on_track_pace"] == "100%"
    assert service.change_settings(store, cast.ada, shown, 0) == Settings()
    assert store.head.seq == 0


@given(st.decimals("0.0001", 2, places=4))
def test_what_a_threshold_is_shown_as_is_read_as_the_same(ratio: Decimal) -> None:
    low = Settings(on_track_pace=Decimal(3), at_risk_pace=Decimal("0.00001"))
    assert parse_settings({**low.as_text(), "on_track_pace": percent(ratio)}, Settings()).on_track_pace == ratio


@given(st.fixed_dictionaries({}, optional={name: st.text(max_size=30) for name in Settings.__dataclass_fields__}))
def test_whatever_is_typed_is_taken_whole_or_refused_with_fields(typed: dict[str, str]) -> None:
    try:
        taken = parse_settings(typed, Settings())
    except InvalidInput as error:
        assert set(error.fields) <= set(Settings.__dataclass_fields__)
        return
    assert parse_settings(taken.as_text(), Settings()) == taken


def test_only_administrators_change_them(store: Store, cast: Cast) -> None:
    for actor in (cast.mia, cast.tao, cast.sol, cast.vic, cast.rea):
        with pytest.raises(NotPermitted):
            service.change_settings(store, actor, {"company_name": "mine"}, 0)
    assert service.current(store) == Settings()


def test_a_stale_change_is_refused_with_both_versions_and_the_version_to_save_over(store: Store, cast: Cast) -> None:
    service.change_settings(store, cast.ada, {"company_name": "First"}, 0)
    with pytest.raises(StaleWrite) as refused:
        service.change_settings(store, cast.ada, {"company_name": "Second"}, 0)
    assert (refused.value.theirs["company_name"], refused.value.mine["company_name"]) == ("First", "Second")
    version = refused.value.theirs["version"]
    assert isinstance(version, int)
    assert service.change_settings(store, cast.ada, {"company_name": "Second"}, version).company_name == "Second"


def test_the_currency_is_settled_by_the_first_purchase_and_the_rest_is_not(store: Store, cast: Cast) -> None:
    service.change_settings(store, cast.ada, {"currency": "GBP"}, 0)
    with store.transaction() as transaction:
        transaction.execute(
            sql(
                "insert into purchase values (1, 1, 'n:1', null, null, null, null, 1, 1, null, 1, false, true, $1, $2, null, "
                "null, null, null, 1, 1)"
            ),
            [NOW, NOW.date()],
        )
    assert service.is_currency_locked(store)
    version = service.current_version(store)
    with pytest.raises(InvalidInput) as refused:
        service.change_settings(store, cast.ada, {"currency": "CNY"}, version)
    assert set(refused.value.fields) == {"currency"}
    assert service.change_settings(store, cast.ada, {"currency": "GBP", "first_month": "4"}, version).first_month == 4


def test_every_choice_has_a_name_a_sentence_and_one_group() -> None:
    names = list(Settings.__dataclass_fields__)
    assert sorted(name for group in GROUPS for name in group.names) == sorted(names)
    assert set(SETTING_LABELS) == set(SETTING_HELP) == set(names)
