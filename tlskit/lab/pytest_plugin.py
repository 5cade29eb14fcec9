"""The lab in tests: pytest finds this module by its entry point, and the fixture starts every case once.

Nothing of tlskit but this is loaded until a test asks for the fixture::

    def test_my_client(tlskit_lab):
        assert my_client(tlskit_lab.address("expired-leaf")) == "expired"
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tlskit.lab.lab import Lab


@pytest.fixture(scope="session")
def tlskit_lab() -> Iterator[Lab]:
    """Every case of ``tlskit lab``, served on 127.0.0.1 for the whole run."""
    from tlskit.lab.lab import Lab  # OpenSSL, for tests that ask for it

    with Lab() as lab:
        yield lab
