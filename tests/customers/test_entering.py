"""Who is pointed out while a customer is entered: in clear within reach, masked and noted beyond, nobody by a person's name."""

from __future__ import annotations

import pytest

from crm_core.customers.entering import Likely, likely_same
from crm_core.errors import NotPermitted
from crm_core.store import Store
from tests.conftest import Cast, sql
from tests.customers.faces import add


@pytest.fixture
def there(store: Store, cast: Cast) -> dict[str, int]:
    """A company and a person of the north's Sol, a company and a person of the south's Vic, one of the pool."""
    return {
        "own": add(store, cast.mia, "杭州云栖茶业有限公司", cast.sol, kind="company", code="K1", phone="13800138001"),
        "li": add(store, cast.mia, "李雷", cast.sol, code="K2"),
        "far": add(store, cast.mia, "上海外滩酒业有限公司", cast.vic, kind="company", code="S1", phone="13900139001"),
        "han": add(store, cast.mia, "韩梅梅", cast.vic, code="S2"),
        "pool": add(store, cast.mia, "公海渔业有限公司", None, kind="company", code="P1"),
    }


def asked(store: Store, cast: Cast, name: str, kind: str = "company", **more: str) -> tuple[Likely, ...]:
    return likely_same(store, cast.sol, {"name": name, "kind": kind, **more})


def noted(store: Store) -> int:
    return int(store.value(sql("select count(*) from audit_entry where action = 'collide'")))


def test_ones_own_is_told_in_clear_by_name_phone_and_code(store: Store, cast: Cast, there: dict[str, int]) -> None:
    told = Likely("name", there["own"], "杭州云栖茶业有限公司", "K1", "Sol", "North")
    assert asked(store, cast, "杭州雲栖茶業有限責任公司") == (told,)
    [by_phone] = asked(store, cast, "别的公司", phone="138 0013 8001")
    assert (by_phone.alike_by, by_phone.customer_id) == ("phone", there["own"])
    assert [one.alike_by for one in asked(store, cast, "", code="K1")] == ["code"]
    assert [one.customer_id for one in asked(store, cast, "李雷", "person")] == [there["li"]]
    assert asked(store, cast, "杭州云栖茶业", "person")[0].customer_id == there["own"]
    assert noted(store) == 0


def test_a_colleagues_company_is_told_masked_and_noted_once_an_hour(
    store: Store, cast: Cast, there: dict[str, int]
) -> None:
    told = Likely("name", None, "上海****", None, "Vic", "South")
    assert asked(store, cast, "上海外滩酒业公司") == (told,)
    assert asked(store, cast, "上海外滩酒业公司", phone="139")[0] == told
    assert noted(store) == 1
    assert asked(store, cast, "某人", "person", phone="13900139001")[0].name == "上海****"


def test_a_colleagues_person_is_told_by_no_name(store: Store, cast: Cast, there: dict[str, int]) -> None:
    assert asked(store, cast, "韩梅梅", "person") == ()
    assert noted(store) == 0


def test_the_pool_is_told_by_name_and_code_alone(store: Store, cast: Cast, there: dict[str, int]) -> None:
    assert asked(store, cast, "公海渔业公司") == (Likely("name", None, "公海渔业有限公司", "P1", None, None),)
    assert noted(store) == 0


def test_nothing_typed_finds_nobody_and_the_reader_may_not_ask(store: Store, cast: Cast, there: dict[str, int]) -> None:
    for name in ("", "公司", "'", "🐟", "x" * 10_000):
        assert asked(store, cast, name, phone="x") == ()
    with pytest.raises(NotPermitted):
        likely_same(store, cast.rea, {"name": "李雷"})
