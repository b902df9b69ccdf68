"""Pictures of the pages in headless Chromium: the two of the README, or every page in every look for whoever works on it.

    python -m tools.screenshots                                        docs/pictures/board.png and day.png
    python -m tools.screenshots --all --role lead --out DIR            every page × language × theme × width
    python -m tools.screenshots --page targets --role lead --out DIR   one page (its address), in every look
      --language zh_CN --theme dark --width 390                        narrow the looks; each may be repeated
      --empty                                                          people, but no customers, sales or targets
      --at 2026-06-24T10:30:00+08:00                                   the moment at which the pictures are taken

The demo company is filled into a new store as of that moment, so that the same moment gives the same pictures.
"""

from __future__ import annotations

import argparse
import itertools
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from crm_core import clock
from crm_core.access.model import Role
from crm_core.demo import service as demo
from crm_core.demo.people import DEMO_PASSWORD
from crm_core.store import Store
from tools.bench.loadclient import sign_in
from tools.serving import ROOT, served
from tools.visits import Stop, account_of, stops_for

MOMENT = "2026-06-24T10:30:00+08:00"  # a Wednesday, late in a month with a shopping day
LANGUAGES, THEMES, WIDTHS = ("zh_CN", "zh_TW", "en"), ("light", "dark"), (1280, 390)
_README = (("board.png", Role.MANAGER, "board"), ("day.png", Role.STAFF, "day"))
_ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--font-render-hinting=none",
)  # fmt: skip
_TALLEST, _SETTLE_SECONDS = 6000, 30.0
_IS_SETTLED = (
    "!document.querySelector('[data-testid=stStatusWidget], [data-testid=stSkeleton], [data-stale=true]') && "
    "[...document.querySelectorAll('[data-testid=stPlotlyChart]')].every(one => one.querySelector('.main-svg'))"
)


@dataclass(frozen=True, slots=True)
class Look:
    """How a page is looked at."""

    language: str = "zh_CN"
    theme: str = "light"
    width: int = 1280

    @property
    def name(self) -> str:
        """What the picture's file is called after."""
        return f"{self.language}-{self.theme}-{self.width}"


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless Chromium, closed with the block."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        raise SystemExit("There is no Chromium: run `make browser`.")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=found, args=list(_ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()


class Photographer:
    """Takes pictures of the pages of one server."""

    def __init__(self, browser: Browser, url: str) -> None:
        self._browser = browser
        self._url = url
        self._cookies: dict[Role, dict[str, str]] = {}
        self.complaints: list[str] = []

    @contextmanager
    def _tab(self, role: Role, look: Look) -> Iterator[Page]:
        if role not in self._cookies:
            self._cookies[role] = sign_in(self._url, account_of(role), DEMO_PASSWORD)
        context = self._browser.new_context(
            viewport={"width": look.width, "height": 900 if look.width > 600 else 844},
            locale=look.language.replace("_", "-"),
            timezone_id="Asia/Shanghai",
            color_scheme="dark" if look.theme == "dark" else "light",
            device_scale_factor=1,
        )
        cookies = {**self._cookies[role], "crm_language": look.language}
        context.add_cookies([{"name": name, "value": value, "url": self._url} for name, value in cookies.items()])
        try:
            yield context.new_page()
        finally:
            context.close()

    def take(self, role: Role, stop: Stop, look: Look, target: Path, *, whole: bool = True) -> None:
        """Write a picture of a page to ``target``; ``whole``: down to its end, else what a window shows."""
        with self._tab(role, look) as page:
            page.goto(f"{self._url}/{stop.address}?{stop.query}".rstrip("?"))
            _settle(page)
            if whole:
                height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
                page.set_viewport_size({"width": look.width, "height": min(max(height, 844), _TALLEST)})
                _settle(page)
            self._look_for_faults(page, f"{target.name} ({role.value})")
            target.parent.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=target)

    def _look_for_faults(self, page: Page, what: str) -> None:
        wide = page.evaluate(
            "(() => { const main = document.querySelector('[data-testid=stMain]');"
            " return Math.max(main.scrollWidth - main.clientWidth, document.body.scrollWidth - innerWidth); })()"
        )
        if wide > 1:
            self.complaints.append(f"{what}: scrolls sideways by {wide} px")
        for alert in page.locator("[data-testid=stAlertContentError], [data-testid=stException]").all():
            self.complaints.append(f"{what}: {alert.inner_text()[:120]}")


def _settle(page: Page) -> None:
    """Wait until the page is drawn, its script and its charts are done."""
    page.locator("[data-testid=stMain] h1, [data-testid=stAlert]").first.wait_for(timeout=60_000)
    until = time.monotonic() + _SETTLE_SECONDS
    while not page.evaluate(_IS_SETTLED) and time.monotonic() < until:
        page.wait_for_timeout(50)  # the content security policy forbids Playwright's own waiting for a function
    page.evaluate("document.fonts.ready")
    page.wait_for_timeout(400)  # animations of charts and toasts


@contextmanager
def demo_store(at: datetime, *, is_empty: bool) -> Iterator[Path]:
    """A demo store as of a moment, gone with the block."""
    with tempfile.TemporaryDirectory(prefix="crm-pictures-") as folder, clock.held_at(at):
        path = Path(folder) / "crm.duckdb"
        store = Store.open(path)
        if is_empty:
            demo.add_people(store)
        else:
            demo.fill(store)
        store.close()
        yield path


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return 1 where a page scrolls sideways or shows an error."""
    given = _parsed(arguments)
    with demo_store(given.at, is_empty=given.empty) as path:
        store = Store.open(path)
        stops = {role: stops_for(store, role) for role in Role}
        store.close()
        with served(path, "--at", given.at.isoformat(), port=given.port) as server, chromium() as browser:
            photographer = Photographer(browser, server.url)
            if given.all or given.page:
                _take_all(photographer, given, stops)
            else:
                for name, role, address in _README:
                    stop = next(one for one in stops[role] if one.address == address)
                    photographer.take(role, stop, Look(), given.out / name, whole=False)
    for complaint in photographer.complaints:
        print(complaint)
    return 1 if photographer.complaints else 0


def _take_all(photographer: Photographer, given: argparse.Namespace, stops: dict[Role, list[Stop]]) -> None:
    looks = [Look(*one) for one in itertools.product(given.language, given.theme, given.width)]
    for role in given.role:
        for stop in stops[role]:
            if given.all or stop.address in given.page:
                for look in looks:
                    target = given.out / role.value / f"{stop.address}-{look.name}.png"
                    photographer.take(role, stop, look, target, whole=not given.window)
                    print(target)


def _parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "pictures")
    parser.add_argument("--all", action="store_true", help="every page")
    parser.add_argument("--page", action="append", default=[], help="a page's address")
    parser.add_argument("--role", action="append", type=Role, choices=list(Role), default=[])
    parser.add_argument("--language", action="append", choices=LANGUAGES, default=[])
    parser.add_argument("--theme", action="append", choices=THEMES, default=[])
    parser.add_argument("--width", action="append", type=int, default=[])
    parser.add_argument("--window", action="store_true", help="what a window shows, not the whole page")
    parser.add_argument("--empty", action="store_true")
    parser.add_argument("--at", type=datetime.fromisoformat, default=MOMENT)
    parser.add_argument("--port", type=int)
    given = parser.parse_args(arguments)
    given.role = given.role or [Role.MANAGER]
    given.language = given.language or ["zh_CN", "en"]
    given.theme = given.theme or list(THEMES)
    given.width = given.width or list(WIDTHS)
    return given


if __name__ == "__main__":
    sys.exit(main())
