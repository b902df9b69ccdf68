"""A field looks up its own value alone, not a copy of all values of the page.

Streamlit 1.67 has each text field, selection, number and date ask ``filtered_state``, which reads every value of the session
into a new dictionary, for whether its own is None: on a page of many forms that was an eighth of the work of each run.
Whoever goes through all keys still gets them all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from streamlit.runtime.state import SafeSessionState

_READ_ALL = SafeSessionState.filtered_state.fget  # type: ignore[attr-defined] # a property


class _Lookup(Mapping[str, object]):
    """The session's values by key: one is read alone; to go through all reads all."""

    def __init__(self, state: SafeSessionState) -> None:
        self._safe = state

    def __getitem__(self, key: str) -> object:
        with self._safe._lock:
            return self._safe._state[key]

    def _all(self) -> dict[str, object]:
        found: dict[str, object] = _READ_ALL(self._safe)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def __str__(self) -> str:
        return str(self._all())


def look_up_singly() -> None:
    """Let the widgets of this process look up their own values alone; a second call changes nothing."""
    SafeSessionState.filtered_state = property(_Lookup)  # type: ignore[assignment]
