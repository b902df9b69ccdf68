"""Which texts the code shows, read from its syntax trees, so that nested calls are found and dynamic texts refused."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

from jinja2 import Environment
from jinja2.ext import extract_from_ast

# Where the text stands among a call's arguments.
_FIRST = {"_": 0, "N_": 0, "message": 0, "translate": 1, "ngettext": 0, "translate_plural": 1}
_PLURAL = ("ngettext", "translate_plural")


@dataclass(frozen=True, slots=True)
class SourceText:
    """A text of the code: its singular, its plural where it has one, and where it was met first."""

    one: str
    many: str
    place: str

    @property
    def is_plural(self) -> bool:
        """Whether the text is counted."""
        return bool(self.many)

    @property
    def names(self) -> frozenset[str]:
        """The ``{names}`` that a translation must hold."""
        return placeholders(self.one) | placeholders(self.many)


def placeholders(text: str) -> frozenset[str]:
    """Return the names in braces."""
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def python_files(root: Path) -> list[Path]:
    """Return the files whose texts are shown to people; the command line speaks English only."""
    inside = [path for folder in ("crm_core", "pages") for path in sorted((root / folder).rglob("*.py"))]
    return [*inside, *(path for path in [root / "app.py"] if path.exists())]


def source_texts(root: Path) -> dict[str, SourceText]:
    """Return every text by its singular."""
    texts: dict[str, SourceText] = {}
    for path, call, name in _calls(root):
        arguments = _literals(call, name)
        if arguments is not None and arguments[0]:
            one, many = arguments
            kept = texts.get(one)
            if kept is None or (many and not kept.many):
                texts[one] = SourceText(one, many, path.relative_to(root).as_posix())
    for path in sorted((root / "crm_core").rglob("templates/*.html")):
        for one in _template_texts(path):
            texts.setdefault(one, SourceText(one, "", path.relative_to(root).as_posix()))
    return texts


def _template_texts(path: Path) -> Iterator[str]:
    tree = Environment(autoescape=True).parse(path.read_text(encoding="utf-8"))
    for _, _, text in extract_from_ast(tree, gettext_functions=("_",)):
        one = text[0] if isinstance(text, tuple) else text  # with values, Jinja lists the arguments
        if isinstance(one, str):
            yield one


def source_problems(root: Path) -> list[str]:
    """Return the calls whose text is put together at run time, or whose ``{names}`` get no value."""
    found = []
    for path, call, name in _calls(root):
        place = f"{path.relative_to(root).as_posix()}:{call.lineno}"
        if len(call.args) <= _FIRST[name]:
            continue
        first = call.args[_FIRST[name]]
        if isinstance(first, (ast.JoinedStr, ast.BinOp)) or _is_formatted(first):
            found.append(f"{place}: a text that is put together cannot be translated; use {{names}} and values")
            continue
        lacking = _lacking(call, name, first)
        if lacking:
            found.append(f"{place}: no value is given for {', '.join(sorted(lacking))}")
    return found


def _calls(root: Path) -> Iterator[tuple[Path, ast.Call, str]]:
    for path in python_files(root):
        tree = ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                name = node.func.id if isinstance(node.func, ast.Name) else None
                if name in _FIRST:
                    yield path, node, name


def _literals(call: ast.Call, name: str) -> tuple[str, str] | None:
    start = _FIRST[name]
    wanted = call.args[start : start + 2] if name in _PLURAL else call.args[start : start + 1]
    values = [node.value for node in wanted if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    if len(values) != len(wanted) or not values:
        return None
    return values[0], values[1] if len(values) == 2 else ""


def _is_formatted(node: ast.expr) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "format"
        and isinstance(node.func.value, ast.Constant)
    )


def _lacking(call: ast.Call, name: str, first: ast.expr) -> frozenset[str]:
    if name == "N_" or any(keyword.arg is None for keyword in call.keywords):
        return frozenset()
    if isinstance(first, ast.Call) and isinstance(first.func, ast.Name) and first.func.id == "N_" and first.args:
        first = first.args[0]
    if not (isinstance(first, ast.Constant) and isinstance(first.value, str)):
        return frozenset()
    names = placeholders(first.value)
    if name in _PLURAL:
        names |= placeholders((_literals(call, name) or ("", ""))[1])
        names -= {"count"}
    return names - {keyword.arg for keyword in call.keywords if keyword.arg is not None}
