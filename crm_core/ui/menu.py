"""The menu as data: sections and pages; what a page takes to open stands in the policy table."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from crm_core.access.model import Actor, Role
from crm_core.access.policy import PAGES
from crm_core.errors import N_
from crm_core.i18n import Language
from crm_core.server.environment import PROJECT
from crm_core.ui.session import page_state
from crm_core.ui.text import _, language


@dataclass(frozen=True, slots=True)
class Entry:
    """One page: its file under pages/, its address, title, icon, and whether the menu shows it."""

    page: str
    address: str
    title: str
    icon: str
    section: str = ""
    is_hidden: bool = False


_WORK, _PLAN, _DATA, _ADMIN = N_("Customers"), N_("Plan"), N_("Data"), N_("Administration")

ENTRIES = (
    Entry("work/day.py", "day", N_("My day"), "today"),
    Entry("board/board.py", "board", N_("KPI board"), "monitoring"),
    Entry("plan/plans.py", "plans", N_("Plans"), "map", _PLAN),
    Entry("plan/targets.py", "targets", N_("Targets"), "flag", _PLAN),
    Entry("customers/customers.py", "customers", N_("Customer list"), "groups", _WORK),
    Entry("work/log.py", "log", N_("Log an interaction"), "edit_note", _WORK),
    Entry("customers/kinds.py", "kinds", N_("Types and tiers"), "stairs", _WORK),
    Entry("customers/norms.py", "norms", N_("Norms of contact"), "event_repeat", _WORK),
    Entry("customers/visits.py", "visits", N_("Return visits"), "phone_callback", _WORK),
    Entry("customers/touchpoints.py", "touchpoints", N_("Touchpoints"), "hub", _WORK),
    Entry("surveys/surveys.py", "surveys", N_("Surveys"), "reviews", _WORK),
    Entry("board/cohorts.py", "cohorts", N_("Cohorts"), "grid_on", _WORK),
    Entry("work/away.py", "away", N_("Away"), "event_busy", is_hidden=True),
    Entry("work/hand_over.py", "hand-over", N_("Hand-over"), "move_up", _WORK),
    Entry("customers/duplicates.py", "duplicates", N_("Duplicates"), "join_inner", _WORK),
    Entry("customers/tags.py", "tags", N_("Tags"), "sell", _WORK),
    Entry("surveys/survey.py", "survey", N_("Survey"), "reviews", is_hidden=True),
    Entry("exchange/imports.py", "imports", N_("Import"), "upload_file", _DATA),
    Entry("admin/users.py", "users", N_("Users and teams"), "manage_accounts", _ADMIN),
    Entry("admin/settings.py", "settings", N_("Settings"), "tune", _ADMIN),
    Entry("admin/archive.py", "archive", N_("Customer archive"), "folder_shared", _ADMIN),
    Entry("admin/privacy.py", "privacy", N_("Privacy"), "shield_person", _ADMIN),
    Entry("admin/jobs.py", "jobs", N_("Jobs"), "schedule", _ADMIN),
    Entry("admin/audit.py", "audit", N_("Audit trail"), "history", _ADMIN),
    Entry("admin/system.py", "system", N_("State of the system"), "monitor_heart", _ADMIN),
    Entry("plan/many.py", "many-targets", N_("Many targets at once"), "checklist", is_hidden=True),
    Entry("plan/new.py", "new-plan", N_("Make a plan"), "add", is_hidden=True),
    Entry("plan/plan.py", "plan", N_("Plan"), "map", is_hidden=True),
    Entry("board/number.py", "number", N_("A number, opened"), "function", is_hidden=True),
    Entry("customers/pool_rules.py", "pool-rules", N_("Rules of the public pool"), "waves", is_hidden=True),
    Entry("customers/customer.py", "customer", N_("Customer"), "person", is_hidden=True),
    Entry("customers/criteria.py", "criteria", N_("Criteria"), "rule", is_hidden=True),
    Entry("customers/merge.py", "merge", N_("Merge customers"), "merge", is_hidden=True),
    Entry("account/account.py", "account", N_("My account"), "account_circle", is_hidden=True),
    Entry("account/files.py", "files", N_("My files"), "folder", is_hidden=True),
    Entry("account/notices.py", "notices", N_("Notices"), "notifications", is_hidden=True),
)

# Where each role lands after signing in: what it comes for.
_HOME = {
    Role.ADMIN: "admin/system.py",
    Role.MANAGER: "board/board.py",
    Role.LEAD: "board/board.py",
    Role.STAFF: "work/day.py",
    Role.READER: "board/board.py",
}


def address_of_page(page: str) -> str:
    """Return the address of a page's file, one segment."""
    return next(entry.address for entry in ENTRIES if entry.page == page)


@dataclass
class _Menu:
    """What this session opens, kept from run to run, since making a page asks the disk for its file."""

    made_for: tuple[Role, Language] | None = None
    sections: dict[str, list[StreamlitPage]] = field(default_factory=dict)
    files: frozenset[str] = frozenset()


def is_open(page: str) -> bool:
    """Return whether whoever looks may go to a page's file."""
    return page in page_state(_Menu).files


def pages_for(actor: Actor) -> dict[str, list[StreamlitPage]]:
    """Return the pages that the actor's role may open, by section in the language of whoever looks."""
    menu, made_for = page_state(_Menu), (actor.role, language())
    if menu.made_for != made_for:
        entries = [entry for entry in ENTRIES if actor.may(PAGES[entry.page]) and _place(entry).exists()]
        menu.files = frozenset(entry.page for entry in entries)
        menu.made_for, menu.sections = made_for, _made(actor, entries)
    return menu.sections


def _place(entry: Entry) -> Path:
    return PROJECT / "pages" / entry.page


def _made(actor: Actor, entries: list[Entry]) -> dict[str, list[StreamlitPage]]:
    """Make the pages of a role, by translated section.

    The bare address leads on to what the role comes for. That page is not the default itself: Streamlit takes a default
    page's own address away, and a link to /board would be "not found" for the very people who work there.
    """
    sections: dict[str, list[StreamlitPage]] = {"": []}

    def home() -> None:
        st.switch_page(str(PROJECT / "pages" / _HOME[actor.role]))

    sections[""].append(st.Page(home, title=_("CRM Plan Board"), url_path="home", default=True, visibility="hidden"))
    for entry in entries:
        page = st.Page(
            _place(entry),
            title=_(entry.title),
            icon=f":material/{entry.icon}:",
            url_path=entry.address,
            visibility="hidden" if entry.is_hidden else "visible",
        )
        sections.setdefault(_(entry.section) if entry.section else "", []).append(page)
    return sections


def only_account() -> dict[str, list[StreamlitPage]]:
    """Return the one page of somebody who must choose a password first."""
    menu, file = page_state(_Menu), "account/account.py"
    menu.made_for, menu.files = None, frozenset((file,))
    place = PROJECT / "pages" / file
    return {
        "": [st.Page(place, title=_("My account"), icon=":material/account_circle:", url_path="account", default=True)]
    }
