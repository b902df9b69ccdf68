"""Indicators, weights and what each question is for: edited in two tables, tried on the answers before it is saved."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd
import streamlit as st

from crm_core.access.model import Actor
from crm_core.errors import AlreadyDone, CrmError, InvalidInput, Message, StaleWrite
from crm_core.surveys.drafts import IndicatorRow, ItemRow, parse_scheme
from crm_core.surveys.model import MEASURE_LABELS, PURPOSE_LABELS, REASON_LIMIT, Item, Measure, Purpose, Scheme, Survey
from crm_core.surveys.scoring import Tried
from crm_core.surveys.service import (
    SchemeRequest,
    items_of,
    save_scheme,
    scheme_history,
    scheme_of,
    try_scheme,
)
from crm_core.ui import show
from crm_core.ui.fetch import fetch
from crm_core.ui.guard import current_actor
from crm_core.ui.house import store
from crm_core.ui.session import flash, page_state, show_flashes
from crm_core.ui.surveys.words import figure, margin, zero_words
from crm_core.ui.tables import figure_column, height_of, moment_column, show_table, text_column
from crm_core.ui.text import _, ngettext, plain


@dataclass
class _Typed:
    """One scheme in the making: the version it rests on, the save's key, and why the last save was refused.

    The tables are drawn from ``base`` as long as somebody types, so that a colleague's version does not slip under it.
    """

    version: int
    base: Scheme
    key: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    problems: list[Message] = field(default_factory=list)


@dataclass
class SchemeState:
    """The schemes that this session edits, by survey."""

    typed: dict[int, _Typed] = field(default_factory=dict)


def show_scheme(actor: Actor, survey: Survey, *, is_mine: bool) -> None:
    """Show the scheme in force, to edit where it is the actor's, and its versions."""
    show_flashes()
    items = fetch(items_of, survey.survey_id)
    now = fetch(scheme_of, SchemeRequest(survey.survey_id, survey.scheme_version))
    if not items:
        st.info(
            _("Questions come with the first answers. Import a file, then weigh them here."), icon=":material/info:"
        )
        return
    with st.container(border=True):
        if is_mine:
            _edit(actor, survey, items, now)
        else:
            _show(items, now)
    _show_history(survey, items)


def _edit(actor: Actor, survey: Survey, items: Sequence[Item], now: Scheme) -> None:
    typed = _typed(survey, now)
    key, base = f"scheme:{survey.survey_id}:{typed.key}", known_to(typed.base, now)
    left, right = st.columns([2, 3], gap="large")
    with left:
        st.subheader(_("Indicators"), anchor=False)
        indicators = _edit_indicators(base, f"{key}:indicators")
        zero = st.checkbox(_("0 means “not applicable”"), base.zero_is_missing, key=f"{key}:zero")
        st.caption(zero_words())
    st.subheader(_("Questions"), anchor=False)
    names = [row.name.strip() for row in indicators if row.name.strip()]
    rows = _edit_items(items, base, names, renamed(base, st.session_state[f"{key}:indicators"]), f"{key}:items")
    try:
        draft = parse_scheme(indicators, rows, zero_is_missing=zero)
    except InvalidInput as error:
        for problem in error.fields.values():
            st.error(plain(_(problem)), icon=":material/error:")
        return
    is_changed = (draft.indicators, draft.rules, zero) != (now.indicators, now.rules, now.zero_is_missing)
    with right:
        in_force = try_scheme(store(), actor, survey.survey_id, now)
        _show_preview(in_force, try_scheme(store(), actor, survey.survey_id, draft) if is_changed else in_force)
    _ask_saving(survey, typed, draft, key, is_changed=is_changed)


def _typed(survey: Survey, now: Scheme) -> _Typed:
    """Return what is being typed; begun anew over a newer version, unless something was typed: then that is said."""
    kept = page_state(SchemeState).typed
    typed = kept.get(survey.survey_id)
    if typed is not None and typed.version != survey.scheme_version:
        if _is_touched(f"scheme:{survey.survey_id}:{typed.key}", typed.base):
            typed.version, typed.problems = (
                survey.scheme_version,
                [StaleWrite("scheme", survey.survey_id, {}, {}).message],
            )
        else:
            typed = None
    if typed is None:
        typed = kept[survey.survey_id] = _Typed(survey.scheme_version, now)
    return typed


def _is_touched(key: str, base: Scheme) -> bool:
    edits = [st.session_state.get(f"{key}:{table}") or {} for table in ("indicators", "items")]
    zero = st.session_state.get(f"{key}:zero", base.zero_is_missing)
    return any(any(each.values()) for each in edits) or zero != base.zero_is_missing


def known_to(base: Scheme, now: Scheme) -> Scheme:
    """Return ``base`` with the questions that came since, as they are ``now``, counting towards none."""
    more = (replace(rule, indicator=None) for rule in now.rules if base.rule(rule.item_id) is None)
    return replace(base, rules=(*base.rules, *more))


def _edit_indicators(now: Scheme, key: str) -> list[IndicatorRow]:
    frame = pd.DataFrame(
        {
            "name": pd.Series([each.name for each in now.indicators], dtype="object"),
            "weight": pd.Series([float(each.weight) for each in now.indicators], dtype="float64"),
        }
    )
    edited = st.data_editor(
        frame,
        key=key,
        hide_index=True,
        num_rows="dynamic",
        placeholder="",
        column_config={
            "name": st.column_config.TextColumn(_("Indicator"), max_chars=60, width="medium"),
            "weight": st.column_config.NumberColumn(_("Weight"), min_value=0, format="%g", width=70),
        },
    )
    st.caption(_("Only the proportions of the weights count. What an answer leaves out is spread over the rest."))
    return [
        IndicatorRow(_text(row["name"]), "" if pd.isna(row["weight"]) else f"{float(row['weight']):f}")
        for row in edited.to_dict("records")
    ]


def renamed(base: Scheme, edits: Mapping[str, Any]) -> dict[str, str]:
    """Return {old name: new name} of the indicators that were called otherwise: their questions stay with them."""
    found = {base.indicators[int(at)].name: _text(row.get("name")).strip() for at, row in edits["edited_rows"].items()}
    return {old: new for old, new in found.items() if new}


def _edit_items(
    items: Sequence[Item], now: Scheme, names: Sequence[str], new_names: Mapping[str, str], key: str
) -> list[ItemRow]:
    labels = {_(label): purpose for purpose, label in PURPOSE_LABELS.items()}
    by_purpose = {purpose: label for label, purpose in labels.items()}
    edited = st.data_editor(
        _item_frame(items, now, by_purpose, new_names),
        key=key,
        hide_index=True,
        disabled=["question"],
        placeholder="",
        height=min(560, 38 + 35 * len(items)),
        column_config={
            "question": st.column_config.TextColumn(_("Question"), width=300),
            "purpose": st.column_config.SelectboxColumn(
                _("Use of the question"), options=list(labels), required=True, width=170
            ),
            "indicator": st.column_config.SelectboxColumn(_("Indicator"), options=list(names), width=170),
            "low": st.column_config.NumberColumn(_("Lowest"), min_value=0, max_value=100, step=1, width=60),
            "high": st.column_config.NumberColumn(_("Highest"), min_value=0, max_value=100, step=1, width=60),
        },
    )
    return [
        ItemRow(
            item.item_id,
            labels.get(_text(row["purpose"]), ""),
            _whole(row["low"]),
            _whole(row["high"]),
            new_names.get(_text(row["indicator"]), _text(row["indicator"])),
        )
        for item, row in zip(items, edited.to_dict("records"), strict=True)
    ]


def _item_frame(
    items: Sequence[Item], now: Scheme, words: Mapping[Purpose, str], new_names: Mapping[str, str]
) -> pd.DataFrame:
    rules = [now.rule(item.item_id) for item in items]
    names = [new_names.get(each.name, each.name) for each in now.indicators]
    placed = [None if rule is None or rule.indicator is None else names[rule.indicator] for rule in rules]
    return pd.DataFrame(
        {
            "question": pd.Series([item.header for item in items], dtype="object"),
            "purpose": [words[rule.purpose if rule else Purpose.IGNORED] for rule in rules],
            "indicator": pd.Series(placed, dtype="object"),
            "low": [rule.scale.low if rule else 1 for rule in rules],
            "high": [rule.scale.high if rule else 5 for rule in rules],
        }
    )


def _text(value: Any) -> str:  # noqa: ANN401 - a cell of an edited table
    return "" if value is None or (isinstance(value, float) and pd.isna(value)) else str(value)


def _whole(value: Any) -> int | None:  # noqa: ANN401 - a cell of an edited table
    return None if value is None or pd.isna(value) else int(value)


def _show_preview(before: Tried, after: Tried) -> None:
    st.subheader(_("What would change"), anchor=False)
    columns = st.columns(len(Measure))
    for column, measure in zip(columns, Measure, strict=True):
        was, becomes = before.estimates[measure], after.estimates[measure]
        apart = 0.0 if was.value is None or becomes.value is None else becomes.value - was.value
        with column:
            st.metric(
                _(MEASURE_LABELS[measure]),
                figure(measure, becomes.value),
                _moved(measure, apart) if apart else None,
                delta_description=_("before: {value}", value=figure(measure, was.value)) if apart else None,
            )
            st.caption(margin(measure, becomes))
    if before is after:
        st.caption(_("As it is in force. Change a weight or a question to see what would come of it."))
    if after.unread_count:
        count = after.unread_count
        said = ngettext("{shown} rating", "{shown} ratings", count, shown=show.number(count))
        st.warning(_("Outside the scale and not counted: {ratings}", ratings=said), icon=":material/warning:")


def _moved(measure: Measure, apart: float) -> str:
    """Return a change with its sign in front, CSAT in percentage points."""
    points = apart * (100 if measure is Measure.CSAT else 1)
    return ("+" if points > 0 else "") + show.number(points, 1)


def _ask_saving(survey: Survey, typed: _Typed, draft: Scheme, key: str, *, is_changed: bool) -> None:
    def save() -> None:
        if typed is not page_state(SchemeState).typed.get(survey.survey_id):
            return  # a second click on what the first has saved
        reason = str(st.session_state.get(f"{key}:reason") or "")
        typed.problems = []
        try:
            version = save_scheme(
                store(), current_actor(), survey.survey_id, draft, key=typed.key, before=typed.version, reason=reason
            )
        except AlreadyDone as error:
            flash(_(error.message))
        except InvalidInput as error:
            typed.problems = list(error.fields.values())
            return
        except StaleWrite as error:  # told; the next save goes over theirs, knowingly
            typed.version, typed.problems = int(str(error.theirs["version"])), [error.message]
            return
        except CrmError as error:
            typed.problems = [error.message]
            return
        else:
            flash(_("Version {version} is in force.", version=version))
        page_state(SchemeState).typed.pop(survey.survey_id, None)

    def drop() -> None:
        page_state(SchemeState).typed.pop(survey.survey_id, None)

    for problem in typed.problems:
        st.error(plain(_(problem)), icon=":material/error:")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(
            _("Why"),
            key=f"{key}:reason",
            max_chars=REASON_LIMIT,
            width=420,
            placeholder=_("Delivery matters more since spring"),
        )
        st.button(_("Save as a new version"), type="primary", disabled=not is_changed, on_click=save, key=f"{key}:save")
        st.button(_("Discard"), on_click=drop, key=f"{key}:drop")


def _show(items: Sequence[Item], scheme: Scheme) -> None:
    """Show a scheme to read."""
    total = sum(float(each.weight) for each in scheme.indicators) or 1.0
    left, right = st.columns([3, 5], gap="medium")
    with left:
        weight = _("Weight")
        names = [each.name for each in scheme.indicators]
        shares = [show.share(float(each.weight) / total) for each in scheme.indicators]
        show_table({_("Indicator"): names, weight: shares}, {weight: figure_column(weight)}, height="content")
        if scheme.zero_is_missing:
            st.caption(f"**{_('0 means “not applicable”')}**  \n{zero_words()}")
    with right:
        rules = [(item, scheme.rule(item.item_id)) for item in items]
        known = [(item, rule) for item, rule in rules if rule is not None]
        label = _("Question")
        show_table(
            {
                label: [item.header for item, _rule in known],
                _("Use of the question"): [_(PURPOSE_LABELS[rule.purpose]) for _item, rule in known],
                _("Indicator"): ["" if rule.indicator is None else names[rule.indicator] for _item, rule in known],
                _("Scale"): [str(rule.scale) for _item, rule in known],
            },
            {label: text_column(label, width="medium")},
        )


def _show_history(survey: Survey, items: Sequence[Item]) -> None:
    versions = fetch(scheme_history, survey.survey_id)
    if not versions:
        return
    with st.container(border=True):
        st.subheader(_("Versions"), anchor=False)
        number, when = _("Version"), _("When")
        show_table(
            {
                number: [show.number(each.version) for each in versions],
                when: [each.changed_at for each in versions],
                _("Who"): [_("Command line") if each.changed_by == "console" else each.changed_by for each in versions],
                _("Why"): [each.reason or _("With the answers of a file") for each in versions],
            },
            {number: figure_column(number, width=70), when: moment_column(when)},
            height=height_of(len(versions), 8),
        )
        older = [each.version for each in versions if each.version != survey.scheme_version]
        if not older:
            return
        chosen = st.selectbox(
            _("Look at an older version"), older, None, key=f"scheme:{survey.survey_id}:older", width=280,
            format_func=lambda version: _("Version {version}", version=version), placeholder=_("Choose"),
        )  # fmt: skip
        if chosen is not None:
            _show(items, fetch(scheme_of, SchemeRequest(survey.survey_id, chosen)))
