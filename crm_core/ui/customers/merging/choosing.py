"""Making one customer of two: which stays, whose value of each field, what moves; then the yes."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from crm_core.access.model import Actor, Permission
from crm_core.customers.lists.model import Pick
from crm_core.customers.merging.model import FIELDS, KEPT_DAYS, Choice, Face, Preview, TwoCustomers
from crm_core.customers.merging.service import merge, preview
from crm_core.errors import N_, CrmError, Refused, StaleWrite, message
from crm_core.ui.customers.merging.side_by_side import show_side_by_side
from crm_core.ui.customers.merging.words import counted, face_label, field_label, shown_value
from crm_core.ui.errors import show_error
from crm_core.ui.fetch import fetch
from crm_core.ui.forms import Form, Values
from crm_core.ui.guard import current_actor
from crm_core.ui.house import store
from crm_core.ui.links import go_to
from crm_core.ui.picking import drop_pick, pick_customer
from crm_core.ui.session import page_state
from crm_core.ui.text import _, plain

PAGE = "customers/merge.py"


@dataclass
class _Merging:
    """Whom somebody picked to merge with, and into whom two were just merged."""

    picked: int | None = None
    merged_into: int | None = None


def ask_other(customer_id: int) -> None:
    """Let somebody pick whom the customer is to be merged with; leads on to both."""

    @st.fragment
    def picking() -> None:
        picked: Pick | None = pick_customer(Permission.CUSTOMER_MERGE)
        if picked is not None:
            drop_pick()
            page_state(_Merging).picked = picked.customer_id
            st.rerun(scope="app")

    state = page_state(_Merging)
    if state.picked is not None:
        chosen, state.picked = state.picked, None
        go_to(PAGE, id=customer_id, other=chosen)
    with st.container(border=True, width=640):
        st.subheader(_("Merge with …"), anchor=False)
        picking()


def show_merge(actor: Actor, survivor_id: int, gone_id: int) -> None:
    """Show both side by side, the choices, and the button that merges."""
    request = TwoCustomers(actor.require(Permission.CUSTOMER_MERGE), survivor_id, gone_id)
    state = page_state(_Merging)
    if state.merged_into is not None:  # the other one is gone: there is nothing to look at any more
        done, state.merged_into = state.merged_into, None
        go_to("customers/customer.py", id=done)
    try:
        seen = fetch(preview, request)
    except CrmError as error:
        show_error(error)
        return
    with st.container(border=True, gap="small"):
        show_side_by_side("merge", (seen.survivor, seen.gone), seen.different)
    with st.container(border=True, gap="small"):
        stays = _ask_survivor(seen)
        if stays == seen.gone.customer_id:
            seen = fetch(preview, TwoCustomers(request.reach, gone_id, survivor_id))
        _show_form(seen)


def _ask_survivor(seen: Preview) -> int:
    faces = {face.customer_id: face for face in (seen.survivor, seen.gone)}
    return int(
        st.radio(
            _("Which one stays"), list(faces), format_func=lambda key: face_label(faces[key]), horizontal=True,
            key=f"merge:stays:{'-'.join(map(str, sorted(faces)))}",
            help=_("It keeps its code. The other one's code and links lead to it from then on."),
        )
    )  # fmt: skip


def _show_form(seen: Preview) -> None:
    kept, gone = seen.survivor, seen.gone

    def save(values: Values, key: str, _version: int) -> str:
        choices = {name: Choice(choice) for name, choice in values.items() if choice is not None}
        try:
            merge(
                store(), current_actor(), kept.customer_id, gone.customer_id, choices,
                versions=(kept.version, gone.version), key=key,
            )  # fmt: skip
        except StaleWrite:
            raise Refused(
                message(N_("One of the two was changed meanwhile. Look at both again, then merge."))
            ) from None
        page_state(_Merging).merged_into = kept.customer_id
        return _("Merged. It can be taken back for {days} days.", days=KEPT_DAYS)

    about = f"{kept.customer_id}:{kept.version}:{gone.customer_id}:{gone.version}"
    form = Form("merge", save, about=about)
    with form:
        _ask_fields(form, seen)
        _show_moves(gone, kept)
        form.submit(_("Merge the two"), icon=":material/merge:")


def _ask_fields(form: Form, seen: Preview) -> None:
    proposed = seen.proposed()
    asked = [field for field in FIELDS if _is_choice(seen, field)]
    if not asked:
        st.caption(_("Nothing is to be chosen: the two do not differ where both hold something."))
    for field in asked:
        options = {
            Choice.OWN.value: _option(seen.survivor, field),
            Choice.OTHER.value: _option(seen.gone, field),
        }
        if field == "note" and field in seen.different:
            options[Choice.BOTH.value] = _("Both, one below the other")
        form.radio(field, field_label(field), options, proposed[field].value, horizontal=True)


def _is_choice(seen: Preview, field: str) -> bool:
    """Return whether two values differ; what only one of them has is taken, an owner in any case."""
    both = [face.values.get(field) for face in (seen.survivor, seen.gone)]
    if field == "owner_id":
        return all(value is not None for value in both) and field in seen.different
    return field not in seen.same and any(value is not None for value in both)


def _option(face: Face, field: str) -> str:
    value = shown_value(face, field)
    return f"{plain(value)} :gray[{plain(face.code)}]" if value else f":gray[{_('empty')} · {plain(face.code)}]"


def _show_moves(gone: Face, kept: Face) -> None:
    moved = counted(gone.counts)
    into = face_label(kept)
    if moved:
        st.markdown(_("**Moves to {customer}:** {what}", customer=into, what=moved))
    else:
        st.markdown(_("Nothing else hangs on {customer}.", customer=face_label(gone)))
    st.caption(_("For {days} days this can be taken back. The owners are told.", days=KEPT_DAYS))
