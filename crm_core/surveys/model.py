"""What a survey is, what its questions mean and weigh, and how answers become scores: rules without I/O."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from crm_core.errors import N_

Real = NDArray[np.float64]
NAME_LIMIT, REASON_LIMIT, INDICATOR_LIMIT = 100, 500, 60
SATISFIED_FROM = 0.75  # of the way from the scale's lowest to its highest: see ``is_satisfied``


class Purpose(StrEnum):
    """What the answers to a question are for; the values are what the store and the command line say."""

    RATING = "rating"
    OVERALL = "overall"
    RECOMMEND = "recommend"
    GROUP = "group"
    COMMENT = "comment"
    IGNORED = "ignored"


PURPOSE_LABELS = {
    Purpose.RATING: N_("Rating"),
    Purpose.OVERALL: N_("Overall satisfaction (CSAT)"),
    Purpose.RECOMMEND: N_("Recommendation (NPS)"),
    Purpose.GROUP: N_("Group"),
    Purpose.COMMENT: N_("Opinion in words"),
    Purpose.IGNORED: N_("Not counted"),
}
RATED = frozenset({Purpose.RATING, Purpose.OVERALL, Purpose.RECOMMEND})  # whose answers are numbers
RECOMMEND_SCALES = ((0, 10), (1, 10))


class Measure(StrEnum):
    """What is scored of each answer."""

    INDEX = "index"
    CSAT = "csat"
    NPS = "nps"


MEASURE_LABELS = {
    Measure.INDEX: N_("Satisfaction index"),
    Measure.CSAT: N_("CSAT"),
    Measure.NPS: N_("NPS"),
}
BOUNDS = {Measure.INDEX: (0.0, 100.0), Measure.CSAT: (0.0, 1.0), Measure.NPS: (-100.0, 100.0)}


@dataclass(frozen=True, slots=True)
class Scale:
    """The lowest and the highest number that a question may be answered with."""

    low: int
    high: int

    def __str__(self) -> str:
        return f"{self.low}–{self.high}"


SCALES = (Scale(1, 5), Scale(1, 7), Scale(1, 10), Scale(0, 10))


@dataclass(frozen=True, slots=True)
class Item:
    """One question, a column of the file."""

    item_id: int
    position: int
    header: str


@dataclass(frozen=True, slots=True)
class ItemRule:
    """What a scheme makes of a question. ``indicator`` is the place of its indicator; None: it counts towards none."""

    item_id: int
    purpose: Purpose
    scale: Scale
    indicator: int | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """A part of the index, with its weight (above 0; only the proportions matter)."""

    name: str
    weight: Decimal


@dataclass(frozen=True, slots=True)
class Scheme:
    """What a survey's questions mean and weigh, in one version; 0 is a draft that was never saved."""

    version: int = 0
    zero_is_missing: bool = False
    indicators: tuple[Indicator, ...] = ()
    rules: tuple[ItemRule, ...] = ()

    def rule(self, item_id: int) -> ItemRule | None:
        """Return what is made of a question; None where the scheme does not know it."""
        return next((rule for rule in self.rules if rule.item_id == item_id), None)

    def of_purpose(self, purpose: Purpose) -> list[ItemRule]:
        """Return the rules of one purpose, in their order."""
        return [rule for rule in self.rules if rule.purpose is purpose]

    def of_indicator(self, place: int) -> list[ItemRule]:
        """Return the questions that count towards an indicator."""
        return [rule for rule in self.rules if rule.indicator == place and rule.purpose in RATED]

    def counted(self) -> list[int]:
        """Return the places of the indicators towards which a question counts."""
        return [place for place in range(len(self.indicators)) if self.of_indicator(place)]


@dataclass(frozen=True, slots=True)
class PastScheme:
    """One version of a scheme in its history: who made it, when and why."""

    version: int
    changed_at: datetime
    changed_by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Survey:
    """A survey. ``team_id`` None: the company's. ``asked_count`` None: nobody knows how many were asked."""

    survey_id: int
    name: str
    team_id: int | None
    team_name: str | None
    first_on: date
    last_on: date
    asked_count: int | None
    scale: Scale
    scheme_version: int
    version: int


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers as numbers: one row a respondent, one column a question of ``item_ids``; NaN where there is none."""

    item_ids: tuple[int, ...]
    values: Real

    def columns(self, rules: Sequence[ItemRule]) -> list[int]:
        """Return where the questions of ``rules`` stand."""
        at = {item_id: place for place, item_id in enumerate(self.item_ids)}
        return [at[rule.item_id] for rule in rules if rule.item_id in at]

    def of(self, rules: Sequence[ItemRule]) -> Real:
        """Return the columns of the questions of ``rules``."""
        return self.values[:, self.columns(rules)]


def points(values: Real, scales: Sequence[Scale]) -> Real:
    """Return numbers on their scales (one a column) as points: 0 at the lowest, 100 at the highest."""
    low = np.array([scale.low for scale in scales], dtype=np.float64)
    span = np.array([scale.high - scale.low for scale in scales], dtype=np.float64)
    found: Real = (values - low) / span * 100
    return found


def mean_of_known(values: Real) -> Real:
    """Return each row's mean over what is there; NaN where nothing is."""
    known = ~np.isnan(values)
    counts = known.sum(axis=1)
    sums = np.where(known, values, 0.0).sum(axis=1)
    found: Real = np.where(counts > 0, sums / np.maximum(counts, 1), np.nan)
    return found


def spread_weights(weights: Real, known: NDArray[np.bool_]) -> Real:
    """Return each row's weights of the parts that are ``known``, in proportion, with the sum 1; all 0 where none is."""
    kept = np.where(known, weights, 0.0)
    sums = kept.sum(axis=1, keepdims=True)
    found: Real = np.divide(kept, sums, out=np.zeros_like(kept), where=sums > 0)
    return found


def indicator_scores(answers: Answers, scheme: Scheme) -> Real:
    """Return 0-100 for each answer and indicator (all of the scheme's, in order): the mean of its answered questions."""
    found = np.full((len(answers.values), len(scheme.indicators)), np.nan)
    for place in scheme.counted():
        rules = [rule for rule in scheme.of_indicator(place) if rule.item_id in answers.item_ids]
        if rules:
            found[:, place] = mean_of_known(points(answers.of(rules), [rule.scale for rule in rules]))
    return found


def index_scores(answers: Answers, scheme: Scheme) -> Real:
    """Return each answer's index, 0-100: its indicators weighted, the weight of missing ones spread over the others.

    NaN where nothing that counts was answered.
    """
    scores = indicator_scores(answers, scheme)
    if not scores.shape[1]:
        return np.full(len(scores), np.nan)
    weights = np.array([float(indicator.weight) for indicator in scheme.indicators])
    known = ~np.isnan(scores)
    spread = spread_weights(weights, known)
    summed = (np.where(known, scores, 0.0) * spread).sum(axis=1)
    found: Real = np.where(known.any(axis=1), np.clip(summed, 0.0, 100.0), np.nan)
    return found


def is_satisfied(values: Real, scale: Scale) -> Real:
    """Return 1 for satisfied and 0 for others; NaN for none.

    Satisfied is who answers in the top quarter of the scale: 4 and 5 of 1-5 (the usual top two), 6 and 7 of 1-7, 8 to 10
    of 1-10 and of 0-10.
    """
    reached = (values - scale.low) / (scale.high - scale.low) >= SATISFIED_FROM
    found: Real = np.where(np.isnan(values), np.nan, reached.astype(np.float64))
    return found


def promoter_points(values: Real) -> Real:
    """Return 100 for promoters (9 and 10), -100 for detractors (6 and less), 0 for those between; NaN for none.

    The bounds are the same on 0-10 and on 1-10. Source: Reichheld 2003, Harvard Business Review 81 (12), 46-54.
    """
    judged = np.where(values >= 9, 100.0, np.where(values <= 6, -100.0, 0.0))
    found: Real = np.where(np.isnan(values), np.nan, judged)
    return found


def scores(answers: Answers, scheme: Scheme) -> dict[Measure, Real]:
    """Return each answer's three scores; NaN where an answer has none."""
    nothing = np.full(len(answers.values), np.nan)
    found = {Measure.INDEX: index_scores(answers, scheme), Measure.CSAT: nothing, Measure.NPS: nothing}
    overall, recommend = scheme.of_purpose(Purpose.OVERALL), scheme.of_purpose(Purpose.RECOMMEND)
    if overall and overall[0].item_id in answers.item_ids:
        found[Measure.CSAT] = is_satisfied(answers.of(overall[:1])[:, 0], overall[0].scale)
    if recommend and recommend[0].item_id in answers.item_ids:
        found[Measure.NPS] = promoter_points(answers.of(recommend[:1])[:, 0])
    return found


@dataclass(frozen=True, slots=True)
class Frame:
    """What a file of answers must know of its survey: the scale, and what the known questions mean by their names' keys."""

    scale: Scale | None = None
    zero_is_missing: bool = False
    known: Mapping[str, tuple[Purpose, Scale]] = field(default_factory=dict)
