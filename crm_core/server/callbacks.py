"""A click counts: a widget's callback is called, and runs to its end, whatever the browser asks meanwhile.

Streamlit 1.67 looks for a newer request before it calls the callbacks of a run, and again at every ``st`` command and
every use of ``st.session_state`` inside one; where it finds one, it drops the rest without a word. A click on Save whose
next message came some milliseconds later (a field that lost its focus) then saved nothing, or saved and did not say so.
The newer request loses nothing by waiting: the script's body, which only draws, gives way to it at once.

It needs the requests of one browser tab to be answered in one thread: ``runner.fastReruns`` is off.
"""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any

from streamlit.runtime.scriptrunner import ScriptRunner
from streamlit.runtime.state import SafeSessionState

_calling = ContextVar("calling_callbacks", default=False)
_call = SafeSessionState.on_script_will_rerun
_give_way = ScriptRunner._maybe_handle_execution_control_request


def _call_undisturbed(self: SafeSessionState, *args: Any, **options: Any) -> None:
    token = _calling.set(True)
    try:
        _call(self, *args, **options)
    finally:
        _calling.reset(token)


def _give_way_later(self: ScriptRunner) -> None:
    if not _calling.get():
        _give_way(self)


def finish_callbacks() -> None:
    """Let this process call every callback, to its end; a second call changes nothing."""
    SafeSessionState.on_script_will_rerun = _call_undisturbed  # type: ignore[method-assign]
    ScriptRunner._maybe_handle_execution_control_request = _give_way_later  # type: ignore[method-assign]
