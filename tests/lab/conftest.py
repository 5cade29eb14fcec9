"""One lab for all tests here, and its files."""

from __future__ import annotations

import pytest

from tlskit.lab.files import Files
from tlskit.lab.pytest_plugin import tlskit_lab  # noqa: F401 - this environment may lack the entry point


@pytest.fixture(scope="session")
def files(tlskit_lab, tmp_path_factory):  # noqa: F811
    """The directory with the lab's files."""
    with Files(tlskit_lab.pki.files, tmp_path_factory.mktemp("lab") / "files") as directory:
        yield directory
