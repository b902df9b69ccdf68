"""Tables: numbers on the right with their units, dates in the user's language, links to what a row stands for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

import pandas as pd
import streamlit as st

from crm_core.i18n import Language, formats
from crm_core.ui.house import settings
from crm_core.ui.identity import language

_ROW = 33  # pixels of a row, and of the headings
_DAY = 96  # pixels that 2025-11-20 takes
_MOMENT = {
    Language.SIMPLIFIED: 136,
    Language.TRADITIONAL: 136,
    Language.ENGLISH: 150,
}  # that 2025-11-20 10:30 takes
_OPENS = "opens:"  # how the keys of tables that open rows begin: server/words/grids.js keeps the focus from them


def height_of(count: int, most: int) -> int | Literal["content"]:
    """Return the height of a table of ``count`` rows: of ``most`` at once, the next one half, so that it shows to go on."""
    return "content" if count <= most else round(_ROW * (most + 1.5))


def show_table(
    columns: Mapping[str, Sequence[Any]],
    config: Mapping[str, Any] | None = None,
    *,
    key: str | None = None,
    height: int | Literal["auto", "content", "stretch"] = "auto",
) -> None:
    """Show a read-only table; ``columns`` maps translated headings to values, ``config`` to column settings."""
    st.dataframe(
        _frame(columns), column_config=dict(config or {}), hide_index=True, key=key, height=height, placeholder=""
    )


def pick_row(
    columns: Mapping[str, Sequence[Any]],
    config: Mapping[str, Any] | None = None,
    *,
    key: str,
    height: int | Literal["auto", "content", "stretch"] = "auto",
) -> int | None:
    """Show a read-only table of which a click anywhere chooses one row; return its index, None where none is chosen."""
    chosen, _ticked = open_rows(columns, config, key=key, height=height)
    return chosen


def open_rows(
    columns: Mapping[str, Sequence[Any]],
    config: Mapping[str, Any] | None = None,
    *,
    key: str,
    has_ticks: bool = False,
    height: int | Literal["auto", "content", "stretch"] = "content",
    on_head: Callable[[str], None] | None = None,
) -> tuple[int | None, list[int]]:
    """Show a read-only table whose rows open at a click, with boxes to tick several where ``has_ticks``.

    Return the index of the row that was clicked (None where none was), and those of the ticked rows. A table that is one
    page of many is given ``on_head``: a click on a heading calls it with the heading, for an order of all pages, instead of
    sorting what is in sight.
    """
    frame = _frame(columns)
    kept = _OPENS + key

    def selected() -> None:
        heads = st.session_state[kept]["selection"]["columns"]
        if on_head is not None and heads:
            on_head(heads[0])

    modes: list[Literal["multi-row", "single-cell", "single-column"]] = ["single-cell"]
    modes += ["multi-row"] if has_ticks else []
    modes += ["single-column"] if on_head is not None else []
    chosen = st.dataframe(
        frame,
        column_config=dict(config or {}),
        hide_index=True,
        key=kept,
        height=height,
        on_select=selected,
        selection_mode=modes,
        placeholder="",
    )["selection"]
    clicked = [row for row, _column in chosen["cells"] if row < len(frame)]
    return clicked[0] if clicked else None, [row for row in chosen["rows"] if row < len(frame)]


def pick_cell(
    columns: Mapping[str, Sequence[Any]],
    backgrounds: Mapping[str, Sequence[str]],
    config: Mapping[str, Any] | None = None,
    *,
    key: str,
    height: int | Literal["auto", "content", "stretch"] = "content",
) -> tuple[int, str] | None:
    """Show a read-only table whose cells may be clicked, coloured by CSS declarations for each cell of some columns.

    Return the row's index and the column's heading of the cell that was clicked; None where none was.
    """
    frame = _frame(columns)
    styles = pd.DataFrame("", index=frame.index, columns=frame.columns)
    for name, cells in backgrounds.items():
        styles[name] = list(cells)
    chosen = st.dataframe(
        frame.style.apply(lambda _frame: styles, axis=None),
        column_config=dict(config or {}),
        hide_index=True,
        key=_OPENS + key,
        height=height,
        on_select="rerun",
        selection_mode="single-cell",
        placeholder="",
    )["selection"]
    return next(((row, column) for row, column in chosen["cells"] if row < len(frame)), None)


def _frame(columns: Mapping[str, Sequence[Any]]) -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(list(values), dtype=_kind(values)) for name, values in columns.items()})


def _kind(values: Sequence[Any]) -> str | None:
    return None if any(value is not None and not isinstance(value, str) for value in values) else "object"


def text_column(label: str, *, width: str | int | None = None, help: str | None = None) -> Any:  # noqa: ANN401 - Streamlit's words and types
    """Return the setting of a text column."""
    return st.column_config.TextColumn(label, width=width, help=help)  # type: ignore[arg-type] # the stub wants literals


def figure_column(label: str, *, width: int | None = None, help: str | None = None) -> Any:  # noqa: ANN401 - Streamlit's words and types
    """Return the setting of a column of figures that were formatted as text: on the right."""
    return st.column_config.TextColumn(label, width=width, help=help, alignment="right")


def day_column(label: str, *, width: int | None = None, help: str | None = None) -> Any:  # noqa: ANN401 - Streamlit's words and types
    """Return the setting of a column of dates, so that a click on its head sorts by day; None is an empty cell.

    They are written in the user's language: Streamlit's own ``localized`` goes by the browser. Streamlit measures the first
    rows alone, which may all be empty: in Chinese, where each is as long as the next, there is room for one.
    """
    wide = width if width is not None or language() is Language.ENGLISH else _DAY
    return st.column_config.DateColumn(label, width=wide, help=help, format=formats.day_pattern(language()))


def moment_column(label: str, *, width: int | None = None) -> Any:  # noqa: ANN401 - Streamlit's words and types
    """Return the setting of a column of aware instants, so that a click on its head sorts by time; None is an empty cell.

    They are written in the company's zone and the user's language.
    """
    wide = width if width is not None else _MOMENT[language()]
    pattern = formats.moment_pattern(language())
    return st.column_config.DatetimeColumn(label, width=wide, format=pattern, timezone=settings().zone)
