"""Writing several targets at once: nothing over what somebody else changed, levels in order, one version each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from crm_core.errors import N_, InvalidInput, Message, StaleWrite, message
from crm_core.periods import Period
from crm_core.store import Store, Transaction
from crm_core.targets import repository
from crm_core.targets.drafts import TargetChange, as_typed, cell
from crm_core.targets.model import LEVEL_LABELS, Level, Target, TargetKey, TargetScope
from crm_core.targets.traits import number_kind_of, rule_of

Standing = Mapping[TargetKey, Target | None]
Name = Callable[[TargetKey, str], str]
_Group = tuple[str, TargetScope]


def standing_of(store: Store, keys: Sequence[TargetKey]) -> dict[TargetKey, Target | None]:
    """Return what is stored for each of ``keys``, and the other levels of their periods; None where nothing is."""
    found: dict[TargetKey, Target | None] = {}
    for group, span in _spans(keys).items():
        found |= {target.key: target for target in repository.of_metric(store, *group, span)}
    return found | {key: found.get(key) for key in keys}


def _spans(keys: Iterable[TargetKey]) -> dict[_Group, Period]:
    spans: dict[_Group, Period] = {}
    for key in keys:
        group, first = (key.metric_id, key.scope), key.period_first
        known = spans.get(group, Period(first, first))
        spans[group] = Period(min(known.first, first), max(known.last, first))
    return spans


def differs(change: TargetChange, stored: Target | None) -> bool:
    """Return whether ``change`` asks for something else than what is stored."""
    if stored is None:
        return change.value is not None
    return (change.value, change.baseline, change.baseline_on) != (stored.value, stored.baseline, stored.baseline_on)


def require_fresh(changes: Iterable[TargetChange], standing: Standing, name: Name = cell) -> None:
    """Return where nobody else changed what the changes rest on.

    Raises:
        StaleWrite: somebody did; ``mine`` and ``theirs`` are by cell, as texts.
    """
    mine: dict[str, object] = {}
    theirs: dict[str, object] = {}
    for change in changes:
        stored = standing[change.key]
        if (stored.version if stored else 0) == change.version or not differs(change, stored):
            continue
        asked, kept = _cells(change), _cells(stored) if stored else {}
        for column, text in asked.items():
            if text != kept.get(column, ""):
                place = name(change.key, column)
                mine[place], theirs[place] = text, kept.get(column, "")
    if mine:
        raise StaleWrite("target", None, mine, theirs)


def _cells(target: Target | TargetChange) -> dict[str, str]:
    """Return a target as the texts of its cells."""
    kind, day = number_kind_of(target.key.metric_id), target.baseline_on
    return {
        target.key.level.value: as_typed(target.value, kind),
        "baseline": as_typed(target.baseline, kind),
        "baseline_on": day.isoformat() if day else "",
    }


def require_ordered(changes: Sequence[TargetChange], standing: Standing, name: Name = cell) -> None:
    """Return where each level asks for more than the one before, in the metric's direction.

    Raises:
        InvalidInput: with a message for each cell that does not.
    """
    problems: dict[str, Message] = {}
    values = {key: target.value for key, target in standing.items() if target is not None}
    values |= {change.key: change.value for change in changes if change.value is not None}
    for gone in (change.key for change in changes if change.value is None):
        values.pop(gone, None)
    for change in changes:
        found = _disorder(change.key, values) if change.value is not None else None
        if found is not None:
            problems[name(change.key, change.key.level.value)] = found
    if problems:
        raise InvalidInput(problems)


def _disorder(key: TargetKey, values: Mapping[TargetKey, Decimal]) -> Message | None:
    """Return what is wrong between the levels of one period, as far as ``key``'s own is part of it."""
    known = [(level, values[own]) for level in Level if (own := replace(key, level=level)) in values]
    is_low = rule_of(key.metric_id).lower_is_better
    for place, (easier, low) in enumerate(known):
        for harder, high in known[place + 1 :]:
            if key.level in (easier, harder) and (low < high if is_low else low > high):
                return _told_disorder(key, (easier, low), (harder, high), is_low=is_low)
    return None


def _told_disorder(
    key: TargetKey, easier: tuple[Level, Decimal], harder: tuple[Level, Decimal], *, is_low: bool
) -> Message:
    kind = number_kind_of(key.metric_id)
    text = (
        N_("Less is better here: {easier} ({first}) must not lie below {harder} ({second}).")
        if is_low
        else N_("{easier} ({first}) must not lie above {harder} ({second}).")
    )
    return message(
        text,
        easier=Message(LEVEL_LABELS[easier[0]]),
        first=as_typed(easier[1], kind),
        harder=Message(LEVEL_LABELS[harder[0]]),
        second=as_typed(harder[1], kind),
    )


def write(
    transaction: Transaction, changes: Sequence[TargetChange], standing: Standing, stamp: repository.Stamp
) -> dict[TargetKey, int]:
    """Write the changes, which were checked against ``standing``, with a version each; return the targets' ids."""
    fresh = [change for change in changes if standing[change.key] is None]
    ids = {change.key: target.target_id for change in changes if (target := standing[change.key]) is not None}
    old = {change.key: target.version for change in changes if (target := standing[change.key]) is not None}
    changed = [change for change in changes if change.key in ids and change.value is not None]
    gone = [change for change in changes if change.key in ids and change.value is None]
    ids |= repository.add(transaction, fresh, stamp)
    repository.change(transaction, changed, ids, stamp)
    repository.remove(transaction, [ids[change.key] for change in gone])
    versions = {change.key: old.get(change.key, 0) + 1 for change in changes}
    repository.keep_versions(transaction, changes, ids, versions, stamp)
    return ids
