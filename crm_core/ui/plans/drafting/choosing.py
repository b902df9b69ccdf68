"""The first step of a new plan: from a template, a copy, a document, or from nothing; and what that brings along."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from crm_core.drafting.document import MAX_BYTES
from crm_core.drafting.keeping import OwnTemplate, own_templates, remove_template
from crm_core.drafting.making import outline_of_plan
from crm_core.drafting.outline import Outline
from crm_core.drafting.reading import look_into
from crm_core.drafting.templates import templates
from crm_core.errors import CrmError
from crm_core.plans.reach import Viewer
from crm_core.plans.service import PlansRequest, known_plans
from crm_core.ui.fetch import fetch
from crm_core.ui.figures import metric_name
from crm_core.ui.guard import current_actor
from crm_core.ui.house import store
from crm_core.ui.links import asked_id
from crm_core.ui.plans.drafting.state import WAY_LABELS, Beginning, DraftingState, Way
from crm_core.ui.plans.drafting.words import damage_told
from crm_core.ui.session import flash, page_state
from crm_core.ui.text import _, language, ngettext, plain

_YEAR = 365


def choose_beginning(viewer: Viewer) -> Beginning | None:
    """Show the choice and return what it brings; None while something is still to be chosen."""
    state = page_state(DraftingState)
    copied = asked_id("copy")
    ways = list(Way)
    chosen = st.segmented_control(
        _("Begin with"), ways, default=Way.COPY if copied else state.way, format_func=lambda way: _(WAY_LABELS[way]),
        key="drafting:way", required=True,
    )  # fmt: skip
    state.way = Way(chosen)
    by_way: dict[Way, Callable[[], Beginning | None]] = {
        Way.TEMPLATE: lambda: _template(viewer),
        Way.COPY: lambda: _copy(viewer, copied),
        Way.DOCUMENT: lambda: _document(state),
        Way.EMPTY: lambda: Beginning("empty", Outline("", "", _YEAR)),
    }
    return by_way[state.way]()


def _template(viewer: Viewer) -> Beginning:
    known = {one.key: (one.outline, one.about) for one in templates(language())}
    own = {f"own:{one.template_id}": one for one in fetch(own_templates, viewer)}
    known |= {key: (one.outline, one.about) for key, one in own.items()}
    key = st.radio(
        _("Template"), list(known), format_func=lambda one: plain(known[one][0].name),
        captions=[plain(about) for _outline, about in known.values()], key=f"drafting:template:{language()}:{len(own)}",
    )  # fmt: skip
    if key in own:
        _offer_removal(viewer, own[key])
    return Beginning(f"template:{key}:{language()}", known[key][0], name=known[key][0].name)


def _offer_removal(viewer: Viewer, kept: OwnTemplate) -> None:
    if viewer.edits_all or kept.made_by == current_actor().user_id:
        st.button(
            _("Remove this template"), key=f"drafting:remove:{kept.template_id}", type="tertiary", icon=":material/delete:",
            on_click=_remove, args=(kept.template_id,),
        )  # fmt: skip


def _remove(template_id: int) -> None:
    try:
        remove_template(store(), current_actor(), template_id, key=f"remove-template:{template_id}")
    except CrmError as error:
        flash(_(error.message), ":material/error:")
    else:
        flash(_("Removed."))


def _copy(viewer: Viewer, copied: int | None) -> Beginning | None:
    known = {one.plan_id: one for one in fetch(known_plans, PlansRequest(viewer))}
    if not known:
        st.caption(_("There is no plan to copy yet."))
        return None
    ids = list(known)
    plan_id = st.selectbox(
        _("Which plan"), ids, ids.index(copied) if copied in known else 0, format_func=lambda one: known[one].name,
        key="drafting:copied",
    )  # fmt: skip
    st.caption(_("Its days move along; what was done begins anew, and what was dropped stays behind."))
    outline = outline_of_plan(store(), current_actor(), plan_id)
    return Beginning(f"copy:{plan_id}:{known[plan_id].version}", outline, name=known[plan_id].name)


def _document(state: DraftingState) -> Beginning | None:
    key = f"drafting:file:{state.round}"
    st.file_uploader(
        _("DOCX, PPTX, TXT or Markdown"), ["docx", "pptx", "txt", "md"], key=key, on_change=_read, args=(key,),
        max_upload_size=MAX_BYTES // 1024 // 1024,
    )  # fmt: skip
    if state.problem is not None:
        st.error(plain(_(state.problem)), icon=":material/error:")
    found = state.document
    if found is None:
        st.caption(
            _(
                "Headings become sections. Sentences with a number that shall be reached are proposed as goals; you decide on each."
            )
        )
        return None
    told = [
        f"**{plain(found.file_name)}**",
        ngettext("{count} section", "{count} sections", len(found.sections)),
        ngettext("{count} target found", "{count} targets found", len(found.proposals)),
    ]
    st.markdown(" · ".join(told))
    for line in damage_told(found.damage):
        st.warning(line, icon=":material/warning:")
    title = found.file_name.rsplit(".", 1)[0]
    return Beginning(f"document:{state.round}", Outline("", "", _YEAR), found, title)


def _read(key: str) -> None:
    state, file = page_state(DraftingState), st.session_state.get(key)
    if file is None:
        state.document = state.problem = None
        return
    try:
        state.document = look_into(store(), current_actor(), file, file.name, opening=_("Introduction"))
        state.problem = None
    except CrmError as error:
        state.document, state.problem = None, error.message
    state.round += 1


def show_what_comes_along(beginning: Beginning) -> None:
    """Show the sections, stages, goals and actions that the plan will have, before it is made."""
    outline, document = beginning.outline, beginning.document
    sections = document.sections if document else [(one.title, one.content) for one in outline.sections]
    with st.container(border=True, gap="small"):
        st.subheader(_("What comes along"), anchor=False)
        counts = [
            ngettext("{count} section", "{count} sections", len(sections)),
            ngettext("{count} stage", "{count} stages", len(outline.stages)),
            ngettext("{count} goal", "{count} goals", len(outline.goals)),
            ngettext("{count} action", "{count} actions", len(outline.actions)),
        ]
        st.caption(" · ".join(counts[:1] if document else counts))
        st.markdown("\n".join(f"{place}. {plain(title)}" for place, (title, _text) in enumerate(sections, 1)))
        if document and document.proposals:
            st.markdown(f"**{_('Sentences with a target')}**")
            st.markdown("\n".join(f"- {plain(one['sentence'][:160])}" for one in document.proposals[:12]))
        elif outline.goals:
            _show_parts(outline)


def _show_parts(outline: Outline) -> None:
    goals = [one.name or (metric_name(one.metric_id) if one.metric_id else "–") for one in outline.goals]
    st.markdown(f"**{_('Goals')}**  \n" + " · ".join(plain(one) for one in goals))
    if outline.actions:
        st.markdown(f"**{_('Actions')}**\n" + "\n".join(f"- {plain(one.what)}" for one in outline.actions[:8]))
