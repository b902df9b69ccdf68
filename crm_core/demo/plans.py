"""The targets of the demo company, its teams and its people, as rows with their versions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import numpy as np
import pyarrow as pa

from crm_core.demo.dice import Truth, Whole
from crm_core.demo.goals import SHARES, Figures, Goal, daily, goals_for
from crm_core.demo.people import ACCOUNTS, CARERS, TEAMS
from crm_core.demo.sales import ANONYMOUS, UNKNOWN
from crm_core.demo.world import World

_REASONS = ("年度计划", "一季度复盘后上调")
_LEVELS = {"company": ("floor", "target", "stretch"), "team": ("target",), "person": ("target",)}
_RAISED = ("gross_sales", "net_sales", "orders")
_SCHEMA = pa.schema(
    [
        ("place", pa.int64()), ("metric", pa.string()), ("scope_kind", pa.string()), ("scope", pa.string()),
        ("period_kind", pa.string()), ("period_first", pa.date32()), ("level", pa.string()), ("value", pa.float64()),
        ("baseline", pa.float64()), ("baseline_on", pa.date32()), ("version", pa.int64()), ("is_last", pa.bool_()),
        ("changed_at", pa.timestamp("us", "UTC")), ("reason", pa.string()),
    ]
)  # fmt: skip


def plan_rows(world: World, years: range, as_of: date) -> pa.Table:
    """Return every version of every target of ``years``; ``world`` holds them whole, and the year before them."""
    rows: list[tuple[object, ...]] = []
    place = 0
    for scope, (kind, name, figures) in enumerate(scopes_of(world)):
        for goal in goals_for(world.seed, figures, years, scope=scope, levels=_LEVELS[kind]):
            rows += [(place, goal.metric, kind, name, *version) for version in _versions(goal, kind, as_of)]
            place += 1
    columns = zip(*rows, strict=True)
    return pa.table(
        [pa.array(column, field.type) for column, field in zip(columns, _SCHEMA, strict=True)], schema=_SCHEMA
    )


def _versions(goal: Goal, kind: str, as_of: date) -> Iterator[tuple[object, ...]]:
    """Yield a target's versions: made in the December before, the company's year raised once in April."""
    year = goal.period.first.year
    made = datetime.fromisoformat(f"{year - 1}-12-18T08:30:00+00:00")
    raised = datetime.fromisoformat(f"{year}-04-08T06:10:00+00:00")
    about = (goal.period_kind, goal.period.first, goal.level)
    places = 4 if goal.metric in SHARES else 2
    base = (None if goal.baseline is None else round(goal.baseline, places), goal.baseline_on)
    is_raised = kind == "company" and goal.period_kind == "year" and goal.metric in _RAISED and raised.date() <= as_of
    if is_raised:
        yield (*about, float(np.round(goal.value * 0.96, -2)), *base, 1, False, made, _REASONS[0])
    yield (*about, goal.value, *base, 1 + is_raised, True, raised if is_raised else made, _REASONS[is_raised])


def scopes_of(world: World) -> Iterator[tuple[str, str | None, Figures]]:
    """Yield each scope's kind, name (None for the company) and figures."""
    carers = np.array([one.carer for one in world.talks], dtype=np.int64)
    teams = world.people.team[np.array([one.customer for one in world.talks], dtype=np.int64) - world.people.first]
    done = np.array([one.done_on for one in world.talks], dtype=np.int64)
    yield "company", None, _figures(world, done, None, None)
    for team, name in enumerate(TEAMS):
        yield "team", name, _figures(world, done[teams == team], team, None)
    for carer in CARERS:
        yield "person", ACCOUNTS[carer].username, _figures(world, done[carers == carer], None, carer)


def _figures(world: World, talks: Whole, team: int | None, carer: int | None) -> Figures:
    people, lines = world.people, world.lines
    first, length = world.first.toordinal(), (world.last - world.first + timedelta(days=1)).days
    own = np.ones(len(people), dtype=bool)
    if team is not None:
        own = people.team == team
    if carer is not None:
        own = people.carer == carer
    is_known = lines.customer != ANONYMOUS
    ours: Truth = np.where(is_known, own[np.where(is_known, lines.customer - people.first, 0)], team is carer is None)
    sold, returned = ours & (lines.is_return == 0), ours & (lines.is_return == 1)
    amount = lines.amount / 100
    order_day = np.unique(lines.order_key[sold]) // 20_000
    by_day = np.argsort(lines.day[sold & is_known], kind="stable")
    has_cost = (sold | returned) & (lines.cost != UNKNOWN)
    profit = (lines.amount - lines.quantity * lines.cost) / 100
    return Figures(
        first=first,
        gross=daily(lines.day, first, length, amount, sold),
        returned=daily(lines.day, first, length, -amount, returned),
        orders=daily(order_day, first, length),
        joined=daily(people.joined[own & people.buys.astype(bool)], first, length),
        talks=daily(talks, first, length),
        buyer_day=lines.day[sold & is_known][by_day],
        buyer=lines.customer[sold & is_known][by_day],
        buyer_order=lines.order_key[sold & is_known][by_day],
        earned=daily(lines.day, first, length, profit, has_cost),
        costed=daily(lines.day, first, length, amount, has_cost),
    )
