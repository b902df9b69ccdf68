"""The figures: `make bench`. Serves stores on loopback, measures over the browser's protocol, writes docs/bench.md.

    python -m tools.bench.run [--customers 100000 --lines 1000000 --interactions 1000000] [--only demo] [--no-import]
        [--dry-run]

About six minutes. Bold is over budget, or failed.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import psutil
import pyarrow.csv
import pyarrow.parquet

from crm_core import clock
from crm_core.access.model import Role
from crm_core.demo import service as demo
from crm_core.demo.people import DEMO_PASSWORD
from crm_core.store import Store
from crm_core.ui.plans.tabs import TABS
from tools.bench import measures
from tools.bench.bombs import refuse_all
from tools.bench.crowd import Size
from tools.bench.generate import ZONE, generate
from tools.bench.loadclient import RunFailed, quantile, sign_in
from tools.bench.report import Report, circumstances, write
from tools.serving import ROOT, Served, served
from tools.visits import Stop, account_of, stops_for

SAMPLE = ROOT / "data" / "samples" / "online_retail.parquet"
PAGE_BUDGET, EMPTY_BUDGET, SAVE_BUDGET, AFTER_PURCHASE_BUDGET = 60.0, 20.0, 40.0, 400.0
CHECK_BUDGET, WRITE_BUDGET, IMPORT_SECONDS, IMPORT_MEGABYTES, BOMB_BUDGET = 200.0, 5000.0, 30.0, 1500.0, 5.0
KEY_BUDGET, DUPLICATES_SECONDS = 50.0, 30.0
_SAVES = 30
_PLANNERS = (Role.MANAGER, Role.LEAD)  # whose tabs of the plan's page are measured, each by itself


@dataclass(frozen=True, slots=True)
class Ground:
    """A served store and who is signed in to it."""

    name: str
    path: Path
    log: Path
    server: Served
    process: psutil.Process
    cookies: dict[Role, dict[str, str]]
    stops: dict[Role, list[Stop]]

    def stop(self, role: Role, address: str) -> Stop | None:
        """Return a role's page, None where there is none."""
        return next((one for one in self.stops[role] if one.address == address), None)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the bench and return its exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--customers", type=int, default=100_000)
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--interactions", type=int, default=1_000_000)
    parser.add_argument("--only", choices=("demo", "large"))
    parser.add_argument("--no-import", action="store_true", help="leave the import and the backup out")
    parser.add_argument("--dry-run", action="store_true", help="print the figures, leave docs/bench.md alone")
    given = parser.parse_args(arguments)
    size = Size(given.customers, given.lines, given.interactions)
    large = f"{_short(size.customers)} customers, {_short(size.lines)} lines, {_short(size.interactions)} interactions"
    about, report = circumstances(ROOT, clock.today(ZONE)), Report(("demo", large))
    with tempfile.TemporaryDirectory(prefix="crm-bench-") as folder:
        if given.only != "large":
            path = Path(folder) / "demo.duckdb"
            store = Store.open(path)
            demo.fill(store)
            _measure("demo", store, report, has_import=not given.no_import)
        if given.only != "demo":
            path = Path(folder) / "large.duckdb"
            store = Store.open(path)
            generate(store, size, as_of=clock.today(ZONE))
            _measure(large, store, report, has_import=False)
    _bombs(report)
    print(f"{about}\n\n{report.table()}\n")
    for line in report.over_budget():
        print(f"over budget: {line}")
    if not given.dry_run:
        write(ROOT / "docs" / "bench.md", about, report.table())
    return 0


def _short(count: int) -> str:
    for size, unit in ((1_000_000, "M"), (1_000, "k")):
        if count >= size and count % size == 0:
            return f"{count // size} {unit}"
    return str(count)


def _measure(name: str, store: Store, report: Report, *, has_import: bool) -> None:
    """Serve the store, which is closed for that, and measure everything on it."""
    path, stops = store.path, {role: stops_for(store, role) for role in Role}
    _services(name, store, report)
    store.close()
    log = path.with_suffix(".transactions")
    log.touch()
    with served(path, "--bench", str(log)) as server:
        cookies = {role: sign_in(server.url, account_of(role), DEMO_PASSWORD) for role in Role}
        process = psutil.Process(server.process.pid)
        measures.come_to_rest(process)
        ground = Ground(name, path, log, server, process, cookies, stops)
        report.add(name, "start of the server, until it answers", server.start_seconds, budget=5, unit="s")
        asyncio.run(_measure_all(ground, report, has_import=has_import))
        report.add(name, "memory of the server at the end", process.memory_info().rss / 2**20, unit="MB")


def _services(name: str, store: Store, report: Report) -> None:
    """Measure what no page shows alone: a key typed into the search of the list, and the look for duplicates."""
    keys = measures.keystrokes(store)
    note = f"longest of {len(keys)}: {max(keys):.0f}"
    report.add(
        name,
        "a key typed into the search, its rows and their count, p50",
        quantile(keys, 0.5),
        budget=KEY_BUDGET,
        note=note,
    )
    seconds, pairs = measures.look_for_duplicates(store)
    report.add(name, "looking for duplicates", seconds, budget=DUPLICATES_SECONDS, unit="s", note=f"{pairs:,} pairs")


async def _measure_all(ground: Ground, report: Report, *, has_import: bool) -> None:
    await _pages(ground, report)
    await _saves(ground, report)
    await _after_purchase(ground, report)
    await _crowd(ground, report)
    if has_import:
        await _import(ground, report)
        await _backup(ground, report)
    known, unknown = await measures.refused_sign_ins(ground.server.url)
    report.add(ground.name, "refused sign-in, known user", known)
    report.add(ground.name, "refused sign-in, unknown user", unknown)


async def _pages(ground: Ground, report: Report) -> None:
    url, name = ground.server.url, ground.name
    empty = await measures.empty_page(url, ground.cookies[Role.MANAGER], ground.process)
    report.add(name, "empty page, p50", empty.p50, budget=EMPTY_BUDGET, note=f"{empty.cpu:.0f} CPU")
    for role in Role:
        for stop in (one for one in ground.stops[role] if one.has_record):
            await _page(ground, report, role, stop, f"/{stop.address}")
            if stop.address == "plan" and role in _PLANNERS:
                for tab in TABS[1:]:
                    opened = replace(stop, query=f"{stop.query}&tab={tab.name}")
                    await _page(ground, report, role, opened, f"/plan, tab {tab.name}")


async def _page(ground: Ground, report: Report, role: Role, stop: Stop, called: str) -> None:
    found = await measures.page_time(ground.server.url, ground.cookies[role], stop, ground.process)
    note = found.problem[:60] if found.problem else f"{found.cpu:.0f} CPU, first {found.first:.0f}"
    report.add(ground.name, f"{called}, {role.value}, p50", found.p50, budget=PAGE_BUDGET, note=note)


async def _saves(ground: Ground, report: Report) -> None:
    if ground.stop(Role.STAFF, "log") is None:
        return
    saver = measures.Saver(ground.server.url, ground.cookies[Role.STAFF], pause=0.05)
    await saver.work(_SAVES)
    times = measures.submit_to_commit(saver.saves, measures.transactions(ground.log))
    whole = [(save.ended_at - save.sent_at) * 1000 for save in saver.saves if save.problem is None]
    problems = [save.problem for save in saver.saves if save.problem]
    p50 = quantile(times, 0.5) if not problems else float("nan")
    note = (
        problems[0][:60] if problems else f"p95 {quantile(times, 0.95):.0f}, with the redraw {quantile(whole, 0.5):.0f}"
    )
    report.add(ground.name, "an interaction saved, submit to commit, p50", p50, budget=SAVE_BUDGET, note=note)


async def _after_purchase(ground: Ground, report: Report) -> None:
    for role, address in (
        (Role.MANAGER, "board"),
        (Role.STAFF, "board"),
        (Role.MANAGER, "number"),
        (Role.STAFF, "customer"),
    ):
        if (stop := ground.stop(role, address)) is None:
            continue
        what = f"/{address}, {role.value}, first view after a purchase, p50"
        try:
            times = await measures.views_after_purchase(ground.server.url, ground.cookies[role], stop)
        except RunFailed as error:
            report.add(ground.name, what, float("nan"), budget=AFTER_PURCHASE_BUDGET, note=str(error)[:60])
            continue
        note = f"longest of {len(times)}: {max(times):.0f}"
        report.add(ground.name, what, quantile(times, 0.5), budget=AFTER_PURCHASE_BUDGET, note=note)


async def _crowd(ground: Ground, report: Report) -> None:
    wanted = (
        (Role.STAFF, "day", 10),
        (Role.STAFF, "customers", 4),
        (Role.LEAD, "board", 4),
        (Role.MANAGER, "board", 2),
    )
    seats = [
        (ground.cookies[role], stop)
        for role, address, count in wanted
        if (stop := ground.stop(role, address)) is not None
        for _ in range(count)
    ]
    if seats:
        met = await measures.crowd(ground.server.url, seats, think=4.0, seconds=20.0)
        note = f"p95 {quantile(met.later, 0.95):.0f}, {len(met.later)} runs, {len(met.problems)} problems"
        what = f"{len(seats)} people, four seconds between clicks, p50"
        report.add(ground.name, what, quantile(met.later, 0.5), note=note)


async def _import(ground: Ground, report: Report) -> None:
    """Read the Online Retail file in while three people log interactions."""
    if not SAMPLE.exists() or ground.stop(Role.STAFF, "log") is None:
        return
    file = ground.path.with_name("online_retail.csv")
    pyarrow.csv.write_csv(pyarrow.parquet.read_table(SAMPLE), file)
    savers = [measures.Saver(ground.server.url, ground.cookies[Role.STAFF]) for _ in range(3)]
    with measures.highest_memory(ground.process) as peak:
        tasks = [asyncio.create_task(saver.work()) for saver in savers]
        await asyncio.sleep(3)
        began, (code, said), ended = await _timed_command(
            ground, "import", "purchases", str(file), "--create-customers"
        )
        for saver in savers:
            saver.is_stopped = True
        await asyncio.gather(*tasks)
    everything = measures.transactions(ground.log)
    written = [one for one in everything if began <= one.ended_at <= ended and "purchase" in one.tables]
    final = max(written, key=lambda one: one.ended_at - one.began_at, default=None)
    saves = [save for saver in savers for save in saver.saves if began <= save.sent_at <= ended]
    during_write = [one for one in saves if final and one.ended_at >= final.began_at and one.sent_at <= final.ended_at]
    during_check = [one for one in saves if one not in during_write]
    rows = json.loads(said).get("read", 0) if code in (0, 3) else 0
    note = f"{rows:,} rows, exit {code}"
    name, add = ground.name, report.add
    seconds = ended - began if rows else float("nan")
    add(name, "import of Online Retail as CSV", seconds, budget=IMPORT_SECONDS, unit="s", note=note)
    own = f"server {peak['server']:.0f}"
    add(name, "its peak memory, server and child", peak["megabytes"], budget=IMPORT_MEGABYTES, unit="MB", note=own)
    commits = measures.submit_to_commit(during_check, everything)
    drawn = f"{len(commits)} saves, with the redraw {quantile(_milliseconds(during_check), 0.95):.0f}"
    what = "saves by others while it is read and checked, submit to commit, p95"
    add(name, what, quantile(commits, 0.95), budget=CHECK_BUDGET, note=drawn)
    longest = max(_milliseconds(during_write), default=0.0)
    what = "longest save by others during its final write, with the redraw"
    add(name, what, longest, budget=WRITE_BUDGET, note=f"{len(during_write)} saves")
    failed = sum(one.problem is not None for one in saves)
    add(name, "saves that failed meanwhile", failed, budget=0, unit="")


def _milliseconds(saves: list[measures.Save]) -> list[float]:
    return [(one.ended_at - one.sent_at) * 1000 for one in saves]


async def _backup(ground: Ground, report: Report) -> None:
    """Back the store up while somebody logs interactions: how long the longest save waits."""
    if ground.stop(Role.STAFF, "log") is None:
        return
    saver = measures.Saver(ground.server.url, ground.cookies[Role.STAFF], pause=0.0)
    task = asyncio.create_task(saver.work())
    await asyncio.sleep(2)
    began, (code, said), ended = await _timed_command(ground, "backup", str(ground.path.with_name("backup.duckdb")))
    await asyncio.sleep(0.5)
    saver.is_stopped = True
    await task
    during = [
        (one.ended_at - one.sent_at) * 1000 for one in saver.saves if one.ended_at >= began and one.sent_at <= ended
    ]
    value = max(during, default=0.0) if code == 0 else float("nan")
    note = f"backup {ended - began:.1f} s" if code == 0 else said.strip()[:80]
    report.add(ground.name, "longest save during a backup", value, note=note)


def _bombs(report: Report) -> None:
    slowest, *others = refuse_all()
    note = f"{slowest.cpu:.1f} CPU, {slowest.name}; {len(others) + 1} kinds"
    report.add(
        "demo", "slowest refusal of a harmful workbook", slowest.seconds, budget=BOMB_BUDGET, unit="s", note=note
    )


async def _timed_command(ground: Ground, *arguments: str) -> tuple[float, tuple[int, str], float]:
    """Run the program's own command against the running server; return when it began, how it ended, and when."""
    command = [sys.executable, "-m", "crm_core", "--store", str(ground.path), "--json", *arguments]
    loop = asyncio.get_running_loop()
    began = loop.time()
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    said, _ = await process.communicate()
    return began, (process.returncode or 0, said.decode(errors="replace")), loop.time()


if __name__ == "__main__":
    sys.exit(main())
