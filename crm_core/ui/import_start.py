"""The first step of an import: what the file holds, the file, and an empty one to fill in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import streamlit as st

from crm_core.access.model import Actor
from crm_core.customers.profile.facts.model import FACTS
from crm_core.errors import CrmError, Message
from crm_core.exchange.container import MAX_FILE_BYTES
from crm_core.imports import service, wizard
from crm_core.imports.kinds import fields_of
from crm_core.imports.model import KIND_LABELS, ImportKind, ImportOptions
from crm_core.imports.rejects import FileForm, template_bytes
from crm_core.surveys import service as surveys
from crm_core.surveys.model import NAME_LIMIT
from crm_core.ui.customers.own_fields import fields_in_use
from crm_core.ui.house import store
from crm_core.ui.links import asked, asked_id
from crm_core.ui.session import page_state
from crm_core.ui.text import _, language, plain

_MIMES = {
    FileForm.CSV: "text/csv",
    FileForm.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_ICONS = {
    ImportKind.CUSTOMERS: "groups",
    ImportKind.PRODUCTS: "inventory_2",
    ImportKind.PURCHASES: "receipt_long",
    ImportKind.CONTACTS: "contact_phone",
    ImportKind.INTERACTIONS: "forum",
    ImportKind.ANSWERS: "reviews",
}


@dataclass
class StartState:
    """What was chosen before there is a file, and why the last upload was refused. ``round`` renews the uploader."""

    kind: ImportKind = ImportKind.PURCHASES
    survey_id: int | None = None
    survey_name: str = ""
    problem: Message | None = None
    round: int = 0


def show_start(actor: Actor) -> None:
    """Show the choice of kind and file beside the columns that such a file has."""
    state = page_state(StartState)
    left, right = st.columns([3, 2], gap="medium")
    with left, st.container(border=True):
        _ask_kind(actor, state)
        if state.kind is ImportKind.ANSWERS:
            ask_survey(actor, state)
        _ask_file(actor, state)
        if state.problem is not None:
            st.error(plain(_(state.problem)), icon=":material/error:")
    with right, st.container(border=True):
        _show_columns(state.kind)


def _ask_kind(actor: Actor, state: StartState) -> None:
    kinds = service.kinds_open_to(actor)
    if asked("survey") and "import:kind" not in st.session_state and ImportKind.ANSWERS in kinds:
        state.kind = ImportKind.ANSWERS
    chosen = st.segmented_control(
        _("What does the file hold?"),
        kinds,
        default=state.kind if state.kind in kinds else kinds[-1],
        format_func=lambda kind: f":material/{_ICONS[kind]}: {_(KIND_LABELS[kind])}",
        key="import:kind",
        required=True,
    )
    state.kind = chosen or state.kind


def ask_survey(actor: Actor, state: StartState) -> None:
    """Ask to which survey the answers belong: one that the actor may edit, or a new one by its name."""
    known = {survey.survey_id: survey for survey in surveys.editable(store(), actor)}
    wanted = asked_id("survey")
    options: list[int | None] = [*known, None]
    default = next(iter(options))
    if wanted in known or asked("survey") == "new":
        default = wanted if wanted in known else None
    elif state.survey_id in known:
        default = state.survey_id
    state.survey_id = st.selectbox(
        _("Which survey?"),
        options,
        options.index(default),
        format_func=lambda each: _("A new survey") if each is None else known[each].name,
        key="import:survey",
    )
    state.survey_name = ""
    if state.survey_id is None:
        state.survey_name = st.text_input(_("Name of the new survey"), key="import:survey_name", max_chars=NAME_LIMIT)


def _ask_file(actor: Actor, state: StartState) -> None:
    key = f"import:file:{state.round}"

    def take() -> None:
        given = st.session_state.get(key)
        if given is None:
            return
        state.round += 1  # the uploader begins anew, and the server lets go of its copy
        state.problem = None
        try:
            chosen = ImportOptions(survey_id=state.survey_id, survey_name=state.survey_name)
            wizard.begin(store(), actor, state.kind, given.name, given.getbuffer(), options=chosen)
        except CrmError as error:
            state.problem = error.message

    st.file_uploader(
        _("CSV, XLSX or XLS, up to {limit} MB", limit=MAX_FILE_BYTES // 1024 // 1024),
        type=["csv", "txt", "tsv", "xlsx", "xlsm", "xls"],
        key=key,
        on_change=take,
    )
    st.caption(
        _("The file is checked as a whole first. Nothing is written before you have seen the result and agreed.")
    )


def _show_columns(kind: ImportKind) -> None:
    fields, own = fields_of(kind), tuple(fields_in_use() if kind is ImportKind.CUSTOMERS else ())
    st.subheader(_("Columns that are understood"), anchor=False)
    needed = " · ".join(f"**{_(field.label)}**" for field in fields if field.required)
    facts = FACTS if kind is ImportKind.CUSTOMERS else ()
    others = " · ".join(
        [*(_(field.label) for field in fields if not field.required), *(_(fact.name) for fact in facts)]
    )
    if kind is ImportKind.ANSWERS:
        _explain_answers()
    else:
        st.markdown(_("Required: {columns}", columns=needed))
        st.markdown(_("Optional: {columns}", columns=others))
        if own:
            st.markdown(_("Your own: {columns}", columns=" · ".join(plain(field.name) for field in own)))
    st.caption(_("Many other names are recognised; you see and can change what was found."))
    tongue = language()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(_("Empty template"), width="content")
        show_downloads(lambda form: template_bytes(kind, form, tongue, (*facts, *own)), f"{kind.value}-template")


def _explain_answers() -> None:
    st.markdown(
        _("One line for each respondent, one column for each question: as 问卷星 and other survey programs export.")
    )
    st.markdown(
        _(
            "Ratings may be numbers or words such as 非常满意. (跳过), (空), -3 and -2 count as not answered. A customer is found "
            "by code, phone or name. Network addresses (IP) are never stored."
        )
    )


def show_downloads(make: Callable[[FileForm], bytes], name: str) -> None:
    """Show the downloads of one file in both forms; it is made at the click, by a thread that knows no language."""
    for form in (FileForm.XLSX, FileForm.CSV):
        st.download_button(
            form.value.upper(),
            partial(make, form),
            f"{name}.{form.value}",
            _MIMES[form],
            icon=":material/download:",
            key=f"import:download:{name}:{form}",
            on_click="ignore",
        )
