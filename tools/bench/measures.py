"""The single measurements of the bench. Each returns figures; none of them knows a budget."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psutil

from crm_core.access.model import Actor, Permission, Role
from crm_core.customers.lists.model import CustomerListRequest
from crm_core.customers.lists.service import customer_list
from crm_core.customers.merging.finding import search
from crm_core.demo.people import ACCOUNTS
from crm_core.store import Store
from crm_core.ui.customers.lists.state import COLUMNS
from tools.bench.inside import EMPTY_ADDRESS, PURCHASE_PATH
from tools.bench.loadclient import Plan, RunFailed, Visit, Visitor, quantile, visit
from tools.visits import Stop

WARM_UP, RERUNS, PAGE_SECONDS = 3, 25, 12.0
RESTING_PERCENT = 5.0  # of one core
_LOG_PAGE = "log"


@dataclass(frozen=True, slots=True)
class PageTime:
    """How long a page takes, in milliseconds: the first view, warm runs, and the server's CPU time for one."""

    address: str
    first: float
    p50: float
    p95: float
    cpu: float
    kilobytes: float
    problem: str | None


async def page_time(url: str, cookies: dict[str, str], stop: Stop, server: psutil.Process) -> PageTime:
    """Measure one page: the first view, then ``RERUNS`` warm runs of the whole page."""
    visitor = Visitor(url, cookies, stop.address, stop.query)
    times, sizes, used, first = [], [], [], float("nan")
    try:
        async with visitor:
            first = (await visitor.open()).milliseconds
            for _ in range(WARM_UP):
                await visitor.rerun()
            until = time.monotonic() + PAGE_SECONDS
            while len(times) < RERUNS and time.monotonic() < until:
                before = cpu_seconds(server)
                run = await visitor.rerun()
                used.append((cpu_seconds(server) - before) * 1000)
                times.append(run.milliseconds)
                sizes.append(run.bytes_received / 1024)
    except RunFailed as error:
        return PageTime(stop.address, first, *[float("nan")] * 4, str(error))
    mean_cpu = sum(used) / len(used)
    return PageTime(
        stop.address, first, quantile(times, 0.5), quantile(times, 0.95), mean_cpu, quantile(sizes, 0.5), None
    )


def cpu_seconds(process: psutil.Process) -> float:
    """Return the CPU time that a process has used."""
    used = process.cpu_times()
    return float(used.user + used.system)


async def empty_page(url: str, cookies: dict[str, str], server: psutil.Process) -> PageTime:
    """Measure the page that draws nothing."""
    return await page_time(url, cookies, Stop("", EMPTY_ADDRESS, ""), server)


async def views_after_purchase(url: str, cookies: dict[str, str], stop: Stop, times: int = 9) -> list[float]:
    """Return the milliseconds of a page's first run after a purchase was written, several times."""
    found = []
    async with Visitor(url, cookies, stop.address, stop.query) as visitor, _client(url, cookies) as client:
        await visitor.open()
        await visitor.rerun()
        for _ in range(times):
            (await client.post(PURCHASE_PATH)).raise_for_status()
            found.append((await visitor.rerun()).milliseconds)
    return found


def _client(url: str, cookies: dict[str, str]) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=url, cookies=cookies, timeout=60)


@dataclass(frozen=True, slots=True)
class Save:
    """One save by a visitor: when it was sent, when its run had ended; and what went wrong, if anything did."""

    sent_at: float
    ended_at: float
    problem: str | None = None


@dataclass
class Saver:
    """Somebody who logs interactions, one after the other, until told to stop."""

    url: str
    cookies: dict[str, str]
    pause: float = 0.3
    saves: list[Save] = field(default_factory=list)
    is_stopped: bool = False

    async def work(self, most: int = 10_000) -> None:
        """Log interactions until stopped, at most ``most``."""
        async with Visitor(self.url, self.cookies, _LOG_PAGE) as visitor:
            await visitor.open()
            while not self.is_stopped and len(self.saves) < most:
                self.saves.append(await self._save(visitor))
                await asyncio.sleep(self.pause)

    async def _save(self, visitor: Visitor) -> Save:
        sent_at = time.monotonic()
        try:
            if (pick := visitor.match(r"pick:\d+:\d+")) is None:
                raise RunFailed("nobody to log an interaction with")
            await visitor.rerun(click=pick.widget_id, fragment=visitor.fragments[-1])
            visitor.set(":content", "客户主动来问现货，已查库存并回复。")
            sent_at = time.monotonic()
            run = await visitor.rerun(click=":submit", fragment=visitor.fragments[-1])
        except RunFailed as error:
            return Save(sent_at, time.monotonic(), str(error))
        return Save(run.asked_at, run.ended_at)


@dataclass(frozen=True, slots=True)
class Written:
    """One transaction of the server: asked for, begun, on the disk; which tables it wrote."""

    asked_at: float
    began_at: float
    ended_at: float
    tables: tuple[str, ...]


def transactions(log: Path) -> list[Written]:
    """Return the transactions that the server has noted."""
    lines = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    return [Written(one["asked_at"], one["began_at"], one["ended_at"], tuple(one["tables"])) for one in lines]


def submit_to_commit(saves: list[Save], written: list[Written]) -> list[float]:
    """Return the milliseconds from sending each save to its commit.

    Where several people save at once, another's commit may lie within a save's run too: the last of them counts.
    """
    commits = sorted(one.ended_at for one in written if "interaction" in one.tables)
    found = []
    for save in saves:
        within = [at for at in commits if save.sent_at <= at <= save.ended_at]
        if save.problem is None and within:
            found.append((within[-1] - save.sent_at) * 1000)
    return found


def keystrokes(store: Store) -> list[float]:
    """Return the milliseconds in which a page of the customer list, with its usual columns, is found for each key typed."""
    everything = Actor(0, "bench", Role.MANAGER, None).require(Permission.CUSTOMER_READ)
    times = []
    for typed in ("zhang", "whsm", "杭州云", "张秀", "K00012", "13912", "nobody at all"):
        for end in range(1, len(typed) + 1):
            began = time.perf_counter()
            customer_list(store, CustomerListRequest(everything, text=typed[:end], columns=COLUMNS))
            times.append((time.perf_counter() - began) * 1000)
    return times


def look_for_duplicates(store: Store) -> tuple[float, int]:
    """Return how many seconds a look through all customers takes, and how many open pairs there are after it."""
    began = time.perf_counter()
    pairs, _new = search(store)
    return time.perf_counter() - began, pairs


def come_to_rest(server: psutil.Process, patience: float = 60.0) -> None:
    """Wait until a server that has just started has done the jobs that were due, at most ``patience`` seconds."""
    deadline = time.monotonic() + patience
    while server.cpu_percent(interval=1.0) > RESTING_PERCENT and time.monotonic() < deadline:
        pass


@contextmanager
def highest_memory(server: psutil.Process) -> Iterator[dict[str, float]]:
    """Watch the server and its children for the length of an ``async`` block; ``"megabytes"`` holds the peak after it."""
    peak = {"megabytes": 0.0, "server": 0.0}

    async def watch() -> None:
        while True:
            own, children = server.memory_info().rss, 0
            for child in server.children(recursive=True):
                try:
                    children += child.memory_info().rss
                except psutil.NoSuchProcess:
                    continue
            peak["server"] = max(peak["server"], own / 2**20)
            peak["megabytes"] = max(peak["megabytes"], (own + children) / 2**20)
            await asyncio.sleep(0.1)

    task = asyncio.get_running_loop().create_task(watch())
    try:
        yield peak
    finally:
        task.cancel()


async def refused_sign_ins(url: str, tries: int = 10) -> tuple[float, float]:
    """Return the median milliseconds of a wrong password for known users, and for names that nobody has."""
    known = [account.username for account in ACCOUNTS][:tries]
    times: dict[bool, list[float]] = {True: [], False: []}
    async with httpx.AsyncClient(base_url=url, timeout=60) as client:
        token = (await client.get("/account/sign-in")).text.split('name="token" value="')[1].split('"')[0]
        for number, name in enumerate(known):
            for is_known, who in ((True, name), (False, f"nobody-{number}")):
                data = {"username": who, "password": "not the password", "token": token, "next": "/"}
                began = time.monotonic()
                await client.post("/account/sign-in", data=data)
                times[is_known].append((time.monotonic() - began) * 1000)
    return quantile(times[True], 0.5), quantile(times[False], 0.5)


async def crowd(url: str, seats: list[tuple[dict[str, str], Stop]], *, think: float, seconds: float) -> Visit:
    """Let one visitor for each of ``seats`` look at a page again and again, thinking in between."""
    met = Visit()
    plan = Plan(reruns=10_000, seconds=seconds, think=think)
    visitors = [Visitor(url, cookies, stop.address, stop.query) for cookies, stop in seats]
    await asyncio.gather(*(visit(one, plan, met) for one in visitors))
    return met
