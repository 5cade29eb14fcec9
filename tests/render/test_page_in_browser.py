"""The page in a headless Chromium: opened, clicked, tabbed, searched, read aloud, printed, on a desk and on a phone."""

from __future__ import annotations

import base64
import re

import pytest

from tests.support import browser as chromium
from tests.support.hostile import HOSTILE, hostile_story
from tests.support.pages import page_of
from tests.support.stories import NAMES
from tlskit.render.html import html_page

pytestmark = pytest.mark.skipif(chromium.PROGRAM is None, reason="no Chromium is installed")
DESK, PHONE = {"width": 1280, "height": 1000}, {"width": 390, "height": 844}
LOOKS = [(size, dark) for size in (DESK, PHONE) for dark in (False, True)]
LOOK_NAMES = ["desk-light", "desk-dark", "phone-light", "phone-dark"]
SLOWEST = 1000.0  # milliseconds to open a page (issue "Trace, told")
TAB, ENTER, ESCAPE, DOWN, LEFT = ("Tab", 9), ("Enter", 13), ("Escape", 27), ("ArrowDown", 40), ("ArrowLeft", 37)
OPEN_ALL = "document.getElementById('open-all').click()"
STATE = """
(() => {
  const shown = document.querySelector("#inspector:not([hidden])");
  const chosen = document.querySelector(".f.chosen");
  const lit = [...document.querySelectorAll(".r.lit")];
  return {
    at: document.activeElement.dataset.i || "",
    map: document.activeElement.closest(".map")?.id || "",
    chosen: chosen ? chosen.id : "",
    lit: lit.map((run) => `${run.closest(".map").id}-${run.dataset.i}`),
    title: shown ? shown.querySelector("h2").textContent : "",
    words: shown ? [...shown.querySelectorAll("#explanation p")].map((one) => one.textContent).join(" ") : "",
  };
})()
"""
CONTRAST = """
(() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const painted = (colors) => {
    canvas.clearRect(0, 0, 1, 1);
    for (const color of colors) { canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1); }
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const channel = (value) => value / 255 <= 0.03928 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const seen = new Map();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !element.checkVisibility() || element.closest(".aloud, script")) continue;
    const style = getComputedStyle(element);
    const under = [];
    for (let at = element; at; at = at.parentElement) under.unshift(getComputedStyle(at).backgroundColor);
    const [fore, back] = [painted([...under, style.color]), painted(under)];
    const [one, other] = [light(fore), light(back)].sort((a, b) => b - a);
    const ratio = (one + 0.05) / (other + 0.05);
    const size = parseFloat(style.fontSize);
    const needed = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
    if (ratio < needed) seen.set(`${element.className || element.tagName} ${fore} on ${back}`, ratio.toFixed(2));
  }
  return Object.fromEntries(seen);
})()
"""


@pytest.fixture(scope="module")
def browser():
    """One browser for all tests here."""
    with chromium.Browser() as started:
        yield started


@pytest.fixture(scope="module")
def url(tmp_path_factory):
    """Where the page of a connection is."""
    folder = tmp_path_factory.mktemp("pages")
    for name in NAMES:
        (folder / f"{name}.html").write_text(page_of(name), encoding="utf-8")
    return lambda name: (folder / f"{name}.html").as_uri()


@pytest.fixture(autouse=True)
def nothing_goes_wrong(request):
    """No page says anything in its log, breaks its policy, or asks for anything but itself."""
    yield
    events = request.getfixturevalue("browser").events
    asked = [one["params"]["request"]["url"] for one in events if one["method"] == "Network.requestWillBeSent"]
    assert [] == [address for address in asked if not address.startswith(("file://", "about:blank"))]
    assert len(asked) <= 2
    assert [] == [one for one in events if one["method"] in {"Log.entryAdded", "Runtime.exceptionThrown"}]


def state(browser):
    """Return what is chosen, lit and explained."""
    return browser.evaluate(STATE)


@pytest.mark.parametrize("name", NAMES)
def test_opens_fast(name, browser, url):
    """A page is there within a second."""
    browser.show(url(name), **DESK)
    opened = browser.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")
    assert 0 < opened < SLOWEST


# -- bytes and fields ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_every_run_clicked(name, browser, url):
    """A click on any run of bytes chooses its field, lights its bytes, and says what they are and why."""
    browser.show(url(name), **DESK)
    silent = browser.evaluate(
        f"""
        (() => {{
          {OPEN_ALL};
          const silent = [];
          for (const run of document.querySelectorAll(".bytes.data .r")) {{
            run.click();
            const now = {STATE.strip()};
            const own = `${{run.closest(".map").id}}-${{run.dataset.i}}`;
            const label = document.getElementById(own).querySelector(".l").textContent;
            if (!(now.chosen === own && now.lit.includes(own) && now.title.startsWith(label) && now.words.length > 3))
                silent.push([own, now]);
          }}
          return silent;
        }})()
        """
    )
    assert [] == silent


def test_every_run_tabbed(browser, url):
    """The tabulator reaches every run of bytes, one after the other, and each explains itself when it has the focus."""
    browser.show(url("tls12-rsa"), **DESK)
    browser.evaluate(OPEN_ALL)
    runs = browser.evaluate(
        "[...document.querySelectorAll('.bytes.data .r')].map((run) => `${run.closest('.map').id}-${run.dataset.i}`)"
    )
    assert len(runs) > 100
    browser.evaluate("document.querySelector('.bytes.data .r').closest('.map').querySelector('.toggle')?.focus()")
    browser.evaluate("document.getElementById('close-all').focus()")
    reached = []
    stops = 3 * len(runs)
    while len(reached) < len(runs) and stops:
        stops -= 1
        browser.press(*TAB)
        now = state(browser)
        if now["at"]:
            place = f"{now['map']}-{now['at']}"
            assert (place, True, True) == (now["chosen"], place in now["lit"], len(now["words"]) > 3)
            reached.append(place)
    assert runs == reached


def test_a_real_click(browser, url):
    """A click of the mouse on a field lights all runs that lie in it."""
    browser.show(f"{url('tls13')}#message-0", **DESK)
    x, y = browser.evaluate(
        "(() => { const item = [...document.querySelectorAll('.f')].find((one) => one.querySelector('.l').textContent "
        "=== 'Cipher suites'); item.scrollIntoView({block: 'center'}); const box = item.getBoundingClientRect(); "
        "return [box.x + 20, box.y + box.height / 2]; })()"
    )
    browser.click(x, y)
    now = state(browser)
    assert now["title"].startswith("Cipher suites")
    assert 4 == len(now["lit"])


def test_arrow_keys(browser, url):
    """The arrows go from field to field in a tree, Escape closes, and the focus is where it was."""
    browser.show(f"{url('tls13')}#record-0-3", **DESK)
    browser.evaluate("document.getElementById('record-0-3').focus()")
    browser.press(*DOWN)
    assert "record-0-4" == state(browser)["chosen"]
    browser.press(*LEFT)
    assert "record-0-3" == state(browser)["chosen"]
    browser.press(*ESCAPE)
    assert ("", "") == (state(browser)["chosen"], state(browser)["title"])
    assert "record-0-3" == browser.evaluate("document.activeElement.id")


def test_the_address_follows(browser, url):
    """The address is that of the chosen field, so that it can be sent to somebody."""
    browser.show(url("tls13"), **DESK)
    browser.evaluate("document.querySelector('#record-0 .r').click()")
    assert "#record-0-0" == browser.evaluate("new Promise((done) => setTimeout(() => done(location.hash), 400))")


def test_buttons_step(browser, url):
    """The inspector's buttons go to the field before and after."""
    browser.show(f"{url('tls13')}#record-0-3", **DESK)
    browser.evaluate("document.getElementById('next').click()")
    assert "record-0-4" == state(browser)["chosen"]
    browser.evaluate("document.getElementById('previous').click()")
    assert "record-0-3" == state(browser)["chosen"]


def test_the_encrypted_side(browser, url):
    """A record can be shown as it was sent, and says whether it is."""
    browser.show(f"{url('tls13')}#record-3", **DESK)
    look = (
        "(() => { const map = document.getElementById('record-3'); const shown = (kind) => "
        "map.querySelector(`.bytes.${kind}`).checkVisibility(); "
        "return [shown('data'), shown('sent'), map.querySelector('.toggle').getAttribute('aria-pressed')]; })()"
    )
    assert [True, False, "false"] == browser.evaluate(look)
    browser.evaluate("document.querySelector('#record-3 .toggle').click()")
    assert [False, True, "true"] == browser.evaluate(look)


# -- finding one's way -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_deep_links(size, browser, url):
    """A link to a field, a message, a secret or a term opens what is around it and brings it into sight."""
    for place in ("record-0-20", "message-1", "secret-0", "term-key-share"):
        browser.show(f"{url('tls13')}#{place}", **size)
        top, bottom, height = browser.evaluate(
            f"new Promise((done) => setTimeout(() => {{ const box = document.getElementById('{place}')"
            ".getBoundingClientRect(); done([box.top, box.bottom, innerHeight]); }, 60))"
        )
        assert 0 <= top < height, place
        assert bottom > 0
        closed = f"document.getElementById('{place}').parentElement.closest('details:not([open])') === null"
        assert browser.evaluate(closed)
    assert "" == state(browser)["chosen"]


def test_open_and_close_all(browser, url):
    """Everything opens and closes at once."""
    browser.show(url("tls13"), **DESK)
    count = "[document.querySelectorAll('main details[open]').length, document.querySelectorAll('main details').length]"
    assert 0 == browser.evaluate(count)[0]
    browser.evaluate(OPEN_ALL)
    opened, total = browser.evaluate(count)
    assert opened == total > 30
    browser.evaluate("document.getElementById('close-all').click()")
    assert 0 == browser.evaluate(count)[0]


@pytest.mark.parametrize(
    ("query", "found"),
    [("supported_groups", "Supported groups"), ("00 1d 00 20", None), ("shop.example", "Host name"), ("qqqq", "")],
    ids=["name", "bytes over runs", "value", "nothing"],
)
def test_search(query, found, browser, url):
    """What is searched is counted, and Enter goes to it: a name, a value, or bytes, also over the ends of runs."""
    browser.show(url("tls13"), **DESK)
    hits = browser.evaluate(
        f"new Promise((done) => {{ const q = document.getElementById('q'); q.focus(); q.value = {query!r}; "
        "q.dispatchEvent(new Event('input')); "
        "setTimeout(() => done(document.getElementById('hits').textContent), 300); })"
    )
    if found == "":
        assert "none" == hits
        return
    assert re.fullmatch(r". of \d+", hits)
    browser.press(*ENTER)
    assert re.fullmatch(r"1 of \d+", browser.evaluate("document.getElementById('hits').textContent"))
    texts = browser.evaluate("[...document.querySelectorAll('.hit')].map((one) => one.textContent).join('|')")
    assert (found or "Group") in texts


def test_theme(browser, url):
    """The button changes light to dark and back, whatever the system says."""
    for dark in (False, True):
        browser.show(url("tls13"), **DESK, dark=dark)
        paper = "getComputedStyle(document.body).backgroundColor"
        first = browser.evaluate(paper)
        browser.evaluate("document.getElementById('theme').click()")
        second = browser.evaluate(paper)
        browser.evaluate("document.getElementById('theme').click()")
        assert first == browser.evaluate(paper) != second
    browser.evaluate("localStorage.clear()")


# -- for everybody ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["tls13-retry", "tls13-refused", "tls12-mutual"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_nothing_sticks_out(name, size, browser, url):
    """Neither closed nor open is a page wider than its window, and nothing but the bytes' pane scrolls in itself."""
    browser.show(url(name), **size)
    wide = (
        "[...document.querySelectorAll('body *')].filter((one) => one.checkVisibility() "
        "&& !one.closest('.aloud, svg') && one.getBoundingClientRect().right > innerWidth + 1)"
        ".slice(0, 5).map((one) => one.className || one.tagName)"
    )
    assert [] == browser.evaluate(wide)
    browser.evaluate(f"{OPEN_ALL}; document.querySelector('.bytes.data .r').click()")
    assert [] == browser.evaluate(wide)
    assert browser.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(("size", "dark"), LOOKS, ids=LOOK_NAMES)
@pytest.mark.parametrize("name", ["tls13-refused", "tls12-rsa"])
def test_contrast(name, size, dark, browser, url):
    """All text stands out from what is under it as WCAG 2.2 AA asks, the chosen field and the inspector included."""
    browser.show(url(name), **size, dark=dark)
    browser.evaluate(f"{OPEN_ALL}; document.querySelector('.bytes.data .r').click()")
    assert {} == browser.evaluate(CONTRAST)


def test_read_aloud(browser, url):
    """Every button, link, field and disclosure has a name for those who listen, and arrows say who speaks."""
    browser.show(url("tls13"), **DESK)
    browser.evaluate(f"{OPEN_ALL}; document.querySelector('.bytes.data .r').click()")
    nodes = browser.call("Accessibility.getFullAXTree")["nodes"]
    wanted = {"button", "link", "treeitem", "tree", "DisclosureTriangle", "searchbox", "navigation", "complementary"}
    named = [(node["role"]["value"], node["name"]["value"]) for node in nodes if not node["ignored"] and "name" in node]
    found = {role for role, _ in named}
    assert {"button", "link", "treeitem", "tree", "heading", "main", "navigation", "complementary"} <= found
    assert [] == [role for role, name in named if role in wanted and not name.strip()]
    assert any(name.startswith("client sends, in clear: ClientHello") for _, name in named)


def test_the_first_stop_skips(browser, url):
    """The first stop of the tabulator is a link past the bar."""
    browser.show(url("tls13"), **DESK)
    browser.press(*TAB)
    assert "skip" == browser.evaluate("document.activeElement.className")
    browser.press(*ENTER)
    assert "main" == browser.evaluate("document.activeElement.id || location.hash.slice(1)")


def test_the_focus_is_seen(browser, url):
    """What has the focus has an outline."""
    browser.show(url("tls13"), **DESK)
    for _ in range(6):
        browser.press(*TAB)
        style = browser.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert "none" != style


def test_print(browser, url):
    """On paper there is no bar and no inspector, and what is open is printed."""
    browser.show(f"{url('tls13')}#record-0-3", **DESK)
    browser.call("Emulation.setEmulatedMedia", media="print")
    shown = browser.evaluate(
        "['.bar', '#inspector', '.card', '.sequence'].map((one) => document.querySelector(one).checkVisibility())"
    )
    printed = base64.b64decode(browser.call("Page.printToPDF")["data"])
    browser.call("Emulation.setEmulatedMedia", media="")
    assert [False, False, True, True] == shown
    assert printed.startswith(b"%PDF")


def test_without_scripts(browser, url):
    """Without scripts everything opens still: cards are disclosures, links are links."""
    browser.call("Emulation.setScriptExecutionDisabled", value=True)
    try:
        browser.call("Page.navigate", url=url("tls13"))
        nodes = []
        while not any(node["role"]["value"] == "DisclosureTriangle" for node in nodes):
            nodes = browser.call("Accessibility.getFullAXTree")["nodes"]
    finally:
        browser.call("Emulation.setScriptExecutionDisabled", value=False)
    names = [node["name"]["value"] for node in nodes if "name" in node and not node["ignored"]]
    assert any("ClientHello" in name for name in names)
    assert any("Without scripts" in name for name in names)


def test_hostile_names_stay_text(browser, tmp_path):
    """In a browser, too, hostile names make no element, run no script, and can be clicked and searched like others."""
    for number, text in enumerate(HOSTILE.values()):
        page = tmp_path / f"{number}.html"
        page.write_text(html_page(hostile_story(text)), encoding="utf-8")
        browser.show(page.as_uri(), **DESK)
        browser.evaluate(f"{OPEN_ALL}; document.querySelectorAll('.bytes.data .r').forEach((run) => run.click())")
        assert [1, 1, 0] == browser.evaluate(
            "['script', 'style', 'img, iframe, object, embed, [onerror], [onfocus]']"
            ".map((one) => document.querySelectorAll(one).length)"
        )
