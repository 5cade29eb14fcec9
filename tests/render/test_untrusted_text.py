"""Nothing that a certificate, a command line or a file name says is obeyed by a terminal."""

from __future__ import annotations

import importlib
import json
import os
import re
from functools import cache

import pytest
from cryptography import x509
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support import pki
from tests.support.cases import load
from tests.support.pki import HOST, issue
from tests.support.program import AT, ask, run_program
from tlskit.finding import visible

SGR = re.compile(r"\x1b\[[0-9;]*m")
# Written out, not taken from tlskit.core.text: the test has an opinion of its own.
CONTROLS = [chr(code) for code in (*range(0x20), *range(0x7F, 0xA0))]
BIDI = list("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
INVISIBLE = list("\u00ad\u180e\u200b\u200c\u200d\u2028\u2029\u2060\u2061\u2062\u2063\u2064\ufeff\U000e0041")
HIDDEN = {*CONTROLS, *BIDI, *INVISIBLE}
SEQUENCES = {
    "C0": "a" + "".join(CONTROLS[:0x20]) + "b",
    "DEL": "a\x7fb",
    "C1": "a" + "".join(CONTROLS[0x21:]) + "b",
    "bidi": "a" + "".join(BIDI) + "b",
    "zero width": "a" + "".join(INVISIBLE) + "b",
    "OSC 8": "\x1b]8;;https://evil.example/\x1b\\click\x1b]8;;\x1b\\",
    "OSC 52": "\x1b]52;c;ZXZpbA==\x07",
    "CSI": "\x1b[2J\x1b[1;1H\x1b[32mOK\x1b[0m",
    "C1 CSI": "\x9b2J\x9b31m",
    "fake line": "x\r\n✓ shop.example: trusted\n",
    "markup": "[red]x[/x][/][link=http://evil.example]y[/link]:smile:",
}
SOME = ("C0", "C1", "bidi", "CSI", "markup")
"""Enough where there are many places; the others are tried in the common name."""
ROOT = issue("Untrusted Text Root", ca=True)
INTERMEDIATE = issue("Untrusted Text CA", ROOT, ca=True)


def fields(payload):
    """Return, by field, the arguments of ``issue`` that put a payload there."""
    raw = payload.encode()
    other = pki.tlv(0xA0, pki.oid("1.3.6.1.5.5.7.8.5"), pki.tlv(0xA0, pki.tlv(0x0C, raw)))
    names = {
        "otherName": other,
        "rfc822Name": pki.tlv(0x81, raw),
        "dNSName": pki.tlv(0x82, raw),
        "directoryName": pki.tlv(0xA4, pki.common_name(payload)),
        "ediPartyName": pki.tlv(0xA5, pki.tlv(0xA1, pki.tlv(0x0C, raw))),
        "uniformResourceIdentifier": pki.tlv(0x86, raw),
        "iPAddress": pki.tlv(0x87, raw),
    }
    access = pki.tlv(0x30, pki.tlv(0x30, pki.oid("1.3.6.1.5.5.7.48.2"), pki.tlv(0x86, raw)))
    return {
        "common name": {"subject": pki.common_name(payload)},
        "organisation": {"subject": pki.name(("2.5.4.10", payload))},
        "issuer": {"issuer_name": pki.common_name(payload)},
        "caIssuers": {
            "extensions": {x509.AuthorityInformationAccess.oid: access},
            "issuer_name": pki.common_name("nobody"),
        },
        **{form: {"names": [entry]} for form, entry in names.items()},
    }


@cache
def leaf(field, payload):
    """Return a leaf with a payload in one field."""
    return issue(**{"subject": HOST, **fields(payload)[field]}, issuer=INTERMEDIATE)


@pytest.fixture(autouse=True)
def folder(monkeypatch, tmp_path):
    """Work in a directory with the roots in ``roots.pem``."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "roots.pem").write_bytes(ROOT.pem)


@pytest.fixture
def harmless(call, monkeypatch):
    """Run with and without colours: nothing hidden is written, and the colours are the only escapes."""

    def check(*arguments):
        plain = call(*arguments)
        monkeypatch.setenv("FORCE_COLOR", "1")
        coloured = call(*arguments)
        monkeypatch.delenv("FORCE_COLOR")
        for written in (*plain[1:], *(SGR.sub("", text) for text in coloured[1:])):
            assert set() == HIDDEN & set(written) - {"\n"}
        # Equal but for blanks at the ends of lines: no escape of the payload's passed for one of ours.
        assert re.sub(r"\s", "", SGR.sub("", coloured.stdout)) == re.sub(r"\s", "", plain.stdout)
        return plain

    return check


OPTIONS = ("--no-default-trust", "--ca-file", "roots.pem", *AT)


PAIRS = [(field, kind) for field in fields("") for kind in SEQUENCES if field == "common name" or kind in SOME]


@pytest.mark.parametrize(("field", "kind"), PAIRS)
def test_names_in_certificates(harmless, call, tmp_path, field, kind):
    """A payload in any name shows escaped, whether the chain is trusted or not, and JSON gives it back raw."""
    payload = SEQUENCES[kind]
    made = leaf(field, payload)
    (tmp_path / "chain.pem").write_bytes(made.pem + INTERMEDIATE.pem)
    (tmp_path / "leaf.pem").write_bytes(made.pem)
    harmless("chain", "chain.pem", *OPTIONS)
    harmless("chain", "chain.pem", *OPTIONS, "--host", "other.test", "--paths", "--write-bundle", "bundle.pem")
    missing = harmless("chain", "leaf.pem", *OPTIONS, "--pool", "chain.pem")
    assert 1 == missing.status
    as_json = call("chain", "leaf.pem", *OPTIONS, "--json").stdout
    assert as_json.isascii()
    served = json.loads(as_json)["results"][0]["report"]["served"][0]
    expected = {"common name": "subject", "organisation": "subject", "issuer": "issuer"}.get(field)
    if expected:
        assert payload == served[expected].partition("=")[2]
    if field in ("dNSName", "rfc822Name", "uniformResourceIdentifier"):
        assert [payload] == [name["value"] for name in served["subject_alt_name"]]


@pytest.mark.parametrize("start", range(0, len(HIDDEN), 10))
def test_every_hidden_character(harmless, call, tmp_path, start):
    """Each control, bidi and invisible character in a subject is escaped, and JSON gives it back raw."""
    payload = "a".join(sorted(HIDDEN)[start : start + 10])
    (tmp_path / "leaf.pem").write_bytes(leaf("common name", payload).pem)
    ended = harmless("chain", "leaf.pem", *OPTIONS)
    assert visible(payload) in re.sub(r"\s", "", ended.stdout)
    document = json.loads(call("chain", "leaf.pem", *OPTIONS, "--json").stdout)
    assert f"CN={payload}" == document["results"][0]["report"]["served"][0]["subject"]


@pytest.mark.parametrize("kind", SEQUENCES)
def test_authorities(harmless, tmp_path, kind):
    """A payload in the names of the CAs and of the root shows escaped."""
    root = issue(pki.common_name(SEQUENCES[kind]), ca=True)
    authority = issue(pki.common_name(SEQUENCES[kind] + " CA"), root, ca=True)
    made = issue(HOST, authority)
    (tmp_path / "roots.pem").write_bytes(root.pem)
    (tmp_path / "chain.pem").write_bytes(made.pem + authority.pem + authority.pem + root.pem)
    (tmp_path / "leaf.pem").write_bytes(made.pem)
    assert 0 == harmless("chain", "chain.pem", *OPTIONS, "--paths").status
    assert 1 == harmless("chain", "leaf.pem", *OPTIONS, "--paths").status


def test_the_committed_case(harmless):
    """The case of hostile names is trusted, and shows in the terminal as it should."""
    ended = harmless(*ask(load("form/hostile-names")), "--paths")
    assert 0 == ended.status
    assert r"\x1b]8;;http://evil.example\x1b" in ended.stdout


@pytest.mark.parametrize("color", [{}, {"FORCE_COLOR": "1"}])
def test_the_committed_case_in_a_process(color):
    """As a program, too, nothing but colours and line feeds is written."""
    ended = run_program(*ask(load("form/hostile-names")), env=color)
    assert set() == HIDDEN & set(SGR.sub("", ended.stdout)) - {"\n"}
    assert (0, "") == (ended.status, ended.stderr)


ARGUMENTS = {
    "target": ("chain", "{}"),
    "URL": ("chain", "https://{}/"),
    "scheme": ("chain", "{}://host.test"),
    "port": ("chain", "host.test:{}"),
    "address": ("chain", "[{}]"),
    "missing file": ("chain", "none/{}"),
    "--host": ("chain", "roots.pem", "--host", "{}"),
    "--host of a mailbox": ("chain", "roots.pem", "--host", "me@{}"),
    "--at": ("chain", "roots.pem", "--at", "{}"),
    "--purpose": ("chain", "roots.pem", "--purpose", "{}"),
    "--profile": ("chain", "roots.pem", "--profile", "{}"),
    "--fail-on": ("chain", "roots.pem", "--fail-on", "{}"),
    "--timeout": ("chain", "roots.pem", "--timeout", "{}"),
    "--ca-file": ("chain", "roots.pem", "--ca-file", "none/{}"),
    "--pool": ("chain", "roots.pem", "--pool", "none/{}"),
    "--connect-to": ("chain", "roots.pem", "--connect-to", "{}"),
    "--write-bundle": ("chain", "roots.pem", *OPTIONS, "--write-bundle", "none/{}"),
    "option": ("chain", "roots.pem", "--{}"),
    "short option": ("chain", "roots.pem", "-{}"),
    "command": ("x{}",),
    "id": ("explain", "x{}"),
    "schema": ("schema", "x{}"),
}


@pytest.mark.parametrize("place", ARGUMENTS)
@pytest.mark.parametrize("kind", SOME)
def test_arguments(harmless, call, place, kind):
    """A payload anywhere on the command line shows escaped, in messages and in JSON."""
    payload = SEQUENCES[kind].replace("\0", "")  # no operating system lets NUL into an argument
    arguments = [word.replace("{}", payload) for word in ARGUMENTS[place]]
    if arguments[0] == "chain" and "--at" not in arguments:
        arguments += AT
    ended = harmless(*arguments)
    assert ended.status in (0, 1, 2, 3)
    as_json = call(*arguments, "--json")
    assert as_json.stdout.isascii()
    if place != "--write-bundle":  # tests/cli has a test of its own for that
        json.loads(as_json.stdout)


@pytest.mark.parametrize("kind", [kind for kind in SEQUENCES if "\0" not in SEQUENCES[kind]])
def test_file_names(harmless, call, tmp_path, kind):
    """A payload in the name of a file shows escaped: certificates, roots, pool, bundle, and a file that holds none."""
    name = SEQUENCES[kind].replace("/", "_")
    (tmp_path / f"d{name}").mkdir()
    path = f"d{name}/{name}.pem"
    (tmp_path / path).write_bytes(leaf("common name", HOST).pem + INTERMEDIATE.pem)
    (tmp_path / f"{path}.roots").write_bytes(ROOT.pem)
    (tmp_path / f"{path}.none").write_bytes(b"nothing")
    options = ("--no-default-trust", "--ca-file", f"{path}.roots", *AT)
    ended = harmless("chain", path, *options, "--pool", path, "--write-bundle", f"{path}.bundle")
    assert 0 == ended.status
    assert (tmp_path / f"{path}.bundle").exists()
    assert 3 == harmless("chain", f"{path}.none", *options).status
    assert 3 == harmless("chain", path, "--ca-file", f"{path}.none").status
    as_json = call("chain", path, *options, "--json").stdout
    assert as_json.isascii()
    assert path == json.loads(as_json)["results"][0]["target"]


def test_a_file_name_that_is_no_text(call, tmp_path):
    """A file name of bytes that are no UTF-8 is shown with escapes."""
    name = os.fsdecode(b"x\xff\xfe.pem")
    try:
        (tmp_path / name).write_bytes(leaf("common name", HOST).pem + INTERMEDIATE.pem)
    except OSError:
        pytest.skip("the file system takes names of UTF-8 only")
    ended = call("chain", f"./{name}", *OPTIONS)
    assert (0, "") == (ended.status, ended.stderr)
    assert r"x\udcff\udcfe.pem" in ended.stdout
    assert 0 == json.loads(call("chain", f"./{name}", *OPTIONS, "--json").stdout)["exit_status"]


def test_a_bug_is_told_without_obeying_it(call, monkeypatch):
    """A payload in the text of an unforeseen error shows escaped."""

    def fail(*arguments, **options):
        raise RuntimeError("".join(SEQUENCES.values()))

    monkeypatch.setattr(importlib.import_module("tlskit.cli.chain"), "inspect_chain", fail)
    ended = call("chain", "roots.pem", *OPTIONS)
    assert 4 == ended.status
    assert set() == HIDDEN & set(ended.stderr) - {"\n"}


# -- the one place ---------------------------------------------------------------------------------------------------


@settings(deadline=None)
@given(st.text())
def test_visible_is_idempotent(text):
    """What is visible stays as it is, and nothing hidden is left."""
    shown = visible(text)
    assert shown == visible(shown)
    assert set() == HIDDEN & set(shown)
    shown.encode("utf-8")


@settings(deadline=None)
@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "S", "Zs"])))
def test_visible_leaves_ordinary_text_alone(text):
    """Letters, numbers, punctuation, symbols and spaces stay, but for the few letters that show nothing."""
    assert "".join(char for char in text if char not in "\u115f\u1160\u3164\uffa0") == "".join(
        char for char in visible(re.sub("[\u115f\u1160\u3164\uffa0]", "", text))
    )


@pytest.mark.parametrize(
    "text", ["", "bücher 日本", "xn--bcher-kva.example", "Ünïcödé ✓", "[red]", "a\\b", "👍🏽", "ﷺ"]
)
def test_visible_leaves_names_alone(text):
    """Ordinary names are shown as they are, markup and backslashes too."""
    assert text == visible(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("\n", r"\x0a"), ("\x9b", r"\x9b"), ("\u202e", r"\u202e"), ("\U000e0041", r"\U000e0041"), ("\ud800", r"\ud800")],
)
def test_visible_escapes(text, expected):
    """A hidden character becomes the escape that Python would write."""
    assert expected == visible(text)
