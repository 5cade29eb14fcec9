"""The rules of the house: who may import what, and how long things may get."""

from __future__ import annotations

import ast
import json
import statistics
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted((ROOT / "tlskit").rglob("*.py"))
PURE = (
    "core",
    "registry",
    "finding",
    "document",
    "x509",
    "wire",
    "chain",
    "trace",
    "handshake/report",
    "export",
    "explain",
)
IMPURE_MODULES = {"socket", "ssl", "OpenSSL", "certifi", "typer", "subprocess", "rich"}
LONGEST_FUNCTION, LONGEST_MODULE = 60, 500
PROSE = ("registry/tables", "explain/words", "explain/alerts", "document/glossary", "chain/path/checks/profiles")
"""Rooms of tables and prose, which may be as long as there is to say."""
each_module = pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))


def tree(path):
    """Return a module's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(path):
    """Return the names of every module that is imported anywhere in a module, functions included."""
    names = set()
    for node in ast.walk(tree(path)):
        match node:
            case ast.Import():
                names |= {alias.name for alias in node.names}
            case ast.ImportFrom():
                assert node.level == 0, "imports are absolute"
                names |= {str(node.module), *(f"{node.module}.{alias.name}" for alias in node.names)}
            case ast.Call(func=ast.Name(id="__import__") | ast.Attribute(attr="import_module")):
                names |= {item.value for item in node.args if isinstance(item, ast.Constant)}
    return names


def roots(path):
    """Return the top-level packages that a module imports."""
    return {name.partition(".")[0] for name in imported(path)}


def functions():
    """Yield every function with its module and its length in lines, decorators and docstring included."""
    for path in MODULES:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield path.relative_to(ROOT), node.name, node.end_lineno - node.lineno + 1


def loaded_by(code):
    """Return the names of the modules that a program loads."""
    program = f"import sys\n{code}\nimport json\njson.dump(sorted(sys.modules), sys.__stderr__)"
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    return set(json.loads(ended.stderr))


def running(*arguments):
    """Return code that runs tlskit and goes on after it has left."""
    return f"from tlskit.cli.app import main\ntry:\n    main({list(arguments)!r})\nexcept SystemExit:\n    pass"


# -- imports ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("room", PURE)
def test_pure_rooms(room):
    """Nothing in a pure room imports what does input or output, not even inside a function."""
    found = {
        str(path.relative_to(ROOT)): sorted(roots(path) & IMPURE_MODULES)
        for path in MODULES
        if path.is_relative_to(ROOT / "tlskit" / room)
    }
    assert found
    assert {} == {path: names for path, names in found.items() if names}


def test_rich_is_known_to_render_and_cli_alone():
    """Nothing outside render and cli imports rich, and nothing outside cli imports typer."""
    for package, rooms in (("rich", {"render", "cli"}), ("typer", {"cli"})):
        knowing = {path.relative_to(ROOT / "tlskit").parts[0] for path in MODULES if package in roots(path)}
        assert knowing <= rooms, package


def test_connections_are_made_in_three_rooms():
    """Sockets and OpenSSL are known to net, handshake and lab alone."""
    knowing = {
        path.relative_to(ROOT / "tlskit").parts[0] for path in MODULES if roots(path) & {"socket", "ssl", "OpenSSL"}
    }
    assert knowing <= {"net", "handshake", "lab"}


def test_import_is_cheap():
    """``import tlskit`` loads neither cryptography nor typer nor rich, nor any room."""
    loaded = loaded_by("import tlskit")
    assert set() == {"cryptography", "typer", "rich", "OpenSSL", "certifi", "dataclasses"} & loaded
    assert {"tlskit", "tlskit._version", "tlskit._lazy_exports"} == {
        name for name in loaded if name.startswith("tlskit")
    }


@pytest.mark.parametrize("arguments", [("--version",), ("explain", "--help"), ("schema",)])
def test_the_command_line_starts_with_little(arguments):
    """--version and the commands that judge nothing load neither cryptography nor rich nor OpenSSL nor pydantic."""
    assert set() == {"cryptography", "rich", "OpenSSL", "certifi", "pydantic"} & loaded_by(running(*arguments))


@pytest.mark.parametrize("arguments", [("chain",), ("show",), ("trace", "--help")])
def test_shapes_are_for_json(arguments):
    """Who asks for no JSON loads neither shapes nor writers."""
    case = ROOT / "testdata" / "certs" / "good" / "two"
    loaded = loaded_by(running(*arguments, str(case / "chain.pem")))
    assert "tlskit.render" in loaded or "--help" in arguments
    assert [] == [name for name in loaded if name.startswith("tlskit.export")]


def test_files_need_no_connections():
    """A file is judged without OpenSSL, and with roots of its own without certifi."""
    case = ROOT / "testdata" / "certs" / "good" / "two"
    options = ("--ca-file", str(case / "roots.pem"), "--no-default-trust", "--at", "2026-06-01")
    loaded = loaded_by(running("chain", str(case / "chain.pem"), *options))
    assert "cryptography" in loaded
    assert set() == {"OpenSSL", "certifi", "ssl", "idna", "pydantic", "tlskit.handshake"} & loaded


def test_traces_need_little():
    """A capture is read without OpenSSL, and without cryptography where its certificates are not to be seen."""
    loaded = loaded_by(running("trace", str(ROOT / "testdata" / "traces" / "tls13.pcap"), "--json"))
    assert set() == {"OpenSSL", "certifi", "ssl", "idna", "cryptography", "pydantic", "rich", "tlskit.chain"} & loaded


def test_json_needs_no_rich():
    """What is written as JSON does without rich."""
    case = ROOT / "testdata" / "certs" / "good" / "two"
    options = ("--ca-file", str(case / "roots.pem"), "--no-default-trust", "--at", "2026-06-01", "--json")
    assert "rich" not in loaded_by(running("chain", str(case / "chain.pem"), *options))


# -- size and words --------------------------------------------------------------------------------------------------


def test_functions_are_short():
    """The median function has at most 10 lines, 90 % have under 30, and none over 60."""
    lengths = sorted(length for _, _, length in functions())
    assert [] == [(str(path), name, length) for path, name, length in functions() if length > LONGEST_FUNCTION]
    assert statistics.median(lengths) <= 10
    assert sum(length < 30 for length in lengths) >= 0.9 * len(lengths)


def test_modules_are_short():
    """No module has over 500 lines but those of tables and prose: a file holds one idea."""
    written = [path for path in MODULES if not any(path.is_relative_to(ROOT / "tlskit" / room) for room in PROSE)]
    lengths = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in written}
    assert {} == {name: length for name, length in lengths.items() if length > LONGEST_MODULE}


@each_module
def test_modules_say_what_they_are(path):
    """Every module opens with a docstring."""
    assert ast.get_docstring(tree(path))


@each_module
def test_clock(path):
    """The clock is read in cli, lab, net, handshake and trust alone."""
    if path.relative_to(ROOT / "tlskit").parts[0] in ("cli", "lab", "net", "handshake", "trust"):
        return
    called = {ast.unparse(node.func) for node in ast.walk(tree(path)) if isinstance(node, ast.Call)}
    assert (
        set() == {"datetime.now", "datetime.utcnow", "time.time", "time.monotonic", "os.urandom", "date.today"} & called
    )


def test_marked_as_typed():
    """The package carries the mark of PEP 561."""
    assert (ROOT / "tlskit" / "py.typed").exists()
