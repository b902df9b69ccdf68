"""A visitor that speaks Streamlit's own protocol: signs in by the form, opens a websocket, reruns pages, clicks, saves.

    python -m tools.bench.loadclient --url http://127.0.0.1:8501 --user staff:PASSWORD --page day --reruns 50
    python -m tools.bench.loadclient … --sessions 20 --think 3 --seconds 30

The whole server side runs: gate, session, script, store, charts, messages. What the browser does with them does not: a
picture in a browser takes that much longer. Every run must end as finished and show neither an exception nor an error.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import re
import sys
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

import httpx
import websockets
from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

TIMEOUT = 60.0
Value = str | bool | float | list[str] | None

# How a widget's value travels, by the kind of element; what is missing has no value of its own.
_CARRIERS = {
    "text_input": "string_value",
    "text_area": "string_value",
    "selectbox": "string_value",
    "radio": "string_value",
    "time_input": "string_value",
    "checkbox": "bool_value",
    "number_input": "double_value",
    "button_group": "string_array_value",
    "multiselect": "string_array_value",
    "date_input": "string_array_value",
}


class RunFailed(Exception):
    """A run of the script did not end well; the message says how."""


@dataclass(frozen=True, slots=True)
class Widget:
    """A widget as the server sent it: ``kind`` is the element's name in the protocol."""

    widget_id: str
    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the script, as the visitor saw it; instants are of the monotonic clock, in seconds."""

    asked_at: float
    first_at: float  # the first element that was sent
    ended_at: float
    bytes_received: int
    messages: int

    @property
    def milliseconds(self) -> float:
        """How long it took from asking to the end."""
        return (self.ended_at - self.asked_at) * 1000


def sign_in(url: str, username: str, password: str) -> dict[str, str]:
    """Return the cookies of a new session, in English, so that labels can be named.

    Raises:
        RunFailed: the server did not let this person in.
    """
    with httpx.Client(base_url=url, headers={"accept-language": "en"}, cookies={"crm_language": "en"}) as client:
        form = client.get("/account/sign-in").text
        token = re.search(r'name="?token"? value="([^"]+)"', form)
        data = {"username": username, "password": password, "token": token[1] if token else "", "next": "/"}
        answer = client.post("/account/sign-in", data=data)
        if answer.status_code != 303 or "crm_session" not in client.cookies:
            raise RunFailed(f"{username} was not let in: {answer.status_code}")
        return dict(client.cookies)


@dataclass
class Visitor:
    """One browser tab. ``page`` is the page's address, '' for the role's first page."""

    url: str
    cookies: Mapping[str, str]
    page: str = ""
    query: str = ""
    widgets: dict[str, Widget] = field(default_factory=dict)
    fragments: list[str] = field(default_factory=list)
    _values: dict[str, tuple[str, Value]] = field(default_factory=dict)
    _script_hash: str = ""
    _hashes: set[str] = field(default_factory=set)
    _socket: websockets.ClientConnection | None = None

    async def __aenter__(self) -> Visitor:
        address = re.sub("^http", "ws", self.url.rstrip("/")) + "/_stcore/stream"
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self._socket = await websockets.connect(
            address,
            subprotocols=[websockets.Subprotocol("streamlit")],
            origin=websockets.Origin(self.url.rstrip("/")),
            additional_headers={"Cookie": cookie, "Accept-Language": "en"},
            max_size=None,
            compression=None,
            open_timeout=TIMEOUT,
        )
        return self

    async def __aexit__(self, *error: object) -> None:
        if self._socket is not None:
            await self._socket.close()

    def find(self, ending: str) -> Widget:
        """Return the widget whose key ends so, or whose label is this.

        Raises:
            RunFailed: there is none on the page.
        """
        found = [one for one in self.widgets.values() if one.widget_id.endswith(ending) or one.label == ending]
        if not found:
            raise RunFailed(
                f"no widget {ending!r} among {sorted(one.label or one.widget_id for one in self.widgets.values())}"
            )
        return found[-1]

    def match(self, pattern: str) -> Widget | None:
        """Return the first widget whose key fits a regular expression at its end; None where there is none."""
        fits = re.compile(f"(?:{pattern})$")
        return next((one for one in self.widgets.values() if fits.search(one.widget_id)), None)

    def set(self, ending: str, value: Value) -> None:
        """Give a widget a value, to be sent with this and all later runs."""
        widget = self.find(ending)
        self._values[widget.widget_id] = (widget.kind, value)

    def message(self, *, click: str | None = None, fragment: str | None = None, is_first: bool = False) -> BackMsg:
        """Return what the browser would send: the page, its widgets' values, and the button that was pressed."""
        asked = BackMsg()
        state = asked.rerun_script
        state.query_string = self.query
        state.page_name = self.page if is_first else ""
        state.page_script_hash = "" if is_first else self._script_hash
        state.cached_message_hashes.extend(sorted(self._hashes))
        if fragment is not None:
            state.fragment_id = fragment
        about = state.context_info
        about.timezone, about.timezone_offset, about.locale = "Asia/Shanghai", -480, "en-US"
        about.url, about.is_embedded, about.color_scheme = f"{self.url}/{self.page}", False, "light"
        for widget_id, (kind, value) in self._values.items():
            if widget_id in self.widgets:
                state.widget_states.widgets.append(widget_state(widget_id, kind, value))
        if click is not None:
            state.widget_states.widgets.append(WidgetState(id=self.find(click).widget_id, trigger_value=True))
        return asked

    async def open(self) -> Run:
        """Load the page for the first time."""
        return await self._run(self.message(is_first=True))

    async def rerun(self, *, click: str | None = None, fragment: str | None = None) -> Run:
        """Run the page, or one of its fragments, again; with a button pressed where named."""
        return await self._run(self.message(click=click, fragment=fragment))

    async def _run(self, asked: BackMsg) -> Run:
        if self._socket is None:
            raise RunFailed("not connected")
        seen, problems, first_at, size, count = dict[str, Widget](), list[str](), 0.0, 0, 0
        asked_at = time.monotonic()
        await self._socket.send(asked.SerializeToString())
        while True:
            raw = await asyncio.wait_for(self._socket.recv(), TIMEOUT)
            received = ForwardMsg.FromString(raw if isinstance(raw, bytes) else raw.encode())
            size, count = size + len(raw), count + 1
            if received.WhichOneof("type") == "delta":
                first_at = first_at or time.monotonic()
            if self._take(received, seen, problems):
                break
        ended_at = time.monotonic()
        self.widgets = {**self.widgets, **seen} if asked.rerun_script.fragment_id else seen
        if problems:
            raise RunFailed("; ".join(problems))
        return Run(asked_at, first_at or ended_at, ended_at, size, count)

    def _take(self, received: ForwardMsg, seen: dict[str, Widget], problems: list[str]) -> bool:
        """Note what a message says; return whether it is the run's last."""
        kind = received.WhichOneof("type")
        if received.hash and received.metadata.cacheable:
            self._hashes.add(received.hash)
        if kind == "new_session":
            self._script_hash = received.new_session.page_script_hash
        elif kind == "navigation":
            self._script_hash = received.navigation.page_script_hash or self._script_hash
        elif kind == "delta":
            self._take_delta(received, seen, problems)
        elif kind == "page_not_found":
            problems.append(f"no page {self.page!r}")
        elif kind == "script_finished":
            status = ForwardMsg.ScriptFinishedStatus.Name(received.script_finished)
            if status == "FINISHED_EARLY_FOR_RERUN":
                return False
            if status not in ("FINISHED_SUCCESSFULLY", "FINISHED_FRAGMENT_RUN_SUCCESSFULLY"):
                problems.append(status)
            return True
        return False

    def _take_delta(self, received: ForwardMsg, seen: dict[str, Widget], problems: list[str]) -> None:
        delta = received.delta
        if delta.fragment_id and delta.fragment_id not in self.fragments:
            self.fragments.append(delta.fragment_id)
        kind = delta.new_element.WhichOneof("type")
        if kind is None:
            return
        element = getattr(delta.new_element, kind)
        if kind == "exception":
            problems.append(f"exception: {element.message[:200]}")
        elif kind == "alert" and element.format == Alert.ERROR:
            problems.append(f"error: {element.body[:200]}")
        elif getattr(element, "id", ""):
            seen[element.id] = Widget(element.id, kind, getattr(element, "label", ""))


def widget_state(widget_id: str, kind: str, value: Value) -> WidgetState:
    """Return a widget's value as the browser sends it; None is an empty one."""
    state = WidgetState(id=widget_id)
    carrier = _CARRIERS[kind]
    if carrier == "string_array_value":
        items = [value] if isinstance(value, str) else value if isinstance(value, list) else []
        state.string_array_value.SetInParent()
        state.string_array_value.data.extend(items)
    elif value is not None:
        setattr(state, carrier, value)
    return state


def quantile(values: Iterable[float], share: float) -> float:
    """Return the value that ``share`` of ``values`` do not exceed; nan where there are none."""
    ordered = sorted(values)
    if not ordered:
        return float("nan")
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


@dataclass
class Visit:
    """What many visitors met: runs in milliseconds, and what went wrong."""

    first: list[float] = field(default_factory=list)
    later: list[float] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def figures(self) -> dict[str, float | int | str | None]:
        """Return the figures, milliseconds rounded to tenths."""
        return {
            "runs": len(self.later),
            "first": round(quantile(self.first, 0.5), 1),
            "p50": round(quantile(self.later, 0.5), 1),
            "p95": round(quantile(self.later, 0.95), 1),
            "p99": round(quantile(self.later, 0.99), 1),
            "problems": len(self.problems),
            "problem": self.problems[0] if self.problems else None,
        }


@dataclass(frozen=True, slots=True)
class Plan:
    """How a visitor behaves: how often and how long to rerun, and how long to think in between, in seconds."""

    reruns: int = 30
    seconds: float = 30.0
    think: float = 0.0
    click: str | None = None
    is_fragment: bool = False


async def visit(visitor: Visitor, plan: Plan, into: Visit) -> None:
    """Open the page, then rerun it until the plan is done, and note the times in ``into``."""
    try:
        async with visitor:
            into.first.append((await visitor.open()).milliseconds)
            until, done = time.monotonic() + plan.seconds, 0
            while time.monotonic() < until and done < plan.reruns:
                if plan.think:
                    await asyncio.sleep(plan.think * (0.5 + random.random()))
                fragment = visitor.fragments[0] if plan.is_fragment and visitor.fragments else None
                into.later.append((await visitor.rerun(click=plan.click, fragment=fragment)).milliseconds)
                done += 1
    except (RunFailed, OSError, TimeoutError, websockets.WebSocketException) as error:
        into.problems.append(f"{type(error).__name__}: {error}")


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return 1 where anything went wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", default="http://127.0.0.1:8501")
    parser.add_argument("--user", required=True, metavar="NAME:PASSWORD")
    parser.add_argument("--page", default="")
    parser.add_argument("--query", action="append", default=[], metavar="NAME=VALUE")
    parser.add_argument("--sessions", type=int, default=1)
    parser.add_argument("--reruns", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--think", type=float, default=0.0)
    parser.add_argument("--click", help="a button's label, or the end of its key, pressed in each rerun")
    parser.add_argument("--fragment", action="store_true", help="rerun the page's first fragment only")
    given = parser.parse_args(arguments)
    cookies = sign_in(given.url, *given.user.split(":", 1))
    query = urlencode(dict(pair.split("=", 1) for pair in given.query))
    plan, met = Plan(given.reruns, given.seconds, given.think, given.click, given.fragment), Visit()

    async def all_of_them() -> None:
        visitors = [Visitor(given.url, cookies, given.page, query) for _ in range(given.sessions)]
        await asyncio.gather(*(visit(one, plan, met) for one in visitors))

    asyncio.run(all_of_them())
    print(json.dumps(met.figures(), ensure_ascii=False))
    return 1 if met.problems else 0


if __name__ == "__main__":
    sys.exit(main())
