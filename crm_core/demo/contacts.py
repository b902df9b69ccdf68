"""The people at the demo's business customers, and a file of visiting cards that a lead has brought in.

Whom a customer has depends on the customer's code alone, like all of the company's past.
"""

from __future__ import annotations

import hashlib
import json
import re
from datetime import datetime

import numpy as np
import pyarrow as pa

from crm_core import audit
from crm_core.access.model import CONSOLE
from crm_core.demo import names
from crm_core.demo.dice import SEED, Roll, dice
from crm_core.exchange.dates import DayOrder
from crm_core.exchange.scripts import name_key
from crm_core.store import Transaction, statement
from crm_core.texts import key_of

_LEAD, _FILE, _MAPPING = "lead", "展会名片.csv", "展会名片"
_CARDS = 12
_TITLES = ("采购经理", "行政主管", "总经理", "财务", "客房部经理", "餐饮部经理", "人力资源主管", "办公室主任")
_DECIDING = frozenset({"采购经理", "总经理"})
_NOTES = ("", "", "", "上午开会，下午好联系。", "报价单请同时抄送。", "只认微信，不接陌生电话。")
_NOTED = re.compile(r"联系人：(行政部|采购部|客房部|餐饮部)?(\w{2,4})。")
_OF_NOTED = {"行政部": "行政主管", "采购部": "采购经理", "客房部": "客房部经理", "餐饮部": "餐饮部经理"}
_HEADERS = ("公司", "姓名", "职位", "手机", "邮箱", "微信")
_MEANS = ("customer_name", "name", "title", "phone", "email", "wechat")


def contact_rows(customers: pa.Table) -> pa.Table:
    """Return the contacts of the businesses among ``customers`` (code, kind, note): one or two each."""
    lines = []
    for line in customers.select(["code", "kind", "note"]).to_pylist():
        if line["kind"] != "company":
            continue
        rng = dice(SEED, Roll.CONTACTS, _number(line["code"]))
        noted = _NOTED.search(line["note"] or "")
        for place in range(1 + int(rng.random() < 0.4)):
            title = _OF_NOTED.get(noted[1] or "", "") if noted and place == 0 else ""
            name = noted[2] if noted and place == 0 else _name(rng)
            lines.append({"customer_code": line["code"], **_person(rng, name, title)})
    return pa.Table.from_pylist(lines, schema=_SCHEMA)


def card_rows(customers: pa.Table) -> pa.Table:
    """Return one more person at each of the first dozen businesses of the first team: what the lead's file holds."""
    is_near = [
        line["code"]
        for line in customers.select(["code", "kind", "team"]).to_pylist()
        if line["kind"] == "company" and line["team"] == "华北组"
    ]
    lines = []
    for code in is_near[:_CARDS]:
        rng = dice(SEED, Roll.CONTACTS, _number(code) + 1_000_000)
        lines.append({"customer_code": code, **_person(rng, _name(rng), "")})
    return pa.Table.from_pylist(lines, schema=_SCHEMA)


_SCHEMA = pa.schema(
    [
        ("customer_code", pa.string()),
        ("name", pa.string()),
        ("name_key", pa.string()),
        ("title", pa.string()),
        ("is_decision_maker", pa.bool_()),
        ("phone", pa.string()),
        ("phone_key", pa.string()),
        ("email", pa.string()),
        ("wechat", pa.string()),
        ("note", pa.string()),
    ]
)


def _number(code: str) -> int:
    """Return a number that no other customer's code has."""
    return int.from_bytes(code.encode("ascii"))


def _name(rng: np.random.Generator) -> str:
    given = names.FEMALE_NAMES if rng.random() < 0.5 else names.MALE_NAMES
    return str(rng.choice(list(names.SURNAMES))) + str(rng.choice(list(given)))


def _person(rng: np.random.Generator, name: str, title: str) -> dict[str, object]:
    role = title or str(rng.choice(list(_TITLES)))
    digits = f"{int(rng.integers(0, 10_000_000)):07d}"
    has_mail, has_wechat = rng.random() < 0.6, rng.random() < 0.5
    return {
        "name": name,
        "name_key": key_of(name),
        "title": role,
        "is_decision_maker": role in _DECIDING,
        "phone": names.PHONE_PREFIX + digits,
        "phone_key": "86" + names.PHONE_PREFIX + digits,
        "email": f"office.{digits}@{names.MAIL_DOMAIN}" if has_mail else None,
        "wechat": f"wx_{digits}" if has_wechat else None,
        "note": str(rng.choice(list(_NOTES))) or None,
    }


def add_contacts(transaction: Transaction, customers: pa.Table) -> int:
    """Write the contacts of the businesses among ``customers``; return how many they are."""
    contacts = contact_rows(customers)
    if len(contacts):
        transaction.execute_with({"given": contacts}, statement("demo", "add_contacts"))
        audit.record_batch(transaction, CONSOLE, audit.Change("demo", "contact", None), len(contacts))
    return len(contacts)


def add_cards(transaction: Transaction, customers: pa.Table, at: datetime) -> None:
    """Write the lead's file as an import of the history, which can be taken back, and the mapping that it left."""
    cards = card_rows(customers)
    if not len(cards):
        return
    digest = hashlib.sha256("".join(cards["phone"].to_pylist()).encode()).hexdigest()
    mapping = json.dumps(dict(zip(_HEADERS, _MEANS, strict=True)), ensure_ascii=False)
    given = [_FILE, digest, mapping, len(cards), at, _LEAD]
    import_id = int(transaction.rows(statement("demo", "add_cards_import"), given)[0]["import_id"])
    transaction.execute_with({"given": cards}, statement("demo", "add_contacts"))
    transaction.execute_with({"given": cards}, statement("demo", "remember_cards"), [import_id])
    transaction.execute(statement("demo", "remember_import"), [import_id])
    headers = json.dumps(_HEADERS, ensure_ascii=False)
    reading = json.dumps({"encoding": None, "delimiter": None, "header_row": None, "sheet": None, "keep_footer": False})
    decisions = json.dumps({"order": DayOrder.UNKNOWN.value, "update": "skip", "create_customers": False})
    kept = [_MAPPING, name_key(_MAPPING), headers, mapping, reading, decisions, at, _LEAD]
    transaction.execute(statement("demo", "add_mapping"), kept)
    audit.record_batch(transaction, CONSOLE, audit.Change("demo", "contact", None), len(cards))
