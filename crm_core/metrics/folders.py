"""The metric folders: each number of the program, declared once, loaded once."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from crm_core.errors import NotFound
from crm_core.i18n import Language
from crm_core.metrics.model import Grain, GroupBy, Kind, Metric, Section, Source, Unit


@dataclass(frozen=True, slots=True)
class Definition:
    """A metric in a person's words: its name, and what it means as Markdown of our own."""

    metric: Metric
    name: str
    about: str


def _folder() -> Traversable:
    return files("crm_core").joinpath("metrics")


@cache
def metrics() -> dict[str, Metric]:
    """Return all metrics by id, in the order in which boards show them."""
    found = []
    for place in _folder().iterdir():
        declared = place.joinpath("metric.toml")
        if declared.is_file():
            content = tomllib.loads(declared.read_text(encoding="utf-8"))
            found.append((content["place"], place.name, _metric(place.name, content)))
    return {name: metric for _, name, metric in sorted(found, key=lambda entry: entry[:2])}


def _metric(metric_id: str, content: dict[str, Any]) -> Metric:
    return Metric(
        metric_id,
        Unit(content["unit"]),
        Kind(content["kind"]),
        lower_is_better={"up": False, "down": True}[content["better"]],
        is_flow=content["flow"],
        source=Source(content["source"]),
        grain=Grain(content["rows"]),
        groups=tuple(GroupBy(name) for name in content["groups"]),
        needs_customer=content["needs_customer"],
        section=Section(content["section"]),
        is_main=content["main"],
        parts=_parts(content),
        window_days=content.get("window_days"),
        history_days=content.get("history_days", 0),
    )


def _parts(content: dict[str, Any]) -> tuple[Unit, Unit] | None:
    if "parts" not in content:
        return None
    numerator, denominator = content["parts"]
    return Unit(numerator), Unit(denominator)


def metric(metric_id: str) -> Metric:
    """Return a metric.

    Raises:
        NotFound: there is none of this id.
    """
    found = metrics().get(metric_id)
    if found is None:
        raise NotFound("metric", metric_id)
    return found


@cache
def definition(metric_id: str, language: Language) -> Definition:
    """Return a metric's name and meaning in ``language``.

    Raises:
        NotFound: there is none of this id.
    """
    found = metric(metric_id)
    text = _folder().joinpath(metric_id, f"about.{language.value}.md").read_text(encoding="utf-8")
    title, _, body = text.partition("\n")
    return Definition(found, title.removeprefix("# ").strip(), body.strip())


@cache
def sql_text(metric_id: str, name: str) -> str:
    """Return the text of ``query`` or ``rows`` of a metric, behind ``shared`` where the folder has it: what both begin with."""
    parts = (_folder().joinpath(metric_id, f"{part}.sql") for part in ("shared", name))
    texts = (part.read_text(encoding="utf-8").strip() for part in parts if part.is_file())
    return "\n\n".join(texts).rstrip(";")
