"""A year of a small company on Wednesday 18 March 2026: the north does well, the south does not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import count

from crm_core.access.model import CONSOLE, Actor, Permission
from crm_core.board import service as board
from crm_core.board.model import BoardView
from crm_core.periods import PeriodKind
from crm_core.store import Store
from crm_core.targets.drafts import TargetDraft
from crm_core.targets.model import COMPANY, Level, ScopeKind, TargetKey, TargetScope
from crm_core.targets.service import set_targets
from tests.conftest import Cast
from tests.metrics.stage import Line, Talk, add_lines, add_talks

TODAY = date(2026, 3, 18)
MARCH = date(2026, 3, 1)


def team(team_id: int) -> TargetScope:
    return TargetScope(ScopeKind.TEAM, team_id)


def person(actor: Actor) -> TargetScope:
    return TargetScope(ScopeKind.PERSON, actor.user_id)


_keys: Iterator[int] = count()


def aim(
    store: Store,
    scope: TargetScope,
    value: str,
    first: date = MARCH,
    kind: PeriodKind = PeriodKind.MONTH,
    *,
    level: Level = Level.TARGET,
) -> None:
    """Set one target for net sales."""
    set_targets(store, CONSOLE, [_draft(scope, value, first, kind, level=level)], key=f"aim-{next(_keys)}")


def _draft(
    scope: TargetScope, value: str, first: date, kind: PeriodKind = PeriodKind.MONTH, *, level: Level = Level.TARGET
) -> TargetDraft:
    return TargetDraft(TargetKey("net_sales", scope, kind, first, level), value, "", None, 0)


def look(store: Store, actor: Actor, **more: object) -> BoardView:
    """Return the view that ``actor`` opens."""
    reach = actor.require(Permission.BOARD_READ)
    return board.view(store, board.ViewRequest(reach, TODAY, **more))  # type: ignore[arg-type]


def fill_company(store: Store, cast: Cast) -> Store:
    """North: 100 on the 5th of each month since February 2025, 500 on 25 March 2025. South: 90, 60, 30 in the new year."""
    north = {"team": cast.north, "owner": cast.sol.user_id}
    south = {"team": cast.south, "owner": cast.vic.user_id}
    numbers = count(1)
    months = [date(2025, month, 5) for month in range(2, 13)] + [date(2026, month, 5) for month in range(1, 4)]
    lines = [Line(day, next(numbers), 1, 1, "100", **north) for day in months]
    lines.append(Line(date(2025, 3, 25), next(numbers), 1, 1, "500", **north))
    lines += [
        Line(date(2026, month, 6), next(numbers), 2, 1, price, category=None, **south)
        for month, price in ((1, "90"), (2, "60"), (3, "30"))
    ]
    lines.append(Line(TODAY, next(numbers), 1, -1, "5", **north))
    add_lines(store, lines)
    add_talks(store, [Talk(date(2026, 3, 2), 1, cast.sol.user_id, cast.north, cast.sol.user_id)])
    drafts = [_draft(team(cast.south), "100", date(2026, month, 1)) for month in (1, 2, 3)]
    drafts += [_draft(team(cast.north), "90", MARCH), _draft(COMPANY, "200", MARCH)]
    drafts.append(_draft(COMPANY, "1600", date(2026, 1, 1), PeriodKind.YEAR))
    set_targets(store, CONSOLE, drafts, key="plan")
    return store
