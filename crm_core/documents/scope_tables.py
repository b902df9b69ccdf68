"""What a plan takes in, in its document: what customers want and which goal meets it, touchpoints, maturity."""

from __future__ import annotations

from collections.abc import Sequence

from crm_core.access.model import Reach
from crm_core.board.figures import Figures
from crm_core.board.service import Ask
from crm_core.customers.profile.needs.model import WANT_LABELS
from crm_core.documents.model import Block, Cell, Column, Heading, Paragraph, Table, Tone
from crm_core.errors import N_
from crm_core.i18n import formats, translate
from crm_core.i18n.formats import NO_DATA
from crm_core.plans.progress import PlanView
from crm_core.plans.scope import words
from crm_core.plans.scope.model import LEVEL_LABELS, LEVELS, SIDE_LABELS, Placed, Standing, Wanted, mean_level
from crm_core.plans.scope.service import MaturityOn, PlanWants, maturity_on, plan_wants, touchpoints_in_plan
from crm_core.plans.service import OnePlan
from crm_core.plans.words import goal_name
from crm_core.touchpoints.model import PHASE_LABELS, Touchpoint

OF_TODAY = N_(
    "What customers want, which touchpoints are in the plan and what is said there stand as of {day}: no earlier state is kept."
)
NO_GOAL, NOT_DECIDED = N_("No goal of the plan meets it yet"), N_("Not decided yet")
WANT = N_("What customers want")
IN, OUT = N_("In the plan"), N_("Left out of the plan")


def scope_blocks(ask: Ask, request: OnePlan, view: PlanView, figures: Figures, customers: Reach | None) -> list[Block]:
    """Return what the plan takes in; of what nobody said anything, nothing. ``customers`` None: the reader reads none.

    Raises:
        NotFound: there is no such plan, or it is not the viewer's to see.
    """
    writer = _Writer(view, figures)
    found: list[Block] = []
    if customers is not None:
        found += writer.wants(ask, PlanWants(request, customers))
    found += writer.places(ask(touchpoints_in_plan, request))
    found += writer.maturity(ask(maturity_on, MaturityOn(request, view.today)))
    return [Heading(1, translate(figures.language, "Scope")), *found] if found else []


class _Writer:
    def __init__(self, view: PlanView, figures: Figures) -> None:
        self._view, self._figures, self._language = view, figures, figures.language

    def _(self, text: str) -> str:
        return translate(self._language, text)

    def wants(self, ask: Ask, request: PlanWants) -> list[Block]:
        """Return each kind of want with how many customers have it, and the goals that answer to it."""
        found = plan_wants(ask, request)
        known = [one for one in found.kinds if one.open_count or one.met_count or one.goals]
        if not known:
            return []
        title = self._("What customers want, and which goal meets it")
        columns = (Column(self._(WANT), 2), Column(self._("Goals that answer to it"), 3))
        facts = (Cell(words.told_of(self._language, found)), Cell(words.unmet(self._language, found), Tone.AT_RISK))
        return [
            Heading(2, title),
            Paragraph("", tuple(one for one in facts if one.text)),
            Table(columns, tuple(self._want(one) for one in known), title, is_fixed=True),
        ]

    def _want(self, one: Wanted) -> tuple[Cell, ...]:
        names = []
        for progress in self._view.goals:
            if progress.goal.goal_id in one.goals:
                name = goal_name(self._figures, progress.goal, self._view.plan)
                names.append(" · ".join(filter(None, (name, self._figures.status(progress.status)))))
        goals = Cell(" / ".join(names)) if names else Cell(self._(NO_GOAL) if one.open_count else NO_DATA, Tone.AT_RISK)
        return Cell(self._(WANT_LABELS[one.want]), Tone.STRONG, more=words.want_facts(self._language, one)), goals

    def places(self, rows: Sequence[tuple[Touchpoint, Placed]]) -> list[Block]:
        """Return each touchpoint with whether it is in, and why not; nothing where nobody decided of any."""
        places = [place for _point, place in rows]
        if all(one.is_in is None for one in places):
            return []
        title = self._("Touchpoints in the plan")
        columns = (Column(self._("Touchpoint"), 2), Column(self._("Phase"), 1.2), Column(self._("State"), 3))
        facts = [Cell(text) for text in words.inside(self._language, places)]
        missing = words.undecided(self._language, places)
        facts += [Cell(missing, Tone.AT_RISK)] if missing else []
        table = Table(columns, tuple(self._place(*row) for row in rows), title, is_fixed=True)
        return [Heading(2, title), Paragraph("", tuple(facts)), table]

    def _place(self, point: Touchpoint, place: Placed) -> tuple[Cell, ...]:
        state = Cell(self._(NOT_DECIDED), Tone.AT_RISK)
        if place.is_in is not None:
            tone = Tone.REACHED if place.is_in else Tone.QUIET
            state = Cell(self._(IN if place.is_in else OUT), tone, more=place.reason)
        return Cell(point.name), Cell(self._(PHASE_LABELS[point.phase])), state

    def maturity(self, found: Sequence[Standing]) -> list[Block]:
        """Return each side with its level and its aim; nothing where nobody looked."""
        mean, last = mean_level(found), words.last_look(found)
        if mean is None or last is None:
            return []
        title = f"{self._('Maturity')} {formats.number(mean, self._language, 1)} / {LEVELS}"
        columns = (Column(self._("Maturity"), 1.6), Column(self._("Today"), 3), Column(self._("Shall be"), 1.4))
        table = Table(columns, tuple(self._side(one) for one in found), title, is_fixed=True)
        note = " · ".join(filter(None, (words.judged_by(self._language, last), last.note)))
        return [Heading(2, title), table, Paragraph(note, tone=Tone.QUIET)]

    def _side(self, one: Standing) -> tuple[Cell, ...]:
        side, facts = Cell(self._(SIDE_LABELS[one.side]), Tone.STRONG), words.level_facts(self._language, one)
        if one.latest is None:
            return side, Cell(facts, Tone.QUIET), Cell(NO_DATA)
        aim = words.aim_text(self._language, one)
        late = Tone.BEHIND if one.is_late(self._view.today) else Tone.AT_RISK
        level = Cell(self._(LEVEL_LABELS[one.latest.level]), more=facts)
        return side, level, Cell(aim, late) if aim else Cell(NO_DATA)
