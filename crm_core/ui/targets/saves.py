"""The latest saves that changed several targets, each to be taken back as a whole."""

from __future__ import annotations

from dataclasses import dataclass, field

import streamlit as st

from crm_core.access.model import Actor, Permission
from crm_core.errors import AlreadyDone, CrmError, InvalidInput, Message
from crm_core.targets.versions import Save, SavesRequest, saves, undo
from crm_core.ui import show
from crm_core.ui.fetch import fetch
from crm_core.ui.figures import metric_name
from crm_core.ui.house import store
from crm_core.ui.page import empty_state
from crm_core.ui.session import flash, page_state
from crm_core.ui.targets.many import new_key
from crm_core.ui.text import _, ngettext, plain

_NAMED = 3  # metrics told by name


@dataclass
class SavesState:
    """Why the last one could not be taken back. ``key`` is the next click's own."""

    problem: Message | None = None
    key: str = field(default_factory=new_key)


def show_saves(actor: Actor) -> None:
    """Show the latest saves of several targets, the newest first, each with its way back."""
    state = page_state(SavesState)
    found = fetch(saves, SavesRequest(actor.require(Permission.TARGET_EDIT)))
    if not found:
        empty_state(_("Nobody has set several targets at once yet."), icon="history")
        return
    if state.problem is not None:
        st.error(plain(_(state.problem)), icon=":material/error:")
    with st.container(border=True):
        st.caption(_("Taking a save back sets all of its targets to what they were before, as new versions."))
        for place, save in enumerate(found):
            with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
                st.markdown(_told(save), width="stretch")
                st.button(
                    _("Take back"), key=f"many:undo:{place}:{state.key}", icon=":material/undo:", type="tertiary",
                    on_click=_undo, args=(actor, save, state.key),
                )  # fmt: skip


def _told(save: Save) -> str:
    who = plain(save.changed_by_name or _("The system"))
    names = [metric_name(metric_id) for metric_id in save.metric_ids[:_NAMED]]
    if len(save.metric_ids) > _NAMED:
        names.append("…")
    count = ngettext("{count} target", "{count} targets", save.count)
    first = f"{show.moment(save.changed_at)}　**{who}**　{count} · {' · '.join(names)}"
    return f"{first}  \n:small[{plain(save.reason)}]" if save.reason else first


def _undo(actor: Actor, save: Save, key: str) -> None:
    state = page_state(SavesState)
    if key != state.key:
        return  # a second click on what the first has taken back
    state.key, state.problem = new_key(), None
    try:
        count = undo(store(), actor, save, key=key)
    except AlreadyDone:
        return
    except InvalidInput as error:
        state.problem = next(iter(error.fields.values()))
    except CrmError as error:
        state.problem = error.message
    else:
        flash(ngettext("{count} target taken back.", "{count} targets taken back.", count))
