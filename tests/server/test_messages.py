"""What a run shows reaches the browser whole and in order, however few times the event loop is woken for it."""

from __future__ import annotations

import asyncio
import inspect
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.NewSession_pb2 import CustomThemeConfig, NewSession
from streamlit.runtime import app_session
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.runtime import Runtime
from streamlit.runtime.scriptrunner import ScriptRunnerEvent

from crm_core.server import messages
from crm_core.server.configure import configure
from crm_core.server.environment import environment
from crm_core.server.messages import send_in_handfuls

MESSAGE, STARTED = ScriptRunnerEvent.ENQUEUE_FORWARD_MSG, ScriptRunnerEvent.SCRIPT_STARTED


class Session:
    """What of a session the handing over uses; its loop runs what it is asked to when the test says so."""

    def __init__(self) -> None:
        self._scriptrunner = object()
        self.calls: list[Callable[[], None]] = []
        self.told: list[str] = []
        self.fails_at = ""

    def _call_soon_on_event_loop(self, call: Callable[[], None]) -> None:
        self.calls.append(call)

    def _enqueue_forward_msg(self, message: ForwardMsg) -> None:
        self.told.append(message.hash)
        if message.hash == self.fails_at:
            raise ValueError(message.hash)

    def _handle_scriptrunner_event_on_event_loop(
        self, _sender: object, event: object, message: Any, **more: Any
    ) -> None:
        self.told.append(f"{event} {message.hash if message else ''}{more or ''}".strip())

    def hand_over(self, name: str) -> None:
        messages._hand_over(self, self._scriptrunner, MESSAGE, ForwardMsg(hash=name))  # type: ignore[arg-type]

    def turn(self) -> None:
        """Let the loop run what it was asked to until now."""
        calls, self.calls = self.calls, []
        for call in calls:
            call()


def test_the_loop_is_woken_once_for_all_that_waits_and_told_in_order() -> None:
    session = Session()
    messages._hand_over(session, session._scriptrunner, STARTED, page_script_hash="p")  # type: ignore[arg-type]
    for name in "abc":
        session.hand_over(name)
    assert len(session.calls) == 1
    session.turn()
    assert session.told == [f"{STARTED} {{'page_script_hash': 'p'}}", "a", "b", "c"]
    session.hand_over("d")
    assert len(session.calls) == 1, "woken again for what comes later"
    session.turn()
    assert session.told[-1] == "d"


def test_a_message_of_a_run_that_is_over_is_left_to_streamlit_to_refuse() -> None:
    session = Session()
    messages._hand_over(session, object(), MESSAGE, ForwardMsg(hash="late"))  # type: ignore[arg-type]
    session.turn()
    assert session.told == [f"{MESSAGE} late"]


def test_what_follows_an_event_that_fails_is_told_still() -> None:
    session = Session()
    session.fails_at = "b"
    for name in "abcd":
        session.hand_over(name)
    with pytest.raises(ValueError, match="b"):
        session.turn()
    session.turn()
    assert session.told == ["a", "b", "c", "d"]


def test_nothing_waits_for_ever_though_threads_hand_over_while_the_loop_takes() -> None:
    session, count, threads = Session(), 400, 4
    lock = threading.Lock()

    def call(one: Callable[[], None]) -> None:
        with lock:
            session.calls.append(one)

    def hand_over(first: int) -> None:
        for number in range(first, first + count):
            session.hand_over(str(number))

    session._call_soon_on_event_loop = call  # type: ignore[method-assign]
    runs = [threading.Thread(target=hand_over, args=(place * count,)) for place in range(threads)]
    for run in runs:
        run.start()
    while any(run.is_alive() for run in runs):
        session.turn()
    session.turn()
    assert sorted(map(int, session.told)) == list(range(threads * count))
    for place in range(threads):
        own = [int(one) for one in session.told if int(one) // count == place]
        assert own == sorted(own), "each thread's in its order"


def test_who_sends_is_woken_only_where_asleep() -> None:
    async def walk() -> list[bool]:
        class Loop:
            need_send_data = asyncio.Event()
            eventloop = asyncio.get_running_loop()

        class Server:
            @staticmethod
            def _get_async_objs() -> type[Loop]:
                return Loop

        seen = []
        for _time in range(2):
            messages._say_that_some_wait(Server())  # type: ignore[arg-type]
            await asyncio.sleep(0)
            seen.append(Loop.need_send_data.is_set())
            Loop.need_send_data.clear()
        return seen

    with ThreadPoolExecutor(1) as apart:  # another test's browser may keep a loop in this thread
        assert apart.submit(asyncio.run, walk()).result() == [True, True]


@pytest.fixture
def _themed() -> Iterator[None]:
    configure(environment())
    yield
    configure(environment())


@pytest.mark.usefixtures("_themed")
def test_the_theme_is_told_as_streamlit_spells_it_out() -> None:
    sections = ["theme", *(f"theme.{one}" for one in ("light", "dark", "sidebar", "light.sidebar", "dark.sidebar"))]

    def told(spell: Callable[..., None]) -> bytes:
        message = NewSession()
        theme = message.custom_theme
        places = (theme, theme.light, theme.dark, theme.sidebar, theme.light.sidebar, theme.dark.sidebar)
        for place, section in zip(places, sections, strict=True):
            spell(place, section)
        return message.SerializeToString(deterministic=True)

    ours = told(messages._recall)
    assert ours == told(messages._spell_out) == told(messages._recall)
    assert CustomThemeConfig().ByteSize() < len(ours), "and there is a theme"


def test_streamlit_still_hands_over_as_we_take() -> None:
    given = inspect.signature(messages._hand_over_singly).parameters
    assert list(given)[:4] == ["self", "sender", "event", "forward_msg"]
    taken = inspect.signature(AppSession._handle_scriptrunner_event_on_event_loop).parameters
    assert list(taken) == list(given), "what is told to one is passed on to the other"


def test_setting_it_twice_changes_nothing() -> None:
    send_in_handfuls()
    once = (AppSession._on_scriptrunner_event, Runtime._enqueued_some_message, app_session._populate_theme_msg)
    send_in_handfuls()
    assert (AppSession._on_scriptrunner_event, Runtime._enqueued_some_message, app_session._populate_theme_msg) == once
    assert messages._spell_out is not messages._recall
