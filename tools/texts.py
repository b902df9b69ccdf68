"""The upkeep of the catalogues: find every text that the program shows, and hold the ``.po`` files against them.

    python -m tools.texts --check                     what is wrong, one line each; exit 1 if anything
    python -m tools.texts --fill ROOM [PATH ...]      append to ROOM.po what the room's code (or PATH) lacks, empty
    python -m tools.texts --tidy                      write every .po in its one form: sorted, one line a text

A text is the literal in ``_("…")``, ``N_("…")``, ``message("…")``, ``ngettext("…", "…", n)``, ``translate(language, "…")``.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from tools.text_rules import translation_problems
from tools.text_sources import SourceText, source_problems, source_texts

ROOT = Path(__file__).parent.parent
LOCALE = ROOT / "crm_core" / "i18n" / "locale"
LANGUAGES = ("zh_CN", "zh_TW")
_HEADER = """\
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""


def load(path: Path, language: str) -> Catalog:
    """Return the catalogue in ``path``; an empty one where there is no file."""
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def in_one_form(catalogue: Catalog, language: str) -> str:
    """Return the catalogue's text in the form that every file has: sorted, a text a line, no dates, no places."""
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=0, no_location=True, omit_header=True, sort_output=True, ignore_obsolete=True)
    return _HEADER.format(language=language) + buffer.getvalue().decode("utf-8").strip() + "\n"


def files_of(language: str) -> list[Path]:
    """Return the catalogues of ``language`` in order of their rooms' names."""
    return sorted((LOCALE / language).glob("*.po"))


def key_of(entry_id: str | Sequence[str]) -> str:
    """Return the singular source text of a catalogue's entry."""
    return entry_id if isinstance(entry_id, str) else entry_id[0]


def problems(texts: dict[str, SourceText], language: str) -> list[str]:
    """Return what is wrong with the catalogues of ``language``, a sentence each."""
    found: list[str] = []
    places: dict[str, str] = {}
    for path in files_of(language):
        name = f"{language}/{path.name}"
        catalogue = load(path, language)
        if in_one_form(catalogue, language) != path.read_text(encoding="utf-8"):
            found.append(f"{name}: not in the one form, or a text stands in it twice; run python -m tools.texts --tidy")
        for entry in catalogue:
            if not entry.id:
                continue
            key = key_of(entry.id)
            if key in places:
                found.append(f"{name}: {key!r} stands in {places[key]} too")
            places[key] = path.name
            if key not in texts:
                found.append(f"{name}: {key!r} is not used any more")
            elif entry.fuzzy:
                found.append(f"{name}: {key!r} is marked fuzzy")
            else:
                given = entry.string if isinstance(entry.string, str) else "".join((entry.string or ())[:1])
                found += [f"{name}: {key!r} {what}" for what in translation_problems(texts[key], given, language)]
                found += (
                    [] if entry.pluralizable == texts[key].is_plural else [f"{name}: {key!r} is plural in one only"]
                )
    lacking = sorted(set(texts) - set(places))
    found += [f"{language}: {text!r} of {texts[text].place} has no entry in any room" for text in lacking]
    return found


def check() -> list[str]:
    """Return everything that is wrong with the texts in the code and in the catalogues."""
    found = source_problems(ROOT)
    texts = source_texts(ROOT)
    for language in LANGUAGES:
        found += problems(texts, language)
    return found


def fill(room: str, within: Iterable[str]) -> int:
    """Append to the room's catalogues, empty, what its code shows and no catalogue has; return how many texts."""
    texts = source_texts(ROOT)
    chosen = {key: text for key, text in texts.items() if text.place.startswith(tuple(within))}
    added: set[str] = set()
    for language in LANGUAGES:
        known = {key_of(entry.id) for path in files_of(language) for entry in load(path, language) if entry.id}
        path = LOCALE / language / f"{room}.po"
        catalogue = load(path, language)
        for key in chosen.keys() - known:
            text = chosen[key]
            catalogue.add((text.one, text.many) if text.many else text.one, ("",) if text.many else "")
            added.add(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(in_one_form(catalogue, language), encoding="utf-8", newline="\n")
    return len(added)


def tidy() -> None:
    """Write every catalogue in its one form."""
    for language in LANGUAGES:
        for path in files_of(language):
            path.write_text(in_one_form(load(path, language), language), encoding="utf-8", newline="\n")


def places_of(room: str) -> list[str]:
    """Return where the texts of ``room`` are by default; those of no room (the root's modules) are common."""
    if room == "common":
        return [f"crm_core/{path.name}" for path in (ROOT / "crm_core").glob("*.py")]
    return [f"crm_core/{room}/", f"pages/{room}/"]


def main() -> int:
    """Run one of the three from the command line."""
    parser = argparse.ArgumentParser(description="Upkeep of the catalogues.")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--check", action="store_true", help="say what is wrong")
    what.add_argument("--fill", metavar="ROOM", help="append what is missing to ROOM.po, empty")
    what.add_argument("--tidy", action="store_true", help="write every .po in its one form")
    parser.add_argument("paths", nargs="*", help="with --fill: take the texts of these files or folders")
    given = parser.parse_args()
    if given.tidy:
        tidy()
        return 0
    if given.fill:
        count = fill(given.fill, given.paths or places_of(given.fill))
        print(f"{count} texts added to {given.fill}.po; translate them, then run --check")
        return 0
    found = check()
    print("\n".join(found) if found else "all texts are in order")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
