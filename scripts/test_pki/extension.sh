# Extensions as such, whatever they say. extension/duplicate is made by gen_odd.py.

issuing_fault unknown-critical-intermediate "The issuing CA has a critical extension that nobody knows" \
  "unknown critical extension" chain.extension.unknown_critical 1.3.6.1.4.1.32473.1=critical,DER:0500
leaf_fault unknown-critical-leaf "The server's certificate has a critical extension that nobody knows" \
  "unknown critical extension" chain.extension.unknown_critical 1.3.6.1.4.1.32473.1=critical,DER:0500
leaf_fault malformed "The bytes of an extension are no such extension" "unreadable basicConstraints" \
  chain.extension.malformed basicConstraints=critical,DER:deadbeef
leaf_fault unprocessed-critical "A critical extension that everybody knows and nobody acts on" \
  "critical issuerAltName" chain.extension.unprocessed_critical issuerAltName=critical,URI:http://acme.example/
leaf_fault precertificate "A precertificate is served in place of the certificate" \
  "precertificate" chain.extension.precertificate 1.3.6.1.4.1.11129.2.4.3=critical,DER:0500
verdict=TRUSTED issuing_fault tls-feature-not-inherited "The issuing CA demands a stapled response, its certificates do not" \
  "must staple" chain.tls_feature.not_inherited tlsfeature=status_request
