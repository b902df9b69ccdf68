"""A real server on loopback and a real Chromium; both end with the tests."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Locator,
    Page,
    TimeoutError,
    ViewportSize,
    expect,
    sync_playwright,
)

from crm_core.demo.service import fill
from crm_core.store import Store
from tests.conftest import made_once
from tests.serving import Server, served

ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
WIDE: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all browser tests. Under CI a missing one is a failure, elsewhere a loud skip."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("no Chromium: run `make browser`")
        pytest.skip("no Chromium: run `make browser`")
    with sync_playwright() as play:
        running = play.chromium.launch(executable_path=found, args=list(ARGUMENTS))
        yield running
        while _idle:
            _idle.pop().close()
        running.close()


@pytest.fixture(scope="session")
def demo_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of the demo company as of today, made once for all processes and closed: to be copied."""

    def make(path: Path) -> None:
        store = Store.open(path)
        fill(store)
        store.close()

    return made_once(tmp_path_factory, "demo-of-today", make)


@pytest.fixture(scope="session")
def demo(demo_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The demo company, served; tests that change it take customers of their own."""
    with served(copied(demo_store, tmp_path_factory.mktemp("served"))) as running:
        yield running


def copied(store: Path, folder: Path) -> Path:
    """Return a copy of a closed store in ``folder``, for tests that turn a company upside down."""
    return Path(shutil.copy(store, folder / store.name))


_idle: list[BrowserContext] = []  # profiles that nobody uses: what they have read of Streamlit's scripts is kept


@contextmanager
def person(
    browser: Browser,
    server: Server,
    username: str,
    password: str,
    path: str = "/",
    *,
    viewport: ViewportSize = WIDE,
    language: str | None = None,
) -> Iterator[Page]:
    """A signed-in person at ``path``, by default where their role lands; nobody before them left anything in the browser.

    The browser speaks English; ``language`` is what the person chose here before signing in.
    """
    with profile(browser, server) as opened:
        page = opened.new_page()
        page.set_viewport_size(viewport)
        if language is not None:
            page.goto(f"{server.address}/account/language?to={language}")
        sign_in(page, server, username, password, path)
        yield page


@contextmanager
def profile(browser: Browser, server: Server) -> Iterator[BrowserContext]:
    """One of the browser's profiles on a disk, as new but for the scripts that it need not read and compile again."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    profile = (
        _idle.pop()
        if _idle
        else browser.browser_type.launch_persistent_context(
            "", executable_path=path, args=list(ARGUMENTS), locale="en-US", reduced_motion="reduce"
        )
    )
    (resting, *_) = profile.pages or [profile.new_page()]
    try:
        yield profile
    finally:
        for page in [page for page in profile.pages if page is not resting]:
            page.close()
        cleaner = profile.new_cdp_session(resting)
        kept = "cookies,local_storage,session_storage,indexeddb,service_workers"
        cleaner.send("Storage.clearDataForOrigin", {"origin": server.address, "storageTypes": kept})
        cleaner.detach()
        profile.clear_cookies()
        profile.clear_permissions()
        _idle.append(profile)


def sign_in(page: Page, server: Server, username: str, password: str, path: str = "/") -> None:
    """Sign in through the form, and wait for the first page to be drawn."""
    page.goto(server.address + path)
    page.locator("input[name=username]").fill(username)
    page.locator("input[name=password]").fill(password)
    page.locator("main button").click()
    settled(page)


TURN = """address => {
    history.pushState({}, '', address);
    dispatchEvent(new PopStateEvent('popstate', {state: {}}));
}"""


def turn_to(page: Page, address: str) -> None:
    """Turn to another page as the browser's own back and forward do: nothing is loaded anew. Wait until it is drawn.

    Only to a page that stands in the person's menu or is linked for them: of others Streamlit's scripts do not ask.
    """
    page.evaluate(TURN, address)
    at_rest(page)
    settled(page)


def choose(page: Page, label: str, option: str, *, is_whole_label: bool = False) -> None:
    """Choose the one option that holds ``option`` in a drop-down list, once nothing is drawn any more that would close it."""
    settled(page)
    box = page.get_by_role("combobox", name=label, exact=is_whole_label)
    box.click()
    box.fill(option)  # a long list draws only the options in sight
    page.get_by_role("option").filter(has_text=option).click()
    expect(box).to_have_value(re.compile(re.escape(option)))
    at_rest(page)


def unfolded(page: Page, label: str) -> Locator:
    """Unfold a drop-down list, again where it folded up because the page still moved under it; return its box."""
    box = page.get_by_role("combobox", name=label)
    for _ in range(5):
        settled(page)
        box.press("ArrowDown")
        with suppress(TimeoutError):
            page.get_by_role("option").first.wait_for(timeout=3_000)
            break
        box.press("Escape")
    return box


def cell_in(grid: Locator, column: str, row: int = 0) -> Locator:
    """Return a cell of a table by its column's label, once the table is drawn."""
    grid.locator("#glide-cell-0-0").wait_for(state="attached")
    columns = grid.locator("[role=columnheader]").all_inner_texts()
    return grid.locator(f"#glide-cell-{columns.index(column)}-{row}")


def type_into(page: Page, grid: Locator, column: str, text: str, row: int = 0) -> None:
    """Type into one cell of a table as a person does: choose the first row, go down and right to it, and see that it is chosen."""
    settled(page)
    cell = cell_in(grid, column, row)
    steps = int(str(cell.get_attribute("aria-colindex"))) - 1
    grid.scroll_into_view_if_needed()
    box = grid.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 20, box["y"] + 36 + 16)
    expect(grid.locator("#glide-cell-0-0")).to_have_attribute("aria-selected", "true")
    for _ in range(row):
        page.keyboard.press("ArrowDown")
    expect(grid.locator(f"#glide-cell-0-{row}")).to_have_attribute("aria-selected", "true")
    for _ in range(steps):
        page.keyboard.press("ArrowRight")
    expect(cell).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    editor = page.locator("#portal input, #portal textarea").first
    editor.fill(text)
    editor.press("Enter")
    expect(cell).to_have_text(text)


def settled(page: Page) -> None:
    """Wait until Streamlit has drawn the page and runs no script. After a click, wait for what it does first."""
    page.locator("[data-testid=stMain] h1, [data-testid=stAlert]").first.wait_for()
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()


REST = """() => new Promise(resolve => {
    let since = performance.now();
    const look = () => {
        const app = document.querySelector('[data-testid=stApp]');
        if (app.getAttribute('data-test-script-state') !== 'notRunning') since = performance.now();
        if (performance.now() - since > 400) resolve(); else setTimeout(look, 20);
    };
    look();
})"""


def at_rest(page: Page) -> None:
    """Wait until no script has run for a while: what was just chosen has been sent, answered and drawn."""
    page.evaluate(REST)
