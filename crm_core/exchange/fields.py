"""How the text of one cell or form field becomes a value. Every refusal is a ``BadValue`` with a sentence.

Forms call these functions; imports call the same ones through ``columns``, once for each distinct text of a column.
A blank is ``None`` everywhere: whether a value is required is for the field's owner to say.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from crm_core import money
from crm_core.errors import N_, CrmError, message
from crm_core.exchange.text import clean_text, folded, key_of

MAX_TEXT = 2_000
_LONGEST_NUMBER = 60
_NONE_MARKS = frozenset({"", "-", "--", "—", "——", "–", "/", "\\", "n/a", "null", "none", "nan", "nat", "\\n"})
_EXCEL_ERROR = re.compile(r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!)|#{3,}", re.IGNORECASE)
_DAMAGED = re.compile(r"\d(\.\d+)?E\+\d{1,3}", re.IGNORECASE)
_WHOLE_WITH_ZERO = re.compile(r"(\d+)\.0+")

_SIGNS: Mapping[str, frozenset[str]] = {
    "¥": frozenset({"CNY", "JPY"}), "元": frozenset({"CNY", "TWD", "HKD"}), "RMB": frozenset({"CNY"}),
    "人民币": frozenset({"CNY"}), "人民幣": frozenset({"CNY"}), "CNY": frozenset({"CNY"}), "圓": frozenset({"CNY", "TWD", "JPY"}),
    "NT$": frozenset({"TWD"}), "TWD": frozenset({"TWD"}), "HK$": frozenset({"HKD"}), "HKD": frozenset({"HKD"}),
    "US$": frozenset({"USD"}), "USD": frozenset({"USD"}), "£": frozenset({"GBP"}), "GBP": frozenset({"GBP"}),
    "€": frozenset({"EUR"}), "EUR": frozenset({"EUR"}), "JPY": frozenset({"JPY"}),
    "$": frozenset({"USD", "TWD", "HKD", "SGD", "AUD", "CAD", "MOP", "NZD"}),
}  # fmt: skip
_SIGN = "|".join(re.escape(sign) for sign in sorted(_SIGNS, key=len, reverse=True))
_AMOUNT = re.compile(
    rf"(?P<minus>[-+])?\s*(?P<before>{_SIGN})?\s*(?P<inner>[-+])?\s*(?P<digits>[\d.,' ]*\d[\d.,]*)(?P<power>e[+-]?\d{{1,3}})?"
    rf"\s*(?P<unit>[万萬亿億])?\s*(?P<after>{_SIGN})?\s*(?P<trailing>-)?",
    re.IGNORECASE,
)
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d*)?|\d{1,3}(?: \d{3})+(?:\.\d*)?|\d{1,3}(?:'\d{3})+(?:\.\d*)?")
_PLAIN = re.compile(r"\d+(?:\.\d*)?|\.\d+")
_UNITS = {"万": Decimal(10_000), "萬": Decimal(10_000), "亿": Decimal(100_000_000), "億": Decimal(100_000_000)}


class BadValue(CrmError):
    """One text cannot be taken as a value of its kind; the message says what is expected."""


def refuse_excel_error(text: str) -> None:
    """Raise ``BadValue`` where a cleaned ``text`` is an error that a spreadsheet shows (#N/A, ####)."""
    if text.startswith("#") and _EXCEL_ERROR.fullmatch(text):
        raise BadValue(message(N_("The spreadsheet shows the error {error} here. Correct it there."), error=text))


def is_none(text: str) -> bool:
    """Return whether a cleaned text says "no value", as exports write it: blank, a dash, a slash, N/A, null."""
    return len(text) <= 4 and text.lower() in _NONE_MARKS


def parse_text(text: str, *, longest: int = MAX_TEXT, lines: bool = False) -> str | None:
    """Return ``text`` cleaned, ``None`` where blank. With ``lines`` its line breaks stay.

    Raises:
        BadValue: longer than ``longest`` characters, or a spreadsheet's error.
    """
    cleaned = clean_text(text, lines=lines)
    refuse_excel_error(cleaned)
    if len(cleaned) > longest:
        raise BadValue(message(
            N_("The text has {found} characters; at most {limit} fit."), found=len(cleaned), limit=longest
        ))  # fmt: skip
    return cleaned or None


def parse_code(text: str, *, longest: int = 100) -> str | None:
    """Return a code (order, customer, ID number, phone) folded to usual letters and digits; "12345.0" gives "12345".

    Raises:
        BadValue: a spreadsheet turned it into a number and its last digits are lost ("1.10105E+17"); too long.
    """
    cleaned = folded(text)
    refuse_excel_error(cleaned)
    if _DAMAGED.fullmatch(cleaned):
        raise BadValue(message(N_(
            "A spreadsheet turned this number into {value} and lost its last digits. "
            "Format the column as text, enter the full number again and save."
        ), value=cleaned))  # fmt: skip
    if whole := _WHOLE_WITH_ZERO.fullmatch(cleaned):
        cleaned = whole.group(1)
    if len(cleaned) > longest:
        raise BadValue(message(
            N_("The text has {found} characters; at most {limit} fit."), found=len(cleaned), limit=longest
        ))  # fmt: skip
    return cleaned or None


def parse_amount(text: str, *, currency: str | None = None) -> Decimal | None:
    """Return an amount exactly as written: "1,234.50", "¥1,234.5", "（12.5）" (negative), "1.2万", full-width digits.

    ``currency`` is the ISO code of the store's currency; a sign of another one is refused.

    Raises:
        BadValue: no number, an ambiguous one ("1.234,56", "1,23"), of another currency, or too large for the store.
    """
    cleaned = folded(text).replace("\u2212", "-")
    if is_none(cleaned):
        return None
    refuse_excel_error(cleaned)
    if len(cleaned) > _LONGEST_NUMBER:
        raise BadValue(message(N_("This is no number. Expected is one like 1234.50.")))
    is_bracketed = cleaned.startswith("(") and cleaned.endswith(")")
    found = _AMOUNT.fullmatch(cleaned[1:-1].strip() if is_bracketed else cleaned)
    if found is None:
        raise BadValue(message(N_("This is no number. Expected is one like 1234.50.")))
    signs = [found["minus"], found["inner"], found["trailing"], "-" if is_bracketed else None]
    if sum(sign is not None for sign in signs) > 1:
        raise BadValue(message(N_("This is no number. Expected is one like 1234.50.")))
    _check_currency([found["before"], found["after"]], currency)
    amount = _digits(found["digits"].strip(), found["power"] or "") * _UNITS.get(found["unit"] or "", Decimal(1))
    if abs(amount) > money.LIMIT:
        raise BadValue(message(N_("The number is too large; at most 14 digits before the point fit.")))
    return -amount if "-" in signs else amount


def _digits(digits: str, power: str) -> Decimal:
    if _GROUPED.fullmatch(digits):
        digits = re.sub("[, ']", "", digits)
    elif not _PLAIN.fullmatch(digits):
        raise BadValue(message(N_(
            "It is not clear which sign is the decimal point. Write the number with a point and without groups, like 1234.50."
        )))  # fmt: skip
    try:
        return Decimal(digits + power)
    except InvalidOperation as error:
        raise BadValue(message(N_("This is no number. Expected is one like 1234.50."))) from error


def _check_currency(signs: list[str | None], currency: str | None) -> None:
    for sign in signs:
        if sign is not None and currency is not None and currency not in _SIGNS[sign.upper()]:
            raise BadValue(message(
                N_("The amount is marked {sign}, but amounts here are in {currency}. Convert it first."),
                sign=sign, currency=currency,
            ))  # fmt: skip


def parse_choice(text: str, choices: Mapping[str, str]) -> str | None:
    """Return the value whose word ``text`` is, compared without case, width and blanks. ``choices`` maps words to values.

    Raises:
        BadValue: none of the words; the message lists them.
    """
    wanted = key_of(text)
    if is_none(wanted):
        return None
    for word, value in choices.items():
        if key_of(word) == wanted:
            return value
    raise BadValue(message(N_("Expected is one of: {choices}"), choices=", ".join(dict.fromkeys(choices))))
