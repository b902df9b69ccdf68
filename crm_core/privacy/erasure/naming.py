"""What names a person in texts: the values to look for, in the forms in which people write them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence

MARK = "▇▇"
LEAST_NAME, LEAST_CODE, LEAST_NUMBER = 2, 4, 7
_MOBILE = re.compile(r"(?:\+?86)?(1\d{10})")


def needles_of(values: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Return what to look for of values by kind (``name``, ``code``, ``sure``), the longest first.

    A code that is a short number would be found in amounts and days: it counts only as a whole value of JSON. Texts that lie
    within JSON are looked for as they are written there, too.
    """
    found: set[str] = set()
    for kind, value in values:
        if kind == "code":
            found.add(json.dumps(value, ensure_ascii=False))
            is_telling = len(value) >= LEAST_CODE and not value.isdigit()
        else:
            is_telling = len(value) >= (LEAST_NAME if kind == "name" else LEAST_NUMBER)
        if is_telling:
            found |= {value, json.dumps(value, ensure_ascii=False)[1:-1], *_as_phones(value)}
    return tuple(sorted(found, key=lambda each: (-len(each), each)))


def struck(needle: str) -> str:
    """Return what stands in the place of ``needle``: a whole value of JSON stays one."""
    return f'"{MARK}"' if needle.startswith('"') and needle.endswith('"') else MARK


def _as_phones(value: str) -> set[str]:
    match = _MOBILE.fullmatch(re.sub(r"[\s-]", "", value))
    if match is None:
        return set()
    digits = match[1]
    parts = (digits[:3], digits[3:7], digits[7:])
    return {digits, " ".join(parts), "-".join(parts)}


def own_pattern(numbers: Sequence[int]) -> str:
    """Return a pattern that finds a customer's numbers where the trail tells of another record of that customer."""
    return rf'"(?:customer_id|customer)": (?:{"|".join(map(str, numbers))})[,}}]'
