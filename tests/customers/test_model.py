"""What may be written about a customer."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_core.customers.fields import is_landline, parse_phone, phone_search
from crm_core.customers.model import CustomerDraft, Kind, mask_name
from crm_core.errors import InvalidInput
from crm_core.texts import clean_line, clean_text, key_of
from tests.customers.faces import CREDIT_CODE, ID_CARD

TODAY = date(2026, 3, 18)


def parse(**values: object) -> CustomerDraft:
    return CustomerDraft.parse({"name": "王小明", **values}, today=TODAY)


def problems(**values: object) -> set[str]:
    with pytest.raises(InvalidInput) as caught:
        parse(**values)
    return set(caught.value.fields)


def test_a_name_alone_makes_a_person() -> None:
    draft = CustomerDraft.parse({"name": "  王  小明 "}, today=TODAY)
    assert (draft.name, draft.kind, draft.code, draft.phone) == ("王 小明", Kind.PERSON, None, None)


@pytest.mark.parametrize("name", ["", "   ", "\u200b", "\x00", None])
def test_a_customer_without_a_visible_name_is_refused_at_the_name(name: str | None) -> None:
    assert problems(name=name) == {"name"}


def test_every_wrong_field_gets_its_own_message() -> None:
    found = problems(
        name="n" * 101, phone="12345", email="nobody", id_number="1", birthday="2027-01-01", gender="x", kind="robot",
        note="n" * 10_001, code="c" * 41, region="r" * 61,
    )  # fmt: skip
    assert found == {"name", "phone", "email", "id_number", "birthday", "gender", "kind", "note", "code", "region"}


@pytest.mark.parametrize(
    ("typed", "shown", "key", "landline"),
    [
        ("13800138000", "13800138000", "8613800138000", False),
        ("１３８ ００１３-８０００", "13800138000", "8613800138000", False),
        ("+86 138 0013 8000", "13800138000", "8613800138000", False),
        ("010-12345678", "010 1234 5678", "861012345678", True),
        ("010-12345678转801", "010 1234 5678-801", "861012345678801", True),
        ("+44 20 7946 0018", "+44 20 7946 0018", "442079460018", True),
        ("400-800-1234", "400 800 1234", "864008001234", False),
    ],
)
def test_phones_are_known_in_every_spelling(typed: str, shown: str, key: str, landline: bool) -> None:
    phone = parse_phone(typed)
    assert (phone.shown, phone.key, phone.is_landline) == (shown, key, landline)
    if "转" not in typed:
        assert is_landline(phone.key) is landline


@given(st.from_regex(r"\A1[3-9][0-9]{9}\Z"))
def test_a_phone_that_was_shown_can_be_typed_again(number: str) -> None:
    first = parse_phone(number)
    assert parse_phone(first.shown) == first


def test_phones_are_looked_for_whole_or_by_their_last_four_digits_only() -> None:
    assert phone_search("138 0013 8000") == ("8613800138000", "")
    assert phone_search("8000") == ("", "8000")
    assert phone_search("80008") == ("", "")
    assert phone_search("1380013") == ("", "")
    assert phone_search("王") == ("", "")


def test_id_numbers_are_checked_by_kind() -> None:
    assert parse(id_number=ID_CARD.lower()).id_number == ID_CARD
    assert parse(kind="company", id_number=CREDIT_CODE).id_number == CREDIT_CODE
    assert problems(id_number=CREDIT_CODE) == {"id_number"}
    assert problems(kind="company", id_number=ID_CARD) == {"id_number"}
    assert problems(id_number="110105194912310021") == {"id_number"}


def test_a_company_has_neither_birthday_nor_gender() -> None:
    assert problems(kind="company", birthday="1990-01-01", gender="female") == {"birthday", "gender"}


@pytest.mark.parametrize("typed", ["1990-03-05", "1990/3/5", "1990年3月5日", "19900305", date(1990, 3, 5)])
def test_birthdays_are_read_in_the_usual_spellings(typed: object) -> None:
    assert parse(birthday=typed).birthday == date(1990, 3, 5)


@pytest.mark.parametrize("typed", ["2026-03-19", "1899-12-31", "1990-02-30", "soon", "03/05/1990"])
def test_a_birthday_that_cannot_be_is_refused(typed: str) -> None:
    assert problems(birthday=typed) == {"birthday"}


@pytest.mark.parametrize("field", ["phone", "email", "id_number", "birthday"])
@pytest.mark.parametrize("mask", ["138****8000", "l***@example.com", "110105********002X", "****-03-**"])
def test_a_mask_is_never_taken_for_a_value(field: str, mask: str) -> None:
    assert problems(**{field: mask}) == {field}


def test_texts_keep_their_letters_and_lose_what_is_hidden() -> None:
    assert clean_line(" 张\u200b三\u202e\x00\t李 ") == "张三 李"
    assert clean_text("a\r\nb\x07\u2028c\u202e") == "a\nb\nc"
    assert clean_text("👨\u200d👩\u200d👧") == "👨\u200d👩\u200d👧"
    assert parse(name="ＡＢ公司").name == "ＡＢ公司"
    assert key_of("ＡＢ 公司") == key_of("ab公司")


@given(st.text(max_size=60))
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean_line(clean_line(text)) == clean_line(text)
    assert clean_text(clean_text(text)) == clean_text(text)
    assert "\x00" not in clean_text(text)


@given(st.text(max_size=120), st.text(max_size=60))
def test_whatever_is_typed_is_taken_or_refused_with_a_message(name: str, other: str) -> None:
    try:
        draft = CustomerDraft.parse(
            dict.fromkeys(("phone", "email", "id_number", "birthday", "region", "note"), other) | {"name": name},
            today=TODAY,
        )
    except InvalidInput as error:
        assert error.fields
    else:
        assert 0 < len(draft.name) <= 100


@given(st.text(min_size=1, max_size=30))
def test_a_masked_name_never_holds_the_name(name: str) -> None:
    if not set(name) <= {"*"}:
        assert name not in mask_name(name)
