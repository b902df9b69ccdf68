"""What a checked file would write over in records that are there already, field by field, and whether it shall."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import streamlit as st

from crm_core.access.model import Actor
from crm_core.customers.model import GENDER_LABELS, KIND_LABELS, Gender, Kind
from crm_core.customers.profile.own_fields.model import OwnField
from crm_core.errors import N_
from crm_core.imports import wizard
from crm_core.imports.changing import OVERWRITING, Changes, FieldChange, changes_of
from crm_core.imports.checked import CheckedImport
from crm_core.imports.comparing import own_of
from crm_core.imports.kinds import fields_of
from crm_core.imports.model import Counts, UpdateRule
from crm_core.imports.workspace import Workspace
from crm_core.ui.customers.own_fields import name_of, shown
from crm_core.ui.house import store
from crm_core.ui.show import moment, number
from crm_core.ui.tables import height_of, show_table, text_column
from crm_core.ui.text import _, ngettext, noted

_RULES = {UpdateRule.SKIP: N_("Leave it as it is"), UpdateRule.BY_KEY: N_("Overwrite with the file")}
_HEIGHT = 12  # rows in sight
_WIDTHS = (132, 150)  # in pixels
_MONEY = frozenset({"unit_price", "unit_cost"})


def show_changes(actor: Actor, space: Workspace, checked: CheckedImport) -> None:
    """Show which known records the file changes and how, with the choice to leave them; nothing where all are new."""
    counts = checked.counts
    if checked.kind not in OVERWRITING or not counts.updated + counts.unchanged:
        return
    with st.container(border=True, key="import-changes"):
        st.subheader(_("Records that are there already"), anchor=False)
        _ask_rule(actor, space, checked)
        found = changes_of(store(), actor, checked)
        if found.told:
            _show_told(found, checked)
        st.caption(" ".join(_said(counts, found)))


def _said(counts: Counts, found: Changes) -> list[str]:
    """Return what becomes of the lines whose changes are not in the table."""
    said = []
    if found.more:
        said.append(ngettext("{shown} further line changes something too.", "{shown} further lines change something too.", found.more, shown=number(found.more)))  # fmt: skip
    if found.left:
        said.append(ngettext("{shown} line has other content and is left out.", "{shown} lines have other content and are left out.", found.left, shown=number(found.left)))  # fmt: skip
    if same := counts.unchanged - found.left:
        said.append(
            ngettext("{shown} line changes nothing.", "{shown} lines change nothing.", same, shown=number(same))
        )
    if counts.updated:
        said.append(_("Empty cells change nothing."))
    return said


def _ask_rule(actor: Actor, space: Workspace, checked: CheckedImport) -> None:
    rule = checked.options.update
    key = f"import:{space.token}:rule:{rule.value}"

    def decided() -> None:
        chosen = st.session_state.get(key)
        if chosen is not None and chosen is not rule:
            wizard.decide(store(), actor, space, checked, replace(checked.options, update=chosen))

    st.segmented_control(
        _("Where a record is there already with other content"), list(_RULES), default=rule, format_func=lambda one: _(_RULES[one]),
        key=key, on_change=decided, required=True,
    )  # fmt: skip


def _show_told(found: Changes, checked: CheckedImport) -> None:
    own = {field.field_id: field for field in own_of(store(), checked.kind)}
    labels = {field.name: _(field.label) for field in fields_of(checked.kind)} | {"owner": _("Owner")}
    record, stands, becomes = _("Record"), _("Stands there now"), _("Is overwritten with")
    show_table(
        {
            _("Row"): [one.row for one in found.told],
            record: [noted(one.whose, one.code) if one.whose else one.code for one in found.told],
            _("Field"): [_field(one, own, labels) for one in found.told],
            stands: [_value(one, one.was, own) for one in found.told],
            becomes: [_value(one, one.becomes, own) for one in found.told],
        },
        {
            record: text_column(record, width=_WIDTHS[0]),  # narrow, so that what changes is in sight on a phone too
            stands: text_column(stands, width=_WIDTHS[1]),
        },
        height=height_of(len(found.told), _HEIGHT),
    )


def _field(one: FieldChange, own: Mapping[int, OwnField], labels: Mapping[str, str]) -> str:
    if one.own is not None:
        return name_of(own[one.own]) if one.own in own else ""
    return labels.get(one.field, one.field)


def _value(one: FieldChange, text: str | None, own: Mapping[int, OwnField]) -> str:
    """Return a value as people read it; what is masked stays as it is."""
    if text is None:
        return "–"
    if one.own is not None:
        return shown(own[one.own], text) if one.own in own else text
    return _READ.get(one.field, str)(text)


def _figure(text: str, least: int = 0) -> str:
    value = Decimal(text)
    return number(value, max(least, -int(value.normalize().as_tuple().exponent)))


_READ: Mapping[str, Callable[[str], str]] = {
    "kind": lambda text: _(KIND_LABELS[Kind(text)]),
    "gender": lambda text: _(GENDER_LABELS[Gender(text)]),
    "decision_maker": lambda text: _("Yes") if text == "true" else _("No"),
    "quantity": _figure,
    **{name: lambda text: _figure(text, 2) for name in _MONEY},
    "purchased_at": lambda text: moment(datetime.fromisoformat(text)),
}
