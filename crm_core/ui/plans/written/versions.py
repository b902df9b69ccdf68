"""The versions of a section side by side: what went is struck out, what came is bold."""

from __future__ import annotations

import streamlit as st

from crm_core.sections.comparing import Compared, Mark, Piece, compare, excerpt
from crm_core.sections.model import Section, SectionText
from crm_core.sections.service import OneSection, texts_of
from crm_core.ui.fetch import fetch
from crm_core.ui.plans.written.view import Written
from crm_core.ui.show import moment
from crm_core.ui.text import _, listed, plain


def versions_dialog(written: Written, section: Section) -> bool:
    """Show two versions compared, at first the latest with the one before; return False: there is nothing to save."""
    texts = fetch(texts_of, OneSection(written.looked.viewer, section.plan_id, section.section_id))
    if len(texts) < 2:
        st.markdown(_("There is one version only: {about}", about=_about(texts[0])))
        return False
    by_number = {one.number: one for one in texts}
    key = f"written:versions:{section.section_id}:{section.number}"
    left, right = st.columns(2)
    names = {one.number: _about(one) for one in texts}
    with left:
        before = st.selectbox(
            _("Earlier version"), list(names), 1, format_func=lambda one: names[one], key=f"{key}:from"
        )
    with right:
        after = st.selectbox(_("Later version"), list(names), 0, format_func=lambda one: names[one], key=f"{key}:to")
    is_whole = st.toggle(_("The whole text"), key=f"{key}:whole")
    _show(by_number[before], by_number[after], is_whole=is_whole)
    return False


def _about(text: SectionText) -> str:
    told = _("version {number}", number=text.number) + f" · {text.written_by or '–'} · {moment(text.written_at)}"
    return f"{told} · {_('agreed by {names}', names=listed(text.agreed))}" if text.agreed else told


def _show(before: SectionText, after: SectionText, *, is_whole: bool) -> None:
    if before.title != after.title:
        st.markdown("#### " + " ".join(_marked(line) for line in compare(before.title, after.title)))
    lines: list[Compared | None] = list(compare(before.content, after.content))
    if not is_whole:
        lines = excerpt([line for line in lines if line is not None])
    if not lines:
        st.caption(_("The texts are the same."))
        return
    with st.container(border=True):
        st.markdown("  \n".join(":gray[⋯]" if line is None else _marked(line) or " " for line in lines))
    st.caption(_("Struck out: what went. Bold: what came."))


def _marked(line: Compared) -> str:
    return "".join(_piece(piece) for piece in line)


def _piece(piece: Piece) -> str:
    core = plain(piece.text.strip())
    if not core or piece.mark is Mark.SAME:
        return plain(piece.text)
    before = " " if piece.text[:1].isspace() else ""
    after = " " if piece.text[-1:].isspace() else ""
    marked = f":red[~~{core}~~]" if piece.mark is Mark.GONE else f":green[**{core}**]"
    return f"{before}{marked}{after}"
