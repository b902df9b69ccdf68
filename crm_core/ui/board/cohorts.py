"""The page of cohorts: what it looks at, the heat map, the customers of a cell, and the file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

import streamlit as st

from crm_core import clock
from crm_core.access.model import Actor, Permission, Scope
from crm_core.errors import NotFound
from crm_core.metrics.cohorts import (
    MONTHS,
    PAGE_ROWS,
    CellRequest,
    Cohort,
    CohortFile,
    CohortRequest,
    cell_customers,
    cohort_file,
    cohorts,
)
from crm_core.metrics.files import FileKind
from crm_core.metrics.model import Filters
from crm_core.metrics.service import country_names
from crm_core.periods import add_months
from crm_core.targets.model import COMPANY, ScopeChoice, ScopeKind
from crm_core.targets.service import ScopesRequest, readable_scopes
from crm_core.ui import show
from crm_core.ui.charts import contrast, theme
from crm_core.ui.fetch import fetch
from crm_core.ui.figures import NO_DATA, scope_code, scope_label, scope_of_code
from crm_core.ui.guard import actor_by_then
from crm_core.ui.house import settings, store
from crm_core.ui.links import go_to
from crm_core.ui.paging import ask_part
from crm_core.ui.tables import day_column, figure_column, open_rows, pick_cell, text_column
from crm_core.ui.text import _, ngettext, plain

SPANS = (MONTHS, 25, 37)
# The page's ground, the accent on it, and two inks: on middle shades only black and white themselves reach 4.5 to 1.
_INK = {
    "light": ((252, 252, 252), (15, 107, 92), (0, 0, 0), (255, 255, 255)),
    "dark": ((20, 26, 25), (79, 195, 173), (255, 255, 255), (0, 0, 0)),
}


@dataclass(frozen=True, slots=True)
class CohortView:
    """What the page looks at, from its address: whose cohorts, as shares or counts, and which cell is open."""

    request: CohortRequest
    scope_code: str
    is_share: bool
    cell: tuple[date, int] | None

    def address(self) -> dict[str, str]:
        """Return the query that leads here again; what is usual is left out."""
        given = {"scope": self.scope_code, "country": self.request.filters.country or ""}
        given |= {"months": str(self.request.months) if self.request.months != MONTHS else ""}
        given |= {"as": "" if self.is_share else "counts"}
        if self.cell is not None:
            given |= {"cohort": self.cell[0].isoformat(), "since": str(self.cell[1])}
        return {name: value for name, value in given.items() if value}


def cohort_view(actor: Actor) -> CohortView:
    """Return what the address asks for; what it says wrongly is left as if not said.

    Raises:
        NotFound: it names a team or person that is not there, or not within reach.
    """
    reach, query = actor.require(Permission.BOARD_READ), dict(st.query_params)
    filters, code = Filters(country=query.get("country") or None), ""
    scope = scope_of_code(query.get("scope", ""))
    if scope is not None and scope != COMPANY:
        if scope not in {choice.scope for choice in fetch(readable_scopes, ScopesRequest(reach))}:
            raise NotFound(scope.kind.value, scope.scope_id)
        code = scope_code(scope)
        own = scope.scope_id
        is_team = scope.kind is ScopeKind.TEAM
        filters = replace(filters, team=own) if is_team else replace(filters, person=own)
    months = int(query["months"]) if query.get("months") in {str(span) for span in SPANS} else MONTHS
    request = CohortRequest(reach, clock.today(settings().zone), filters, months)
    return CohortView(request, code, query.get("as") != "counts", _cell(query.get("cohort"), query.get("since")))


def _cell(cohort: str | None, since: str | None) -> tuple[date, int] | None:
    try:
        first, months = date.fromisoformat(cohort or ""), int(since or "")
    except ValueError:
        return None
    return (first.replace(day=1), months) if 1990 <= first.year <= 2190 and 0 <= months <= max(SPANS) else None


def _ask(view: CohortView) -> None:
    st.query_params.from_dict(view.address())


def describe(view: CohortView, found: Sequence[Cohort]) -> str:
    """Return in one line, as Markdown, whose cohorts these are, and of which months."""
    choices = fetch(readable_scopes, ScopesRequest(view.request.reach))
    scope = scope_of_code(view.scope_code)
    parts = [plain(scope_label(scope, choices))] if scope else []
    if found:
        parts.append(show.months(found[0].first, found[-1].first))
    return " · ".join(parts)


def choose(view: CohortView) -> None:
    """Show the choices: whose, which country, how many months, shares or counts."""
    choices = fetch(readable_scopes, ScopesRequest(view.request.reach))
    everybody = _("Whole company") if view.request.reach.scope is Scope.ALL else _("All I may see")
    codes = ["", *(scope_code(choice.scope) for choice in choices if choice.scope != COMPANY)]
    countries = ["", *fetch(country_names, view.request.reach)]
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if len(codes) > 2:
            _choose(
                "scope",
                _("Whose numbers"),
                codes,
                view.scope_code,
                shown=lambda code: _scope_name(code, choices) if code else everybody,
                changed=lambda code: replace(view, scope_code=code),
            )
        if len(countries) > 2:
            _choose(
                "country",
                _("Country or region"),
                countries,
                view.request.filters.country or "",
                shown=lambda name: name or _("All countries"),
                changed=lambda name: _asking(view, filters=replace(view.request.filters, country=name or None)),
            )
        _choose(
            "months",
            _("How many months"),
            SPANS,
            view.request.months,
            shown=lambda span: _("{count} months", count=span),
            changed=lambda span: _asking(view, months=span),
        )
        key = _held("as", view.is_share)
        st.segmented_control(
            _("How"), [True, False], format_func=lambda is_share: _("Share") if is_share else _("Customers"), key=key,
            on_change=lambda: _ask(replace(view, is_share=st.session_state[key])), label_visibility="collapsed",
            required=True,
        )  # fmt: skip


def has_any(view: CohortView, found: Sequence[Cohort]) -> bool:
    """Return whether ``found`` holds a customer, or other choices would find one within the reader's reach."""
    if any(cohort.size for cohort in found):
        return True
    widest = replace(view.request, filters=Filters(), months=max(SPANS))
    return any(cohort.size for cohort in fetch(cohorts, widest))


def _asking(view: CohortView, **changed: Any) -> CohortView:
    return replace(view, request=replace(view.request, **changed))


def _scope_name(code: str, choices: list[ScopeChoice]) -> str:
    scope = scope_of_code(code)
    return scope_label(scope, choices) if scope else NO_DATA


def _held(name: str, value: object) -> str:
    key = f"cohorts:{name}"
    if st.session_state.get(key) != value:
        st.session_state[key] = value
    return key


def _choose(
    name: str,
    label: str,
    options: Sequence[Any],
    value: object,
    *,
    shown: Callable[[Any], str],
    changed: Callable[[Any], CohortView],
) -> None:
    """Show one choice; another choice leads to the view that ``changed`` gives."""
    key = _held(name, value)
    st.selectbox(
        label, [*options, *({value} - set(options))], format_func=shown, key=key,
        on_change=lambda: _ask(changed(st.session_state[key])), label_visibility="collapsed", width=170,
    )  # fmt: skip


def show_table(view: CohortView, found: Sequence[Cohort]) -> None:
    """Show the heat map: a row a cohort, a column a month since; a click on a cell opens its customers."""
    width = max(len(cohort.cells) for cohort in found)
    first, size = _("First purchase"), _("Customers")
    columns: dict[str, list[str]] = {
        first: [show.month(cohort.first) for cohort in found],
        size: [show.number(cohort.size) for cohort in found],
    }
    backgrounds: dict[str, list[str]] = {}
    for since in range(1, width):
        cells = [cohort.cells[since] if since < len(cohort.cells) else None for cohort in found]
        columns[_("+{count}", count=since)] = [
            ""
            if cell is None or not cohort.size
            else _written(cell.share, cell.buyers, cell.is_complete, view.is_share)
            for cohort, cell in zip(found, cells, strict=True)
        ]
        backgrounds[_("+{count}", count=since)] = [
            "" if cell is None or cell.share is None else _colour(cell.share, cell.is_complete) for cell in cells
        ]
    config = {name: figure_column(name, width=58) for name in columns}
    config |= {first: st.column_config.TextColumn(width=100, pinned=True), size: figure_column(size, width=72)}
    with st.container(border=True, gap="small"):
        st.caption(
            _("Of the customers who first bought in a month, how many bought again +1, +2 … months later.")
            + " "
            + _("Click a cell to open its customers. A month with * is not over, and paler.")
        )
        clicked = pick_cell(columns, backgrounds, config, key=f"cohorts:map:{view.scope_code}:{view.is_share}")
    if clicked is not None:
        row, name = clicked
        since = list(columns).index(name) - 1
        cohort = found[row]
        if 0 <= since < len(cohort.cells) and view.cell != (cohort.first, since):
            _ask(replace(view, cell=(cohort.first, since)))
            st.rerun()


def _written(share: Decimal | None, buyers: int, is_complete: bool, is_share: bool) -> str:
    text = show.share(share, 0) if is_share else show.number(buyers)
    return text if is_complete else f"{text}*"


def _colour(share: Decimal, is_complete: bool) -> str:
    """Return the CSS of a cell: the accent as strong as the share, paler where the month is not over."""
    ground, accent, *inks = _INK[theme()]
    strength = min(1.0, float(share) * 1.6) * (1.0 if is_complete else 0.45)
    mixed = [round(low + (high - low) * strength) for low, high in zip(ground, accent, strict=True)]
    ink = max(inks, key=lambda each: contrast(each, mixed))
    return f"background-color: rgb({', '.join(map(str, mixed))}); color: rgb({', '.join(map(str, ink))})"


def show_cell(view: CohortView, found: Sequence[Cohort]) -> None:
    """Show the customers of the open cell, the largest amount first; a click opens one."""
    if view.cell is None or view.cell[0] not in {cohort.first for cohort in found}:
        return
    cohort, since = view.cell
    asked = CellRequest(view.request, cohort, since)
    with st.container(border=True):
        bought = show.month(add_months(cohort, since))
        st.subheader(
            _("First bought in {cohort}, bought in {month}", cohort=show.month(cohort), month=bought), anchor=False
        )
        first = fetch(cell_customers, asked)
        if not first.row_count:
            st.caption(_("Nobody of this cohort bought in that month."))
            return
        count = ngettext(
            "{number} customer", "{number} customers", first.row_count, number=show.number(first.row_count)
        )
        st.caption(f"{count} · {_('Click a row to open the customer.')}")
        page = ask_part("cohort", first.row_count, PAGE_ROWS, asked) // PAGE_ROWS
        rows = fetch(cell_customers, replace(asked, page=page)).rows
        columns = {
            _("Customer"): [row["customer_name"] or NO_DATA for row in rows],
            _("First purchase"): [row["first_on"] for row in rows],
            _("Orders"): [show.number(row["order_count"]) for row in rows],
            _("Amount"): [show.money(row["amount"]) for row in rows],
            _("Team"): [row["team_name"] or NO_DATA for row in rows],
        }
        config = {name: figure_column(name) for name in (_("Orders"), _("Amount"))}
        config[_("Customer")] = text_column(_("Customer"), width=200)
        config[_("First purchase")] = day_column(_("First purchase"))
        clicked, _ticked = open_rows(columns, config, key=f"cohorts:cell:{cohort}:{since}:{page}")
        if clicked is not None and rows[clicked]["customer_id"] is not None:
            go_to("customers/customer.py", id=rows[clicked]["customer_id"])


def show_files(view: CohortView, actor: Actor, found: Sequence[Cohort]) -> None:
    """Show the downloads of the table, for those who may take numbers out; made, and noted in the trail, at the click."""
    if not actor.may(Permission.NUMBER_EXPORT) or not any(cohort.size for cohort in found):
        return
    headings = (
        _("First purchase"), _("Month"), _("Months since"), _("Customers"), _("Bought"), _("Share"), _("Complete"),
    )  # fmt: skip
    by_then = actor_by_then()
    for kind in FileKind:
        wanted = CohortFile(view.request, kind, headings, _("Cohorts"))
        st.download_button(
            kind.value.upper(), _making(by_then, wanted), wanted.name, kind.mime, key=f"cohorts:file:{kind}",
            icon=":material/download:", on_click="ignore",
        )  # fmt: skip


def _making(actor: Callable[[], Actor], wanted: CohortFile) -> Callable[[], bytes]:
    return lambda: cohort_file(store(), actor(), wanted)
