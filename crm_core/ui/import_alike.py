"""Lines of a checked file that look like customers who are there already: what becomes of all, or of each."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from crm_core.access.model import Actor
from crm_core.errors import N_
from crm_core.imports import wizard
from crm_core.imports.checked import AlikeLine, CheckedImport
from crm_core.imports.model import DuplicateRule
from crm_core.imports.workspace import Workspace
from crm_core.ui.house import store
from crm_core.ui.links import address_to
from crm_core.ui.show import number
from crm_core.ui.tables import height_of
from crm_core.ui.text import _, ngettext, noted

SHOWN = 200
_RULES = {
    DuplicateRule.ADD: N_("Add anyway"),
    DuplicateRule.SAME: N_("Take as the same"),
    DuplicateRule.SKIP: N_("Leave out"),
}
_BY = {"name": N_("Name"), "number": N_("Phone or number")}


def show_alike(actor: Actor, space: Workspace, checked: CheckedImport) -> None:
    """Show the likely duplicates with a choice for all of them and one for each line."""
    lines, count = checked.alike(SHOWN), checked.alike_count()
    if not lines:
        return
    options = checked.options
    key = f"import:{space.token}:alike:{options.duplicates.value}:{len(options.duplicate_rows)}"

    def for_all() -> None:
        chosen = st.session_state.get(f"{key}:all")
        if chosen is not None and chosen is not options.duplicates:
            wizard.decide(store(), actor, space, checked, options.with_duplicates(chosen, {}))

    with st.container(border=True, key="import-alike"):
        said = ngettext(
            "{shown} line looks like a customer who is there already",
            "{shown} lines look like customers who are there already",
            count,
            shown=number(count),
        )
        st.subheader(said, anchor=False)
        st.segmented_control(
            _("All of them"), list(_RULES), default=options.duplicates, format_func=lambda rule: _(_RULES[rule]),
            key=f"{key}:all", on_change=for_all, required=True,
        )  # fmt: skip
        rows = _ask_each(key, lines)
        if rows != {line.row: DuplicateRule(line.alike_rule) for line in lines}:
            kept = {**dict(options.duplicate_rows), **rows}
            st.button(
                _("Apply to these lines"), icon=":material/check:", key=f"{key}:apply",
                on_click=wizard.decide, args=(store(), actor, space, checked, options.with_duplicates(options.duplicates, kept)),
            )  # fmt: skip
        if count > len(lines):
            st.caption(_("The first {shown} of {count}.", shown=number(len(lines)), count=number(count)))
        st.caption(
            _("Two customers never share a phone number or credit code: such a line is taken as the same or left out.")
        )


def _ask_each(key: str, lines: tuple[AlikeLine, ...]) -> dict[int, DuplicateRule]:
    """Show the lines with a choice each; return what is chosen by row."""
    names = {_(label): rule for rule, label in _RULES.items()}
    row, there, choice = _("Row"), _("Is there already"), _("What becomes of it")
    frame = pd.DataFrame(
        {
            row: [line.row for line in lines],
            _("Name"): [line.name for line in lines],
            there: [noted(line.alike_name, line.alike_code) for line in lines],
            _("Open"): [address_to("customers/customer.py", id=line.alike_id) for line in lines],
            _("Alike by"): [_(_BY[line.alike_by]) for line in lines],
            choice: [_(_RULES[DuplicateRule(line.alike_rule)]) for line in lines],
        }
    )
    edited = st.data_editor(
        frame,
        column_config={
            choice: st.column_config.SelectboxColumn(choice, options=list(names), required=True),
            _("Open"): st.column_config.LinkColumn(_("Open"), display_text=":material/open_in_new:"),
        },
        disabled=[name for name in frame.columns if name != choice],
        hide_index=True,
        key=f"{key}:each",
        height=height_of(len(lines), 8),
    )
    chosen = {int(at): names[text] for at, text in zip(edited[row], edited[choice], strict=True)}
    by_number = {line.row for line in lines if line.alike_by == "number"}
    return {
        at: DuplicateRule.SKIP if at in by_number and rule is DuplicateRule.ADD else rule for at, rule in chosen.items()
    }
