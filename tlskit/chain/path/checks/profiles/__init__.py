"""Certificate profiles as tables of rules: RFC 5280's and the CA/B Forum's."""
