"""What every archive knows of a company and of a person beyond how to reach them. No I/O.

A fact is a field as the company's own are, of the same form, file and rules, but for its name, which is translated, its
number, which is below zero, and how what people write is read. Sources: customer information and behaviour, sections 1.1 to
1.3 of the paper on customer management; the platform of customer information of the paper on customer operations.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from decimal import Decimal

from crm_core import clock
from crm_core.customers.fields import Unfit
from crm_core.customers.model import Kind
from crm_core.customers.profile.facts.industries import INDUSTRY_LABELS, INDUSTRY_WORDS
from crm_core.customers.profile.own_fields.model import FieldKind, OwnField, parse_value
from crm_core.errors import N_, message
from crm_core.exchange.scripts import name_key
from crm_core.texts import clean_line

MOST_EMPLOYEES = 10_000_000
_HOST = re.compile(
    r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9](?::\d{1,5})?", re.IGNORECASE
)
_LARGE = {"万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000}
_AMOUNT = re.compile(r"([0-9.]+)(万|萬|亿|億)?(?:元|人民币|人民幣)?(?:整)?", re.IGNORECASE)
_WEBSITE_LIMIT = 200


def _line(given: object) -> str:
    return clean_line("" if given is None else str(given))


def read_industry(given: object) -> str | None:
    """Return the section of an industry that ``given`` names in one of our languages; None where it is empty.

    Raises:
        Unfit: it names none.
    """
    line = _line(given)
    if not line:
        return None
    if line in INDUSTRY_LABELS:
        return line
    found = INDUSTRY_WORDS.get(name_key(line))
    if found is None:
        raise Unfit(message(N_("Please choose from the list.")))
    return found


def read_employees(given: object) -> str | None:
    """Return how many people work there as a text; None where it is empty.

    Raises:
        Unfit: it is no whole number of people.
    """
    bare = unicodedata.normalize("NFKC", _line(given)).replace(",", "").removesuffix("人").strip()
    if not bare:
        return None
    if not re.fullmatch(r"\d{1,8}(?:\.0+)?", bare) or not 1 <= int(Decimal(bare)) <= MOST_EMPLOYEES:
        raise Unfit(message(N_("A whole number of people, please, such as 120.")))
    return str(int(Decimal(bare)))


def read_capital(given: object) -> str | None:
    """Return an amount as a text; 500万 and 1.2亿元 are read too. None where it is empty.

    Raises:
        Unfit: it is no amount of at least 0.
    """
    bare = unicodedata.normalize("NFKC", _line(given)).replace(",", "").replace(" ", "").lstrip("¥￥")
    if not bare:
        return None
    found = _AMOUNT.fullmatch(bare)
    text = found[1] if found else bare
    value = parse_value(FieldKind.NUMBER, (), text)
    if found is None or value is None:
        raise Unfit(message(N_("An amount, please, such as 5000000 or 500万.")))
    return parse_value(FieldKind.NUMBER, (), f"{Decimal(value) * _LARGE.get(found[2] or '', 1):f}")


def read_founded(given: object) -> str | None:
    """Return the day as 2009-05-12; None where it is empty.

    Raises:
        Unfit: it is no day, lies ahead, or before 1600.
    """
    day = parse_value(FieldKind.DAY, (), given)
    if day is not None and not "1600-01-01" <= day <= clock.now().date().isoformat():
        raise Unfit(message(N_("Please check the date.")))
    return day


def read_website(given: object) -> str | None:
    """Return the address with https:// before it where nothing is said; None where it is empty.

    Raises:
        Unfit: it is no address of a website.
    """
    line = unicodedata.normalize("NFKC", _line(given)).replace(" ", "")
    if not line:
        return None
    scheme, mark, rest = line.partition("://")
    if not mark:
        scheme, rest = "https", line
    host, _, path = rest.partition("/")
    is_host = bool(_HOST.fullmatch(host))
    if (
        scheme.lower() not in ("http", "https")
        or not is_host
        or len(line) > _WEBSITE_LIMIT
        or re.search(r"[\s<>\"']", path)
    ):
        raise Unfit(message(N_("The address of a website, please, such as www.example.com.")))
    return f"{scheme.lower()}://{host.lower()}" + (f"/{path}" if path else "")


Read = Callable[[object], str | None]


def _fact(
    number: int, code: str, name: str, kind: FieldKind, for_kind: Kind | None, *, read: Read | None = None
) -> OwnField:
    choices = tuple(INDUSTRY_LABELS) if kind is FieldKind.CHOICE else ()
    return OwnField(-number, name, kind, for_kind, False, choices, True, 1, fact=code, read=read)


FACTS: tuple[OwnField, ...] = (
    _fact(1, "industry", N_("Industry"), FieldKind.CHOICE, Kind.COMPANY, read=read_industry),
    _fact(2, "employees", N_("Employees"), FieldKind.NUMBER, Kind.COMPANY, read=read_employees),
    _fact(3, "capital", N_("Registered capital"), FieldKind.NUMBER, Kind.COMPANY, read=read_capital),
    _fact(4, "founded", N_("Founded on"), FieldKind.DAY, Kind.COMPANY, read=read_founded),
    _fact(5, "legal_representative", N_("Legal representative"), FieldKind.TEXT, Kind.COMPANY),
    _fact(6, "website", N_("Website"), FieldKind.TEXT, Kind.COMPANY, read=read_website),
    _fact(7, "occupation", N_("Occupation"), FieldKind.TEXT, Kind.PERSON),
    _fact(8, "employer", N_("Works at"), FieldKind.TEXT, Kind.PERSON),
    _fact(9, "household", N_("Family and household"), FieldKind.TEXT, Kind.PERSON),
    _fact(10, "postal_address", N_("Postal address"), FieldKind.TEXT, None),
    _fact(11, "business_scope", N_("Business scope"), FieldKind.TEXT, Kind.COMPANY),
)
# How other systems call the columns; written in simplified Chinese, which stands for both scripts.
SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "industry": ("所属行业", "行业类别", "行业分类", "行业名称", "Sector", "Industry Type"),
    "employees": (
        "人数",
        "员工数",
        "企业规模",
        "公司规模",
        "规模",
        "参保人数",
        "Headcount",
        "Number of Employees",
        "Staff",
    ),
    "capital": ("注册资金", "资本", "Capital", "Registered Capital"),
    "founded": ("成立时间", "注册日期", "注册时间", "Founded", "Founding Date", "Established"),
    "legal_representative": ("法人", "法人代表", "企业法人", "Legal Person"),
    "website": ("官网", "网站", "公司网址", "公司网站", "Web", "URL", "Homepage"),
    "occupation": ("工作", "职务", "Job", "Profession", "Job Title"),
    "employer": ("就职单位", "所在单位", "工作单位名称", "Employer", "Workplace"),
    "household": ("家庭", "家庭成员", "家庭状况", "婚姻状况", "Family", "Household"),
    "postal_address": (
        "地址",
        "联系地址",
        "家庭住址",
        "住址",
        "公司地址",
        "注册地址",
        "详细地址",
        "收货地址",
        "Address",
        "Street Address",
    ),
    "business_scope": ("主营业务", "主营", "主要产品", "Scope", "Main Products", "Line of Business"),
}
# What is worth asking for once the key fields are full, the most useful first.
ASKED: tuple[str, ...] = ("industry", "employees", "postal_address", "occupation")


SIZES: tuple[tuple[int, str], ...] = (
    (1000, N_("1,000 people and more")),
    (300, N_("300 to 999 people")),
    (100, N_("100 to 299 people")),
    (20, N_("20 to 99 people")),
    (0, N_("fewer than 20 people")),
)


def size_of(employees: int) -> str:
    """Return the band, a source text, of a company with so many people."""
    return next(text for least, text in SIZES if employees >= least)
