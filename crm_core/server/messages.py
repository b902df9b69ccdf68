"""What a run shows goes out in handfuls: its messages are handed to the event loop together, not one by one.

Streamlit 1.67 wakes the event loop twice for every element of a page, once to hand its message over from the run's thread
and once more to say that something waits to be sent, and looks through all that a run can tell for each; at the beginning
of every run it spells the theme out, option by option. On a page of two hundred elements that was more work than the
page's own. Here the loop is woken once for all that waits. What is told, and in which order, stays as it was.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.runtime import Runtime
from streamlit.runtime.scriptrunner import ScriptRunner, ScriptRunnerEvent

_KEPT = "_events_on_their_way"
_MESSAGE = ScriptRunnerEvent.ENQUEUE_FORWARD_MSG
_hand_over_singly = AppSession._on_scriptrunner_event  # what is replaced; a test holds ours to its signature
_spell_out = app_session._populate_theme_msg
_themes: dict[str, CustomThemeConfig] = {}


@dataclass(frozen=True, slots=True)
class _Event:
    """What a run tells its session: mostly a message for the browser."""

    sender: ScriptRunner | None
    kind: ScriptRunnerEvent
    message: ForwardMsg | None
    more: dict[str, Any]


@dataclass(slots=True)
class _OnTheirWay:
    """A session's events that wait for the event loop; ``is_called`` while the loop knows that some do."""

    events: list[_Event] = field(default_factory=list)
    is_called: bool = False
    lock: Lock = field(default_factory=Lock)

    def add(self, event: _Event) -> bool:
        """Let an event wait; return whether the loop is to be called."""
        with self.lock:
            self.events.append(event)
            is_first, self.is_called = not self.is_called, True
            return is_first

    def take(self) -> list[_Event]:
        """Return all that waits, none left waiting; after nothing, the next event calls the loop again."""
        with self.lock:
            taken, self.events = self.events, []
            self.is_called = bool(taken)
            return taken


def _hand_over(
    self: AppSession,
    sender: ScriptRunner | None,
    event: ScriptRunnerEvent,
    forward_msg: ForwardMsg | None = None,
    **more: Any,
) -> None:
    on_their_way: _OnTheirWay = self.__dict__.get(_KEPT) or self.__dict__.setdefault(_KEPT, _OnTheirWay())
    if on_their_way.add(_Event(sender, event, forward_msg, more)):
        self._call_soon_on_event_loop(lambda: _take_over(self, on_their_way))


def _take_over(session: AppSession, on_their_way: _OnTheirWay) -> None:
    """Handle all events that wait, in their order; where one fails, those after it are handled still."""
    while taken := on_their_way.take():
        for place, event in enumerate(taken):
            try:
                _handle(session, event)
            except BaseException:
                with on_their_way.lock:
                    on_their_way.events[:0] = taken[place + 1 :]
                session._call_soon_on_event_loop(lambda: _take_over(session, on_their_way))
                raise


def _handle(session: AppSession, event: _Event) -> None:
    """Handle one event; a message of the run that is on goes straight to those that wait to be sent."""
    if event.kind is _MESSAGE and event.message is not None and event.sender is session._scriptrunner:
        session._enqueue_forward_msg(event.message)
    else:
        session._handle_scriptrunner_event_on_event_loop(event.sender, event.kind, event.message, **event.more)


def _say_that_some_wait(self: Runtime) -> None:
    """Wake the loop that sends, unless it is awake: it sends all that waits each time."""
    loop = self._get_async_objs()
    if not loop.need_send_data.is_set():
        loop.eventloop.call_soon_threadsafe(loop.need_send_data.set)


def _recall(msg: CustomThemeConfig, section: str = "theme") -> None:
    if section not in _themes:
        _themes[section] = CustomThemeConfig()
        _spell_out(_themes[section], section)
    if _themes[section].ByteSize():
        msg.MergeFrom(_themes[section])


def send_in_handfuls() -> None:
    """Let this process send so; a second call changes nothing. The theme is that of the first run after it."""
    AppSession._on_scriptrunner_event = _hand_over  # type: ignore[method-assign, assignment]
    Runtime._enqueued_some_message = _say_that_some_wait  # type: ignore[method-assign]
    app_session._populate_theme_msg = _recall
    _themes.clear()
