"""The administrator's list of what customers are asked to agree to, with the texts that they are told, in three languages."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from crm_core.i18n import Language
from crm_core.privacy.consent.model import LANGUAGES, NAME_LIMIT, TEXT_LIMIT, InLanguages, Purpose
from crm_core.privacy.consent.service import TextsWanted, purposes, save_purpose, texts_of
from crm_core.ui.fetch import fetch
from crm_core.ui.forms import Form, Values
from crm_core.ui.guard import current_actor
from crm_core.ui.house import store
from crm_core.ui.session import page_state
from crm_core.ui.show import day
from crm_core.ui.text import _, language, plain, plain_lines

_NEW = 0


@dataclass
class _Purposes:
    """Which purpose's form is open (0: a new one)."""

    open_id: int | None = None


def show_purposes() -> None:
    """Show the purposes in their order, each with its text and the way to change it, and the form for a new one."""
    state = page_state(_Purposes)
    with st.container(border=True, key="consent-purposes", gap="small"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.subheader(_("Purposes of consent"), anchor=False, width="content")
            is_open = state.open_id == _NEW
            st.button(
                _("Do not add") if is_open else _("Add"), icon=":material/close:" if is_open else ":material/add:",
                type="tertiary", key="purpose:new", on_click=_toggle, args=(None if is_open else _NEW,),
            )  # fmt: skip
        st.caption(
            _("What customers are asked to agree to, and the text that they are told. A changed text is a new version.")
        )
        if state.open_id == _NEW:
            _form(None)
        for purpose in fetch(purposes, current_actor()):
            if state.open_id == purpose.purpose_id:
                _form(purpose)
            else:
                _show_one(purpose)


def _toggle(purpose_id: int | None) -> None:
    page_state(_Purposes).open_id = purpose_id


def _show_one(purpose: Purpose) -> None:
    chosen = language().value
    name = plain(purpose.name.in_language(chosen))
    off = "" if purpose.is_active else f" :gray-badge[{_('not in use')}]"
    since = _("since {day}", day=day(purpose.text_since_on)) if purpose.text_since_on else ""
    facts = " · ".join(part for part in (_("text {number}", number=purpose.text_number), since) if part)
    key = f"one-line-purpose-{purpose.purpose_id}"
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=key):
        st.markdown(f"**{name}**{off} :small[:gray[{plain(facts)}]]", width="content")
        st.button(
            _("Edit"), icon=":material/edit:", type="tertiary", key=f"purpose:{purpose.purpose_id}", on_click=_toggle,
            args=(purpose.purpose_id,),
        )  # fmt: skip
    st.markdown(plain_lines(purpose.text.in_language(chosen)))
    if purpose.text_number > 1:
        _show_earlier(purpose)


def _show_earlier(purpose: Purpose) -> None:
    fold = st.expander(
        _("Earlier texts"), icon=":material/history:", type="compact", key=f"texts:{purpose.purpose_id}", on_change="rerun"
    )  # fmt: skip
    if not fold.open:
        return
    with fold:
        for version in fetch(texts_of, TextsWanted(current_actor(), purpose.purpose_id))[1:]:
            facts = [_("text {number}", number=version.number), day(version.since_on), version.who]
            told = plain(" · ".join(part for part in facts if part))
            st.markdown(f":small[:gray[{told}]]  \n{plain_lines(version.text.in_language(language().value))}")


def _form(purpose: Purpose | None) -> None:
    def save(values: Values, key: str, version: int) -> str:
        known = purpose.purpose_id if purpose else None
        save_purpose(store(), current_actor(), values, purpose_id=known, version=version, key=key)
        page_state(_Purposes).open_id = None
        return _("Saved.")

    name = purpose.name if purpose else InLanguages()
    text = purpose.text if purpose else InLanguages()
    with st.container(border=True):
        form = Form(
            "consent_purpose",
            save,
            about=purpose.purpose_id if purpose else _NEW,
            version=purpose.version if purpose else 0,
        )
        with form:
            for ending, code in LANGUAGES.items():
                own = Language(code).own_name
                form.text(f"name_{ending}", f"{_('Name')} · {own}", getattr(name, ending), max_chars=NAME_LIMIT)
                form.area(
                    f"text_{ending}", f"{_('Text')} · {own}", getattr(text, ending), max_chars=TEXT_LIMIT, height=90
                )
            form.tick("is_active", _("In use"), purpose.is_active if purpose else True)
            form.submit(_("Save"), icon=":material/check:")
        if purpose is not None:
            st.button(
                _("Do not edit"), icon=":material/close:", type="tertiary", key="purpose:close", on_click=_toggle,
                args=(None,),
            )  # fmt: skip
