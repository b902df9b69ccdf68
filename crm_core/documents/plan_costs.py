"""What a plan's actions cost as a table of its document: planned and spent by goal, the budget where the reader may see it."""

from __future__ import annotations

from decimal import Decimal

from crm_core.board.figures import Figures
from crm_core.documents.model import Block, Cell, Column, Heading, Paragraph, Table, Tone
from crm_core.i18n import formats, translate
from crm_core.plans import words
from crm_core.plans.progress import PlanView
from crm_core.plans.work.model import Cost, PlanWork, costs_by_goal


def cost_blocks(work: PlanWork, view: PlanView, figures: Figures) -> list[Block]:
    """Return the costs by goal with their sum and what is left of the budget; nothing where the reader sees none."""
    language = figures.language
    costs = costs_by_goal(view.record.actions, work)
    total = sum(costs.values(), Cost())
    has_budget = work.sees_budget and work.budget is not None
    if not total.count and not has_budget:
        return []

    def money(value: Decimal) -> str:
        return formats.money(value, figures.currency, language)

    title = translate(language, "Costs")
    columns = (
        Column(translate(language, "Goal"), 3),
        Column(translate(language, "Planned cost"), is_figure=True),
        Column(translate(language, "Spent so far"), is_figure=True),
    )
    named = [
        (words.goal_name(figures, goal, view.plan), costs[goal.goal_id])
        for goal in view.record.goals
        if goal.goal_id in costs
    ]
    if None in costs:
        named.append((translate(language, "The plan as a whole"), costs[None]))
    rows = [(Cell(name), Cell(money(cost.planned)), Cell(money(cost.spent))) for name, cost in named]
    whole = (
        Cell(translate(language, "Together"), Tone.STRONG),
        *(Cell(money(one), Tone.STRONG) for one in (total.planned, total.spent)),
    )
    found: list[Block] = [Heading(1, title), Table(columns, (*rows, whole), title)]
    if has_budget and work.budget is not None:
        left = f"{translate(language, 'Left of the budget')} {money(work.budget - total.spent)}"
        found.append(
            Paragraph("", (Cell(f"{translate(language, 'Budget')} {money(work.budget)}", Tone.STRONG), Cell(left)))
        )
    elif not work.sees_budget:
        text = translate(language, "Only what you may see in full is counted here, not the whole plan.")
        found.append(Paragraph(text, tone=Tone.QUIET))
    return found
