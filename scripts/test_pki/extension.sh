# Extensions as such, whatever they say. extension/duplicate is made by gen_odd.py.

issuing_fault unknown-critical-intermediate "The issuing CA has a critical extension that nobody knows" \
  "unknown critical extension" chain.extension.unknown_critical 1.3.6.1.4.1.32473.1=critical,DER:0500
leaf_fault unknown-critical-leaf "The server's certificate has a critical extension that nobody knows" \
  "unknown critical extension" chain.extension.unknown_critical 1.3.6.1.4.1.32473.1=critical,DER:0500
leaf_fault malformed "The bytes of an extension are no such extension" "unreadable basicConstraints" \
  chain.extension.malformed basicConstraints=critical,DER:deadbeef
