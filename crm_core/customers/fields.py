"""What a phone number, an ID number, an e-mail address and a birthday may be; parsers that return typed values.

Each raises ``Unfit`` with a sentence for the person who typed it. Imports use the same parsers as forms.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime

import phonenumbers
from stdnum.cn import ric, uscc
from stdnum.exceptions import ValidationError

from crm_core.errors import N_, Message, message
from crm_core.texts import clean_line

_MOBILE = re.compile(r"(?:\+?86|0086)?(1[3-9]\d{9})")
_EXTENSION = re.compile(r"(?:转|轉|ext\.?|x|#|-)(\d{1,6})$", re.IGNORECASE)
_EMAIL = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.IGNORECASE)
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{4})(\d{2})(\d{2})")
_LANDLINES = (phonenumbers.PhoneNumberType.FIXED_LINE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE)
MASK = "*"
# How masked fields are shown (``customer_face_view``): in a file that was taken out they stand for "not told".
MASKED_FORMS = {
    "phone": r"(?:\+?\d{1,3})?\*{4}(?:[\d-]{1,4})?",
    "email": r"(?:[^@\s]?\*{3}@\S+|\*{4})",
    "id_number": r"(?:[0-9A-Za-z]{6}\*{5,}[0-9A-Za-z]{4}|\*{8})",
    "birthday": r"\*{4}-\d\d-\*\*",
}


class Unfit(Exception):
    """A text that cannot be taken; ``reason`` says why."""

    def __init__(self, reason: Message) -> None:
        super().__init__(str(reason))
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Phone:
    """A checked phone number: as shown, as compared (digits with the country's code), and whether it is a landline."""

    shown: str
    key: str
    is_landline: bool


def _folded(text: str) -> str:
    folded = unicodedata.normalize("NFKC", clean_line(text))
    if MASK in folded:
        raise Unfit(message(N_("This is the masked value. Leave the field empty to keep what is stored.")))
    return folded


def parse_phone(text: str) -> Phone:
    """Return the phone number in ``text``: Chinese without a country code, any other country with one.

    Raises:
        Unfit: it is no possible number.
    """
    folded = _folded(text)
    bare = re.sub(r"[\s()\-.]", "", folded)
    if mobile := _MOBILE.fullmatch(bare):
        return Phone(mobile[1], "86" + mobile[1], is_landline=False)
    main, extension = folded, ""
    parsed = _parsed(folded)
    if parsed is None and (tail := _EXTENSION.search(folded)):
        main, extension = folded[: tail.start()], tail[1]
        parsed = _parsed(main)
    if parsed is None:
        raise Unfit(message(N_("This is no phone number. Examples: 13800138000, 010-12345678, +44 20 7946 0018.")))
    extension = parsed.extension or extension
    parsed.extension = None
    is_home = parsed.country_code == 86
    form = phonenumbers.PhoneNumberFormat.NATIONAL if is_home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    shown = phonenumbers.format_number(parsed, form)
    digits = re.sub(r"\D", "", phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))
    is_landline = phonenumbers.number_type(parsed) in _LANDLINES
    if is_home and not is_landline and _MOBILE.fullmatch(digits):
        shown = digits[2:]
    return Phone(f"{shown}-{extension}" if extension else shown, digits + extension, is_landline)


def _parsed(text: str) -> phonenumbers.PhoneNumber | None:
    try:
        number = phonenumbers.parse(text, "CN")
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None


def is_landline(key: str) -> bool:
    """Return whether a stored phone key is a landline's."""
    parsed = _parsed("+" + key)
    return parsed is not None and phonenumbers.number_type(parsed) in _LANDLINES


def phone_search(text: str) -> tuple[str, str]:
    """Return the phone key and the last four digits that a search for ``text`` asks for; '' for what it does not.

    A phone is found whole or by its last four digits, by nothing in between, so that masked numbers stay masked.
    """
    folded = unicodedata.normalize("NFKC", clean_line(text))
    if re.fullmatch(r"\d{4}", folded):
        return "", folded
    if not re.fullmatch(r"\+?[\d\s()\-.转x]{7,24}", folded):
        return "", ""
    try:
        return parse_phone(folded).key, ""
    except Unfit:
        return "", ""


def parse_id_card(text: str) -> str:
    """Return a resident's ID card number, 18 characters, check digit proved.

    Raises:
        Unfit: it is none.
    """
    try:
        return str(ric.validate(_folded(text).upper()))
    except ValidationError:
        raise Unfit(message(N_("This is no valid ID card number: 18 characters, please check each digit."))) from None


def parse_company_number(text: str) -> str:
    """Return a company's unified social credit code, 18 characters, check character proved.

    Raises:
        Unfit: it is none.
    """
    try:
        return str(uscc.validate(_folded(text).upper()))
    except ValidationError:
        raise Unfit(
            message(N_("This is no valid unified social credit code: 18 characters, please check each one."))
        ) from None


def parse_email(text: str) -> str:
    """Return an e-mail address, its domain in lower case.

    Raises:
        Unfit: it is none.
    """
    folded = _folded(text)
    if len(folded) > 254 or not _EMAIL.fullmatch(folded) or ".." in folded:
        raise Unfit(message(N_("This is no e-mail address. An example: li.lei@example.com.")))
    local, _, domain = folded.rpartition("@")
    return f"{local}@{domain.lower()}"


def parse_birthday(text: str | date, today: date) -> date:
    """Return a birthday from a date, or from a text such as 1990-03-05, 1990/3/5, 1990年3月5日, 19900305.

    Raises:
        Unfit: it is no day, lies before 1900 or after ``today``.
    """
    day = text.date() if isinstance(text, datetime) else text
    if not isinstance(day, date):
        found = _DAY.fullmatch(_folded(day).replace(" ", ""))
        numbers = [int(part) for part in found.groups() if part] if found else []
        try:
            day = date(*numbers)
        except (ValueError, TypeError):
            raise Unfit(message(N_("A date, please, such as 1990-03-05."))) from None
    if not date(1900, 1, 1) <= day <= today:
        raise Unfit(message(N_("A birthday lies between 1900 and today.")))
    return day
