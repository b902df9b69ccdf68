"""An old file does not bring back who was erased, unless an administrator allows it."""

from __future__ import annotations

import pytest

from crm_core import audit
from crm_core.errors import InvalidInput, NotPermitted
from crm_core.privacy.erasure import ledger
from crm_core.privacy.erasure.replay import catch_up
from crm_core.privacy.erasure.service import allow_return, erase, erasures
from crm_core.store.check import check
from tests.conftest import Cast, sql
from tests.customers.faces import fresh
from tests.imports.conftest import PURCHASE_HEADERS, Desk

HEADS = ("code", "name", "phone", "email", "id_number")
OLD = [
    ("B-1", "金丝雀", "13612345678", "Canary@bird.example", "110105199003070041"),
    ("B-2", "麻雀", "13712345678", "sparrow@bird.example", ""),
]


def erased(desk: Desk, cast: Cast, code: str, reason: str) -> None:
    customer = desk.store.value(sql("select customer_id from customer where code = $1"), [code])
    erase(desk.store, cast.ada, customer, {"reason": reason, "reference": "", "code": code}, key=fresh())


def test_an_old_file_brings_nobody_back_who_was_erased_until_it_is_allowed(desk: Desk, cast: Cast) -> None:
    path = desk.file(HEADS, OLD)
    desk.bring("customers", path)
    erased(desk, cast, "B-1", "asked")
    erased(desk, cast, "B-2", "no_need")
    checked = desk.check("customers", path)
    assert (checked.counts.added, checked.counts.rejected) == (1, 1), "who was not needed any more may come back"
    (problem,) = checked.first_problems(10)
    assert (problem.row, problem.column, problem.value) == (2, "", ""), "the import keeps nothing of the person"
    assert "1 (2026-03-18)" in str(problem.reason.values)
    by_one = [
        ("", "黄雀", "136 1234 5678", "", ""), ("", "朱雀", "", "canary@BIRD.example", ""),
        ("B-1", "孔雀", "", "", ""), ("", "山雀", "", "", "110105199003070041"), ("B-9", "云雀", "13812345678", "", ""),
    ]  # fmt: skip
    counts = desk.check("customers", desk.file(HEADS, by_one, "other.csv")).counts
    assert (counts.added, counts.rejected) == (1, 4), "by any of them alone, and nobody else"
    sales = [("O-1", "1", "B-1", "茶", "1", "10", "2026-03-01"), ("O-2", "1", "B-7", "茶", "1", "10", "2026-03-01")]
    sold = desk.check("purchases", desk.file(PURCHASE_HEADERS, sales, "sales.csv"), create=True)
    assert (sold.counts.added, sold.counts.rejected) == (1, 1)

    (entry, other) = ledger.read(desk.store.path)
    assert (len(entry.signs), other.signs) == (4, ())
    assert not [sign for sign in entry.signs if len(sign.partition(":")[2]) > 10]
    with desk.store.transaction() as transaction:  # as a restored backup would be
        transaction.execute(sql("delete from erasure_sign"))
        transaction.execute(sql("delete from erasure"))
    catch_up(desk.store, cast.ada)
    assert desk.check("customers", path).counts.rejected == 1, "the ledger beside the store knows the signs too"

    number = next(one.erasure_id for one in erasures(desk.store, cast.ada) if one.is_known)
    with pytest.raises(NotPermitted):
        allow_return(desk.store, cast.mia, {"erasure_id": number, "reason": "重新建档"}, key=fresh())
    unknown = next(one.erasure_id for one in erasures(desk.store, cast.ada) if not one.is_known)
    for given in ({"erasure_id": number, "reason": " "}, {"erasure_id": unknown, "reason": "x"}, {"reason": "x"}):
        with pytest.raises(InvalidInput):
            allow_return(desk.store, cast.ada, given, key=fresh())
    allow_return(desk.store, cast.ada, {"erasure_id": number, "reason": "本人来函，重新建档"}, key=fresh())
    with pytest.raises(InvalidInput):
        allow_return(desk.store, cast.ada, {"erasure_id": number, "reason": "再来"}, key=fresh())
    done = desk.bring("customers", path)
    assert (done.counts.added, done.counts.rejected) == (2, 0)
    erased(desk, cast, "B-1", "withdrawn")
    assert desk.check("customers", path).counts.rejected == 1, "erased anew, kept out anew"
    assert audit.verify(desk.store) is None
    assert check(desk.store) == []
