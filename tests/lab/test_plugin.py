"""The pytest plugin: registered, cheap, and there when a test asks."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
ENTRY_POINTS = PROJECT["entry-points"]["pytest11"]
TEST = """
def test_expired(tlskit_lab):
    import socket, ssl, pytest
    host, port = tlskit_lab.address("expired-leaf").split(":")
    context = ssl.create_default_context(cadata=tlskit_lab.roots_pem.decode())
    with pytest.raises(ssl.SSLCertVerificationError, match="expired"), socket.create_connection((host, port)) as sock:
        context.wrap_socket(sock, server_hostname=host)
    assert tlskit_lab.case("expired-leaf").finds("chain") == ("chain.validity.expired",)
"""


def test_registered():
    """The entry point leads to a module with the fixture."""
    assert ["tlskit_lab"] == list(ENTRY_POINTS)
    assert hasattr(import_module(ENTRY_POINTS["tlskit_lab"]), "tlskit_lab")


def test_cheap():
    """The plugin is loaded at every start of pytest: it brings neither OpenSSL nor cryptography with it."""
    code = "import sys, tlskit.lab.pytest_plugin; print(*sys.modules)"
    loaded = set(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout.decode().split())
    assert set() == {"OpenSSL", "cryptography", "ssl", "rich", "typer"} & loaded
    assert {"tlskit.lab", "tlskit.lab.pytest_plugin"} == {name for name in loaded if name.startswith("tlskit.lab")}


def test_in_a_test_of_somebody_else(tmp_path):
    """A test in another project gets the running lab by the fixture's name."""
    installed = tmp_path / "site" / "tlskit_lab-0.dist-info"  # as pip leaves it, beside a tlskit that may be installed
    installed.mkdir(parents=True)
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: tlskit-lab\nVersion: 0\n")
    lines = [f"{name} = {module}\n" for name, module in ENTRY_POINTS.items()]
    (installed / "entry_points.txt").write_text("[pytest11]\n" + "".join(lines))
    (tmp_path / "test_it.py").write_text(TEST)
    path = os.pathsep.join([str(tmp_path / "site"), str(ROOT)])
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:hypothesispytest",
        "test_it.py",
    ]
    environment = {**os.environ, "PYTHONPATH": path}
    ended = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert (0, True) == (ended.returncode, "1 passed" in ended.stdout), ended.stdout
