"""An adjustment's effect as people read it, the same on the page and in files."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from crm_core.adjustments.comparing import Verdict
from crm_core.adjustments.effects import Beside, Finding
from crm_core.adjustments.model import TOUCHED_LABELS, WANTED_LABELS, Aim, Touch, Touched
from crm_core.board.figures import Figures
from crm_core.errors import N_
from crm_core.i18n import Language, translate
from crm_core.i18n.formats import NO_DATA
from crm_core.metrics.folders import metric as metric_of
from crm_core.metrics.folders import metrics
from crm_core.relationships.model import RUNG_LABELS

VERDICT_LABELS: Mapping[Verdict, str] = {
    Verdict.BETTER: N_("Better"),
    Verdict.WORSE: N_("Worse"),
    Verdict.NO_CLEAR_DIFFERENCE: N_("No clear difference"),
    Verdict.TOO_EARLY: N_("Too early to tell"),
    Verdict.NO_MARGIN: N_("No margin known"),
}
BESIDE_LABELS: Mapping[Beside, str] = {
    Beside.OTHERS: N_("All others"),
    Beside.YEAR_BEFORE: N_("The year before"),
    Beside.NOTHING: N_("None"),
}
METHOD = N_(
    "The same number of whole weeks before and after. Difference: what came after, less what was to be expected had the number "
    "moved as the comparison did: all others in these weeks, or the weeks of the year before that lie to Spring Festival as these "
    "do. ± is the 95 % margin (Welch). Whatever else happened at the same time is in it too: a proposal, not a proof."
)


def figure(figures: Figures, found: Finding, value: float) -> str:
    """Return a value of the finding's metric."""
    return figures.figure(metric_of(found.metric_id), _exact(value))


def difference_text(figures: Figures, found: Finding) -> str:
    """Return the difference beyond the comparison with its sign and 95 % margin."""
    told = _signed(figures, found, found.effect.value)
    margin = found.effect.margin
    return told if margin is None else f"{told} ± {_apart(figures, found, margin)}"


def _signed(figures: Figures, found: Finding, value: float) -> str:
    shown = _apart(figures, found, abs(value))
    return shown if value == 0 else ("+" if value > 0 else "−") + shown


def _apart(figures: Figures, found: Finding, value: float) -> str:
    metric = metric_of(found.metric_id)
    if metric.unit.is_relative:
        return figures.difference(metric, _exact(value))
    return figures.figure(metric, _exact(value))


def _exact(value: float) -> Decimal:
    return Decimal(str(round(value, 6)))


def aim_text(figures: Figures, aim: Aim) -> str:
    """Return what a metric was expected to do, and by how much."""
    language = figures.language
    name = figures.metric_name(aim.metric_id) if aim.metric_id in metrics() else aim.metric_id
    told = f"{name} {translate(language, WANTED_LABELS[aim.wanted])}"
    if aim.size is None or aim.metric_id not in metrics():
        return told
    metric = metric_of(aim.metric_id)
    size = figures.difference(metric, aim.size) if metric.unit.is_relative else f"{(aim.size * 100).normalize():f}%"
    return translate(language, "{told} by {size}", told=told, size=size)


def touch_text(figures: Figures, touch: Touch) -> str:
    """Return what was touched: its kind and its name as it is now."""
    language, name = figures.language, touch.name
    if name is not None and touch.kind is Touched.NORM:
        name = next((translate(language, label) for rung, label in RUNG_LABELS.items() if rung.value == name), name)
    if name is not None and touch.kind is Touched.GOAL and name in metrics():
        name = figures.metric_name(name)
    return f"{translate(language, TOUCHED_LABELS[touch.kind])} {name or NO_DATA}"


def verdict_text(language: Language, verdict: Verdict) -> str:
    """Return what arithmetic proposes."""
    return translate(language, VERDICT_LABELS[verdict])
