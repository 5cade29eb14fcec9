"""Key logs: what is read, what is refused, and that nothing raises."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tlskit.trace.keys.key_log import KeyLog, KeyLogProblem
from tlskit.trace.keys.tls13_key_schedule import Secret

RANDOM, OTHER = bytes(range(32)), bytes(32)
MASTER, TRAFFIC = bytes(range(48)), bytes(range(100, 132))
LOG = f"""# comment
CLIENT_RANDOM {RANDOM.hex()} {MASTER.hex()}

CLIENT_TRAFFIC_SECRET_0 {OTHER.hex()} {TRAFFIC.hex()}\r
CLIENT_TRAFFIC_SECRET_1 {OTHER.hex().upper()} {MASTER.hex().upper()}
A_LABEL_OF_TOMORROW {OTHER.hex()} 00ff
RSA 0102030405060708 {MASTER.hex()}
PMS_CLIENT_RANDOM {RANDOM.hex()} {MASTER.hex()}
"""


def test_secrets_are_found_by_label_and_client_random():
    """A secret is found by its label and its connection; unknown labels are kept."""
    log = KeyLog.parse(LOG)
    assert MASTER == log.secret("CLIENT_RANDOM", RANDOM)
    assert TRAFFIC == log.secret("CLIENT_TRAFFIC_SECRET_0", OTHER)
    assert MASTER == log.secret("CLIENT_TRAFFIC_SECRET_1", OTHER)
    assert b"\x00\xff" == log.secret("A_LABEL_OF_TOMORROW", OTHER)
    assert log.secret("CLIENT_RANDOM", OTHER) is None
    assert ("CLIENT_TRAFFIC_SECRET_0", "CLIENT_TRAFFIC_SECRET_1", "A_LABEL_OF_TOMORROW") == log.labels(OTHER)
    assert ("CLIENT_RANDOM", "PMS_CLIENT_RANDOM") == log.labels(RANDOM)
    assert (2, 0) == (log.connections, log.problem_count)


def test_rsa_lines_are_found_by_the_encrypted_premaster_secret():
    """An RSA line is found by the first 8 bytes of the EncryptedPreMasterSecret."""
    log = KeyLog.parse(LOG)
    assert MASTER == log.premaster_secret(bytes(range(1, 129)))
    assert log.premaster_secret(bytes(128)) is None


def test_the_lines_of_one_connection():
    """The lines of a connection hold what is needed to open it, and read back to the same."""
    lines = KeyLog.parse(LOG).lines_for(RANDOM, bytes(range(1, 129)))
    expected = ["CLIENT_RANDOM", "PMS_CLIENT_RANDOM", "RSA"]
    assert expected == [line.split()[0] for line in lines.splitlines()]
    assert lines == KeyLog.parse(lines).lines_for(RANDOM, bytes(range(1, 129)))
    assert "" == KeyLog.parse(LOG).lines_for(bytes(31))


def test_a_client_random_that_is_used_again():
    """Where a client random has several secrets of a label all are kept; a line given twice counts once."""
    line = f"CLIENT_RANDOM {RANDOM.hex()} "
    log = KeyLog.parse(f"{line}{MASTER.hex()}\n{line}{bytes(48).hex()}\n{line}{MASTER.hex()}\n")
    assert (MASTER, bytes(48)) == log.secrets("CLIENT_RANDOM", RANDOM)
    assert MASTER == log.secret("CLIENT_RANDOM", RANDOM)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("CLIENT_RANDOM", "a line has three fields: label, client random, secret"),
        (f"CLIENT_RANDOM {RANDOM.hex()}", "a line has three fields: label, client random, secret"),
        (f"X {RANDOM.hex()} 00 00", "a line has three fields: label, client random, secret"),
        (f"X {RANDOM.hex()} 0g", "the second or third field is not hexadecimal"),
        (f"X {RANDOM.hex()}00 00", "a client random has 32 bytes, not 33"),
        (f"CLIENT_RANDOM {RANDOM.hex()} 00", "the secret of CLIENT_RANDOM has 48 bytes, not 1"),
        (f"RSA 0102 {MASTER.hex()}", "the second field of RSA has 8 bytes, not 2"),
        (f"RSA 0102030405060708 {TRAFFIC.hex()}", "the secret of RSA has 48 bytes, not 32"),
    ],
)
def test_a_line_that_cannot_be_read(line, reason):
    """A bad line is a problem with its number and a reason that does not show it; the others are read."""
    log = KeyLog.parse(f"\n{line}\n{LOG}")
    assert (KeyLogProblem(2, reason),) == log.problems
    assert MASTER == log.secret("CLIENT_RANDOM", RANDOM)


def test_many_bad_lines_are_counted():
    """All bad lines are counted, a hundred are kept."""
    log = KeyLog.parse("nonsense\n" * 1000)
    assert (1000, 100) == (log.problem_count, len(log.problems))


def test_labels_of_the_schedule():
    """Each secret of the key schedule that a log can have is known by its label there."""
    expected = {"CLIENT_EARLY_TRAFFIC_SECRET", "EARLY_EXPORTER_SECRET", "EXPORTER_SECRET"}
    expected |= {
        f"{side}_{kind}" for side in ("CLIENT", "SERVER") for kind in ("HANDSHAKE_TRAFFIC_SECRET", "TRAFFIC_SECRET_0")
    }
    assert expected == {secret.key_log_label for secret in Secret} - {""}


@settings(deadline=None)
@given(st.text() | st.text(alphabet="CLIENT_RANDOM 0123456789abcdef\n"))
def test_any_text(text):
    """Any text has a result."""
    log = KeyLog.parse(text)
    assert log.problem_count + log.connections <= text.count("\n") + 1
