"""Norms of contact: who is to be contacted how often, through which channel and with what; edited in place."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from crm_core import clock
from crm_core.access.model import Actor, Permission
from crm_core.customers.profile.tags.service import tags
from crm_core.errors import CrmError
from crm_core.interactions.model import CHANNEL_ICONS, CHANNEL_LABELS
from crm_core.metrics.model import NumbersRequest, ratio
from crm_core.metrics.service import kept_by_norm
from crm_core.periods import Period, add_months
from crm_core.relationships.model import RUNG_LABELS, RelationsRequest, Rung
from crm_core.relationships.norms.model import GUIDE_LIMIT, Norm, Subject
from crm_core.relationships.norms.service import norms_of, remove_norm, save_norm
from crm_core.strategy.model import SetNorm
from crm_core.strategy.service import norms_set_by_plans
from crm_core.surveys.service import team_choices
from crm_core.ui.fetch import fetch
from crm_core.ui.forms import Form, Values
from crm_core.ui.guard import current_actor
from crm_core.ui.house import settings, store
from crm_core.ui.links import link_to
from crm_core.ui.page import empty_state
from crm_core.ui.relationships.words import whom, whom_badge
from crm_core.ui.session import flash
from crm_core.ui.show import day, share
from crm_core.ui.text import _, ngettext, noted, plain, plain_lines

_MONTHS = 3


def offer_norm(actor: Actor) -> None:
    """Show the way to a new norm to whoever may."""
    if actor.may(Permission.NORM_EDIT):
        with st.popover(_("New norm"), icon=":material/add:", key="norm-new", width="content"):
            _form(None)


def show_norms(actor: Actor) -> None:
    """Show the norms that hold today by type, tier and group, each with the way to change it for whoever may."""
    found = fetch(norms_of, RelationsRequest(actor.require(Permission.NORM_READ)))
    if not found:
        empty_state(
            _("There are no norms yet. Say how often customers of a tier or type are to be contacted at least."),
            icon="event_repeat",
        )
        return
    st.caption(
        _(
            "Where several norms fit a customer, the one that falls due first applies; a team's own stands before the company's."
        )
    )
    kept = _kept(actor)
    origins = {
        (one.team_id, one.subject, one.channel): one
        for one in fetch(norms_set_by_plans, RelationsRequest(actor.require(Permission.NORM_READ)))
    }
    for norm in sorted(found, key=_place):
        origin = origins.get((norm.team_id, norm.subject, norm.channel))
        _show(norm, kept.get(norm.norm_id), origin, may_edit=actor.may(Permission.NORM_EDIT))


def _place(norm: Norm) -> int:
    """Return where a norm stands in the list: by rung as they are ranked, then those of groups; within them as they come."""
    return len(Rung) if norm.rung is None else list(Rung).index(norm.rung)


def _kept(actor: Actor) -> Mapping[int, tuple[int, int]]:
    """Return how many contacts of the last three months were kept and asked for, by norm; and lead to the number."""
    today = clock.today(settings().zone)
    period = Period(add_months(today, -_MONTHS), today)
    link_to(
        _("Kept in the last {count} months, by team and person", count=_MONTHS), "board/number.py",
        icon=":material/monitoring:", metric="norm_compliance", by="team", **{"from": f"{period.first}", "to": f"{period.last}"},
    )  # fmt: skip
    return fetch(kept_by_norm, NumbersRequest(actor.require(Permission.BOARD_READ), period, today))


def often(days: int) -> str:
    """Return how often, in words."""
    return ngettext("at least every day", "at least every {count} days", days)


def through(norm: Norm) -> str:
    """Return through which channel, with its icon."""
    if norm.channel is None:
        return _("any channel")
    return f":material/{CHANNEL_ICONS[norm.channel]}: {_(CHANNEL_LABELS[norm.channel])}"


def _show(norm: Norm, kept: tuple[int, int] | None, origin: SetNorm | None, *, may_edit: bool) -> None:
    with st.container(border=True, gap="small"):
        with st.container(
            horizontal=True, vertical_alignment="center", gap="small", key=f"due-row-rule-{norm.norm_id}"
        ):
            team = f" :small[:gray[{plain(norm.team)}]]" if norm.team else ""
            with st.container(width="stretch"):
                st.markdown(f"{whom_badge(norm.subject, norm.group)} **{often(norm.days)}** · {through(norm)}{team}")
            if may_edit:
                with st.popover(_("Edit"), type="tertiary", icon=":material/edit:", key=f"norm:{norm.norm_id}"):
                    _form(norm)
        if norm.guide:
            st.markdown(plain_lines(norm.guide))
        if origin is not None:
            _show_origin(norm, origin)
        since = _("since {day}", day=day(norm.since_on))
        told = (
            _("{share} kept ({kept} of {asked})", share=share(ratio(*kept)), kept=kept[0], asked=kept[1])
            if kept
            else ""
        )
        st.caption(" · ".join(part for part in (told, since, plain(norm.updated_by or "")) if part))


def _show_origin(norm: Norm, origin: SetNorm) -> None:
    """Show which plan set a norm, and where it was changed by hand since."""
    told = ""
    if not origin.is_kept(norm):
        asked = None if origin.days == norm.days else often(origin.days)
        told = f" :orange-badge[:material/difference: {noted(_('Differs from the plan'), asked)}]"
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        link_to(
            _origin(origin), "plan/plan.py", icon=":material/map:",
            id=origin.plan_id, tab="strategy",
        )  # fmt: skip
        if told:
            st.markdown(told, width="content")


def _origin(origin: SetNorm) -> str:
    name = plain(origin.plan_name or "–")
    return (
        _("Set by the plan {name}, which is closed", name=name)
        if origin.is_closed
        else _("Set by the plan {name}", name=name)
    )


def _form(norm: Norm | None) -> None:
    def save(values: Values, key: str, version: int) -> str:
        norm_id = norm.norm_id if norm else None
        save_norm(store(), current_actor(), values, norm_id=norm_id, version=version, key=key)
        return _("Saved. It holds from today on.")

    form = Form("norm", save, about=norm.norm_id if norm else "", version=norm.version if norm else 0)
    with form:
        form.choose("rung", _("For which customers"), _subjects(norm), norm.subject.code if norm else None)
        channels = {"": _("any channel")} | {one.value: _(label) for one, label in CHANNEL_LABELS.items()}
        form.choose("channel", _("Channel"), channels, norm.channel.value if norm and norm.channel else "")
        form.text("days", _("At least every … days"), str(norm.days) if norm else "30", max_chars=4)
        teams = {"": _("Whole company")} | {str(key): name for key, name in fetch(team_choices, None)}
        form.choose("team_id", _("Team"), teams, str(norm.team_id) if norm and norm.team_id else "")
        form.area("guide", _("What to talk about"), norm.guide if norm else "", height=100, max_chars=GUIDE_LIMIT)
        form.submit(_("Save"), icon=":material/check:")
    if norm is not None:
        st.button(
            _("Remove"), icon=":material/delete:", type="tertiary", key=f"norm:{norm.norm_id}:{norm.version}:remove",
            on_click=_remove, args=(norm.norm_id, norm.version),
        )  # fmt: skip
    if form.just_saved:
        st.rerun()


def _subjects(norm: Norm | None) -> dict[str, str]:
    """Return whom a norm can be for, types and tiers first, then the company's tags; and whom it is for."""
    found = {rung.value: _(label) for rung, label in RUNG_LABELS.items()}
    found |= {Subject(tag_id=one.tag_id).code: one.name for one in fetch(tags, current_actor())}
    if norm is not None:
        found.setdefault(norm.subject.code, whom(norm.subject, norm.group))
    return found


def _remove(norm_id: int, version: int) -> None:
    try:
        remove_norm(store(), current_actor(), norm_id, version=version, key=f"remove_norm:{norm_id}:{version}")
    except CrmError as error:
        flash(_(error.message), ":material/error:")
    else:
        flash(_("Removed. It holds no longer from today on."))
