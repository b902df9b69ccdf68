"""How we talk, in a plan's document: touchpoint by touchpoint who answers how soon, through which channels, with which words."""

from __future__ import annotations

from crm_core.access.model import Reach
from crm_core.board.figures import Figures
from crm_core.board.service import Ask
from crm_core.documents.model import Block, Cell, Column, Heading, Paragraph, Table, Tone
from crm_core.errors import N_
from crm_core.i18n import Language, translate
from crm_core.i18n.formats import NO_DATA
from crm_core.plans.progress import PlanView
from crm_core.strategy.communication import words
from crm_core.strategy.communication.service import Talk, talks, talks_on
from crm_core.touchpoints import words as of_touchpoints
from crm_core.touchpoints.model import PHASE_LABELS, PURPOSE_LABELS, Phase

NO_TIME, WHO, STANDARD, LAST = N_("no time promised"), N_("Who answers"), N_("Service standard"), N_("Last revision")


def talk_blocks(
    ask: Ask, view: PlanView, figures: Figures, register: Reach | None, customers: Reach | None, *, is_earlier: bool
) -> list[Block]:
    """Return the register as the plan's page tells it; nothing without touchpoints, or for who may not read them.

    Of an earlier day the revisions are those until then, and suggestions are left out: which were open then is not kept.
    """
    if register is None:
        return []
    found = talks_on(ask, register, view.today) if is_earlier else talks(ask, register, customers, view.today)
    if not found:
        return []
    writer, language = _Writer(figures.language), figures.language
    facts = [Cell(words.counted(language, found)), Cell(words.silent(language, found), Tone.QUIET)]
    blocks: list[Block] = [Heading(1, translate(language, "How we talk"))]
    blocks.append(Paragraph("", tuple(one for one in facts if one.text)))
    for phase in Phase:
        listed = [one for one in found if one.point.phase is phase]
        if listed:
            blocks += writer.phase(translate(language, PHASE_LABELS[phase]), listed)
    return blocks


class _Writer:
    def __init__(self, language: Language) -> None:
        self._language = language

    def _(self, text: str) -> str:
        return translate(self._language, text)

    def phase(self, title: str, found: list[Talk]) -> list[Block]:
        """Return the touchpoints of a phase, then what is said at each of them."""
        columns = (
            Column(self._("Touchpoint"), 1.8),
            Column(self._(WHO), 2),
            Column(self._(STANDARD), 2.4),
            Column(self._(LAST), 2.4),
        )
        table = Table(columns, tuple(self._row(one) for one in found), title, is_fixed=True)
        return [Heading(2, title), table, *(block for one in found for block in self._guides(one))]

    def _row(self, one: Talk) -> tuple[Cell, ...]:
        point, language = one.point, self._language
        soon = of_touchpoints.how_soon(language, point) or self._(NO_TIME)
        changed = one.revision.words if one.revision is not None else ""
        since = " · ".join(filter(None, (changed, words.suggested(language, one))))
        return (
            Cell(point.name, Tone.STRONG, more=of_touchpoints.channels(language, point)),
            Cell(of_touchpoints.who_answers(language, point), more=soon),
            Cell(" ".join(point.standard.split("\n")) or NO_DATA),
            Cell(words.revised(language, one), more=since),
        )

    def _guides(self, one: Talk) -> list[Block]:
        found: list[Block] = []
        for guide in one.point.guides:
            head = (
                Cell(f"{one.point.name} · {guide.title}", Tone.STRONG),
                Cell(self._(PURPOSE_LABELS[guide.purpose]), Tone.QUIET),
            )
            found.append(Paragraph("", head))
            found += [Paragraph(line) for line in guide.text.split("\n") if line.strip()]
        return found
