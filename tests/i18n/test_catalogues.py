"""Every text that the program shows stands once in each language, complete, in its own script and words."""

from __future__ import annotations

from pathlib import Path
from string import Formatter

import pytest

from crm_core.access.model import ROLE_LABELS
from crm_core.errors import message
from crm_core.i18n import Language, translate
from crm_core.i18n.singular import OF_ONE
from tools.text_rules import translation_problems
from tools.text_sources import SourceText, source_problems, source_texts
from tools.texts import LANGUAGES, ROOT, problems


def test_no_text_is_put_together_at_run_time_or_lacks_a_value() -> None:
    assert source_problems(ROOT) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_stands_once_complete_and_in_order(language: str) -> None:
    assert problems(source_texts(ROOT), language) == []


@pytest.mark.parametrize("language", [Language.SIMPLIFIED, Language.TRADITIONAL])
def test_labels_named_in_tables_are_translated_too(language: Language) -> None:
    for label in ROLE_LABELS.values():
        assert translate(language, label) != label


def test_what_is_said_of_one_is_a_text_of_the_program_with_the_same_values() -> None:
    assert set(OF_ONE) <= set(source_texts(ROOT))
    for many in OF_ONE:
        names = {part[1] for part in Formatter().parse(many)}
        values = {name: "1" if name == "count" else f"‹{name}›" for name in names if name}
        one = translate(Language.ENGLISH, message(many, **values))
        assert one != many.format(**values)
        assert all(value in one for value in values.values()), one
        more = {**values, "count": "11"}
        assert translate(Language.ENGLISH, message(many, **more)) == many.format(**more)


def _source(tmp_path: Path, code: str) -> Path:
    (tmp_path / "crm_core").mkdir()
    (tmp_path / "crm_core" / "room.py").write_text(code, encoding="utf-8")
    return tmp_path


def test_texts_are_found_inside_other_calls(tmp_path: Path) -> None:
    root = _source(
        tmp_path,
        'show(_("Outer {what}", what=f(_("Inner"))))\n'
        'message(N_("Marked"))\nngettext("{count} row", "{count} rows", 3)\n',
    )
    assert set(source_texts(root)) == {"Outer {what}", "Inner", "Marked", "{count} row"}
    assert source_texts(root)["{count} row"].many == "{count} rows"


def test_texts_of_templates_are_found(tmp_path: Path) -> None:
    root = _source(tmp_path, "")
    (root / "crm_core" / "templates").mkdir()
    (root / "crm_core" / "templates" / "page.html").write_text(
        '<h1>{{ _("Sign in") }}</h1>{{ _(given) }}{{ _("By {who}", who=x) }}'
    )
    assert set(source_texts(root)) == {"Sign in", "By {who}"}


@pytest.mark.parametrize(
    "code", ['_(f"Hello {name}")', '_("Hello " + name)', '_("Hello {}".format(name))', '_("Hello {name}")']
)
def test_a_text_that_cannot_be_translated_is_reported(tmp_path: Path, code: str) -> None:
    assert len(source_problems(_source(tmp_path, code))) == 1


@pytest.mark.parametrize(
    ("language", "given", "what"),
    [
        ("zh_CN", "", "is not translated"),
        ("zh_CN", "共条。", "in braces"),
        ("zh_CN", "共 {name 条。", "brace"),
        ("zh_CN", "共 {count} 條。", "other script"),
        ("zh_TW", "共 {count} 条。", "other script"),
        ("zh_TW", "已保存 {count} 筆。", "繁體 says 儲存"),
        ("zh_CN", "共,{count} 条。", "Latin punctuation"),
        ("zh_CN", "共 {count} 条", "ends without"),
        ("zh_CN", "共 {count} 条。 ", "blank"),
    ],
)
def test_a_bad_translation_is_told_what_is_wrong_with_it(language: str, given: str, what: str) -> None:
    source = SourceText("{count} in all.", "", "room.py")
    assert any(what in problem for problem in translation_problems(source, given, language))


@pytest.mark.parametrize(("language", "given"), [("zh_CN", "共 {count} 条。"), ("zh_TW", "共 {count} 筆，已儲存。")])
def test_a_good_translation_has_no_problem(language: str, given: str) -> None:
    assert translation_problems(SourceText("{count} in all.", "", "room.py"), given, language) == []
