"""Many targets at once: proposed, looked at, and set in one transaction with one reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from crm_core import audit, clock
from crm_core.access.model import Actor
from crm_core.periods import PeriodKind
from crm_core.settings import service as settings
from crm_core.store import Store, once
from crm_core.targets import repository, saving
from crm_core.targets.drafts import TargetDraft, as_typed, wide_cell
from crm_core.targets.model import Level, Target, TargetKey, TargetScope
from crm_core.targets.service import parsed, refuse_long, require_editable
from crm_core.targets.spreading import Place, rough_step, sums_follow
from crm_core.targets.traits import adds_up, number_kind_of

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Proposed:
    """What one target shall become; ``before`` is what stands, ``last_year`` what it was a year before, both for sight."""

    key: TargetKey
    value: Decimal | None
    before: Target | None
    last_year: Decimal | None = None

    @property
    def is_change(self) -> bool:
        """Whether it asks for something else than what stands."""
        return self.value != (self.before.value if self.before else None)

    def draft(self) -> TargetDraft:
        """Return it as typed; the baseline stays as it is."""
        kind, before = number_kind_of(self.key.metric_id), self.before
        return TargetDraft(
            self.key,
            as_typed(self.value, kind),
            as_typed(before.baseline, kind) if before and self.value is not None else "",
            before.baseline_on if before and self.value is not None else None,
            before.version if before else 0,
        )


def changed_by(
    values: Mapping[Place, Decimal], percent: Decimal, metric_id: str, year_first: date, *, in_figures: bool = True
) -> dict[Place, Decimal]:
    """Return a year's ``values`` changed by ``percent``, rounded to three figures (else to the metric's precision).

    Where months added up to their quarters and year, they do so afterwards: those are summed anew.

    Raises:
        NotFound: there is no such metric.
    """
    kind = number_kind_of(metric_id)
    found = {}
    for place, value in values.items():
        new = value * (HUNDRED + percent) / HUNDRED
        step = rough_step(new, 1, kind.step) if in_figures else kind.step
        rounded = (new / step).quantize(Decimal(1), ROUND_HALF_UP) * step
        found[place] = max(-kind.highest, min(rounded, kind.highest))
    return sums_follow(values, found, year_first) if adds_up(metric_id) else found


def proposals(
    standing: Iterable[Target],
    wanted: Mapping[TargetKey, Decimal | None],
    last_year: Mapping[TargetKey, Decimal] | None = None,
) -> list[Proposed]:
    """Return what is ``wanted`` as proposals, beside what stands."""
    kept = {target.key: target for target in standing}
    return [Proposed(key, value, kept.get(key), (last_year or {}).get(key)) for key, value in wanted.items()]


def keyed(
    metric_id: str, scope: TargetScope, level: Level, values: Mapping[Place, Decimal]
) -> dict[TargetKey, Decimal | None]:
    """Return a year's values by the keys of their targets: the year first, then quarters, then months."""
    order = sorted(values, key=lambda place: (-list(PeriodKind).index(place[0]), place[1]))
    return {TargetKey(metric_id, scope, *place, level): values[place] for place in order}


def set_many(
    store: Store, actor: Actor, drafts: Sequence[TargetDraft], *, key: str, reason: str = "", way: str = "bulk"
) -> int:
    """Set, change and remove targets of several metrics and scopes, all or none; return how many changed.

    ``way`` says in the trail how they were made: bulk, spread, copy, file.

    Raises:
        NotPermitted, NotFound: the role may not, or a scope or metric is not the actor's or does not exist.
        InvalidInput: with a message for each cell, named by ``drafts.wide_cell``.
        StaleWrite: some were changed since they were seen; ``mine`` and ``theirs`` are by ``drafts.wide_cell``.
        AlreadyDone: this very save was done before.
    """
    require_editable(store, actor, {draft.key.scope for draft in drafts})
    refuse_long(reason)
    changes = parsed(drafts, clock.today(settings.current(store).zone), wide_cell)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        standing = saving.standing_of(store, [change.key for change in changes])
        saving.require_fresh(changes, standing, wide_cell)
        todo = [change for change in changes if saving.differs(change, standing[change.key])]
        saving.require_ordered(todo, standing, wide_cell)
        if todo:
            stamp = repository.Stamp(clock.now(), actor.user_id, reason.strip() or None)
            saving.write(transaction, todo, standing, stamp)
            facts = {
                "way": way,
                "metrics": sorted({change.key.metric_id for change in todo}),
                "reason": reason.strip() or None,
                "count": len(todo),
            }
            audit.record_batch(transaction, actor, audit.Change("change", "target", None, None, facts), len(todo))
    return len(todo)
