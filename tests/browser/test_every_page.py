"""Every page in a real browser: it opens without an error, fits a phone, can be used with a keyboard and a reader, and
says no English word of Streamlit's where it is to speak Chinese."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize

from crm_core.access.model import Role
from crm_core.access.policy import GRANTS, PAGES
from crm_core.demo.people import DEMO_PASSWORD
from crm_core.server.words.spoken import FIXED
from crm_core.ui.menu import ENTRIES
from tests.browser.conftest import person, settled, turn_to
from tests.serving import Server

# Faults in Streamlit's own frame, looked at on 2026-11-22 with Streamlit 1.67.0; nothing serious beyond them is let pass.
# Each is (axe rule, a part of the offending element's HTML).
STREAMLITS_OWN = (
    ("list", "stSidebarNavItems"),
    ("listitem", "<li>"),
    ("listitem", "st-emotion-cache"),
    ("empty-table-header", "gdg"),
    ("scrollable-region-focusable", "stSidebarContent"),
    ("svg-img-alt", "metric_chart"),  # the marks of st.metric's sparkline
)
QUERIES = {"number": "?metric=net_sales", "customer": "?id=1", "plan": "?id=1"}
BROKEN = ("Sorry, something went wrong", "Traceback", "抱歉，系统出现了问题")


def visitors() -> list[tuple[str, str]]:
    """Return each page's address with the first role that may open it; a role's pages follow each other."""
    order = (Role.LEAD, Role.MANAGER, Role.ADMIN, Role.STAFF, Role.READER)
    firsts = [next(role for role in order if role in GRANTS[PAGES[entry.page]]) for entry in ENTRIES]
    found = sorted(zip(firsts, ENTRIES, strict=True), key=lambda pair: order.index(pair[0]))
    return [(entry.address, role.value) for role, entry in found]


@pytest.fixture(scope="module", params=[1280, pytest.param(390, marks=pytest.mark.nightly)])
def width(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture(scope="module")
def signed_in(browser: Browser, demo: Server, width: int) -> Iterator[Callable[[str], Page]]:
    """Return ``signed_in(role)``: the page of one person, kept until another role is asked for."""
    with ExitStack() as present:
        here: dict[str, Page] = {}

        def page_of(role: str) -> Page:
            if role not in here:
                here.clear()
                present.close()
                wide: ViewportSize = {"width": width, "height": 900}
                here[role] = present.enter_context(person(browser, demo, role, DEMO_PASSWORD, viewport=wide))
            return here[role]

        yield page_of


@pytest.mark.parametrize(("address", "role"), visitors())
def test_the_page_opens_fits_and_can_be_read(
    signed_in: Callable[[str], Page], demo: Server, width: int, address: str, role: str
) -> None:
    page = signed_in(role)
    if width > 390:
        turn_to(page, f"/{address}{QUERIES.get(address, '')}")
    else:  # each night
        page.goto(f"{demo.address}/{address}{QUERIES.get(address, '')}")
        settled(page)
    text = page.locator("[data-testid=stMain]").inner_text()
    assert len(text) > 20
    assert not [word for word in BROKEN if word in text]
    assert "Page not found" not in page.locator("body").inner_text()
    fits(page, width)
    assert not serious_faults(page)
    assert not left_in_english(page)
    if width > 390:  # a phone's, without loading the page anew; opened on a phone and read by axe each night
        page.set_viewport_size({"width": 390, "height": 900})
        fits(page, 390)
        page.set_viewport_size({"width": width, "height": 900})


FITS = """width => new Promise(resolve => {
    const began = performance.now();
    const look = () => {
        const main = document.querySelector('[data-testid=stMain]');
        const isFitting = innerWidth === width && document.documentElement.scrollWidth <= width
            && main.scrollWidth <= main.clientWidth;
        if (isFitting || performance.now() - began > 5000) resolve(isFitting);
        else requestAnimationFrame(look);
    };
    look();
})"""


def fits(page: Page, width: int) -> None:
    """Hold the page to its width: once it is drawn for it, nothing scrolls sideways."""
    assert page.evaluate(FITS, width), f"the page, or its middle, scrolls sideways at {width}"


SPEAK = """language => new Promise(resolve => {
    const tag = {zh_CN: 'zh-CN', en: 'en'}[language];
    document.getElementById('spoken')?.remove();
    const style = document.body.appendChild(document.createElement('style'));
    style.id = 'spoken';
    style.textContent = `:root { --crm-language: "${language}" !important; }`;
    const look = () => document.documentElement.lang.startsWith(tag) ? resolve() : setTimeout(look, 5);
    look();
})"""

LEFT = """words => {
    const wanted = new Set(words), found = [];
    const seen = text => { if (text && wanted.has(text.trim())) found.push(text.trim()); };
    const ours = '[data-testid="stMarkdownContainer"], [data-testid="stHtml"], script, style';
    for (const element of document.querySelectorAll('body *')) {
        for (const name of ['placeholder', 'aria-label', 'title', 'alt']) seen(element.getAttribute(name));
        if (!element.closest(ours)) for (const node of element.childNodes) if (node.nodeType === 3) seen(node.nodeValue);
    }
    return found;
}"""


def left_in_english(page: Page) -> list[str]:
    """Return Streamlit's words that stay English where the page says that it speaks Chinese, as a change of language does."""
    page.evaluate(SPEAK, "zh_CN")
    found = page.evaluate(LEFT, list(FIXED))
    page.evaluate(SPEAK, "en")
    return [str(word) for word in found]


# Rules whose faults axe never calls serious are not asked: they would be let pass below.
READ = """() => {
    const mild = axe._audit.rules.filter(rule => ['minor', 'moderate'].includes(rule.impact));
    const rules = Object.fromEntries(mild.map(rule => [rule.id, {enabled: false}]));
    return axe.run(document, {resultTypes: ['violations'], rules});
}"""


def serious_faults(page: Page) -> list[str]:
    """Return what axe finds serious or critical beyond Streamlit's own, a line each."""
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(Axe().axe_script)
    found = page.evaluate(READ)["violations"]
    return [
        f"{fault['id']}: {node['html'][:200]}"
        for fault in found
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"]
        if not any(fault["id"] == rule and part in node["html"] for rule, part in STREAMLITS_OWN)
    ]


def test_the_sign_in_page_can_be_read_too(browser: Browser, demo: Server) -> None:
    for scheme in ("light", "dark"):
        context = browser.new_context(viewport={"width": 390, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(f"{demo.address}/account/sign-in")
        assert not serious_faults(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        context.close()


def test_nothing_is_asked_of_another_host(browser: Browser, demo: Server) -> None:
    asked: list[str] = []
    with person(browser, demo, "manager", DEMO_PASSWORD) as page:
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{demo.address}/board")
        settled(page)
        for address in ("customers", "targets"):
            turn_to(page, f"/{address}")
    assert asked
    foreign = [
        url for url in asked if not url.startswith((demo.address, demo.address.replace("http", "ws"), "data:", "blob:"))
    ]
    assert not foreign


def test_pictures_of_the_sample_data_are_shipped() -> None:
    root = Path(__file__).resolve().parents[2]
    assert (root / "data" / "samples" / "README.md").exists()
