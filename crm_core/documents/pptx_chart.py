"""Native charts of a presentation: their numbers are edited in PowerPoint, from a sheet that holds no formula."""

from __future__ import annotations

from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_PATTERN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.slide import Slide
from pptx.util import Emu, Pt

from crm_core.documents.colours import INK, LINE, PARTS, QUIET
from crm_core.documents.fitting import cut, line_of
from crm_core.documents.model import Chart, Part, Series
from crm_core.exchange.xlsx_file import xlsx_bytes

_SIZE, _NAME_WIDTH = 11, 96.0


def add_chart(slide: Slide, chart: Chart, name: str, box: tuple[int, int, int, int], language: str) -> None:
    """Put ``chart`` into ``box`` (left, top, width, height); who cannot see it is told what it says."""
    names = [cut(category, _NAME_WIDTH, _SIZE) or " " for category in chart.categories]
    data = CategoryChartData(number_format="General")
    data.categories = names
    for series in chart.series:
        data.add_series(line_of(series.name), series.values)
    kind = XL_CHART_TYPE.BAR_CLUSTERED if chart.is_flat else XL_CHART_TYPE.COLUMN_CLUSTERED
    frame = slide.shapes.add_chart(kind, *(Emu(side) for side in box), data)
    described = frame._element.nvGraphicFramePr.cNvPr
    described.set("name", line_of(name))
    described.set("descr", line_of(chart.told))
    made = frame.chart
    made.part.chart_workbook.update_from_xlsx_blob(_sheet(names, chart.series))
    _dress(made, chart, language)


def _sheet(names: list[str], series: tuple[Series, ...]) -> bytes:
    """Return the chart's numbers as a workbook; a name that begins with = stays a name in it."""
    rows = [[name, *(one.values[place] for one in series)] for place, name in enumerate(names)]
    return xlsx_bytes(["", *(line_of(one.name) for one in series)], rows)


def _dress(made: Any, chart: Chart, language: str) -> None:  # noqa: ANN401 - python-pptx's chart
    made.font.size, made.font.color.rgb = Pt(_SIZE), RGBColor.from_string(QUIET)
    words = made._chartSpace.find(f"{qn('c:txPr')}/{qn('a:p')}/{qn('a:pPr')}/{qn('a:defRPr')}")
    words.set("lang", language)
    words.append(parse_xml(f'<a:latin {nsdecls("a")} typeface="+mn-lt"/>'))
    words.append(parse_xml(f'<a:ea {nsdecls("a")} typeface="+mn-ea"/>'))
    made.has_title = False
    made.has_legend = len(chart.series) > 1
    if made.has_legend:
        made.legend.position = XL_LEGEND_POSITION.TOP
        made.legend.include_in_layout = False
    plot = made.plots[0]
    plot.gap_width, plot.overlap = (48, -6) if chart.is_flat else (64, 0)
    for drawn, series in zip(plot.series, chart.series, strict=True):
        drawn.format.fill.solid()
        drawn.format.fill.fore_color.rgb = RGBColor.from_string(PARTS[series.part])
        drawn.invert_if_negative = False
        for place in series.open:
            _hatch(drawn.points[place].format.fill, PARTS[series.part])
    _dress_axes(made, chart)
    _draw_lines(made, chart)


def _hatch(fill: Any, colour: str) -> None:  # noqa: ANN401 - as above
    """Draw what is not over yet in stripes, as the page does."""
    fill.patterned()
    fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
    fill.fore_color.rgb, fill.back_color.rgb = RGBColor.from_string(colour), RGBColor.from_string("FFFFFF")


def _dress_axes(made: Any, chart: Chart) -> None:  # noqa: ANN401 - as above
    places, values = made.category_axis, made.value_axis
    places.major_tick_mark = XL_TICK_MARK.NONE
    places.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    places.format.line.color.rgb = RGBColor.from_string(LINE)
    places.has_major_gridlines = False
    places.tick_labels.font.size = Pt(_SIZE)
    places.tick_labels.font.color.rgb = RGBColor.from_string(INK)
    values.has_major_gridlines = True
    values.major_gridlines.format.line.color.rgb = RGBColor.from_string(LINE)
    values.format.line.fill.background()
    values.major_tick_mark = XL_TICK_MARK.NONE
    values.tick_labels.number_format = chart.number_format
    values.tick_labels.number_format_is_linked = False
    values.major_unit = chart.step
    if chart.is_flat:
        places.reverse_order = True  # the first on top; the numbers then stand at the other end
        values.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
    known = [value for one in chart.series for value in one.values if value is not None]
    if not any(value < 0 for value in known):
        values.minimum_scale = 0


def _draw_lines(made: Any, chart: Chart) -> None:  # noqa: ANN401 - as above
    """Draw the series that are aims as lines over the columns, on the same axes."""
    area = made._chartSpace.find(f".//{qn('c:plotArea')}")
    bars = area.find(qn("c:barChart"))
    aims = [
        (drawn, series)
        for drawn, series in zip(bars.findall(qn("c:ser")), chart.series, strict=True)
        if series.part.is_line and not chart.is_flat
    ]
    if not aims:
        return
    axes = "".join(f'<c:axId val="{axis.get("val")}"/>' for axis in bars.findall(qn("c:axId")))
    lines = parse_xml(
        f'<c:lineChart {nsdecls("c")}><c:grouping val="standard"/><c:varyColors val="0"/><c:marker val="1"/>{axes}</c:lineChart>'
    )
    for place, (drawn, series) in enumerate(aims):
        for tag in ("c:invertIfNegative", "c:spPr"):
            for old in drawn.findall(qn(tag)):
                drawn.remove(old)
        drawn.find(qn("c:tx")).addnext(_line(series.part))
        drawn.append(parse_xml(f'<c:smooth {nsdecls("c")} val="0"/>'))
        lines.insert(2 + place, drawn)
        drawn.find(qn("c:spPr")).addnext(_marker(series.part))
    bars.addnext(lines)


def _line(part: Part) -> Any:  # noqa: ANN401 - an lxml element
    dash = '<a:prstDash val="sysDash"/>' if part is Part.STRETCH else ""
    width = 19050 if part is Part.STRETCH else 28575
    return parse_xml(
        f'<c:spPr {nsdecls("c", "a")}><a:ln w="{width}" cap="rnd"><a:solidFill><a:srgbClr val="{PARTS[part]}"/></a:solidFill>'
        f"{dash}<a:round/></a:ln></c:spPr>"
    )


def _marker(part: Part) -> Any:  # noqa: ANN401 - an lxml element
    if part is Part.STRETCH:
        return parse_xml(f'<c:marker {nsdecls("c")}><c:symbol val="none"/></c:marker>')
    fill = f'<a:solidFill><a:srgbClr val="{PARTS[part]}"/></a:solidFill>'
    return parse_xml(
        f'<c:marker {nsdecls("c", "a")}><c:symbol val="circle"/><c:size val="6"/><c:spPr>{fill}<a:ln>{fill}</a:ln></c:spPr></c:marker>'
    )
