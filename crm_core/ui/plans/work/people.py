"""Who does what in a plan: what each person carries, and each part with who owns it and who helps."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from crm_core.plans.work.model import PART_LABELS, Load, Part, PartKind, loads_of
from crm_core.ui.show import NO_DATA
from crm_core.ui.tables import figure_column, height_of, show_table, text_column
from crm_core.ui.text import _, listed

OWNS, HELPS = "●", "○"
_MOST, _MOST_PEOPLE = 20, 12


def show_people(parts: Sequence[Part]) -> None:
    """Show what each person carries, and the matrix of parts and people."""
    loads = loads_of(parts)
    with st.container(border=True):
        st.subheader(_("What each person carries"), anchor=False)
        _show_loads(loads)
    with st.container(border=True):
        st.subheader(_("Responsibility matrix"), anchor=False)
        _show_matrix(parts, loads)
        st.caption(
            _(
                "{owns} answers for it, {helps} helps. Actions that are done or dropped and milestones that are reached are left out.",
                owns=OWNS,
                helps=HELPS,
            )
        )


def _show_loads(loads: Sequence[Load]) -> None:
    columns = {_("Person"): [one.name or NO_DATA for one in loads]}
    for kind, label in (
        (PartKind.ACTION, _("Open actions")),
        (PartKind.GOAL, _("Goals")),
        (PartKind.MILESTONE, _("Milestones")),
        (PartKind.SECTION, _("Sections")),
    ):
        columns[label] = [_count(one.owned[kind]) for one in loads]
    columns[_("High priority")] = [_count(one.high) for one in loads]
    columns[_("Overdue")] = [_count(one.late) for one in loads]
    columns[_("Helps with")] = [_count(one.helped) for one in loads]
    config = {label: figure_column(label) for label in list(columns)[1:]}
    config[_("Person")] = st.column_config.TextColumn(_("Person"), pinned=True, width=120)
    show_table(columns, config, key="work:loads", height=height_of(len(loads), _MOST))


def _count(count: int) -> str:
    return str(count) if count else ""


def _show_matrix(parts: Sequence[Part], loads: Sequence[Load]) -> None:
    people = loads[:_MOST_PEOPLE]
    names = _unlike([one.name or NO_DATA for one in people])
    columns = {
        _("Part of the plan"): [part.name for part in parts],
        _("What it is"): [_(PART_LABELS[part.kind]) for part in parts],
    }
    config = {
        _("Part of the plan"): st.column_config.TextColumn(_("Part of the plan"), pinned=True, width=190),
        _("What it is"): text_column(_("What it is"), width=118),
    }
    for person, name in zip(people, names, strict=True):
        columns[name] = [_mark(part, person.user_id) for part in parts]
        config[name] = st.column_config.TextColumn(name, alignment="center", width=72)
    if len(loads) > len(people):
        rest = {one.user_id for one in loads[_MOST_PEOPLE:]}
        columns[_("Others")] = [_others(part, rest) for part in parts]
    show_table(columns, config, key="work:matrix", height=height_of(len(parts), _MOST))


def _unlike(names: Sequence[str]) -> list[str]:
    """Return the names as headings: of two that are the same, the second is numbered."""
    return [name if name not in names[:place] else f"{name} ({place + 1})" for place, name in enumerate(names)]


def _mark(part: Part, user_id: int) -> str:
    if part.owner_id == user_id:
        return OWNS
    return HELPS if user_id in part.helpers else ""


def _others(part: Part, rest: set[int]) -> str:
    own = [part.owner_name or NO_DATA] if part.owner_id in rest else []
    helps = [name for one, name in zip(part.helpers, part.helper_names, strict=False) if one in rest]
    return listed(own + helps)
