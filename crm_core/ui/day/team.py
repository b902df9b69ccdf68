"""The team lead's day: who is overdue, and who is behind with customers."""

from __future__ import annotations

from datetime import date

import streamlit as st

from crm_core.access.model import Actor, Permission
from crm_core.interactions.model import DayRequest
from crm_core.interactions.service import overdue_of_team
from crm_core.ui.fetch import fetch
from crm_core.ui.relationships.day import show_untouched
from crm_core.ui.show import day
from crm_core.ui.tables import figure_column, height_of, show_table
from crm_core.ui.text import _


def show_team(actor: Actor, today: date) -> None:
    """Show what of the team is overdue; nothing where the reach is the own rows."""
    team = fetch(overdue_of_team, DayRequest(actor.require(Permission.INTERACTION_READ), today))
    if team:
        st.subheader(_("Overdue in the team"), anchor=False)
        show_table(
            {
                _("Name"): [person.name for person in team],
                _("Overdue"): [str(person.overdue) for person in team],
                _("Oldest"): [day(person.oldest_on) for person in team],
            },
            {_("Overdue"): figure_column(_("Overdue"))},
            height=height_of(len(team), 12),
        )
    show_untouched(actor, today)
