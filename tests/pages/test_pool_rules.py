"""The rules of the public pool on their page: made, previewed with names, switched on and off."""

from __future__ import annotations

from datetime import timedelta

import pytest

from crm_core import clock
from crm_core.customers.pool.rules import add_rule
from crm_core.store import Store
from tests.conftest import NOW, Cast, sql
from tests.customers.faces import PAYLOAD, Faces, faces, fresh
from tests.customers.test_pool_rules import FORM
from tests.pages.conftest import texts, type_of_open
from tests.pages.test_customers import everything, field, submit

__all__ = ["faces"]
PAGE = "customers/pool_rules.py"


def test_only_managers_and_administrators_have_the_page(open_page: type_of_open, cast: Cast) -> None:
    for actor in (cast.mia, cast.ada):
        assert "还没有规则" in texts(open_page(actor, PAGE))
    for actor in (cast.tao, cast.sol, cast.rea):
        with pytest.raises(ValueError, match="navigation page"):
            open_page(actor, PAGE)


def test_a_rule_is_made_previewed_and_switched_on_and_off(
    open_page: type_of_open, store: Store, cast: Cast, faces: Faces
) -> None:
    test = open_page(cast.mia, PAGE, {"rule": "new"})
    submit(test, "pool_rule")
    assert store.value(sql("select count(*) from pool_rule")) == 0
    field(test, "name").set_value(PAYLOAD[:60])  # type: ignore[attr-defined]
    submit(test, "pool_rule")
    state = sql("select switched_on_at is not null from pool_rule")
    assert store.value(state) is False
    with clock.held_at(NOW + timedelta(days=5)):
        test = open_page(cast.mia, PAGE, {"rule": "1"})
        assert "](http" not in texts(test)
        next(one for one in test.button if ":on" in str(one.key)).click().run()
        assert store.value(state) is True
        next(one for one in test.button if ":off" in str(one.key)).click().run()
        assert store.value(state) is False


def test_the_preview_names_whom_it_means_and_nothing_masked(
    open_page: type_of_open, store: Store, cast: Cast, faces: Faces
) -> None:
    rule_id = add_rule(store, cast.mia, {**FORM, "quiet_days": "1"}, key=fresh())
    with store.transaction() as transaction:
        transaction.execute(sql("update customer set created_on = created_on - 60"))
    shown = everything(open_page(cast.mia, PAGE, {"rule": str(rule_id)}))
    assert "王小明" in shown
    assert not [word for word in ("13800138000", "13912349876", "canary@south") if word in shown]
