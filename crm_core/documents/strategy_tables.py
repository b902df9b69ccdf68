"""A plan's strategy in its document: for whom what is wanted and how often, what stands in the way, what is done to keep customers."""

from __future__ import annotations

from collections.abc import Mapping

from crm_core.board.figures import Figures
from crm_core.board.service import Ask
from crm_core.documents.model import Block, Cell, Column, Heading, Table, Tone
from crm_core.errors import N_
from crm_core.i18n import Language, formats, translate, translate_plural
from crm_core.i18n.formats import NO_DATA
from crm_core.interactions.model import CHANNEL_LABELS
from crm_core.plans.model import Action
from crm_core.plans.progress import PlanView
from crm_core.plans.service import OnePlan
from crm_core.relationships.model import RUNG_LABELS
from crm_core.relationships.norms.model import Subject
from crm_core.strategy.barriers.model import STATE_LABELS, Barrier
from crm_core.strategy.barriers.service import barriers_of
from crm_core.strategy.model import Beat, Shown
from crm_core.strategy.retention.model import Measure
from crm_core.strategy.retention.service import measures_of
from crm_core.strategy.service import strategies_of

IN_FORCE, DRAFT, EVERYBODY = N_("In force today"), N_("Draft"), N_("all customers")
DIFFERS, CHANGED = N_("Differs from the plan"), N_("Changed, not in force yet")


def strategy_blocks(ask: Ask, request: OnePlan, view: PlanView, figures: Figures) -> list[Block]:
    """Return the strategies, the barriers and the measures of a plan, each as a table; nothing of what there is none of.

    Raises:
        NotFound: there is no such plan, or it is not the viewer's to see.
    """
    writer = _Writer(figures.language, {one.action_id: one for one in view.record.actions})
    strategies, barriers, measures = ask(strategies_of, request), ask(barriers_of, request), ask(measures_of, request)
    found: list[Block] = []
    if strategies:
        found += writer.strategies(strategies)
    if barriers:
        found += writer.barriers(barriers)
    if measures:
        found += writer.measures(measures)
    return found


def _stand(one: Shown) -> str:
    if one.differs:
        return DIFFERS
    if one.is_in_force:
        return IN_FORCE
    return DRAFT if one.in_force is None else CHANGED


class _Writer:
    def __init__(self, language: Language, actions: Mapping[int, Action]) -> None:
        self._language, self._actions = language, actions

    def _(self, text: str) -> str:
        return translate(self._language, text)

    def strategies(self, found: tuple[Shown, ...]) -> list[Block]:
        """Return whom, what is wanted with service and value, how often with what, and the rules."""
        title = self._("Strategy")
        columns = (
            Column(self._("Type or tier"), 1.2),
            Column(self._("What we want of them"), 3),
            Column(self._("Contacts by channel"), 2.4),
            Column(self._("Rules for whoever talks to them"), 2.4),
        )
        rows = tuple(self._strategy(one) for one in found)
        return [Heading(1, title), Table(columns, rows, title, is_fixed=True)]

    def _strategy(self, one: Shown) -> tuple[Cell, ...]:
        words = one.strategy.words
        facts = ((self._("Service"), words.content), (self._("Raising value"), words.raising))
        more = " · ".join(f"{label}: {text}" for label, text in facts if text)
        tone = Tone.REACHED if one.is_in_force else Tone.QUIET
        return (
            Cell(self._whom(one.strategy.subject, one.strategy.group), tone, more=self._(_stand(one))),
            Cell(words.aim, more=more),
            Cell(" / ".join(self._beat(beat) for beat in one.strategy.beats) or NO_DATA),
            Cell(" ".join(f"{place}. {rule}" for place, rule in enumerate(words.rules, start=1)) or NO_DATA),
        )

    def _beat(self, beat: Beat) -> str:
        channel = self._(CHANNEL_LABELS[beat.channel]) if beat.channel else self._("any channel")
        often = translate_plural(self._language, "at least every day", "at least every {count} days", beat.days)
        return f"{channel} · {often}"

    def _whom(self, subject: Subject | None, name: str | None) -> str:
        if subject is None:
            return self._(EVERYBODY)
        return self._(RUNG_LABELS[subject.rung]) if subject.rung is not None else name or NO_DATA

    def barriers(self, found: tuple[Barrier, ...]) -> list[Block]:
        """Return what stands in the way, for whom or where, who sees to it, what is done, and how far it is."""
        title = self._("Barriers")
        columns = (
            Column(self._("What stands in the way"), 2.6),
            Column(self._("For whom or where"), 1.3),
            Column(self._("Who sees to it"), 1.1),
            Column(self._("Action against it"), 2.2),
            Column(self._("State"), 1.1),
        )
        return [Heading(1, title), Table(columns, tuple(self._barrier(one) for one in found), title, is_fixed=True)]

    def _barrier(self, one: Barrier) -> tuple[Cell, ...]:
        place = (
            (one.place or NO_DATA) if one.about.touchpoint_id is not None else self._whom(one.about.subject, one.place)
        )
        missing = Tone.AT_RISK if one.state.is_open else Tone.PLAIN
        person = (
            Cell(self._("Nobody sees to it"), Tone.AT_RISK) if one.lacks_person else Cell(one.owner_name or NO_DATA)
        )
        since = translate(self._language, "since {day}", day=formats.day(one.since_on, self._language))
        return (
            Cell(one.what, more=one.note),
            Cell(place),
            person,
            self._action(one.action_id, missing),
            Cell(self._(STATE_LABELS[one.state]), more=since),
        )

    def _action(self, action_id: int | None, missing: Tone) -> Cell:
        if action_id is None:
            return Cell(self._("No action yet") if missing is Tone.AT_RISK else NO_DATA, missing)
        one = self._actions.get(action_id)
        if one is None:
            return Cell(self._("An action of another team"), Tone.QUIET)
        return Cell(one.what, more=f"{one.owner_name or NO_DATA} · {formats.day(one.due_on, self._language)}")

    def measures(self, found: tuple[Measure, ...]) -> list[Block]:
        """Return for which segment what is done to keep it, by whom until when."""
        title = self._("Keeping customers")
        columns = (
            Column(self._("Segment"), 1.3),
            Column(self._("What is done to keep them"), 3),
            Column(self._("By which action"), 2.6),
        )
        rows = tuple(
            (Cell(self._whom(one.subject, one.group)), Cell(one.what), self._action(one.action_id, Tone.AT_RISK))
            for one in found
        )
        return [Heading(1, title), Table(columns, rows, title, is_fixed=True)]
