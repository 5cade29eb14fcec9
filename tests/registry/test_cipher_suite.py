"""What a cipher suite is made of, read from its name, against the tables of others."""

from __future__ import annotations

import json

import pytest

from tlskit.registry.cipher_suite import CipherSuite

FACTS_SPELL = {  # the facts name key exchange and authentication of PSK suites, anonymous ones and SRP in their own way
    "DHE_PSK": "DHE",
    "ECDHE_PSK": "ECDHE",
    "RSA_PSK": "RSA",
    "anon": "NULL",
    None: "TLS13",
}


@pytest.fixture(scope="module")
def facts(corpora):
    """What other programs say of each suite."""
    path = corpora.parent / "facts" / "iana.json"
    if not path.exists():
        pytest.skip("the facts are not beside the corpora")
    suites = json.loads(path.read_text(encoding="utf-8"))["cipher_suite"]
    return {CipherSuite(int(number, 16)): told for number, told in suites.items() if int(number, 16) < 0x10000}


def test_names_against_facts(facts):
    """Each suite that zeek or two programs know has the name that they know."""
    backed = {suite: told for suite, told in facts.items() if "zeek" in told["sources"] or len(told["sources"]) > 1}
    different = {told["name"]: suite.label for suite, told in backed.items() if told["name"] != suite.label}
    assert {"Reserved (GREASE)"} == set(different)
    assert all(suite.is_grease for suite, told in facts.items() if told["name"] == "Reserved (GREASE)")


def test_parts_against_facts(facts):
    """Key exchange, authentication, cipher and MAC of each suite are those that another program's table holds."""
    detailed = {suite: told for suite, told in facts.items() if "kx" in told and not suite.is_scsv}
    assert len(detailed) > 300
    assert {} == {suite.label: told for suite, told in detailed.items() if not agrees(suite, told)}


def agrees(suite, told):
    """Tell whether the parts of a suite are those of the facts, in their spelling."""
    exchange, authentication = (FACTS_SPELL.get(part, part) for part in (suite.key_exchange, suite.authentication))
    if suite.label.startswith("TLS_PSK_DHE_"):
        exchange, authentication = "PSK", "DHE"  # read from a name that RFC 6655 turned round
    if suite.key_exchange == "SRP" and authentication != "SRP":
        authentication = f"SRP+{authentication}"
    mac = told["mac"].removeprefix("HMAC-")
    return (
        (exchange, authentication) == (told["kx"], told["au"])
        and suite.cipher.startswith(told["enc"])
        and (not told["mode"] or told["mode"] in suite.cipher.split("_"))
        and (told["bits"] not in ("128", "256") or told["enc"] in WITHOUT_SIZE or told["bits"] in suite.cipher)
        and (suite.is_aead if mac == "AEAD" else suite.hash == mac)
    )


WITHOUT_SIZE = {"IDEA", "SEED", "SM4", "CHACHA20_POLY1305"}


@pytest.mark.parametrize(
    ("number", "parts"),
    [
        (0x1301, (None, None, "AES_128_GCM", "SHA256")),
        (0x1305, (None, None, "AES_128_CCM_8", "SHA256")),
        (0x1307, (None, None, "AEGIS_128L", "SHA256")),
        (0xC02F, ("ECDHE", "RSA", "AES_128_GCM", "SHA256")),
        (0xCCA9, ("ECDHE", "ECDSA", "CHACHA20_POLY1305", "SHA256")),
        (0xC0AE, ("ECDHE", "ECDSA", "AES_128_CCM_8", "SHA256")),
        (0x000A, ("RSA", "RSA", "3DES_EDE_CBC", "SHA1")),
        (0x0003, ("RSA", "RSA", "RC4_40", "MD5")),
        (0x0034, ("DH", "anon", "AES_128_CBC", "SHA1")),
        (0x00AC, ("RSA_PSK", "PSK", "AES_128_GCM", "SHA256")),
        (0xC0AA, ("DHE_PSK", "PSK", "AES_128_CCM_8", "SHA256")),
        (0xC01E, ("SRP", "RSA", "AES_128_CBC", "SHA1")),
        (0x0020, ("KRB5", "KRB5", "RC4_128", "SHA1")),
        (0x0062, ("RSA", "RSA", "DES_CBC", "SHA1")),
        (0xFEFE, ("RSA", "RSA", "DES_CBC", "SHA1")),
        (0x0081, ("GOSTR341001", "GOSTR341001", "28147_CNT_IMIT", None)),
        (0xC103, (None, None, "KUZNYECHIK_MGM_L", None)),
        (0xC0B4, (None, None, "NULL", "SHA256")),
        (0xE013, ("ECC", "ECC", "SM4_CBC", "SM3")),
        (0x0000, ("NULL", "NULL", "NULL", "NULL")),
        (0x00FF, (None, None, None, None)),
        (0x0A0A, (None, None, None, None)),
        (0x1234, (None, None, None, None)),
    ],
)
def test_parts(number, parts):
    """A suite's parts are those that its name is built of."""
    suite = CipherSuite(number)
    assert parts == (suite.key_exchange, suite.authentication, suite.cipher, suite.hash)


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("is_tls13", {0x1301, 0x1306, 0xC0B5, 0xC106}),
        ("is_aead", {0x1301, 0x1306, 0xC106, 0x009C, 0xCCA8, 0xC0A0}),
        ("is_forward_secret", {0x1301, 0xC0B5, 0xC106, 0x1306, 0xCCA8, 0x0033, 0x0034, 0xC036}),
        ("is_export", {0x0003, 0x0062}),
        ("is_scsv", {0x00FF, 0x5600}),
    ],
)
def test_properties(name, numbers):
    """Of a handful of suites of every kind, each property holds for those that it should."""
    handful = {0x1301, 0xC0B5, 0xC106, 0x1306, 0x009C, 0xCCA8, 0xC0A0, 0x0033, 0x0034, 0xC036}
    handful |= {0x0003, 0x0062, 0x00FF, 0x5600, 0x002F, 0x0000, 0x0A0A, 0x1234, 0xC025}
    assert numbers == {number for number in handful if getattr(CipherSuite(number), name)}
