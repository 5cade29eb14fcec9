"""Targets as users write them."""

from ipaddress import IPv4Address, IPv6Address

import pytest

from tlskit.errors import UsageError
from tlskit.net.target import (
    DEFAULT_PORTS,
    STARTTLS_SCHEMES,
    Target,
    TargetKind,
    authority,
    parse_connect_to,
    parse_host_name,
    parse_target,
)


def missing(path):
    """Stand in for a directory without files."""
    return False


def present(path):
    """Stand in for a directory where every name exists."""
    return True


@pytest.mark.parametrize(
    ("text", "host", "port", "scheme"),
    [
        ("example.com", "example.com", 443, "tls"),
        ("Example.COM", "example.com", 443, "tls"),
        ("example.com.", "example.com", 443, "tls"),
        ("example.com.:8443", "example.com", 8443, "tls"),
        ("example.com:1", "example.com", 1, "tls"),
        ("example.com:65535", "example.com", 65535, "tls"),
        ("localhost", "localhost", 443, "tls"),
        ("chain.pem", "chain.pem", 443, "tls"),
        ("_dmarc.my_host.example", "_dmarc.my_host.example", 443, "tls"),
        ("r3---sn-a5.example", "r3---sn-a5.example", 443, "tls"),
        ("3com.example", "3com.example", 443, "tls"),
        ("https://example.com", "example.com", 443, "https"),
        ("HTTPS://example.com/a:b@c?d=http://e#f", "example.com", 443, "https"),
        ("https://example.com?query", "example.com", 443, "https"),
        ("https://example.com:8443/", "example.com", 8443, "https"),
        ("tls://example.com", "example.com", 443, "tls"),
        ("smtp://mx.example", "mx.example", 25, "smtp"),
        ("smtps://mx.example", "mx.example", 465, "smtps"),
        ("imap://mx.example", "mx.example", 143, "imap"),
        ("imaps://mx.example", "mx.example", 993, "imaps"),
        ("pop3://mx.example", "mx.example", 110, "pop3"),
        ("pop3s://mx.example", "mx.example", 995, "pop3s"),
        ("ldap://dc.example", "dc.example", 389, "ldap"),
        ("ldaps://dc.example", "dc.example", 636, "ldaps"),
        ("ftp://ftp.example", "ftp.example", 21, "ftp"),
        ("ftps://ftp.example", "ftp.example", 990, "ftps"),
        ("nntp://news.example", "news.example", 119, "nntp"),
        ("xmpp://chat.example", "chat.example", 5222, "xmpp"),
        ("postgres://db.example", "db.example", 5432, "postgres"),
        ("mysql://db.example:3307", "db.example", 3307, "mysql"),
    ],
)
def test_host(text, host, port, scheme):
    """A host, host:port or URL gives a lower-case host, its port or the scheme's, and the scheme."""
    assert Target(text, TargetKind.HOST, host, host, port, scheme) == parse_target(text, exists=missing)


@pytest.mark.parametrize(
    ("text", "host", "port", "address"),
    [
        ("192.0.2.1", "192.0.2.1", 443, IPv4Address("192.0.2.1")),
        ("192.0.2.1:8443", "192.0.2.1", 8443, IPv4Address("192.0.2.1")),
        ("https://192.0.2.1/", "192.0.2.1", 443, IPv4Address("192.0.2.1")),
        ("::1", "::1", 443, IPv6Address("::1")),
        ("2001:DB8:0:0::1", "2001:db8::1", 443, IPv6Address("2001:db8::1")),
        ("[::1]", "::1", 443, IPv6Address("::1")),
        ("[::1]:8443", "::1", 8443, IPv6Address("::1")),
        ("https://[::1]:8443/x", "::1", 8443, IPv6Address("::1")),
        ("fe80::1%eth0", "fe80::1%eth0", 443, IPv6Address("fe80::1%eth0")),
    ],
)
def test_address(text, host, port, address):
    """An IP literal is kept as an address, in its canonical notation and without brackets."""
    assert Target(text, TargetKind.HOST, host, host, port, "tls" if "/" not in text else "https", address) == (
        parse_target(text, exists=missing)
    )


@pytest.mark.parametrize(
    ("text", "host", "unicode_host"),
    [
        ("münchen.example", "xn--mnchen-3ya.example", "münchen.example"),
        ("MÜNCHEN.example.", "xn--mnchen-3ya.example", "münchen.example"),
        ("mu\u0308nchen.example", "xn--mnchen-3ya.example", "münchen.example"),
        ("faß.example", "xn--fa-hia.example", "faß.example"),
        ("例え。テスト", "xn--r8jz45g.xn--zckzah", "例え.テスト"),
        ("xn--mnchen-3ya.example", "xn--mnchen-3ya.example", "münchen.example"),
        ("XN--MNCHEN-3YA.example", "xn--mnchen-3ya.example", "münchen.example"),
        ("_x.xn--mnchen-3ya.example", "_x.xn--mnchen-3ya.example", "_x.münchen.example"),
        ("xn--zzzzzz.example", "xn--zzzzzz.example", "xn--zzzzzz.example"),
        ("xn--ls8h.example", "xn--ls8h.example", "xn--ls8h.example"),
        (
            "\u0646\u0627\u0645\u0647\u200c\u0627\u06cc.example",
            "xn--mgba3gch31f060k.example",
            "\u0646\u0627\u0645\u0647\u200c\u0627\u06cc.example",
        ),
    ],
)
def test_internationalized_name(text, host, unicode_host):
    """An internationalized name is known in both forms, and a broken A-label is left as it stands."""
    target = parse_target(text, exists=missing)
    assert (host, unicode_host) == (target.host, target.unicode_host)


@pytest.mark.parametrize("text", ["chain.pem", "example.com", "example.com:443", "a b\u202e.pem", "2130706433"])
def test_existing_file(text):
    """What exists as a file is the file, whatever host it may look like."""
    assert Target(text, TargetKind.FILE, path=text) == parse_target(text, exists=present)


@pytest.mark.parametrize("text", ["./chain.pem", "/etc/ssl/x.pem", "certs/a.der", "a b/c\nd"])
def test_missing_path(text):
    """Text with a path separator is a file even when it is missing, so that opening it says so."""
    assert Target(text, TargetKind.FILE, path=text) == parse_target(text, exists=missing)


def test_url_before_file():
    """A URL is a URL even where a file of that name exists."""
    assert TargetKind.HOST is parse_target("https://example.com", exists=present).kind


def test_standard_input():
    """A single dash is standard input."""
    assert Target("-", TargetKind.STDIN) == parse_target("-", exists=present)


LONG_LABEL = "a" * 64 + ".example"
LONG_NAME = ".".join(["a" * 49] * 5) + ".abcd"  # 254 characters


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the target is empty"),
        (" \t\n", "the target is empty"),
        ("a\0b", r"'a\x00b' contains a NUL character"),
        (" example.com", "the host name ' example.com' contains a space, a control or an invisible character"),
        ("a\x1b[31m.com", r"the host name 'a\x1b[31m.com' contains a space, a control or an invisible character"),
        ("a\u202eb.com", r"the host name 'a\u202eb.com' contains a space, a control or an invisible character"),
        ("a\u00adb.com", r"the host name 'a\xadb.com' contains a space, a control or an invisible character"),
        ("*.example.com", "the host name '*.example.com' contains a character that no host name has"),
        ("a..b", "the host name 'a..b' has an empty label"),
        ("a.b..", "the host name 'a.b..' has an empty label"),
        (".", "the host name is empty"),
        (":443", "the host name is empty"),
        ("https://", "the host name is empty"),
        ("https:///path", "the host name is empty"),
        (LONG_LABEL, f"the host name '{LONG_LABEL}' has a label longer than 63 characters"),
        (LONG_NAME, f"the host name '{LONG_NAME[:80]}...' is longer than 253 characters"),
        ("a" * 100_000, f"the host name '{'a' * 80}...' is longer than 253 characters"),
        ("a:", "'' is not a port number between 1 and 65535"),
        ("a:0", "'0' is not a port number between 1 and 65535"),
        ("a:65536", "'65536' is not a port number between 1 and 65535"),
        ("a:-1", "'-1' is not a port number between 1 and 65535"),
        ("a:\uff14\uff14\uff13", r"'\uff14\uff14\uff13' is not a port number between 1 and 65535"),
        ("a:" + "9" * 5000, f"'{'9' * 80}...' is not a port number between 1 and 65535"),
        ("a:b:c", "'a:b:c' is neither an IPv6 address nor host:port"),
        ("::1%\u00e9", r"'::1%\xe9' is neither an IPv6 address nor host:port"),
        ("[::1", "'[::1' is not an IPv6 address in brackets with an optional port"),
        ("[::1]443", "'[::1]443' is not an IPv6 address in brackets with an optional port"),
        ("[example.com]:1", "'[example.com]:1' is not an IPv6 address in brackets with an optional port"),
        ("2130706433", "no host name ends in a number, and an IPv4 address is four decimal ones: '2130706433'"),
        ("0177.0.0.1", "no host name ends in a number, and an IPv4 address is four decimal ones: '0177.0.0.1'"),
        ("127.1", "no host name ends in a number, and an IPv4 address is four decimal ones: '127.1'"),
        ("0x7f000001", "no host name ends in a number, and an IPv4 address is four decimal ones: '0x7f000001'"),
        ("1.2.3.256", "no host name ends in a number, and an IPv4 address is four decimal ones: '1.2.3.256'"),
        (
            "\uff11.\uff12.\uff13.\uff14",
            r"no host name ends in a number, and an IPv4 address is four decimal ones: '\uff11.\uff12.\uff13.\uff14'",
        ),
        (
            "http://example.com",
            "http:// is HTTP without TLS: there is no certificate to look at; use https:// or host:port",
        ),
        ("https://me:secret@example.com", "a target has no user name or password: remove what stands before the @"),
        ("me:secret@example.com", "a target has no user name or password: remove what stands before the @"),
        (
            "a\u2100b.cd",
            r"'a\u2100b.cd' is no sound domain name (IDNA 2008): Codepoint U+002F at position 3 of 'aa/cb' not allowed",
        ),
    ],
)
def test_refused(text, message):
    """What is no target is refused with the reason: hostile text escaped, long text cut, a password not repeated."""
    with pytest.raises(UsageError) as caught:
        parse_target(text, exists=missing)
    assert message == str(caught.value)


def test_unknown_scheme():
    """An unknown scheme is refused, and the known ones are listed."""
    with pytest.raises(UsageError) as caught:
        parse_target("go\x1bpher://example.com", exists=missing)
    assert rf"unknown scheme 'go\x1bpher'; known are {', '.join(sorted(DEFAULT_PORTS))}" == str(caught.value)


def test_starttls_schemes():
    """The schemes that upgrade a clear-text connection are told apart from those with TLS from the first byte."""
    in_clear = {"smtp", "submission", "imap", "pop3", "ldap", "ftp", "nntp", "xmpp", "postgres", "mysql"}
    assert in_clear == STARTTLS_SCHEMES


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("192.0.2.1", ("192.0.2.1", None)),
        ("192.0.2.1:8443", ("192.0.2.1", 8443)),
        ("::1", ("::1", None)),
        ("[::1]", ("::1", None)),
        ("[0::1]:8443", ("::1", 8443)),
    ],
)
def test_connect_to(text, expected):
    """--connect-to takes an address with an optional port."""
    assert expected == parse_connect_to(text)


@pytest.mark.parametrize("text", ["", "example.com", "example.com:443", "0177.0.0.1", "192.0.2.1:", "::1:99999:"])
def test_connect_to_refused(text):
    """--connect-to refuses names, because an address is what it pins."""
    with pytest.raises(UsageError):
        parse_connect_to(text)


@pytest.mark.parametrize("text", ["192.0.2.1", "::1", "", "a b"])
def test_host_name_refused(text):
    """An address is not a host name."""
    with pytest.raises(UsageError):
        parse_host_name(text)


def test_authority():
    """An IPv6 address stands in brackets before its port."""
    expected = ("[::1]:443", "a.example:443")
    assert expected == (authority("::1", 443), authority("a.example", 443))
