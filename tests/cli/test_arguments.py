"""Parameters that are words are taken as given; what has to become a number is converted all the same."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("chain", "x.pem", "--timeout", "soon"), "--timeout"),
        (("lab", "--port", "many"), "--port"),
        (("trace", "x.pcap", "--stream", "-1"), "--stream"),
        (("trace", "x.pcap", "--stream", "1.5"), "--stream"),
        (("trace",), "SOURCE"),
        (("chain",), "TARGET"),
    ],
)
def test_what_is_no_number_or_is_missing_is_refused(call, arguments, complaint):
    """A number that is none, one out of its range, and a missing argument are wrong usage, and are named."""
    ended = call(*arguments)
    assert 2 == ended.status
    assert complaint in ended.stderr


def test_words_and_numbers_reach_the_command(call):
    """Several words reach the command together, and a number holds its value."""
    ended = call("explain", "chain.validity.expired", "trace.proof.failed")
    assert "chain.validity.expired" in ended.stdout
    assert "trace.proof.failed" in ended.stdout
    capture = ROOT / "testdata" / "traces" / "three.pcap"
    assert 0 == call("trace", capture, "--stream", "0").status
    assert "there is no connection 7" in call("trace", capture, "--stream", "7").stderr
