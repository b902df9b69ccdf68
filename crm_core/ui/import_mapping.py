"""Kept mappings: offered for a file, named after an import, and listed with who made them, to rename and to remove."""

from __future__ import annotations

import streamlit as st

from crm_core.access.model import Actor, Permission
from crm_core.customers.profile.facts.model import FACTS
from crm_core.customers.profile.own_fields.model import FACT_PREFIX, PREFIX
from crm_core.errors import CrmError
from crm_core.imports import wizard
from crm_core.imports.kinds import fields_of
from crm_core.imports.mapping_model import NAME_LIMIT, Offer, SavedMapping
from crm_core.imports.mappings import (
    MappingsRequest,
    may_change,
    remove_mapping,
    rename_mapping,
    saved_mappings,
)
from crm_core.imports.model import KIND_LABELS, ImportKind
from crm_core.imports.workspace import Workspace
from crm_core.ui.customers.own_fields import fields_in_use, name_of
from crm_core.ui.errors import show_error
from crm_core.ui.fetch import fetch
from crm_core.ui.forms import Form, Values
from crm_core.ui.guard import current_actor
from crm_core.ui.house import store
from crm_core.ui.show import moment, number
from crm_core.ui.tables import figure_column, height_of, moment_column, pick_row
from crm_core.ui.text import _, plain

_SHOWN_COLUMNS = 8


def show_offer(actor: Actor, space: Workspace, kind: ImportKind) -> None:
    """Say which kept mapping the file was recognised by and what differs; let another one be chosen, or none."""
    found = wizard.offer_of_file(store(), actor, space)
    known = [
        saved
        for saved in fetch(saved_mappings, MappingsRequest(actor.require(Permission.IMPORT_RUN)))
        if saved.kind is kind
    ]
    if not known:
        return
    with st.container(border=True):
        if found is not None:
            _show_found(actor, space, *found)
        others = [saved for saved in known if found is None or saved.mapping_id != found[0].saved.mapping_id]
        if others:
            _ask_other(actor, space, others)


def _show_found(actor: Actor, space: Workspace, offer: Offer, is_taken: bool) -> None:
    saved = offer.saved
    name, who = plain(saved.name), plain(_by(saved))
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        icon = ":material/bookmark_added:" if is_taken else ":material/bookmark:"
        said = (
            _("The saved mapping **{name}** is used.", name=name)
            if is_taken
            else _("This file looks like the saved mapping **{name}**.", name=name)
        )
        st.markdown(f"{icon} {said}  \n:gray[:small[{_whose(saved, who)}]]", width="content")
        if is_taken:
            st.button(
                _("Match by the names instead"), icon=":material/undo:", type="tertiary",
                on_click=wizard.leave_mapping, args=(store(), actor, space),
            )  # fmt: skip
        else:
            st.button(
                _("Use this mapping"), icon=":material/bookmark_added:", on_click=_take,
                args=(actor, space, saved.mapping_id),
            )  # fmt: skip
    if offer.missing:
        st.caption(_("Columns that this file lacks: {columns}", columns=_listed(offer.missing)))
    if offer.further:
        st.caption(_("Columns that are new in this file: {columns}", columns=_listed(offer.further)))


def _ask_other(actor: Actor, space: Workspace, others: list[SavedMapping]) -> None:
    names = {saved.mapping_id: saved.name for saved in others}
    key = f"import:{space.token}:mapping:{wizard.meant_by(space)}"

    def take() -> None:
        chosen = st.session_state.get(key)
        if chosen is not None:
            _take(actor, space, chosen)

    st.selectbox(
        _("Use a saved mapping"), list(names), None, format_func=lambda each: names.get(each, ""), key=key,
        on_change=take, placeholder=_("Choose"), width=320,
    )  # fmt: skip


def _take(actor: Actor, space: Workspace, mapping_id: int) -> None:
    try:
        wizard.take_mapping(store(), actor, space, mapping_id)
    except CrmError as error:
        show_error(error)


def _listed(columns: tuple[str, ...]) -> str:
    more = "" if len(columns) <= _SHOWN_COLUMNS else " …"
    return plain(" · ".join(columns[:_SHOWN_COLUMNS]) + more)


def _by(saved: SavedMapping) -> str:
    return _("Command line") if saved.made_by == "console" else saved.made_by


def _whose(saved: SavedMapping, who: str) -> str:
    team = plain(saved.team) if saved.team_id is not None else _("Company")
    return _("{team}, by {name}, last used {moment}", team=team, name=who, moment=moment(saved.used_at))


def show_kept(actor: Actor, space: Workspace) -> None:
    """Say under which name the mapping of the import just written was kept."""
    saved = wizard.kept_mapping(store(), actor, space)
    if saved is not None:
        st.caption(
            ":material/bookmark_added: "
            + _(
                "What the columns mean is kept as **{name}** and is used for the next file like this.",
                name=plain(saved.name),
            )
        )


def show_mappings(actor: Actor) -> None:
    """Show the kept mappings within reach; one of them can be opened, renamed and removed."""
    found = fetch(saved_mappings, MappingsRequest(actor.require(Permission.IMPORT_RUN)))
    if not found:
        return
    st.subheader(_("Saved mappings"), anchor=False)
    count, used = _("Columns"), _("Last used")
    chosen = pick_row(
        {
            _("Name"): [saved.name for saved in found],
            _("Content"): [_(KIND_LABELS[saved.kind]) for saved in found],
            count: [number(len(saved.headers)) for saved in found],
            _("For"): [saved.team if saved.team_id is not None else _("Company") for saved in found],
            _("Made by"): [_by(saved) for saved in found],
            used: [saved.used_at for saved in found],
        },
        {count: figure_column(count), used: moment_column(used)},
        key="table:mappings:" + "-".join(f"{saved.mapping_id}.{saved.version}" for saved in found[:20]),
        height=height_of(len(found), 6),
    )
    if chosen is None:
        st.caption(_("Choose a row to rename or remove a mapping."))
    elif may_change(actor, found[chosen]):
        _show_one(found[chosen])
    else:
        st.caption(_("This mapping is the company's. An administrator can rename or remove it."))


def _show_one(saved: SavedMapping) -> None:
    def rename(values: Values, key: str, version: int) -> str:
        rename_mapping(
            store(), current_actor(), saved.mapping_id, str(values.get("name") or ""), version=version, key=key
        )
        return _("Renamed.")

    def remove(_values: Values, key: str, version: int) -> str:
        remove_mapping(store(), current_actor(), saved.mapping_id, version=version, key=key)
        return _("The mapping was removed.")

    with st.container(border=True):
        pairs = [f"{plain(column)} → {_field(saved, field)}" for column, field in saved.mapping.items()]
        st.caption(" · ".join(pairs))
        left, right = st.columns([3, 1], vertical_alignment="bottom")
        with left:
            form = Form("rename_mapping", rename, about=saved.mapping_id, version=saved.version)
            with form, st.container(horizontal=True, vertical_alignment="bottom"):
                form.text("name", _("Name"), saved.name, max_chars=NAME_LIMIT)
                form.submit(_("Rename"), icon=":material/edit:")
        with right:
            gone = Form("remove_mapping", remove, about=saved.mapping_id, version=saved.version)
            with gone:
                gone.submit(_("Remove"), icon=":material/delete:", type="secondary")
        if form.just_saved or gone.just_saved:
            st.rerun()


def _field(saved: SavedMapping, name: str) -> str:
    is_own = name.startswith((PREFIX, FACT_PREFIX))
    own = {field.key: plain(name_of(field)) for field in (*FACTS, *fields_in_use())} if is_own else {}
    return next((_(field.label) for field in fields_of(saved.kind) if field.name == name), own.get(name, plain(name)))
