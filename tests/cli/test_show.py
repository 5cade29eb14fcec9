"""``tlskit show``: what is in files, in order; passwords and private keys stay where they are."""

from __future__ import annotations

import json
import subprocess
from ssl import DER_cert_to_PEM_cert

import jsonschema
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PrivateFormat, pkcs12

from tests.support import odd_keys, pki
from tests.support.cases import load
from tests.support.pki import issue
from tests.support.program import AT, run_program
from tlskit.export.schema import command_schema
from tlskit.finding import visible
from tlskit.registry.oid import CLIENT_AUTH, SERVER_AUTH

VALIDATOR = jsonschema.Draft202012Validator(
    command_schema("show"), format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
)
ROOT = issue("Show Root", ca=True)
CA = issue("Show CA", ROOT, ca=True, path_length=0)
LEAF = issue("shop.example", CA)
PLAIN = serialization.NoEncryption()
SECRET = "open sesame"
LOCK = serialization.BestAvailableEncryption(SECRET.encode())
MARKER = "MARKERMARKERMARKERMARKER"
FORMS = (PrivateFormat.PKCS8, PrivateFormat.TraditionalOpenSSL, PrivateFormat.OpenSSH)


def pem_key(key, form=PrivateFormat.PKCS8, lock=PLAIN):
    """Return a private key as PEM."""
    return key.private_bytes(Encoding.PEM, form, lock)


@pytest.fixture
def files(tmp_path):
    """Files of several kinds."""
    contents = {
        "fullchain.pem": LEAF.pem + CA.pem + ROOT.pem + pem_key(LEAF.key),
        "chain.pem": LEAF.pem + CA.pem,
        "upside-down.pem": ROOT.pem + CA.pem + LEAF.pem,
        "key.pem": pem_key(LEAF.key),
        "locked.pem": pem_key(LEAF.key, lock=LOCK),
        "other-key.pem": pem_key(rsa.generate_private_key(65537, 2048)),
        "mixed-up.pem": LEAF.pem + pem_key(ROOT.key),
        "store.p12": pkcs12.serialize_key_and_certificates(b"it", LEAF.key, LEAF.loaded, [CA.loaded], LOCK),
        "nothing.pem": b"nothing",
        "password": SECRET.encode() + b"\r\n",
        "wrong": b"wrong\n",
    }
    for name, data in contents.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "password").chmod(0o600)
    return tmp_path


def asked(call, *arguments):
    """Return the results of a run with --json, which the schema has to allow, and its status."""
    ended = call("show", "--json", *AT, *arguments)
    document = json.loads(ended.stdout)
    VALIDATOR.validate(document)
    assert ended.status == document["exit_status"]
    assert "tlskit.show" == document["schema"]
    return document["results"], ended.status


# -- what is said ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "sentence", "status"),
    [
        ("fullchain.pem", "3 certificates in order, 1 private key that fits the first.", 0),
        ("upside-down.pem", "3 certificates that are not in order.", 0),
        ("key.pem", "1 private key.", 0),
        ("locked.pem", "1 private key that is encrypted.", 0),
        (
            "mixed-up.pem",
            '1 certificate, 1 private key; "shop.example" has another public key than private key 2 (EC secp256r1).',
            1,
        ),
    ],
)
def test_the_sentence(call, files, monkeypatch, name, sentence, status):
    """The first line says what is in the file, whether it is in order, and what does not fit."""
    monkeypatch.chdir(files)
    results, ended = asked(call, name)
    assert (f"{name}: {sentence}", status) == (results[0]["answer"], ended)
    words = " ".join(call("show", name, *AT).stdout.split())
    assert f"{name}: {sentence}" in words


def test_the_items(call, files):
    """Every certificate is shown with its names, times, key, place and fingerprint."""
    shown = " ".join(call("show", files / "fullchain.pem", *AT).stdout.split())
    for text in (
        "1 certificate: shop.example At line 1",
        "Subject CN=shop.example",
        "Issuer CN=Show CA",
        "Valid 2020-01-01 00:00:00Z until 2040-01-01 00:00:00Z",
        "Names dNSName shop.example",
        "Key EC secp256r1 Signed with ecdsa-with-SHA256 CA no",
        "Order issued by the next certificate",
        "CA yes, with at most 0 CAs below it",
        "4 private key: EC secp256r1",
        "Fits certificate 1",
    ):
        assert text in shown
    results, _ = asked(call, files / "fullchain.pem")
    kinds = [item["kind"] for item in results[0]["report"]["items"]]
    assert ["certificate", "certificate", "certificate", "private key"] == kinds


def test_expired(call):
    """A certificate that has expired as of --at is said to be, and is a finding."""
    chain = load("good/two").directory / "chain.pem"
    assert 0 == call("show", chain, *AT).status
    ended = call("show", chain, "--at", "2028-01-01")
    assert (1, True) == (ended.status, "chain.validity.expired" in ended.stdout)
    assert ": expired" in ended.stdout


def test_fail_on(call, files):
    """--fail-on decides from which severity on the status is 1, and a wrong one is wrong usage."""
    assert 0 == call("show", files / "chain.pem", *AT, "--fail-on", "warning").status
    assert 2 == call("show", files / "chain.pem", "--fail-on", "nope").status


def test_many_names_are_bounded(call, tmp_path):
    """Of a thousand names twenty are shown, with how many there are."""
    many = issue("many", names=[pki.dns(f"{number}.example") for number in range(1000)])
    (tmp_path / "many.der").write_bytes(many.certificate)
    shown = " ".join(call("show", tmp_path / "many.der", *AT).stdout.split())
    assert "dNSName 19.example (20 of 1,000 shown)" in shown
    assert "dNSName 20.example" not in shown


def test_two_files(call, files):
    """A key is compared with the certificates of the other files; what cannot be read leaves the others alone."""
    results, status = asked(call, files / "key.pem", files / "chain.pem", files / "nothing.pem", files / "absent")
    fits = results[0]["report"]["items"][0]["private_key"]["fits"]
    assert [("certificate", 1, str(files / "chain.pem"))] == [
        (item["kind"], item["position"], item["file"]) for item in fits
    ]
    assert [0, 0, 3, 3] == [item["exit_status"] for item in results]
    assert 3 == status
    assert "neither PEM nor DER" in results[2]["error"]["message"]
    _, status = asked(call, files / "other-key.pem", files / "chain.pem")
    assert 1 == status


def test_standard_input():
    """A hyphen is standard input."""
    ended = run_program("show", "-", *AT, stdin=LEAF.pem)
    assert (0, "") == (ended.status, ended.stderr)
    assert "standard input: 1 certificate." in ended.stdout


def test_the_schema_is_printed(call):
    """``tlskit schema show`` prints the schema that these tests use."""
    assert command_schema("show") == json.loads(call("schema", "show").stdout)
    jsonschema.Draft202012Validator.check_schema(command_schema("show"))


# -- passwords -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["show", "chain"])
def test_a_password_from_a_file_or_the_environment(call, files, monkeypatch, command):
    """A PKCS#12 opens with the first line of a file and with a variable, for show and for chain."""
    monkeypatch.setenv("STORE_PASSWORD", SECRET)
    (files / "root.pem").write_bytes(ROOT.pem)
    trust = ("--ca-file", files / "root.pem", "--no-default-trust") if command == "chain" else ()
    for options in (("--password-file", files / "password"), ("--password-env", "STORE_PASSWORD")):
        ended = call(command, files / "store.p12", *AT, *options, *trust)
        assert (0, "") == (ended.status, ended.stderr)
        assert SECRET not in ended.stdout


@pytest.mark.parametrize("command", ["show", "chain"])
@pytest.mark.parametrize(
    ("options", "reason"),
    [((), "a password is needed to open this PKCS#12"), (("wrong",), "the password does not open this PKCS#12")],
)
def test_a_missing_and_a_wrong_password(call, files, command, options, reason):
    """A PKCS#12 that does not open is not checked, and the reason is said."""
    given = ("--password-file", files / options[0]) if options else ()
    ended = call(command, files / "store.p12", *AT, *given)
    assert (3, "") == (ended.status, ended.stdout)
    assert reason in " ".join(ended.stderr.split())


def test_a_locked_key_opens(call, files):
    """With its password an encrypted key is named and compared; with a wrong one the file counts as not checked."""
    results, status = asked(call, files / "locked.pem", files / "chain.pem", "--password-file", files / "password")
    assert ("EC secp256r1", 0) == (results[0]["report"]["items"][0]["private_key"]["key"], status)
    results, status = asked(call, files / "locked.pem", "--password-file", files / "wrong")
    assert ("the password does not open it, or it is damaged", 3) == (
        results[0]["report"]["items"][0]["problem"],
        status,
    )


@pytest.mark.parametrize(
    ("options", "status"),
    [
        (("--password-env", "NOT_SET_ANYWHERE"), 2),
        (("--password-file", "password", "--password-env", "HOME"), 2),
        (("--password-file", "absent"), 3),
        (("--password", "secret"), 2),
    ],
)
def test_wrong_use_of_the_password_options(call, files, monkeypatch, options, status):
    """There is no option for a password itself; a variable that is not set and two sources are wrong usage."""
    monkeypatch.chdir(files)
    assert status == call("show", "store.p12", *options).status


def test_a_terminal_is_asked_without_echo(files, monkeypatch, capsys):
    """On a terminal the password is asked for once, hidden, and used for every file."""
    from tlskit.cli import password

    questions = []
    monkeypatch.setattr(password, "_somebody_is_there", lambda: True)
    monkeypatch.setattr(password.typer, "prompt", lambda text, **options: questions.append((text, options)) or SECRET)
    source = password.Password()
    for name in ("store.p12", "locked.pem"):
        assert source.open((files / name).read_bytes(), name)
    assert 1 == len(questions)
    assert (True, True) == (questions[0][1]["hide_input"], questions[0][1]["err"])
    assert SECRET not in "".join(capsys.readouterr())


# -- what is never written -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("damage", [False, True])
def test_no_private_key_is_written(call, tmp_path, form, damage):
    """A marker in a private key, sound or damaged, is in no output: terminal, JSON, errors."""
    key = ec.derive_private_key(int.from_bytes(MARKER.encode()), ec.SECP256R1())
    data = pem_key(key, form)
    path = tmp_path / "key.pem"
    path.write_bytes(data.replace(b"\n", b"\nAAAA", 3) if damage else data)
    lines = [line for line in data.decode().splitlines() if len(line) > 40 and not line.startswith("-")]
    for options in ((), ("--json",)):
        for command in ("show", "chain"):
            ended = call(command, path, *AT, *options)
            written = ended.stdout + ended.stderr
            assert MARKER not in written
            assert MARKER.encode().hex() not in written.lower()
            assert not any(line in written for line in lines)


def test_hostile_names(call, tmp_path):
    """Names that would command a terminal are shown as escapes, also a friendly name, a file name and a PEM label."""
    hostile = "\x1b[2J\u202e[red]x[/x]\n"
    root = issue(hostile, ca=True, names=[pki.dns(hostile)])
    store = pkcs12.serialize_key_and_certificates(hostile.encode(), root.key, root.loaded, None, PLAIN)
    crl = issue(hostile, root)
    path = tmp_path / "a\x1b[31mb.p12"
    for data in (root.pem + crl.pem, store, root.certificate[:-20]):
        path.write_bytes(data)
        ended = call("show", path, *AT)
        assert ended.status in (0, 1)
        assert "\\x1b[2J" in ended.stdout
        assert all(visible(line) == line for line in (ended.stdout + ended.stderr).split("\n"))


def test_openssl_makes_it_and_it_is_shown(call, tmp_path):
    """A bundle for a browser, made by openssl in one go, is shown whole."""
    (tmp_path / "all.pem").write_bytes(LEAF.pem + CA.pem + pem_key(LEAF.key))
    command = ["openssl", "pkcs12", "-export", "-in", tmp_path / "all.pem", "-out", tmp_path / "b", "-passout", "pass:"]
    subprocess.run(command, check=True, capture_output=True)
    results, status = asked(call, tmp_path / "b")
    assert results[0]["answer"].endswith("2 certificates in order, 1 private key that fits the first.")
    assert 0 == status


SETTINGS = odd_keys.trust_settings((SERVER_AUTH,), (CLIENT_AUTH,))


def test_trust_settings_are_shown(call, tmp_path):
    """OpenSSL's TRUSTED CERTIFICATE is read, and what it is trusted and rejected for is shown."""
    (tmp_path / "root.pem").write_bytes(odd_keys.trusted_pem(ROOT.certificate, SETTINGS))
    ended = call("show", tmp_path / "root.pem", *AT)
    assert 0 == ended.status
    assert "Trusted serverAuth" in " ".join(ended.stdout.split())
    assert "Rejected clientAuth" in " ".join(ended.stdout.split())
    told = json.loads(call("show", tmp_path / "root.pem", *AT, "--json").stdout)
    VALIDATOR.validate(told)
    (item,) = told["results"][0]["report"]["items"]
    expected = {"trusted": [SERVER_AUTH], "rejected": [CLIENT_AUTH], "alias": "", "problem": None}
    assert expected == item["certificate"]["trust_settings"]


def test_trust_settings_of_a_store_count(call, tmp_path):
    """A root that its file rejects for clients is one for servers all the same."""
    (tmp_path / "root.pem").write_bytes(odd_keys.trusted_pem(ROOT.certificate, SETTINGS))
    (tmp_path / "chain.pem").write_bytes(LEAF.pem + CA.pem)
    asked = ("chain", tmp_path / "chain.pem", "--ca-file", tmp_path / "root.pem", "--no-default-trust", *AT)
    assert [0, 1] == [call(*asked, "--purpose", purpose).status for purpose in ("server", "client")]
    assert "is rejected for clientAuth" in " ".join(call(*asked, "--purpose", "client").stdout.split())


def test_a_curve_that_is_spelled_out(call, tmp_path):
    """Explicit EC parameters are an error wherever such a certificate is shown."""
    served, _ = odd_keys.ec_chain(odd_keys.SPECIFIED_P256, "middle")
    (tmp_path / "odd.pem").write_text(DER_cert_to_PEM_cert(served[1]))
    ended = call("show", tmp_path / "odd.pem", *AT)
    assert 1 == ended.status
    assert "spells out its elliptic curve" in " ".join(ended.stdout.split())


@pytest.mark.parametrize("info", [odd_keys.spki("1.2.3.4", b"", bytes(8)), odd_keys.spki("1.3.101.112", b"", bytes(3))])
def test_a_key_that_does_not_load_is_described_in_our_words(call, tmp_path, info):
    """Neither a public key nor a certificate with it shows the text of a parser."""
    bare = DER_cert_to_PEM_cert(info).replace("CERTIFICATE", "PUBLIC KEY")
    (tmp_path / "odd.pem").write_text(bare + DER_cert_to_PEM_cert(issue("odd", ROOT, info=info).certificate))
    told = call("show", tmp_path / "odd.pem", *AT).stdout
    assert [] == [text for text in ("ParseError", "deserialize", "Unknown key type", "Invalid key") if text in told]
