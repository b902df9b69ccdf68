"""Write the metric book, ``docs/metric-book.md``, from the metric folders: every number, what it means, how it is computed.

python -m tools.metric_book           write it
python -m tools.metric_book --check   say whether it is out of date; exit 1 if so
"""

from __future__ import annotations

import sys
from pathlib import Path

from crm_core.i18n import Language
from crm_core.metrics.folders import sql_text
from crm_core.metrics.model import GROUP_LABELS, Kind, Metric, Unit
from crm_core.metrics.service import definition, list_metrics

BOOK = Path(__file__).parent.parent / "docs" / "metric-book.md"
_HEAD = """\
# The metric book

Every number on a screen, from the folders under `crm_core/metrics/`. Made by `python -m tools.metric_book`; do not edit.

For all of them: days are inclusive at both ends; values are exact, and rounded only when they are shown. No data is "–",
never 0; a covered day on which nothing happened is data, and sums and counts of it are 0. A period is complete when its
last day is past and not after the last day that the source covers: the latest day imported, or the day that the
administrator has set; what is logged by hand is covered until today. A partial period is marked, and compared with the
same days of the year before. Where asked, the year before follows Spring Festival: last year's span is shifted by the
difference of the festivals' dates where it or this year's starts or ends within six weeks of its festival. Nobody sees a
number of rows beyond the own reach; anonymous sales are seen by those who see all.
"""
_KINDS = {
    Kind.SUM: "sum",
    Kind.RATIO: "ratio of sums, never an average of averages",
    Kind.DISTINCT: "count of distinct things, computed for the asked span and never added",
    Kind.STATE: "state, as of the last day",
    Kind.SCORE: "score",
}


def book() -> str:
    """Return the book's text."""
    return "\n".join([_HEAD, *(_chapter(metric) for metric in list_metrics())])


def _chapter(metric: Metric) -> str:
    told = {language: definition(metric.metric_id, language) for language in Language}
    english = told[Language.ENGLISH]
    unit = "money, in the store's currency" if metric.unit is Unit.MONEY else metric.unit.value
    groups = ", ".join(GROUP_LABELS[by].lower() for by in metric.groups)
    return f"""\
## {english.name} · {told[Language.SIMPLIFIED].name} · {told[Language.TRADITIONAL].name}

`{metric.metric_id}`

| | |
|---|---|
| unit | {unit} |
| kind | {_KINDS[metric.kind]} |
| better | {"lower" if metric.lower_is_better else "higher"} |
| pace | {"yes, a flow" if metric.is_flow else "no"} |
| source | {metric.source.value} |
| by | {groups} |
| rows behind it | {metric.grain.value} |

{english.about}

```sql
{sql_text(metric.metric_id, "query")}
```
"""


def main() -> int:
    """Write or check the book and return the exit code."""
    if "--check" in sys.argv[1:]:
        if BOOK.exists() and BOOK.read_text(encoding="utf-8") == book():
            return 0
        print(f"{BOOK.name} is out of date: python -m tools.metric_book")
        return 1
    BOOK.write_text(book(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
