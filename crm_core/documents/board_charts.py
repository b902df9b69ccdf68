"""The slides with charts: a metric over its year beside the year before and its target, and its groups side by side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from crm_core.board import service as board
from crm_core.board import words
from crm_core.board.figures import Figures, attainment_percent, is_limit
from crm_core.board.model import BoardView, Group, PathMonth
from crm_core.board.service import Ask
from crm_core.documents.model import Cell, Chart, Column, Part, Series, Slide, Table, Tone
from crm_core.documents.number_formats import axis_format, step_of
from crm_core.documents.statuses import TONES, status_cell
from crm_core.i18n import Language, formats, translate
from crm_core.i18n.formats import NO_DATA
from crm_core.metrics.folders import definition
from crm_core.metrics.model import GroupBy, Metric, Value
from crm_core.targets.model import Standing

MOST_BARS = 12


def defined(found: Metric, language: Language) -> str:
    """Return what a metric means, for the notes of a slide: its name, then its definition without marks."""
    told = definition(found.metric_id, language)
    return f"{told.name}\n{re.sub(r'[*`]', '', told.about)}\n"


# Over the year --------------------------------------------------------------------------------------------------------


def over_the_year(ask: Ask, seen: BoardView, found: Metric, figures: Figures, what: str) -> list[Slide]:
    """Return the metric by month beside the year before, and, where months have targets, beside these."""
    months = board.path(ask, seen, found.metric_id)
    groups = {group.key: group for group in board.breakdown(ask, seen, found.metric_id, GroupBy.MONTH)}
    by_month = [groups.get(month.first) for month in months]
    slides = [_beside_last_year(found, months, by_month, figures, what)]
    if any(month.target is not None or month.stretch is not None for month in months):
        slides.append(_beside_target(found, months, by_month, figures, what))
    return slides


def _beside_last_year(
    found: Metric, months: Sequence[PathMonth], by_month: Sequence[Group | None], figures: Figures, what: str
) -> Slide:
    language, name = figures.language, figures.metric_name(found.metric_id)
    now = [month.actual for month in months]
    before = [group.before if group else None for group in by_month]
    title = translate(language, "{metric}: this year and last", metric=name)
    drawn = [(translate(language, "Actual"), Part.ACTUAL, now)]
    if any(value is not None for value in before):
        drawn.insert(0, (translate(language, "Year before"), Part.BEFORE, before))
    changes = [figures.change(group.change, found) or NO_DATA if group else NO_DATA for group in by_month]
    rows = {
        translate(language, "Actual"): [Cell(figures.full_figure(found, value), Tone.STRONG) for value in now],
        translate(language, "Year before"): [Cell(figures.full_figure(found, value)) for value in before],
        translate(language, "YoY"): [Cell(change) for change in changes],
    }
    chart = _chart(found, [month.first for month in months], drawn, figures, title, open_=_open(months))
    return Slide(title, what, _months_table(months, rows, figures, title), chart, notes=(defined(found, language),))


def _beside_target(
    found: Metric, months: Sequence[PathMonth], by_month: Sequence[Group | None], figures: Figures, what: str
) -> Slide:
    language, name = figures.language, figures.metric_name(found.metric_id)
    title = translate(language, "{metric} and its target", metric=name)
    now, aims, far = ([getattr(month, part) for month in months] for part in ("actual", "target", "stretch"))
    standings = [group.standing if group else None for group in by_month]
    drawn = [(translate(language, "Actual"), Part.ACTUAL, now), (translate(language, "Target"), Part.TARGET, aims)]
    attained = translate(language, "Limit used") if is_limit(found) else translate(language, "Attainment")
    rows = {
        translate(language, "Actual"): [Cell(figures.full_figure(found, value), Tone.STRONG) for value in now],
        translate(language, "Target"): [Cell(figures.full_figure(found, value)) for value in aims],
    }
    if any(value is not None for value in far):
        drawn.append((translate(language, "Stretch"), Part.STRETCH, far))
        rows[translate(language, "Stretch")] = [Cell(figures.full_figure(found, value)) for value in far]
    rows[attained] = [Cell(_percent(found, one), _tone(one)) for one in standings]
    note = translate(
        language, "How much of the target is reached. Empty where it is an upper limit: there the gap is what is left."
    )
    chart = _chart(found, [month.first for month in months], drawn, figures, title, open_=_open(months))
    table = _months_table(months, rows, figures, title)
    return Slide(title, what, table, chart, notes=(note, defined(found, language)))


def _open(months: Sequence[PathMonth]) -> frozenset[int]:
    """Return the places of the months that have begun and are not over."""
    return frozenset(place for place, month in enumerate(months) if month.actual is not None and not month.is_complete)


def _percent(found: Metric, standing: Standing | None) -> str:
    percent = attainment_percent(found, standing)
    return NO_DATA if percent is None else f"{percent:.0f}%"


def _tone(standing: Standing | None) -> Tone:
    """Return the colour of a status for a figure, whose word stands on other slides; no dot fits into so narrow a cell."""
    return Tone.PLAIN if standing is None or standing.status is None else TONES[standing.status]


def _months_table(months: Sequence[PathMonth], rows: dict[str, list[Cell]], figures: Figures, told: str) -> Table:
    heads = [formats.short_month(month.first, figures.language) for month in months]
    return Table(
        (Column("", 1), *(Column(head, is_figure=True) for head in heads)),
        tuple((Cell(name, Tone.QUIET), *cells) for name, cells in rows.items()),
        told,
        is_even=True,
    )


def _chart(
    found: Metric,
    places: Sequence[date | str],
    drawn: Sequence[tuple[str, Part, Sequence[Value | None]]],
    figures: Figures,
    title: str,
    *,
    open_: frozenset[int] = frozenset(),
    is_flat: bool = False,
) -> Chart:
    language = figures.language
    names = [formats.short_month(place, language) if isinstance(place, date) else place for place in places]
    series = tuple(
        Series(
            name,
            part,
            tuple(None if value is None else float(value) for value in values),
            open_ if part is Part.ACTUAL else frozenset(),
        )
        for name, part, values in drawn
    )
    known = [value for one in series for value in one.values if value is not None]
    largest = max(map(abs, known), default=0.0)
    told = " ".join(_told(found, name, names, values, figures) for name, _, values in drawn)
    return Chart(
        tuple(names),
        series,
        axis_format(found, largest, formats.sign(figures.currency, language), language),
        step_of(known, 4 if is_flat else 6),
        translate(language, "Chart: {title}. {told}", title=title, told=told),
        is_flat,
    )


def _told(found: Metric, name: str, names: Sequence[str], values: Sequence[Value | None], figures: Figures) -> str:
    language = figures.language
    points = [
        translate(language, "{place} {value}", place=place, value=figures.figure(found, value))
        for place, value in zip(names, values, strict=True)
        if value is not None
    ]
    if not points:
        return translate(language, "{name}: no data.", name=name)
    return translate(language, "{name}: {points}.", name=name, points=", ".join(points))


# By group -------------------------------------------------------------------------------------------------------------


def by_group(found: Metric, by: GroupBy, groups: Sequence[Group], figures: Figures, what: str) -> Slide:
    """Return the metric's groups, the largest first: bars with last year's, and a table."""
    language, shown = figures.language, groups[:MOST_BARS]
    label = words.breakdown_label(language, by)
    title = f"{figures.metric_name(found.metric_id)} · {label}"
    names = [words.group_name(language, by, group) for group in shown]
    drawn = [(translate(language, "Actual"), Part.ACTUAL, [group.value for group in shown])]
    if any(group.before is not None for group in shown):
        drawn.append((translate(language, "Year before"), Part.BEFORE, [group.before for group in shown]))
    chart = _chart(found, names, drawn, figures, title, is_flat=True)
    notes = [defined(found, language)]
    if len(groups) > len(shown):
        left = len(groups) - len(shown)
        more = translate(language, "{count} more on the board", count=formats.number(left, language))
        what = f"{what} · {more}"
    return Slide(title, what, _groups_table(found, label, names, shown, figures, title), chart, notes=tuple(notes))


def _groups_table(  # noqa: PLR0917 - a table's own parts
    found: Metric, label: str, names: Sequence[str], groups: Sequence[Group], figures: Figures, told: str
) -> Table:
    language = figures.language
    has_share = any(group.share is not None for group in groups)
    has_status = any(group.standing for group in groups)
    columns = [Column(label, 1.6)]
    if has_status:
        columns.append(Column(translate(language, "Status"), is_whole=True))
    columns.append(Column(translate(language, "Actual"), is_figure=True))
    if has_share:
        columns.append(Column(translate(language, "Share"), is_figure=True))
    columns.append(Column(translate(language, "YoY"), is_figure=True))
    columns.append(Column(translate(language, "Year before"), is_figure=True))
    if has_status:
        attained = translate(language, "Limit used") if is_limit(found) else translate(language, "Attainment")
        columns.append(Column(attained, is_figure=True))
    rows = []
    for name, group in zip(names, groups, strict=True):
        row = [Cell(name)]
        if has_status:
            row.append(status_cell(figures, group.standing.status if group.standing else None))
        row.append(Cell(figures.full_figure(found, group.value), Tone.STRONG))
        if has_share:
            row.append(Cell(formats.share(group.share, language)))
        row.append(Cell(figures.change(group.change, found) or NO_DATA))
        row.append(Cell(figures.full_figure(found, group.before)))
        if has_status:
            row.append(Cell(_percent(found, group.standing)))
        rows.append(tuple(row))
    return Table(tuple(columns), tuple(rows), told)
