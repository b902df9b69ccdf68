"""On which working days an occasion (a birthday, a round number of years) is seen to. No I/O."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from crm_core.customers.profile.birthdays.model import keys_of
from crm_core.targets.workdays import is_working_day, working_day_until

LATE_DAYS = 3  # how long an occasion can still be made good
AHEAD_DAYS = 21  # longer than any holiday
ROUND_YEARS = (1, 2, 3, 5, 10, 15, 20, 25, 30)


def occasion_days(today: date) -> tuple[tuple[date, date], ...]:
    """Return the days whose occasions are seen to on ``today``, each with the day on which that began; none on a day off.

    An occasion on a day off is seen to on the last working day before it; for three days it can still be made good.
    """
    if not is_working_day(today):
        return ()
    days = (today + timedelta(days=step) for step in range(-LATE_DAYS, AHEAD_DAYS + 1))
    return tuple((day, due_on) for day in days if (due_on := working_day_until(day)) <= today)


def birthday_pairs(days: Sequence[tuple[date, date]]) -> tuple[list[str], list[date]]:
    """Return the keys of the birthdays on these days, and their days: two lists of equal length."""
    pairs = [(key, day) for day, _due_on in days for key in keys_of(day)]
    return [key for key, _day in pairs], [day for _key, day in pairs]
