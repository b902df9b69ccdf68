"""The gaps of a plan as a table of its document: the words and numbers of the page's list, in its order."""

from __future__ import annotations

from crm_core.board.figures import Figures
from crm_core.documents.model import Block, Cell, Column, Heading, Paragraph, Table, Tone
from crm_core.documents.statuses import TONES
from crm_core.errors import N_
from crm_core.gaps import words
from crm_core.gaps.listing import GapList
from crm_core.gaps.model import RULE, Gap
from crm_core.i18n import translate, translate_plural
from crm_core.plans.progress import PlanView

MOST_WORDS = 300  # so much of a problem stands in the table
NO_ACTION = N_("No action yet")
OTHER_TEAM = N_("An action of another team is against it.")


def gap_blocks(found: GapList, view: PlanView, figures: Figures) -> list[Block]:
    """Return the open gaps, the most important first, how many are closed, and by which rule they stand so; or nothing."""
    if not found.open:
        return []
    language = figures.language
    title = translate(language, "Gaps")
    columns = (
        Column(translate(language, "What is wanted"), 2.8),
        Column(translate(language, "Target"), is_figure=True),
        Column(translate(language, "Actual"), is_figure=True),
        Column(translate(language, "Missing"), is_figure=True),
        Column(translate(language, "Open since"), 1.3),
        Column(translate(language, "Action against it"), 2.2),
    )
    rows = tuple(_row(one, view, figures) for one in found.open)
    blocks: list[Block] = [Heading(1, title), Table(columns, rows, title, is_fixed=True)]
    if found.closed:
        told = translate_plural(language, "{count} closed gap", "{count} closed gaps", len(found.closed))
        names = " · ".join(words.name(figures, one, view.plan) for one in found.closed)
        blocks.append(Paragraph(f"{told}: {names}"))
    blocks.append(Paragraph(translate(language, RULE), tone=Tone.QUIET))
    return blocks


def _row(gap: Gap, view: PlanView, figures: Figures) -> tuple[Cell, ...]:
    language = figures.language
    status = figures.status(gap.status)
    problem = gap.note.problem[:MOST_WORDS] if gap.note is not None else ""
    expected = words.expected(figures, gap)
    by_now = f"{translate(language, 'Expected by now')} {expected}" if expected else ""
    facts = [status, by_now, words.counted(language, gap), words.cause(language, gap), problem]
    one = gap.action
    if one is None:
        text = OTHER_TEAM if gap.has_hidden_action else NO_ACTION
        action = Cell(translate(language, text), Tone.QUIET if gap.has_hidden_action else Tone.AT_RISK)
    else:
        action = Cell(one.what, more=words.action_facts(language, one))
    mark = TONES[gap.status] if gap.is_marked and gap.status is not None else Tone.STRONG
    return (
        Cell(
            f"{gap.rank}. {words.name(figures, gap, view.plan)}", mark, more=" · ".join(fact for fact in facts if fact)
        ),
        Cell(words.target(figures, gap)),
        Cell(words.actual(figures, gap), Tone.STRONG),
        Cell(words.missing(figures, gap)),
        Cell(words.since_day(language, gap)),
        action,
    )
