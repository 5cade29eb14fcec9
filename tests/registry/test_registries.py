"""The generated tables: they are what the CSV files say, and a file fresh from IANA can replace ours."""

from __future__ import annotations

import csv
import importlib.util
import json
from pathlib import Path

import pytest

from tlskit.registry.alert import AlertDescription
from tlskit.registry.extension_type import ExtensionType
from tlskit.registry.named_group import NamedGroup
from tlskit.registry.signature_scheme import SignatureScheme
from tlskit.registry.tables.alpn import ALPN_PROTOCOLS

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def generator():
    """The script, freshly loaded."""
    spec = importlib.util.spec_from_file_location("gen_registries", ROOT / "scripts" / "gen_registries.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_tables_are_generated(generator):
    """Each table is what the script writes from the CSV files, and there is no other."""
    generated = generator.generated()
    assert set(generated) == set(generator.TABLES.glob("*.py"))
    stale = [path.name for path, text in generated.items() if path.read_text(encoding="utf-8") != text]
    assert [] == stale, "run scripts/gen_registries.py"


def test_every_csv_file_is_read(generator):
    """No CSV file lies unused, and additions stand beside a file of IANA's."""
    stems = {stem for registries in generator.MODULES.values() for stem in registries.values()} | {generator.ALPN}
    files = {path.stem for path in generator.DATA.glob("*.csv")}
    assert files == {f"{start}{stem}" for stem in stems for start in ("", "additions-")} & files
    assert stems <= files


def test_additions_have_the_columns_of_the_registry(generator):
    """Additions are laid out as the file beside which they stand."""
    for path in generator.DATA.glob("additions-*.csv"):
        beside = path.with_name(path.name.removeprefix("additions-"))
        first = [next(csv.reader(file.read_text(encoding="utf-8").splitlines())) for file in (path, beside)]
        assert first[0] == first[1], path.name


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        (
            "Value,Description,DTLS-OK,Recommended,Reference,Comment",
            '"0x13,0x01",TLS_AES_128_GCM_SHA256,Y,Y,[RFC8446],',
            {0x1301: ("TLS_AES_128_GCM_SHA256", "RFC 8446")},
        ),
        (
            "Value,Extension Name,TLS 1.3,DTLS-Only,Recommended,Reference,Comment",
            '35,"session_ticket (renamed from ""SessionTicket TLS"")",-,N,Y,[RFC5077][RFC8447],',
            {35: ("session_ticket", "RFC 5077, RFC 8447")},
        ),
        (
            "Value,Description,DTLS-OK,Recommended,Reference",
            "25497,X25519Kyber768Draft00 (OBSOLETE),Y,N,[draft-tls-westerbaan-xyber768d00-03]",
            {25497: ("X25519Kyber768Draft00", "draft-tls-westerbaan-xyber768d00-03")},
        ),
        (
            "Value,Description,DTLS-OK,Reference,Comment",
            '12,server_key_exchange_RESERVED,Y,"[RFC5246],\n        [RFC8446]",',
            {12: ("server_key_exchange", "RFC 5246, RFC 8446")},
        ),
        (
            "Value,Description,Reference",
            "0x0403,ecdsa_secp256r1_sha256,[RFC8446]",
            {0x403: ("ecdsa_secp256r1_sha256", "RFC 8446")},
        ),
        ("Value,Description,Reference", '"0x00,0x1C-1D",Reserved to avoid conflicts with SSLv3,[RFC5246]', {}),
        ("Value,Description,Reference", "4-5,Unassigned,", {}),
        ("Value,Description,Reference", "6,Unassigned,", {}),
        ("Value,Description,Reference", "40,Reserved,[tls-reg-review]", {}),
        ("Value,Description,Reference", '"0x0A,0x0A",Reserved (GREASE),[RFC8701]', {}),
        ("Value,Description,Reference", '"0xFE,0x00-FF",Reserved for Private Use,[RFC8446]', {}),
    ],
)
def test_rows_of_iana(generator, monkeypatch, tmp_path, header, row, expected):
    """A row as IANA publishes it gives number, name and reference; ranges and what is reserved give nothing."""
    (tmp_path / "fresh.csv").write_text(f"{header}\n{row}\n", encoding="utf-8")
    monkeypatch.setattr(generator, "DATA", tmp_path)
    assert expected == generator.table("fresh")


def test_iana_counts_before_our_additions(generator, monkeypatch, tmp_path):
    """Where both name a number IANA's name counts; a number that IANA reserves or leaves out keeps ours."""
    start = "Value,Description,Reference\n"
    (tmp_path / "x.csv").write_text(start + "1,one,[RFC1]\n2,Reserved,\n", encoding="utf-8")
    (tmp_path / "additions-x.csv").write_text(start + "1,uno,\n2,due,\n3,tre,\n", encoding="utf-8")
    monkeypatch.setattr(generator, "DATA", tmp_path)
    assert {1: ("one", "RFC 1"), 2: ("due", ""), 3: ("tre", "")} == generator.table("x")


@pytest.mark.parametrize(
    ("kind", "group"),
    [
        (ExtensionType, "extension"),
        (NamedGroup, "group"),
        (SignatureScheme, "signature_scheme"),
        (AlertDescription, "alert"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_names_against_facts(corpora, kind, group):
    """What zeek or two other programs name has a name here, and all but a few have theirs."""
    path = corpora.parent / "facts" / "iana.json"
    if not path.exists():
        pytest.skip("the facts are not beside the corpora")
    facts = json.loads(path.read_text(encoding="utf-8"))[group]
    backed = {
        kind(int(key, 16)): told for key, told in facts.items() if "zeek" in told["sources"] or len(told["sources"]) > 1
    }
    assert [] == [told for point, told in backed.items() if not (point.is_known or point.is_grease)]
    spellings = {
        point: {plain(name) for name in (told["name"], *told.get("also", ()))} for point, told in backed.items()
    }
    other = {point.label for point, names in spellings.items() if point.is_known and plain(point.label) not in names}
    assert other <= {"key_share (draft)", "X25519Kyber768Draft00 (draft)"}


def plain(name):
    """Return a name without the differences in spelling that do not count."""
    name = name.lower().replace(" ", "_").partition("_(")[0]
    return OTHERS_SPELL.get(name, name).removesuffix("_reserved")


OTHERS_SPELL = {
    "sessionticket_tls": "session_ticket",
    "ticketearlydatainfo": "ticket_early_data_info",
    "channel_id_old": "channel_id",
    "channel_id_new": "channel_id",
    "key_share_old": "key_share",
}


def test_alpn():
    """ALPN identifiers are the bytes on the wire, with the protocol that they stand for."""
    assert ("HTTP/2 over TLS", "RFC 9113") == ALPN_PROTOCOLS[b"h2"]
    assert ("HTTP/1.1", "RFC 9112") == ALPN_PROTOCOLS[b"http/1.1"]
