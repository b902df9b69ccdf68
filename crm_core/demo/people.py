"""The demo company's people: three teams and fourteen accounts, with user names that are easy to remember."""

from __future__ import annotations

from dataclasses import dataclass

from crm_core.access.model import Role

COMPANY_NAME = "青禾生活（演示公司）"
DEMO_PASSWORD = "tea-for-twelve"  # noqa: S105 - printed at start; accounts with it are refused from other machines
TEAMS = ("华北组", "华东组", "华南组")


@dataclass(frozen=True, slots=True)
class Account:
    """One account of the demo; ``team`` is a position in ``TEAMS``, ``load`` how many customers against the others."""

    username: str
    name: str
    role: Role
    team: int | None
    load: float = 0.0


ACCOUNTS = (
    Account("admin", "林安", Role.ADMIN, None),
    Account("manager", "周敏", Role.MANAGER, None, 0.15),
    Account("heyuan", "何远", Role.MANAGER, None, 0.15),
    Account("lead", "陈涛", Role.LEAD, 0, 0.5),
    Account("lilan", "李岚", Role.LEAD, 1, 0.5),
    Account("huangzm", "黄志明", Role.LEAD, 2, 0.5),
    Account("staff", "孙磊", Role.STAFF, 0, 1.0),
    Account("liujia", "刘佳", Role.STAFF, 0, 1.0),
    Account("wangxy", "王晓宇", Role.STAFF, 1, 1.0),
    Account("zhaoting", "赵婷", Role.STAFF, 1, 1.0),
    Account("xupeng", "徐鹏", Role.STAFF, 1, 0.9),
    Account("wujing", "吴静", Role.STAFF, 2, 1.0),
    Account("zhengkai", "郑凯", Role.STAFF, 2, 1.0),
    Account("reader", "许文", Role.READER, None),
)

# Who looks after customers: positions in ACCOUNTS.
CARERS = tuple(place for place, account in enumerate(ACCOUNTS) if account.load)


def shown_accounts() -> tuple[Account, ...]:
    """Return one account of each role, to be printed at start: the ones that are called like their role."""
    return tuple(account for account in ACCOUNTS if account.username == account.role.value)
