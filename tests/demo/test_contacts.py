"""The people at the demo's businesses, and the file of visiting cards that can be taken back."""

from __future__ import annotations

from crm_core import clock
from crm_core.access.model import Actor, Role
from crm_core.imports.mappings import offer_for
from crm_core.imports.model import ImportKind
from crm_core.imports.undo import UndoCounts, undo_plan
from crm_core.store import Store
from tests.conftest import sql


def test_each_business_has_somebody_and_no_person_has(demo: Store) -> None:
    alone = "select count(*) from customer as c where kind = $1 and exists (select 1 from contact as n where n.customer_id = c.customer_id)"
    every = "select count(*) from customer where kind = $1"
    assert demo.value(sql(alone), ["company"]) == demo.value(sql(every), ["company"]) > 0
    assert demo.value(sql(alone), ["person"]) == 0
    assert demo.value(sql("select count(*) from contact where is_decision_maker")) > 0


def test_the_leads_cards_can_be_taken_back_and_their_columns_are_known(demo: Store) -> None:
    row = demo.rows(sql("select user_id, team_id from app_user where username = 'lead'"))[0]
    lead = Actor(row["user_id"], "lead", Role.LEAD, row["team_id"])
    brought = demo.rows(sql("select import_id, finished_at from import_batch where kind = 'contacts'"))[0]
    with clock.held_at(brought["finished_at"]):
        assert undo_plan(demo, lead, brought["import_id"]).counts == UndoCounts(12, 0, 0)
    offer = offer_for(demo, lead, ImportKind.CONTACTS, ("公司", "姓名", "职位", "手机", "邮箱", "微信"))
    assert offer is not None and offer.is_exact
