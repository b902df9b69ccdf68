"""Release by rule: previewed, off until switched on, warning first, and never one that is protected."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from crm_core import audit, clock
from crm_core.access.model import Actor, Permission
from crm_core.customers.ownership.service import assign_owner
from crm_core.customers.pool.rule_model import TIER_LABELS, Preview, PreviewRequest, Rule, RulesRequest
from crm_core.customers.pool.rules import act_by_rules, add_rule, edit_rule, preview, remove_rule, rules, switch_rule
from crm_core.customers.pool.service import keep
from crm_core.errors import InvalidInput, NotFound, NotPermitted, Refused, StaleWrite
from crm_core.interactions.service import log_interaction
from crm_core.relationships.model import Dimension
from crm_core.relationships.service import set_standing
from crm_core.store import Store
from tests.conftest import NOW, Cast, sql
from tests.customers.faces import Faces, fresh
from tests.customers.test_ownership import SAID, notices

FORM = {"name": "90 天未跟进", "quiet_days": "90", "warn_days": "7", "most_a_night": "50"}
TODAY = date(2026, 3, 18)


def known(store: Store, actor: Actor) -> Rule:
    return rules(store, RulesRequest(actor.require(Permission.POOL_RULE)))[0]


def look(store: Store, actor: Actor, rule_id: int, days: int) -> Preview:
    request = PreviewRequest(actor.require(Permission.POOL_RULE), rule_id, TODAY + timedelta(days=days))
    return preview(store, request)


def on(store: Store, actor: Actor, **given: object) -> int:
    """Make a rule and switch it on."""
    rule_id = add_rule(store, actor, {**FORM, **given}, key=fresh())
    switch_rule(store, actor, rule_id, is_on=True, version=1, key=fresh())
    return rule_id


def night(store: Store, days: int) -> tuple[int, int]:
    with clock.held_at(NOW + timedelta(days=days)):
        return act_by_rules(store)


def pooled(store: Store) -> set[str]:
    return {row["code"] for row in store.rows(sql("select code from customer where owner_id is null"))} - {"C-POOL"}


def test_a_rule_says_whom_it_means_and_does_nothing_before_it_is_on(store: Store, cast: Cast, faces: Faces) -> None:
    rule_id = add_rule(store, cast.mia, FORM, key=fresh())
    assert look(store, cast.mia, rule_id, 0) == Preview((), 0, 0)
    assert look(store, cast.mia, rule_id, 85).soon == 3
    found = look(store, cast.mia, rule_id, 90)
    assert {(one.code, one.owner) for one in found.due} == {("C-WANG", "Sol"), ("C-LI", "Tao"), ("C-NAN", "Vic")}
    assert night(store, 400) == (0, 0)
    assert pooled(store) == set()


def test_owners_are_warned_once_and_in_time_and_then_the_customers_fall_back(
    store: Store, cast: Cast, faces: Faces
) -> None:
    on(store, cast.mia)
    assert night(store, 82) == (0, 0)
    assert night(store, 83) == (3, 0)
    assert notices(store, cast.sol, "pool_warning")
    assert night(store, 84) == (0, 0)
    assert night(store, 89) == (0, 0)
    assert night(store, 90) == (0, 3)
    assert pooled(store) == {"C-WANG", "C-LI", "C-NAN"}
    assert notices(store, cast.sol, "assigned") == ["{count} of your customers fell back to the public pool, by rule."]
    rows = store.rows(sql("select distinct cause, reason, changed_by from ownership_change"))
    assert rows == [{"cause": "rule", "reason": FORM["name"], "changed_by": -1}]
    assert audit.verify(store) is None
    assert night(store, 91) == (0, 0)


def test_whoever_cares_in_time_keeps_the_customer_and_is_warned_anew(store: Store, cast: Cast, faces: Faces) -> None:
    on(store, cast.mia)
    night(store, 83)
    with clock.held_at(NOW + timedelta(days=85)):
        log_interaction(store, cast.sol, faces.wang, SAID, key=fresh())
        log_interaction(store, cast.tao, faces.li, {**SAID, "outcome": "not_reached"}, key=fresh())
    assert night(store, 90) == (0, 2)
    assert pooled(store) == {"C-LI", "C-NAN"}, "nobody reached is no contact"
    assert night(store, 85 + 83) == (1, 0)
    assert night(store, 85 + 90) == (0, 1)


def test_a_first_night_long_after_still_warns_before_it_releases(store: Store, cast: Cast, faces: Faces) -> None:
    on(store, cast.mia)
    assert night(store, 400) == (3, 0)
    assert night(store, 406) == (0, 0)
    assert night(store, 407) == (0, 3)


def test_a_new_owner_has_all_the_days_and_is_warned_himself(store: Store, cast: Cast, faces: Faces) -> None:
    on(store, cast.mia)
    night(store, 83)
    with clock.held_at(NOW + timedelta(days=86)):
        assign_owner(store, cast.mia, [faces.wang], cast.vic.user_id, key=fresh())
    assert night(store, 90) == (0, 2)
    assert night(store, 86 + 90) == (1, 0)
    assert night(store, 86 + 97) == (0, 1)


def test_protected_and_kept_customers_stay(store: Store, cast: Cast, faces: Faces) -> None:
    keep(store, cast.tao, faces.wang, "战略", key=fresh())
    on(store, cast.mia, quiet_days="1", warn_days="0")
    assert night(store, 29) == (0, 0), "30 days of protection"
    assert night(store, 30) == (2, 2)
    assert pooled(store) == {"C-LI", "C-NAN"}


def test_only_so_many_go_a_night_the_longest_left_alone_first(store: Store, cast: Cast, faces: Faces) -> None:
    with clock.held_at(NOW + timedelta(days=1)):
        log_interaction(store, cast.vic, faces.nan, SAID, key=fresh())
    on(store, cast.mia, warn_days="0", most_a_night="2")
    assert night(store, 100) == (3, 2)
    assert pooled(store) == {"C-WANG", "C-LI"}
    assert night(store, 101) == (0, 1)


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ({"kind": "company"}, {"C-LI"}),
        ({"region": "北京"}, {"C-WANG"}),
        ({"quiet_days": "", "unsold_days": "90"}, {"C-WANG", "C-LI", "C-NAN"}),
        ({"unsold_days": "365"}, set()),
    ],
)
def test_a_rule_means_whom_it_names(
    store: Store, cast: Cast, faces: Faces, given: dict[str, str], meant: set[str]
) -> None:
    rule_id = add_rule(store, cast.mia, {**FORM, **given}, key=fresh())
    assert {one.code for one in look(store, cast.mia, rule_id, 90).due} == meant
    north = add_rule(store, cast.mia, {**FORM, **given, "team_id": cast.north}, key=fresh())
    assert {one.code for one in look(store, cast.mia, north, 90).due} == meant - {"C-NAN"}


def test_a_rule_means_the_tiers_it_names_as_they_stand_that_night(store: Store, cast: Cast, faces: Faces) -> None:
    set_standing(store, cast.mia, faces.wang, Dimension.TIER, {"rung": "high"}, version=0, key=fresh())
    set_standing(store, cast.mia, faces.li, Dimension.TIER, {"rung": "low"}, version=0, key=fresh())
    rule_id = add_rule(store, cast.mia, {**FORM, "warn_days": "0", "tiers": ["none", "low"]}, key=fresh())
    assert known(store, cast.mia).tiers == ("low", "none")
    assert {(one.code, one.tier) for one in look(store, cast.mia, rule_id, 90).due} == {
        ("C-LI", "low"),
        ("C-NAN", None),
    }
    given = {**FORM, "warn_days": "0", "tiers": ["low"]}
    edit_rule(store, cast.mia, rule_id, given, version=1, key=fresh())
    switch_rule(store, cast.mia, rule_id, is_on=True, version=2, key=fresh())
    with clock.held_at(NOW + timedelta(days=5)):
        set_standing(store, cast.mia, faces.nan, Dimension.TIER, {"rung": "low"}, version=0, key=fresh())
        set_standing(store, cast.mia, faces.li, Dimension.TIER, {"rung": "mid"}, version=1, key=fresh())
    assert night(store, 90) == (1, 1)
    assert pooled(store) == {"C-NAN"}
    edit_rule(store, cast.mia, rule_id, {**given, "tiers": list(TIER_LABELS)}, version=3, key=fresh())
    assert known(store, cast.mia).tiers == (), "all of them: for all"
    remove_rule(store, cast.mia, rule_id, version=4, key=fresh())
    assert store.value(sql("select count(*) from pool_rule_tier")) == 0


def test_a_change_switches_the_rule_off_and_forgets_whom_it_warned(store: Store, cast: Cast, faces: Faces) -> None:
    rule_id = on(store, cast.mia)
    night(store, 83)
    edit_rule(store, cast.mia, rule_id, {**FORM, "quiet_days": "60"}, version=2, key=fresh())
    assert known(store, cast.mia).switched_on_at is None
    assert store.value(sql("select count(*) from pool_warning")) == 0
    assert night(store, 400) == (0, 0)
    with pytest.raises(StaleWrite):
        switch_rule(store, cast.mia, rule_id, is_on=True, version=2, key=fresh())
    switch_rule(store, cast.mia, rule_id, is_on=True, version=3, key=fresh())
    with pytest.raises(Refused):
        remove_rule(store, cast.mia, rule_id, version=4, key=fresh())
    switch_rule(store, cast.mia, rule_id, is_on=False, version=4, key=fresh())
    remove_rule(store, cast.mia, rule_id, version=5, key=fresh())
    assert store.value(sql("select count(*) from pool_rule")) == 0


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"quiet_days": ""}, "quiet_days"), ({"quiet_days": "-1"}, "quiet_days"), ({"quiet_days": "9999"}, "quiet_days"),
        ({"unsold_days": "x"}, "unsold_days"), ({"name": " "}, "name"), ({"warn_days": ""}, "warn_days"),
        ({"most_a_night": "0"}, "most_a_night"), ({"kind": "dog"}, "kind"), ({"team_id": 4711}, "team_id"),
        ({"tiers": ["strategic"]}, "tiers"),
    ],
)  # fmt: skip
def test_what_is_no_rule_is_refused_at_its_field(
    store: Store, cast: Cast, given: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        add_rule(store, cast.mia, {**FORM, **given}, key=fresh())
    assert field in caught.value.fields
    assert store.value(sql("select count(*) from pool_rule")) == 0


def test_rules_are_for_managers_and_administrators(store: Store, cast: Cast, faces: Faces) -> None:
    rule_id = add_rule(store, cast.ada, FORM, key=fresh())
    for actor in (cast.tao, cast.sol, cast.rea):
        with pytest.raises(NotPermitted):
            add_rule(store, actor, FORM, key=fresh())
        with pytest.raises(NotPermitted):
            edit_rule(store, actor, rule_id, FORM, version=1, key=fresh())
        with pytest.raises(NotPermitted):
            switch_rule(store, actor, rule_id, is_on=True, version=1, key=fresh())
        with pytest.raises(NotPermitted):
            remove_rule(store, actor, rule_id, version=1, key=fresh())
    with pytest.raises(NotFound):
        switch_rule(store, cast.mia, 4711, is_on=True, version=1, key=fresh())
