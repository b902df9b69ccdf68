"""A mean of scores with the margin of its 95 % interval, the same that a survey's own results show. No I/O.

The margin of a mean is Student's: t(0.975; n - 1) × s ÷ √n, with s² = (Σx² - (Σx)² ÷ n) ÷ (n - 1), as any textbook of
statistics has it; a share's is half of Wilson's interval, which does not shrink to nothing where all said the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from crm_core.intervals import t_quantile, wilson


@dataclass(frozen=True, slots=True)
class Tally:
    """What a mean is made of: how many scores, their sum, and the sum of their squares. A share's scores are 1 and 0."""

    count: int
    sum: Decimal
    squares: Decimal
    is_share: bool = False

    @property
    def mean(self) -> Decimal | None:
        """The mean; None of nothing."""
        return self.sum / self.count if self.count else None

    @property
    def margin(self) -> Decimal | None:
        """Half the width of the 95 % interval, in the scores' unit; None of nothing, and of a mean of one score."""
        if self.count and self.is_share:
            low, high = wilson(self.count, float(self.sum))
            return Decimal(str((high - low) / 2))
        if self.count < 2:
            return None
        rest = self.count - 1
        variance = max(Decimal(0), self.squares - self.sum * self.sum / self.count) / rest
        return Decimal(str(t_quantile(rest))) * (variance / self.count).sqrt()


def tally_of(scores: Iterable[Decimal | int]) -> Tally:
    """Return the tally of ``scores``."""
    found = [Decimal(score) for score in scores]
    return Tally(len(found), sum(found, Decimal(0)), sum((score * score for score in found), Decimal(0)))
