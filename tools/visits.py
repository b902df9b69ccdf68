"""Every page that a role may open, with an address that shows something; taken from the menu and the policy table."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from crm_core.access.model import Role
from crm_core.access.policy import PAGES, scope_of
from crm_core.demo.people import ACCOUNTS
from crm_core.store import Statement, Store
from crm_core.ui.menu import ENTRIES, PROJECT

# What pages that show one thing need to be told; {customer} is one that the role may see, {low} and {high} two who look alike.
_QUERIES = {
    "customers/customer.py": "id={customer}",
    "customers/merge.py": "id={low}&other={high}",
    "board/number.py": "metric=net_sales",
    "plan/plan.py": "id=1",
    "surveys/survey.py": "id=1",
}
_ONE_CUSTOMER = Statement(
    "tools/one_customer", Path(__file__).with_name("sql").joinpath("one_customer.sql").read_text("utf-8"), frozenset()
)

_ONE_PAIR = Statement(
    "tools/one_pair", Path(__file__).with_name("sql").joinpath("one_pair.sql").read_text("utf-8"), frozenset()
)

_HAS = Statement(
    "tools/has_plan_and_survey",
    Path(__file__).with_name("sql").joinpath("has_plan_and_survey.sql").read_text("utf-8"),
    frozenset(),
)


@dataclass(frozen=True, slots=True)
class Stop:
    """One page: its file under pages/, its address and its query. Without a record it can only say that there is none."""

    page: str
    address: str
    query: str
    has_record: bool = True


def account_of(role: Role) -> str:
    """Return the user name of the account that is called like its role."""
    return next(account.username for account in ACCOUNTS if account.role is role and account.username == role.value)


def stops_for(store: Store, role: Role) -> list[Stop]:
    """Return the pages that a role may open and that exist, in the order of the menu."""
    is_narrow = role in (Role.LEAD, Role.STAFF)
    customer = store.value(_ONE_CUSTOMER, [account_of(role) if is_narrow else None])
    pair = store.row(_ONE_PAIR, [account_of(role) if is_narrow else None]) or {"low_id": "", "high_id": ""}
    told = {"customer": customer, "low": pair["low_id"], "high": pair["high_id"]}
    has = store.row(_HAS) or {}
    missing = {
        "customers/customer.py": customer is None,
        "customers/merge.py": not pair["low_id"],
        "plan/plan.py": not has["has_plan"],
        "surveys/survey.py": not has["has_survey"],
    }
    return [
        Stop(entry.page, entry.address, _QUERIES.get(entry.page, "").format(**told), not missing.get(entry.page, False))
        for entry in ENTRIES
        if scope_of(role, PAGES[entry.page]) is not None and (PROJECT / "pages" / entry.page).exists()
    ]
