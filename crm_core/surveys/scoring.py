"""From what was said to numbers and scores, as a scheme says: for the store, and to try a scheme before it is saved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pyarrow as pa

from crm_core.exchange.fields import BadValue
from crm_core.store import Store, Transaction
from crm_core.surveys import repository
from crm_core.surveys.model import BOUNDS, RATED, Answers, Measure, Real, Scheme, scores
from crm_core.surveys.statistics import Estimate, mean_estimate, share_estimate, sums_of
from crm_core.surveys.words import rating_in

SCORE = pa.decimal128(18, 6)
_STEP = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class Readings:
    """What a scheme reads from each text that was said, and how many answers it cannot read or finds outside its scale."""

    table: pa.Table
    unread_count: int


def readings_of(said: Iterable[tuple[int, str, int]], scheme: Scheme) -> Readings:
    """Return what ``scheme`` makes of the texts (question, text, how often)."""
    found: list[tuple[int, str, Decimal | None]] = []
    unread = 0
    for item_id, text, count in said:
        rule, value = scheme.rule(item_id), None
        if rule is not None and rule.purpose in RATED:
            try:
                value = rating_in(text, rule.scale, zero_is_missing=scheme.zero_is_missing)
            except BadValue:
                unread += count
        found.append((item_id, text, value))
    return Readings(repository.readings_table(found), unread)


def matrix(values: pa.Table) -> tuple[np.ndarray, Answers]:
    """Return the answers' numbers and what they answered, from rows of answer_id, item_id and value."""
    answer_ids, rows = np.unique(values["answer_id"].to_numpy(), return_inverse=True)
    item_ids, columns = np.unique(values["item_id"].to_numpy(), return_inverse=True)
    numbers = np.full((len(answer_ids), len(item_ids)), np.nan)
    numbers[rows, columns] = values["value"].cast(pa.float64()).to_numpy()
    return answer_ids, Answers(tuple(int(each) for each in item_ids), numbers)


def rescore(
    transaction: Transaction, store: Store, survey_id: int, scheme: Scheme, *, import_id: int | None = None
) -> None:
    """Write numbers and scores of a survey's answers anew, or the scores of one import's; inside the transaction."""
    readings = readings_of(repository.said_texts(store, survey_id, import_id), scheme).table
    if import_id is None:
        repository.set_values(transaction, survey_id, readings)
    answer_ids, answers = matrix(repository.values_as_read(store, survey_id, readings, import_id))
    repository.put_scores(transaction, survey_id, score_table(answer_ids, answers, scheme), import_id)


def score_table(answer_ids: np.ndarray, answers: Answers, scheme: Scheme) -> pa.Table:
    """Return answer_id, measure and score of every score that there is."""
    found: dict[str, list[object]] = {"answer_id": [], "measure": [], "score": []}
    for measure, values in scores(answers, scheme).items():
        known = np.flatnonzero(~np.isnan(values))
        found["answer_id"] += answer_ids[known].tolist()
        found["measure"] += [measure.value] * len(known)
        found["score"] += [Decimal(repr(each)).quantize(_STEP, ROUND_HALF_UP) for each in values[known].tolist()]
    kinds = {"answer_id": pa.int64(), "measure": pa.string(), "score": SCORE}
    return pa.table({name: pa.array(column, kinds[name]) for name, column in found.items()})


def estimate_of(measure: Measure, values: Real) -> Estimate:
    """Return a measure over answers' scores with its 95 % interval: shares by Wilson, means by Student's t."""
    sums = sums_of(values)
    if measure is Measure.CSAT:
        return share_estimate(sums.count, sums.total)
    return mean_estimate(sums, *BOUNDS[measure])


@dataclass(frozen=True, slots=True)
class Tried:
    """What a scheme makes of the answers that are there, without being saved."""

    estimates: dict[Measure, Estimate]
    unread_count: int


def tried(store: Store, survey_id: int, scheme: Scheme) -> Tried:
    """Return the three measures over all of a survey's answers as ``scheme`` would have them."""
    readings = readings_of(repository.said_texts(store, survey_id), scheme)
    _, answers = matrix(repository.values_as_read(store, survey_id, readings.table))
    found = {measure: estimate_of(measure, values) for measure, values in scores(answers, scheme).items()}
    return Tried(found, readings.unread_count)
