"""What the answers say, told apart by indicator, group and month, and two of them held against each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from crm_core.access.model import Reach
from crm_core.periods import Period
from crm_core.store import Store, statement
from crm_core.store.reads import reads
from crm_core.surveys import repository
from crm_core.surveys.model import (
    BOUNDS,
    RATED,
    Answers,
    Indicator,
    Item,
    Measure,
    Purpose,
    Real,
    Scheme,
    indicator_scores,
)
from crm_core.surveys.scoring import estimate_of, matrix
from crm_core.surveys.statistics import Alpha, Difference, Estimate, cronbach, difference, mean_estimate, sums_of

_SEVERAL = "┋"  # how 问卷星 puts several choices into one cell
_SECONDS = 60.0
Picked = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class ResultsRequest:
    """A survey's answers within reach, as one version of its scheme has them."""

    reach: Reach
    survey_id: int
    version: int


@dataclass(frozen=True, slots=True)
class Results:
    """The answers within reach, one place each, the same in every array. To be read only."""

    scheme: Scheme
    answer_ids: NDArray[np.int64]
    days: NDArray[np.datetime64]
    scores: Mapping[Measure, Real]
    indicators: Real
    numbers: Answers
    alphas: tuple[Alpha | None, ...] = ()
    groups: Mapping[int, tuple[Item, Mapping[str, Picked]]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.answer_ids)

    def estimate(self, measure: Measure, picked: Picked | None = None) -> Estimate:
        """Return a measure over the picked answers (all where not told)."""
        scores = self.scores[measure]
        return estimate_of(measure, scores if picked is None else scores[picked])

    def in_group(self, item_id: int, name: str) -> Picked:
        """Return which answers say ``name`` to a question of groups."""
        nobody: Picked = np.zeros(len(self), dtype=np.bool_)
        return self.groups[item_id][1].get(name, nobody)

    def in_period(self, period: Period) -> Picked:
        """Return which answers were given in a period."""
        first, last = np.datetime64(period.first), np.datetime64(period.last)
        found: Picked = (self.days >= first) & (self.days <= last)
        return found

    def with_indicator(self, place: int) -> Picked:
        """Return which answers have a score for an indicator."""
        found: Picked = ~np.isnan(self.indicators[:, place])
        return found


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it stands for, its number, and which answers are behind it."""

    name: str
    estimate: Estimate


@dataclass(frozen=True, slots=True)
class IndicatorBar:
    """An indicator's mean, 0-100, with its share of the weight and how well its questions hang together."""

    place: int
    indicator: Indicator
    share: float
    estimate: Estimate
    alpha: Alpha | None


@reads(
    "survey_answer", "survey_answer_item", "answer_score", "scheme", "scheme_item", "scheme_indicator", "survey_item"
)
def results(store: Store, request: ResultsRequest) -> Results:
    """Return the answers within reach with their scores, indicators and groups."""
    scheme = repository.scheme(store, request.survey_id, request.version) or Scheme()
    given = {**request.reach.named(), "survey_id": request.survey_id}
    found = store.table(statement("surveys", "answers_of_survey"), given, seconds=_SECONDS)
    answer_ids = found["answer_id"].to_numpy()
    rated = [rule.item_id for rule in scheme.rules if rule.purpose in RATED]
    said = store.table(statement("surveys", "said_in_survey"), {**given, "items": rated}, seconds=_SECONDS)
    numbers = _aligned(said, answer_ids)
    scores = {measure: found[f"{measure.value}_score"].to_numpy().astype(np.float64, copy=True) for measure in Measure}
    return Results(
        scheme,
        answer_ids,
        found["answered_on"].to_numpy().astype("datetime64[D]"),
        scores,
        indicator_scores(numbers, scheme),
        numbers,
        tuple(cronbach(numbers.of(scheme.of_indicator(place))) for place in range(len(scheme.indicators))),
        _groups(store, given, scheme, answer_ids),
    )


def _aligned(said: pa.Table, answer_ids: NDArray[np.int64]) -> Answers:
    """Return the numbers with a row for each of ``answer_ids``."""
    known = said.filter(said["value"].is_valid())
    own_ids, own = matrix(known)
    numbers = np.full((len(answer_ids), len(own.item_ids)), np.nan)
    numbers[np.searchsorted(answer_ids, own_ids)] = own.values
    return Answers(own.item_ids, numbers)


def _groups(
    store: Store, given: Mapping[str, object], scheme: Scheme, answer_ids: NDArray[np.int64]
) -> dict[int, tuple[Item, Mapping[str, Picked]]]:
    """Return, for each question of groups, which answers say each name, the most frequent name first."""
    wanted = [rule.item_id for rule in scheme.of_purpose(Purpose.GROUP)]
    if not wanted:
        return {}
    items = {item.item_id: item for item in repository.items(store, int(str(given["survey_id"])))}
    said = store.table(statement("surveys", "said_in_survey"), {**given, "items": wanted}, seconds=_SECONDS)
    found: dict[int, dict[str, Picked]] = {item_id: {} for item_id in wanted}
    texts = said["said"].combine_chunks().dictionary_encode()
    codes, item_ids = texts.indices.to_numpy(), said["item_id"].to_numpy()
    places = np.searchsorted(answer_ids, said["answer_id"].to_numpy())
    for item_id in wanted:
        own = item_ids == item_id
        for code in np.unique(codes[own]).tolist():
            here = places[own & (codes == code)]
            for name in dict.fromkeys(part.strip() for part in texts.dictionary[code].as_py().split(_SEVERAL)):
                if name:
                    found[item_id].setdefault(name, np.zeros(len(answer_ids), dtype=np.bool_))[here] = True
    return {item_id: (items[item_id], _by_size(names)) for item_id, names in found.items()}


def _by_size(names: Mapping[str, Picked]) -> dict[str, Picked]:
    return dict(sorted(names.items(), key=lambda each: (-int(each[1].sum()), each[0])))


def by_indicator(found: Results) -> list[IndicatorBar]:
    """Return the indicators that count, in the scheme's order."""
    counted = found.scheme.counted()
    total = sum(float(found.scheme.indicators[place].weight) for place in counted)
    bars = []
    for place in counted:
        indicator = found.scheme.indicators[place]
        estimate = mean_estimate(sums_of(found.indicators[:, place]), *BOUNDS[Measure.INDEX])
        bars.append(IndicatorBar(place, indicator, float(indicator.weight) / total, estimate, found.alphas[place]))
    return bars


def group_names(found: Results, item_id: int) -> list[str]:
    """Return the names of a question's groups, the most frequent first."""
    return list(found.groups[item_id][1])


def by_group(found: Results, item_id: int, measure: Measure) -> list[Bar]:
    """Return a measure by the groups of a question, the most frequent first."""
    return [Bar(name, found.estimate(measure, found.in_group(item_id, name))) for name in group_names(found, item_id)]


def by_month(found: Results, measure: Measure) -> list[tuple[date, Estimate]]:
    """Return a measure by month, the earliest first; a month without answers is left out."""
    months = found.days.astype("datetime64[M]")
    return [
        (month.astype("datetime64[D]").astype(object), found.estimate(measure, months == month))
        for month in np.unique(months)
    ]


def compared(found: Results, measure: Measure, first: Picked, second: Picked) -> Difference:
    """Return how a measure differs between two parts of the answers; who is in both is left out of both."""
    both = first & second
    scores = found.scores[measure]
    return difference(sums_of(scores[first & ~both]), sums_of(scores[second & ~both]))
