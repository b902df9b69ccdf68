"""By which column all pages of a table stand, chosen by a click on its head; the grid itself orders what is in sight alone."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from crm_core.ui.session import flash
from crm_core.ui.text import _

By = TypeVar("By", bound=str)


@dataclass(frozen=True, slots=True)
class Order(Generic[By]):
    """The column, and which way."""

    by: By
    is_descending: bool = False

    def after_click(self, head: str, heads: Mapping[str, By], begins_high: Collection[By]) -> Order[By]:
        """Return the order that a click on ``head`` asks for: by its column; where it is that already, the other way.

        ``heads`` are the columns by their headings; those in ``begins_high`` begin with the highest or latest. What no
        table is ordered by is said, and nothing changes.
        """
        by = heads.get(head)
        if by is None:
            flash(_("Lists cannot be ordered by “{name}”.", name=head), ":material/info:")
            return self
        return Order(by, not self.is_descending if by == self.by else by in begins_high)

    def label(self, head: str, by: By | None) -> str:
        """Return a heading, with an arrow where the table is ordered by its column."""
        return f"{head} {'↓' if self.is_descending else '↑'}" if by == self.by else head
