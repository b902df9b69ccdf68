"""Saved views of the list: open one, keep what is asked now, share it, begin with it, delete it."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

import streamlit as st

from crm_core.access.model import Actor, Permission
from crm_core.customers.lists.fields import FIELDS
from crm_core.customers.lists.model import View
from crm_core.customers.lists.views.model import (
    NAME_LIMIT,
    SHARING_LABELS,
    SavedView,
    Sharing,
    ViewContent,
    shares_of,
)
from crm_core.customers.lists.views.service import begin_with, edit_view, remove_view, save_view, saved_views
from crm_core.errors import CrmError, NotFound
from crm_core.ui.customers.lists.state import COLUMNS, ListState, list_state
from crm_core.ui.fetch import fetch
from crm_core.ui.forms import Form, Values
from crm_core.ui.guard import current_actor
from crm_core.ui.house import store
from crm_core.ui.session import flash, page_state
from crm_core.ui.text import _, listed, plain

_OPEN = "customers:views"
_ICONS = {Sharing.OWN: ":material/person:", Sharing.TEAM: ":material/group:", Sharing.ALL: ":material/groups:"}


@dataclass
class _Views:
    """Which view was opened, whether the one to begin with was, and the key of the next click."""

    view_id: int | None = None
    has_begun: bool = False
    key: str = field(default_factory=lambda: secrets.token_hex(8))


def begin(actor: Actor, state: ListState) -> None:
    """Begin with the view that the actor chose for it, once a session, where nothing else is asked yet."""
    views = page_state(_Views)
    if views.has_begun:
        return
    views.has_begun = True
    if _asked(state) != ViewContent(columns=COLUMNS) or state.text:
        return
    for one in fetch(saved_views, actor):
        if one.is_start:
            _take(one)


def show_views(actor: Actor, state: ListState) -> None:
    """Show which view is open, those to choose from, and what can be done with them."""
    found = fetch(saved_views, actor)
    opened = next((one for one in found if one.view_id == page_state(_Views).view_id), None)
    is_changed = opened is not None and opened.content != _asked(state)
    label = plain(opened.name) + (" \\*" if is_changed else "") if opened else _("Views")
    with st.popover(label, icon=":material/bookmarks:", key=_OPEN, on_change="rerun") as popover:
        if popover.open:
            _show_choices(found, opened)
            st.divider()
            if opened is not None and opened.may_edit:
                _show_own(opened, state, is_changed=is_changed)
            if opened is not None:
                _show_start(opened)
            _show_save(actor, state)


def show_gone(actor: Actor) -> None:
    """Say where the view that is open asks for what is no longer there."""
    found = fetch(saved_views, actor)
    opened = next((one for one in found if one.view_id == page_state(_Views).view_id), None)
    if opened is not None and opened.gone:
        st.warning(
            _(
                "This view asks for what is no longer there, and is shown without it: {names}.",
                names=plain(listed(_gone_name(name) for name in opened.gone)),
            ),
            icon=":material/filter_alt_off:",
        )


def _gone_name(name: str) -> str:
    """Return the name of what is gone; of a field that every company has, of whose values none is left, translated."""
    return _(FIELDS[name].label) if name in FIELDS else name


def _show_choices(found: tuple[SavedView, ...], opened: SavedView | None) -> None:
    """Show the views, each a button: a view is opened by one click."""
    with st.container(gap="xxsmall"):
        st.button(_("As at first"), type="tertiary", icon=":material/restart_alt:", key="view:none", on_click=_leave)
        for one in found:
            is_open = opened is not None and one.view_id == opened.view_id
            name = f"**{plain(one.name)}**" if is_open else plain(one.name)
            start = " :material/home:" if one.is_start else ""
            st.button(
                f"{name}{start}", type="tertiary", icon=_ICONS[one.sharing], key=f"view:{one.view_id}", on_click=_open,
                args=(one,), help=_(SHARING_LABELS[one.sharing]) if one.sharing is not Sharing.OWN else None,
            )  # fmt: skip


def _show_own(opened: SavedView, state: ListState, *, is_changed: bool) -> None:
    key = page_state(_Views).key
    with st.container(horizontal=True, gap="xsmall"):
        if is_changed:
            st.button(
                _("Save the changes"), icon=":material/save:", key=f"view:save:{key}", on_click=_save_changes,
                args=(opened, _asked(state), key),
            )  # fmt: skip
        st.button(
            _("Delete"), icon=":material/delete:", key=f"view:delete:{key}", on_click=_delete, args=(opened, key),
            help=_("For everybody with whom it is shared") if opened.sharing is not Sharing.OWN else None,
        )  # fmt: skip

    def rename(values: Values, form_key: str, version: int) -> str:
        given = {"name": values["name"], **({"sharing": values["sharing"]} if "sharing" in values else {})}
        edit_view(store(), current_actor(), opened.view_id, given, None, version=version, key=form_key)
        return _("The view is saved.")

    with st.expander(_("Name and sharing"), type="compact"):
        form = Form("saved_list", rename, about=opened.view_id, version=opened.version)
        with form:
            form.text("name", _("Name"), opened.name, max_chars=NAME_LIMIT)
            _ask_sharing(form, current_actor(), opened.sharing)
            form.submit(_("Save"), icon=":material/check:")


def _ask_sharing(form: Form, actor: Actor, value: Sharing) -> None:
    shares = shares_of(actor)
    if value not in shares:
        shares = (*shares, value)
    if len(shares) > 1:
        form.chips("sharing", _("Who sees it"), {one: _(SHARING_LABELS[one]) for one in shares}, value)


def _show_start(opened: SavedView) -> None:
    key = page_state(_Views).key
    label = _("Do not begin with it") if opened.is_start else _("Begin with it")
    wanted = None if opened.is_start else opened.view_id
    st.button(
        label, type="tertiary", icon=":material/home:", key=f"view:start:{key}", on_click=_start, args=(wanted, key)
    )


def _show_save(actor: Actor, state: ListState) -> None:
    def save(values: Values, key: str, _version: int) -> str:
        page_state(_Views).view_id = save_view(store(), current_actor(), values, _asked(list_state()), key=key)
        return _("The view is saved.")

    with st.expander(_("Keep what is asked now as a view"), type="compact", icon=":material/bookmark_add:"):
        form = Form("new_saved_list", save)
        with form:
            form.text("name", _("Name"), max_chars=NAME_LIMIT)
            _ask_sharing(form, actor, Sharing.OWN)
            form.submit(_("Save"), icon=":material/check:")


def _asked(state: ListState) -> ViewContent:
    view = View.ALL if state.view is View.POOL else state.view
    return ViewContent(view, state.conditions, state.sort, state.is_descending, state.columns)


def _open(one: SavedView) -> None:
    _take(one)
    st.session_state[_OPEN] = False


def _take(one: SavedView) -> None:
    """Ask what a view asks."""
    actor, state, content = current_actor(), list_state(), one.content
    view = content.view if content.view is not View.SHARED or actor.may(Permission.COLLABORATION_ASK) else View.ALL
    _ask_for(state, content, view)
    page_state(_Views).view_id = one.view_id


def _leave() -> None:
    """Ask what is asked at first."""
    _ask_for(list_state(), ViewContent(columns=COLUMNS), View.ALL)
    page_state(_Views).view_id = None
    st.session_state[_OPEN] = False


def _ask_for(state: ListState, content: ViewContent, view: View) -> None:
    state.put(text="", view=view)
    state.put_order(content.sort, is_descending=content.is_descending)
    state.conditions, state.columns = content.conditions, content.columns


def _save_changes(opened: SavedView, content: ViewContent, key: str) -> None:
    _done(
        lambda: edit_view(store(), current_actor(), opened.view_id, {}, content, version=opened.version, key=key),
        _("The view is saved."),
    )


def _delete(opened: SavedView, key: str) -> None:
    _done(
        lambda: remove_view(store(), current_actor(), opened.view_id, version=opened.version, key=key),
        _("The view is deleted."),
    )


def _start(view_id: int | None, key: str) -> None:
    _done(lambda: begin_with(store(), current_actor(), view_id, key=key), _("Saved: your list begins so."))


def _done(work: Callable[[], None], told: str) -> None:
    """Do the work of a click and say how it went; the next click has another key."""
    views = page_state(_Views)
    try:
        work()
    except NotFound:
        flash(_("This view is no longer there."), ":material/error:")
    except CrmError as error:
        flash(_(error.message), ":material/error:")
    else:
        flash(told)
    views.key = secrets.token_hex(8)
