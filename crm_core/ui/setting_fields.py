"""The fields of the settings' form: lists where there is a list, texts elsewhere, each with its sentence."""

from __future__ import annotations

from datetime import date

import streamlit as st
from babel import Locale
from babel.dates import get_month_names
from babel.numbers import list_currencies

from crm_core.access.model import Actor
from crm_core.settings.labels import GROUPS, SETTING_HELP, SETTING_LABELS, Group
from crm_core.settings.model import RATIOS, Settings, known_zones, percent
from crm_core.settings.service import change_settings
from crm_core.ui.forms import Form, Values
from crm_core.ui.house import store
from crm_core.ui.text import _, language, plain

LABELS = SETTING_LABELS
_FIRST_CURRENCIES = ("CNY", "HKD", "TWD", "MOP", "USD", "EUR", "GBP", "JPY", "KRW", "SGD")
_FIRST_ZONES = ("Asia/Shanghai", "Asia/Hong_Kong", "Asia/Taipei", "Asia/Macau", "Asia/Singapore", "Asia/Tokyo", "UTC")


def save_settings(actor: Actor, values: Values, _key: str, version: int) -> str:
    """Store what the form holds and return what to say."""
    given = {name: _as_text(value) for name, value in values.items()}
    change_settings(store(), actor, given, version)
    return _("The settings are saved.")


def _as_text(value: object) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)


def show_groups(form: Form, choices: Settings, *, is_currency_locked: bool) -> None:
    """Show every group: what it is for on the left, its fields on the right."""
    for group in GROUPS:
        with st.container(border=True):
            about, fields = st.columns([1, 2], gap="medium")
            with about:
                st.subheader(_(group.title), anchor=False)
                st.caption(_(group.what))
            with fields:
                _show_fields(form, group, choices, is_currency_locked=is_currency_locked)


def _show_fields(form: Form, group: Group, choices: Settings, *, is_currency_locked: bool) -> None:
    """Show the fields two in a row, in reading order."""
    texts = choices.as_text()
    for start in range(0, len(group.names), 2):
        for column, name in zip(st.columns(2, gap="medium"), group.names[start : start + 2], strict=False):
            with column, st.container(gap="xxsmall"):
                _show_field(form, name, choices, texts[name], is_locked=name == "currency" and is_currency_locked)


def _show_field(form: Form, name: str, choices: Settings, text: str, *, is_locked: bool) -> None:
    label = _(SETTING_LABELS[name])
    if name == "zone":
        form.choose(name, label, _zones(text), text)
    elif name == "currency" and is_locked:
        # not a field that looks switched off: its pale label could not be read
        st.markdown(f"{label}  \n**{plain(_currencies(text)[text])}**")
    elif name == "currency":
        form.choose(name, label, _currencies(text), text)
    elif name == "first_month":
        form.choose(name, label, _months(), text)
    elif name == "purchases_cover_until":
        form.day(name, label, choices.purchases_cover_until)
    elif name in RATIOS:
        form.text(name, label, percent(getattr(choices, name)))
    else:
        form.text(name, label, text)
    st.caption(_(SETTING_HELP[name]))


def _zones(chosen: str) -> dict[str, str]:
    known = known_zones()
    rest = sorted(zone for zone in known if "/" in zone and not zone.startswith("Etc/"))
    return {zone: zone for zone in dict.fromkeys((chosen, *_FIRST_ZONES, *rest)) if zone in known}


def _currencies(chosen: str) -> dict[str, str]:
    names = Locale.parse(language().value).currencies
    codes = dict.fromkeys((chosen, *_FIRST_CURRENCIES, *sorted(list_currencies(language().value))))
    return {code: f"{code} {names.get(code, '')}".strip() for code in codes}


def _months() -> dict[str, str]:
    names = get_month_names("wide", locale=language().value, context="stand-alone")
    return {str(number): names[number] for number in range(1, 13)}
