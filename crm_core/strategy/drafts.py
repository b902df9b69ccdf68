"""From what people type about a strategy to a typed draft, with a message for each field that cannot be taken. No I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from crm_core.errors import N_, message
from crm_core.interactions.model import Channel
from crm_core.plans.drafts import Reader
from crm_core.relationships.norms.model import GUIDE_LIMIT, MOST_DAYS
from crm_core.strategy.model import Beat, Words
from crm_core.texts import clean_line

AIM_LIMIT, CONTENT_LIMIT, RULE_LIMIT, MOST_RULES = 300, 1_000, 80, 6
ANY = "any"  # how fields call a contact through any channel


@dataclass(frozen=True, slots=True)
class StrategyDraft:
    """What a form says of a strategy, checked."""

    words: Words
    beats: tuple[Beat, ...]

    @classmethod
    def parse(cls, given: Mapping[str, object]) -> StrategyDraft:
        """Return the draft of ``aim``, ``content``, ``raising``, ``guideline``, and for each channel (``any`` for any) ``days:…``
        and ``guide:…``.

        Raises:
            InvalidInput: with a message a field.
        """
        reader = Reader(given)
        aim = reader.note("aim", AIM_LIMIT)
        if not aim and "aim" not in reader.problems:
            reader.problems["aim"] = message(N_("Please say what you want of these customers."))
        content, raising = reader.note("content", CONTENT_LIMIT), reader.note("raising", CONTENT_LIMIT)
        guideline = _rules(reader)
        beats = tuple(_beats(reader))
        reader.check()
        return cls(Words(aim, content, raising, guideline), beats)


def _rules(reader: Reader) -> str:
    lines = [clean_line(line) for line in reader.note("guideline").splitlines()]
    rules = [line.lstrip("-•· ") for line in lines if line.lstrip("-•· ")]
    if len(rules) > MOST_RULES:
        reader.problems["guideline"] = message(
            N_("At most {count} rules, please: nobody keeps more in mind."), count=MOST_RULES
        )
    elif any(len(rule) > RULE_LIMIT for rule in rules):
        reader.problems["guideline"] = message(
            N_("A rule has at most {count} characters. Please shorten it, or make two of it."), count=RULE_LIMIT
        )
    return "\n".join(rules)


def _beats(reader: Reader) -> list[Beat]:
    found = []
    for channel in (None, *Channel):
        name = ANY if channel is None else channel.value
        days, guide = reader.line(f"days:{name}", 10), reader.note(f"guide:{name}", GUIDE_LIMIT)
        if not days and guide:
            reader.problems.setdefault(f"days:{name}", message(N_("How often? Please give a number of days.")))
        if not days:
            continue
        count = int(days) if days.isascii() and days.isdigit() and len(days) < 5 else 0
        if not 0 < count <= MOST_DAYS:
            reader.problems[f"days:{name}"] = message(
                N_("A whole number of days from 1 to {most}, please."), most=MOST_DAYS
            )
        found.append(Beat(channel, count, guide))
    return found
