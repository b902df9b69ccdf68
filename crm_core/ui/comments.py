"""Comments wherever they are written: one with what its author may still do, the fields of a form, taking one back."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from crm_core.customers.comments.model import COMMENT_LIMIT, MOST_MENTIONED, Comment
from crm_core.errors import CrmError
from crm_core.ui.forms import Form
from crm_core.ui.session import flash
from crm_core.ui.show import moment
from crm_core.ui.text import _, plain, plain_lines


def told(one: Comment) -> str:
    """Return a comment with who wrote it, when, and who was called, as Markdown."""
    facts = [moment(one.created_at)] + ([_("changed")] if one.edited_at else [])
    called = " ".join(f":blue-badge[@{plain(name)}]" for name in one.mentioned)
    head = f"**{plain(one.author or '–')}** :small[:gray[{' · '.join(facts)}]] {called}"
    return f"{head}  \n{plain_lines(one.content)}"


def show_comment(
    one: Comment, key: str, *, edit: Callable[[int], None] | None = None, remove: Callable[[int], None] | None = None
) -> None:
    """Show a comment in a line; ``edit`` and ``remove`` are what its author may still do with it, by its id."""
    with st.container(horizontal=True, vertical_alignment="top", gap="xsmall", key=f"one-line-{key}-{one.comment_id}"):
        st.markdown(told(one), width="stretch")
        ways = (
            ("edit", ":material/edit:", _("Edit"), edit),
            ("remove", ":material/delete:", _("Take the comment back"), remove),
        )
        for name, icon, label, act in ways:
            if act is not None:
                st.button(
                    "", icon=icon, type="tertiary", key=f"{key}:{one.comment_id}:{name}", help=label, on_click=act,
                    args=(one.comment_id,),
                )  # fmt: skip


def comment_fields(form: Form, people: Mapping[int, str], offered: str, one: Comment | None = None) -> None:
    """Put the fields of a comment, ``one`` or a new one, into a form; ``offered`` says who may be mentioned."""
    chosen = [each for each in one.mentioned_ids if each in people] if one else []
    with form:
        form.area("content", _("Your comment"), one.content if one else "", max_chars=COMMENT_LIMIT, height=80)
        form.several(
            "mentioned", _("Mention @"), people, chosen, placeholder=_("Who should read it"), max_selections=MOST_MENTIONED,
            help=offered,
        )  # fmt: skip
        form.submit(_("Save"), icon=":material/check:")


def take_back(remove: Callable[[], None]) -> None:
    """Take a comment back and say so, or why not."""
    try:
        remove()
    except CrmError as error:
        flash(_(error.message), ":material/error:")
    else:
        flash(_("The comment is taken back."))
