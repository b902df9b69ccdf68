"""The answers behind a number: who said what, paged, with the way to the customer, and as a file."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np
import streamlit as st

from crm_core.access.model import Actor, Permission
from crm_core.surveys.behind import (
    COLUMNS,
    MOST_ROWS,
    PAGE_ROWS,
    BehindRequest,
    FileKind,
    FileWanted,
    answers_behind,
    answers_file,
)
from crm_core.surveys.guessing import question
from crm_core.surveys.model import MEASURE_LABELS, Item, Measure, Purpose, Survey
from crm_core.surveys.results import Results
from crm_core.surveys.service import items_of
from crm_core.ui import show
from crm_core.ui.export_files import ask_for_file_of_answers, say_that_it_is_long
from crm_core.ui.fetch import fetch
from crm_core.ui.guard import actor_by_then
from crm_core.ui.house import store
from crm_core.ui.links import go_to
from crm_core.ui.paging import ask_part
from crm_core.ui.session import page_state
from crm_core.ui.surveys.view import Part, View, ask, shown_name
from crm_core.ui.surveys.words import answers, figure
from crm_core.ui.tables import day_column, figure_column, open_rows, text_column
from crm_core.ui.text import _

_MIMES = {
    FileKind.CSV: "text/csv",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_COMMENT = 280  # pixels of a column of what people wrote: some twenty Chinese characters
Scores = dict[int, dict[Measure, float | None]]


def show_answers(actor: Actor, survey: Survey, found: Results, part: Part | None) -> None:
    """Show the answers of a part, all where there is none."""
    picked = np.arange(len(found)) if part is None else np.flatnonzero(part.picked)
    order = picked[np.lexsort((-found.answer_ids[picked], -found.days[picked].astype(np.int64)))]
    with st.container(border=True):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            title = _("All answers") if part is None else shown_name(part.name)
            st.subheader(f"{title} :gray[{answers(len(order))}]", anchor=False, width="content")
            with st.container(horizontal=True, vertical_alignment="center", width="content", gap="small"):
                if part is not None:
                    st.button(_("All answers"), icon=":material/filter_alt_off:", on_click=ask, args=(View.ANSWERS,))
                if len(order) and actor.may(Permission.SURVEY_EXPORT):
                    _show_files(survey, part, len(order))
        if not len(order):
            st.caption(_("There are no answers here."))
            return
        if len(order) > MOST_ROWS and actor.may(Permission.SURVEY_EXPORT):
            with st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
                say_that_it_is_long()
        first = ask_part("survey-answers", len(order), PAGE_ROWS, (survey.survey_id, part.code if part else ""))
        _show_page(actor, survey, found, order[first : first + PAGE_ROWS])
        st.caption(_("A customer is named where you may see it today. Click a row to open the customer."))


def _show_page(actor: Actor, survey: Survey, found: Results, places: np.ndarray) -> None:
    ids = tuple(int(each) for each in found.answer_ids[places])
    reach, customers = actor.require(Permission.SURVEY_READ), actor.require(Permission.CUSTOMER_READ)
    lines = fetch(answers_behind, BehindRequest(reach, customers, survey.survey_id, ids))
    scores = _scores(found, places)
    name, day = _("Customer"), _("Day")
    labels = {Measure.INDEX: _("Index"), Measure.CSAT: _("CSAT"), Measure.NPS: _("NPS")}
    columns: dict[str, list[Any]] = {
        day: [line.answered_on for line in lines],
        name: [line.customer_name or show.NO_DATA for line in lines],
    }
    figures = {
        label: [_score(measure, scores[line.answer_id][measure]) for line in lines]
        for measure, label in labels.items()
        if any(scores[line.answer_id][measure] is not None for line in lines)
    }
    items = _items_in_order(found, fetch(items_of, survey.survey_id))
    asked = [question(item.header) for item in items]
    said = {
        (text if asked.count(text) == 1 else item.header): [line.said.get(item.item_id, "") for line in lines]
        for item, text in zip(items, asked, strict=True)
    }
    told = {rule.item_id for rule in found.scheme.of_purpose(Purpose.COMMENT)}
    long = [label for label, item in zip(said, items, strict=True) if item.item_id in told]
    config = (
        {name: text_column(name, width=140), day: day_column(day)}
        | {each: figure_column(each) for each in figures}
        | {each: text_column(each, width=_COMMENT) for each in long}
    )
    row, _ticked = open_rows(columns | figures | said, config, key="survey:answers")
    if row is not None and lines[row].customer_id is not None:
        go_to("customers/customer.py", id=lines[row].customer_id)


def _items_in_order(found: Results, items: Sequence[Item]) -> list[Item]:
    """Return the questions: comments and groups first, which tell the most, then the numbers."""
    early = (Purpose.COMMENT, Purpose.GROUP)
    first = {rule.item_id for rule in found.scheme.rules if rule.purpose in early}
    return sorted(items, key=lambda item: (item.item_id not in first, item.position))


def _scores(found: Results, places: np.ndarray) -> Scores:
    def of(place: int, measure: Measure) -> float | None:
        value = float(found.scores[measure][place])
        return None if np.isnan(value) else value

    return {
        int(found.answer_ids[place]): {measure: of(place, measure) for measure in Measure} for place in places.tolist()
    }


def _score(measure: Measure, value: float | None) -> str:
    if measure is Measure.CSAT and value is not None:
        return _("satisfied") if value else _("not satisfied")
    if measure is Measure.NPS and value is not None:
        return _("promoter") if value > 0 else _("detractor") if value < 0 else _("passive")
    return figure(measure, value)


def _show_files(survey: Survey, part: Part | None, count: int) -> None:
    """Offer the answers as a file; a long one is made out of the way, and the bell tells."""
    names = [_("Time"), _("Customer code"), _("Customer"), *(_(MEASURE_LABELS[measure]) for measure in Measure)]
    headings, code = dict(zip(COLUMNS, names, strict=True)), part.code if part is not None else None
    who, here = actor_by_then(), store()

    def make(kind: FileKind) -> bytes:
        return answers_file(here, who(), FileWanted(survey.survey_id, code, kind, headings))

    for kind in (FileKind.XLSX, FileKind.CSV):
        name, key = f"answers-{survey.survey_id}.{kind.value}", f"survey:file:{kind}"
        if count > MOST_ROWS:
            given = (survey.survey_id, code, name, headings)
            st.button(
                kind.value.upper(), icon=":material/hourglass_top:", key=f"{key}:later", on_click=_ask_for_file,
                args=given,
            )  # fmt: skip
        else:
            st.download_button(
                kind.value.upper(), partial(make, kind), name, _MIMES[kind], icon=":material/download:", key=key,
                on_click="ignore",
            )  # fmt: skip


@dataclass
class _Asked:
    """The idempotency key of the next file that is asked for."""

    key: str = field(default_factory=lambda: secrets.token_hex(8))


def _ask_for_file(survey_id: int, part: str | None, file_name: str, headings: Mapping[str, str]) -> None:
    state = page_state(_Asked)
    key, state.key = state.key, secrets.token_hex(8)
    ask_for_file_of_answers(survey_id, part, file_name, headings, key)
