"""The demo company's archive: own fields, stages, views of lists, and all that is known of some of the customers."""

from __future__ import annotations

import json
from datetime import date

from crm_core import audit
from crm_core.access.model import CONSOLE
from crm_core.demo.documents import add_documents
from crm_core.demo.lists import add_views
from crm_core.store import Store, Transaction, statement
from crm_core.texts import key_of

_FIELDS = (
    ("会员等级", "choice", None, ("金卡", "银卡", "普通")),
    ("常去门店", "text", "person", ()),
    ("年采购预算（元）", "number", "company", ()),
)

_TAGS = ("VIP", "爱喝茶", "送礼客户", "企业团购", "老客转介绍")


def add_archive(store: Store, transaction: Transaction, day: date) -> None:
    """Write the fields, what customers have in them, and the stages as people set them up to ``day``."""
    for place, (name, kind, for_kind, choices) in enumerate(_FIELDS):
        listed = json.dumps(choices, ensure_ascii=False)
        transaction.execute(statement("demo", "add_own_field"), [name, key_of(name), kind, for_kind, listed, place])
    transaction.execute(statement("demo", "fill_own_fields"))
    transaction.execute(statement("demo", "set_stages"), {"day": day})
    for name in _TAGS:
        transaction.execute(statement("demo", "add_tag"), [name, key_of(name)])
    transaction.execute(statement("demo", "put_tags"))
    transaction.execute(statement("demo", "add_needs"), [day])
    transaction.execute(statement("demo", "add_origins"))
    transaction.execute(statement("demo", "add_facts"), [day])
    transaction.execute(statement("demo", "add_groups"))
    transaction.execute(statement("demo", "add_likings"), [day])
    transaction.execute(statement("demo", "add_potential"), [day])
    transaction.execute(statement("demo", "add_departures"), [day])
    add_views(transaction, day)
    add_documents(store.path, transaction)
    for name in ("add_consents", "date_texts", "close_channels", "note_sights"):
        transaction.execute(statement("demo", name), [day])
    audit.record_batch(transaction, CONSOLE, audit.Change("demo", "own_field", None), len(_FIELDS))
