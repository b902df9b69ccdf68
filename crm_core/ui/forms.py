"""Forms: they collect; a service saves; problems stand at their fields; nothing is lost and nothing saved twice.

Saving runs in the submit button's callback, before the page is drawn again, so that one rerun shows either the messages
at their fields (with everything that was typed) or the fresh form and a toast.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

import streamlit as st

from crm_core.errors import N_, AlreadyDone, CrmError, InvalidInput, Message, StaleWrite, message
from crm_core.ui.compared import differences, show_differences
from crm_core.ui.session import flash, show_flashes
from crm_core.ui.text import _, plain

Option = TypeVar("Option")
Values = dict[str, Any]


@dataclass
class _State:
    """What a form remembers between runs. ``key`` changes after each save: with it, the widgets begin anew."""

    version: int
    key: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    fields: list[str] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)  # of the last run: a comparison stands above the fields
    options: dict[str, Mapping[Any, str]] = field(default_factory=dict)
    limits: dict[str, int] = field(default_factory=dict)
    problems: dict[str, Message] = field(default_factory=dict)
    problem: Message | None = None
    stale: StaleWrite | None = None
    saved_count: int = 0
    seen_saves: int = 0
    is_asked: bool = False  # whether the page asks ``just_saved``, and so draws itself anew after a save


class Form:
    """One form of a page.

    ``save(values, key, version)`` gets the widgets' values by field, the idempotency key, and the version that was shown;
    it calls one service function and returns the translated text of the toast. ``about`` tells forms of several records
    apart; ``version`` is the record's, 0 for a new one. Where ``is_live``, the page is drawn anew when a field is left, so that
    it can say something of ``current`` values before they are saved.
    """

    def __init__(
        self,
        name: str,
        save: Callable[[Values, str, int], str],
        *,
        about: object = "",
        version: int = 0,
        labels: Mapping[str, str] | None = None,
        is_live: bool = False,
    ) -> None:
        self._id = f"form:{name}:{about}"
        self._save = save
        self._is_live = is_live
        if self._id not in st.session_state:
            st.session_state[self._id] = _State(version)
        self._state: _State = st.session_state[self._id]
        self._state.labels |= labels or {}
        if self._state.stale is None and not self._state.problems and self._state.problem is None:
            self._take(version)
        self._state.fields = []
        self._frame: AbstractContextManager[Any] | None = None

    def _take(self, version: int) -> None:
        """Show a newer version of the record afresh, unless somebody is in the middle of mending the form."""
        if version != self._state.version:
            self._state.version = version
            self._state.key = secrets.token_urlsafe(16)

    def __enter__(self) -> Form:
        state = self._state
        if not (state.is_asked and state.saved_count > state.seen_saves):
            show_flashes()  # else the run that follows at once would take the toast away with it
        if self._state.stale is not None:
            self._show_stale(self._state.stale)
        key = f"{self._id}:{self._state.key}"
        self._frame = st.container(key=f"{key}:live") if self._is_live else st.form(key=key, border=False)
        self._frame.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        if self._frame is not None:
            self._frame.__exit__(*error)  # type: ignore[arg-type] # handed through as it came

    @property
    def just_saved(self) -> bool:
        """Whether the last submit was saved; True once, so that a dialog can close and draw the page anew."""
        self._state.is_asked = True
        if self._state.saved_count > self._state.seen_saves:
            self._state.seen_saves = self._state.saved_count
            return True
        return False

    def current(self, name: str) -> Any:  # noqa: ANN401 - what the field's widget holds
        """Return what a field that was drawn holds now; in a live form, while it is filled in."""
        return st.session_state.get(f"{self._id}:{self._state.key}:{name}")

    # Fields ---------------------------------------------------------------------------------------------------------

    @contextmanager
    def _field(self, name: str, label: str, options: Mapping[Any, str] | None = None) -> Iterator[str]:
        self._state.fields.append(name)
        self._state.labels[name] = label
        if options is not None:
            self._state.options[name] = options
        yield f"{self._id}:{self._state.key}:{name}"
        if name in self._state.problems:
            st.markdown(f":red[:material/error: {plain(_(self._state.problems[name]))}]")

    # A field of the framework with a limit takes nothing at all of a longer text that is pasted, and says nothing: so the
    # limit is held when the form is submitted, and what was pasted stays to be shortened.

    def text(self, name: str, label: str, value: str = "", *, max_chars: int | None = None, **more: Any) -> None:
        """A line of text; ``type="password"`` hides it."""
        self._limit(name, max_chars)
        more.setdefault(
            "validate", ""
        )  # the browser would hold an address back, in English; the service says it at the field
        with self._field(name, label) as key:
            st.text_input(label, value, key=key, **more)

    def area(self, name: str, label: str, value: str = "", *, max_chars: int | None = None, **more: Any) -> None:
        """Several lines of text."""
        self._limit(name, max_chars)
        with self._field(name, label) as key:
            st.text_area(label, value, key=key, **more)

    def _limit(self, name: str, max_chars: int | None) -> None:
        if max_chars is not None:
            self._state.limits[name] = max_chars

    def choose(
        self, name: str, label: str, options: Mapping[Option, str], value: Option | None = None, **more: Any
    ) -> None:
        """One of a few, in a drop-down list; ``options`` maps values to translated labels."""
        with self._field(name, label, options) as key:
            names = list(options)
            index = names.index(value) if value is not None and value in options else (None if value is None else 0)
            more.setdefault("placeholder", _("Choose"))
            st.selectbox(label, names, index=index, format_func=lambda option: options[option], key=key, **more)

    def chips(
        self, name: str, label: str, options: Mapping[Option, str], value: Option | None = None, **more: Any
    ) -> None:
        """One of a few, all in sight."""
        with self._field(name, label, options) as key:
            st.segmented_control(
                label, list(options), default=value, format_func=lambda option: options[option], key=key, **more
            )

    def radio(
        self, name: str, label: str, options: Mapping[Option, str], value: Option | None = None, **more: Any
    ) -> None:
        """One of a few whose labels are long, all in sight."""
        with self._field(name, label, options) as key:
            names = list(options)
            index = names.index(value) if value is not None and value in options else 0
            st.radio(label, names, index=index, format_func=lambda option: options[option], key=key, **more)

    def day(self, name: str, label: str, value: date | None = None, **more: Any) -> None:
        """A date, or none."""
        with self._field(name, label) as key:
            st.date_input(label, value, key=key, format="YYYY-MM-DD", **more)

    def moment(self, name: str, label: str, value: datetime | None = None, **more: Any) -> None:
        """Date and time in the company's zone, or none."""
        with self._field(name, label) as key:
            st.datetime_input(label, value, key=key, format="YYYY-MM-DD", **more)

    def tick(self, name: str, label: str, value: bool = False, **more: Any) -> None:
        """A box to tick."""
        with self._field(name, label) as key:
            st.checkbox(label, value, key=key, **more)

    def several(
        self, name: str, label: str, options: Mapping[Option, str], value: Sequence[Option] = (), **more: Any
    ) -> None:
        """Any of a few."""
        with self._field(name, label, options) as key:
            st.multiselect(
                label, list(options), list(value), format_func=lambda option: options[option], key=key, **more
            )

    def files(self, name: str, label: str, endings: Sequence[str], megabytes: int, **more: Any) -> None:
        """Any number of files; the service judges what they are."""
        with self._field(name, label) as key:
            st.file_uploader(
                label, list(endings), accept_multiple_files=True, key=key, max_upload_size=megabytes, **more
            )

    def submit(self, label: str, **more: Any) -> None:
        """The button that saves; it stands last."""
        if self._state.problem is not None:
            st.error(plain(_(self._state.problem)), icon=":material/error:")
        if self._state.stale is not None:  # the comparison stands above, perhaps out of sight
            st.warning(plain(_(self._state.stale.message)), icon=":material/sync_problem:")
        more.setdefault("type", "primary")
        key = self._state.key
        press = st.button if self._is_live else st.form_submit_button
        press(label, key=f"{self._id}:{key}:submit", on_click=self._submit, args=(key,), **more)

    # Saving ---------------------------------------------------------------------------------------------------------

    def _submit(self, key: str) -> None:
        state = self._state
        if key != state.key:
            return  # a second click on a form that was saved by the first
        values = {name: st.session_state.get(f"{self._id}:{key}:{name}") for name in state.fields}
        state.problems, state.problem = _too_long(values, state.limits), None
        if state.problems:
            state.problem = InvalidInput(state.problems).message
            return
        try:
            done = self._save(values, key, state.version)
        except InvalidInput as error:
            state.problems = {name: text for name, text in error.fields.items() if name in state.fields}
            rest = [text for name, text in error.fields.items() if name not in state.fields]
            state.problem = rest[0] if rest else error.message
        except StaleWrite as error:
            state.stale = error
            state.version = _version_of(error, state.version)
        except AlreadyDone as error:
            self._saved(_(error.message))
        except CrmError as error:
            state.problem = error.message
        else:
            self._saved(done)

    def _saved(self, text: str) -> None:
        state = self._state
        state.key, state.stale = secrets.token_urlsafe(16), None
        state.saved_count += 1
        flash(text)

    def _show_stale(self, stale: StaleWrite) -> None:
        """Both versions side by side; the next save goes over theirs, knowingly."""
        st.warning(plain(_(stale.message)), icon=":material/sync_problem:")
        show_differences(differences(stale, self._state.labels, self._state.options))
        if st.button(_("Take theirs, drop mine"), key=f"{self._id}:{self._state.key}:theirs"):
            self._state.stale, self._state.key = None, secrets.token_urlsafe(16)
            st.rerun(scope="app")


def _too_long(values: Values, limits: Mapping[str, int]) -> dict[str, Message]:
    """Return, by field, what is to be said of texts that are longer than their limit."""
    return {
        name: message(N_("At most {count} characters, please."), count=limits[name])
        for name, value in values.items()
        if name in limits and isinstance(value, str) and len(value.strip()) > limits[name]
    }


def _version_of(error: StaleWrite, before: int) -> int:
    found = error.theirs.get("version")
    return found if isinstance(found, int) else before
