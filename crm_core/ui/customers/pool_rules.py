"""Rules of the public pool: the list, one rule's form, its preview, and the switch."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st

from crm_core import clock
from crm_core.access.model import Actor, Permission
from crm_core.customers.model import KIND_LABELS, REGION_LIMIT
from crm_core.customers.pool.rule_model import NAME_LIMIT, TIER_LABELS, Preview, PreviewRequest, Rule, RulesRequest
from crm_core.customers.pool.rules import add_rule, edit_rule, preview, remove_rule, switch_rule, teams_to_choose
from crm_core.errors import CrmError
from crm_core.relationships.model import RUNG_LABELS
from crm_core.ui.fetch import fetch
from crm_core.ui.forms import Form, Values
from crm_core.ui.guard import current_actor
from crm_core.ui.house import settings, store
from crm_core.ui.links import go_to
from crm_core.ui.page import empty_state
from crm_core.ui.session import flash, page_state
from crm_core.ui.show import moment, number
from crm_core.ui.tables import day_column, height_of, pick_row, show_table
from crm_core.ui.text import _, ngettext, plain

PAGE = "customers/pool_rules.py"


@dataclass
class _Made:
    """The rule that was just added."""

    rule_id: int | None = None


def add_button() -> None:
    """Show the way to a new rule."""
    if st.button(_("Add a rule"), icon=":material/add:", type="primary"):
        go_to(PAGE, rule="new")


def show_rules(known: Sequence[Rule]) -> None:
    """Show all rules; a click on one opens it."""
    if not known:
        text = _("There is no rule yet: customers fall back only when somebody releases them.")
        empty_state(text, icon="waves")
        return
    chosen = pick_row(
        {
            _("Name"): [rule.name for rule in known],
            _("State"): [_("● On") if rule.switched_on_at else _("○ Off") for rule in known],
            _("Falls back after"): [_after(rule) for rule in known],
            _("For whom"): [_whom(rule) for rule in known],
            _("Warned before"): [
                ngettext("{count} day", "{count} days", rule.warn_days) if rule.warn_days else "–" for rule in known
            ],
        },
        key="table:pool-rules",
        height=height_of(len(known), 20),
    )
    if chosen is not None:
        go_to(PAGE, rule=known[chosen].rule_id)


def _after(rule: Rule) -> str:
    quiet = ngettext("{count} day without contact", "{count} days without contact", rule.quiet_days or 0)
    unsold = ngettext("{count} day without purchase", "{count} days without purchase", rule.unsold_days or 0)
    return _(" and ").join(text for text, days in ((quiet, rule.quiet_days), (unsold, rule.unsold_days)) if days)


def _whom(rule: Rule) -> str:
    kind = _(KIND_LABELS[rule.kind]) if rule.kind else ""
    tiers = _(", ").join(_(TIER_LABELS[tier]) for tier in rule.tiers)
    return " · ".join(part for part in (kind, tiers, rule.team, rule.region) if part) or _("Everybody")


def show_rule(actor: Actor, rule: Rule | None) -> None:
    """Show one rule with its form and preview, or the form of a new one."""
    if st.button(_("All rules"), icon=":material/arrow_back:", type="tertiary"):
        go_to(PAGE)
    left, right = st.columns([5, 9], gap="medium")
    with left, st.container(border=True):
        st.subheader(plain(rule.name) if rule else _("New rule"), anchor=False)
        _show_form(rule)
    if rule is not None:
        with right:
            _show_preview(actor, rule)


def _show_form(rule: Rule | None) -> None:
    made = page_state(_Made)  # held before the save: a second click may interrupt it

    def save(values: Values, key: str, version: int) -> str:
        if rule is None:
            made.rule_id = add_rule(store(), current_actor(), values, key=key)
            return _("The rule is saved, and off.")
        edit_rule(store(), current_actor(), rule.rule_id, values, version=version, key=key)
        return _("The rule is saved, and off until you switch it on.")

    form = Form("pool_rule", save, about=rule.rule_id if rule else "new", version=rule.version if rule else 0)
    with form:
        form.text("name", _("Name"), rule.name if rule else "", max_chars=NAME_LIMIT)
        first, second = st.columns(2)
        with first:
            form.text("quiet_days", _("Days without contact"), _days(rule.quiet_days if rule else 90))
            form.choose("kind", _("Kind"), {None: _("All"), **{kind: _(label) for kind, label in KIND_LABELS.items()}},
                        rule.kind if rule else None, placeholder=_("All"))  # fmt: skip
            form.text("warn_days", _("Days of warning"), str(rule.warn_days if rule else 7))
        with second:
            form.text("unsold_days", _("Days without purchase"), _days(rule.unsold_days if rule else None))
            form.choose("team_id", _("Team"), {None: _("All"), **_teams()},
                        rule.team_id if rule else None, placeholder=_("All"))  # fmt: skip
            form.text("most_a_night", _("At most a night"), str(rule.most_a_night if rule else 50))
        form.several("tiers", _("Value tier"), {tier: _(label) for tier, label in TIER_LABELS.items()},
                     rule.tiers if rule else (), placeholder=_("All"))  # fmt: skip
        form.text("region", _("Region"), (rule.region or "") if rule else "", max_chars=REGION_LIMIT)
        form.submit(_("Save"))
    if rule is None and form.just_saved:
        go_to(PAGE, rule=made.rule_id)


def _teams() -> dict[int, str]:
    return fetch(teams_to_choose, RulesRequest(current_actor().require(Permission.POOL_RULE)))


def _days(value: int | None) -> str:
    return "" if value is None else str(value)


def _show_preview(actor: Actor, rule: Rule) -> None:
    today = clock.today(settings().zone)
    found = fetch(preview, PreviewRequest(actor.require(Permission.POOL_RULE), rule.rule_id, today))
    with st.container(border=True):
        st.subheader(_("What it does"), anchor=False)
        _show_switch(rule, found)
        if not found.due:
            st.caption(_("Nobody is due today."))
            return
        days: dict[str, Sequence[date | None]] = {
            _("Last contact"): [one.last_contact_on for one in found.due],
            _("Last purchase"): [one.last_purchase_on for one in found.due],
            _("Held since"): [one.held_since_on for one in found.due],
        }
        show_table(
            {
                _("Name"): [one.name for one in found.due],
                _("Owner"): [one.owner or "" for one in found.due],
                _("Value tier"): [_(RUNG_LABELS[one.tier]) if one.tier else "–" for one in found.due],
                **days,
            },
            {head: day_column(head) for head in days},
            height=height_of(len(found.due), 15),
        )
        if found.total > len(found.due):
            st.caption(_("The first {shown} of {total} are shown.", shown=len(found.due), total=number(found.total)))


def _show_switch(rule: Rule, found: Preview) -> None:
    """Say what the rule does, and offer to switch it on, off, or away."""
    due = ngettext("{total} customer is due today", "{total} customers are due today", found.total,
                   total=number(found.total))  # fmt: skip
    soon = _("{count} within the days of the warning", count=number(found.soon))
    st.markdown(f"**{due}** · {soon}")
    if rule.switched_on_at:
        st.caption(_("On since {moment}. It acts each night.", moment=moment(rule.switched_on_at)))
    else:
        st.caption(_("Off: nothing happens. Once on, owners are warned first, at most so many go a night."))
    with st.container(horizontal=True):
        key = f"rule:{rule.rule_id}:{rule.version}"
        given = (rule.rule_id, rule.version)
        if rule.switched_on_at:
            st.button(
                _("Switch off"), icon=":material/toggle_off:", key=f"{key}:off", on_click=_switch, args=(*given, False)
            )
        else:
            st.button(_("Switch on"), icon=":material/toggle_on:", key=f"{key}:on", type="primary", on_click=_switch,
                      args=(*given, True))  # fmt: skip
            st.button(_("Remove"), icon=":material/delete:", key=f"{key}:remove", on_click=_remove, args=given)


def _switch(rule_id: int, version: int, is_on: bool) -> None:
    try:
        switch_rule(
            store(), current_actor(), rule_id, is_on=is_on, version=version, key=f"rule:{rule_id}:{version}:{is_on}"
        )
    except CrmError as error:
        flash(_(error.message), ":material/error:")
    else:
        flash(_("The rule is on.") if is_on else _("The rule is off."))


def _remove(rule_id: int, version: int) -> None:
    try:
        remove_rule(store(), current_actor(), rule_id, version=version, key=f"rule:{rule_id}:{secrets.token_hex(8)}")
    except CrmError as error:
        flash(_(error.message), ":material/error:")
    else:
        flash(_("The rule is removed."))
