# What a key may be used for: key usage and extended key usage (RFC 5280 sections 4.2.1.3 and 4.2.1.12).

issuing_fault no-cert-sign "The issuer's key may not sign certificates" "may sign CRLs only" \
  chain.key_usage.no_cert_sign keyUsage=critical,cRLSign
issuing_fault wrong-eku-intermediate "The issuing CA is limited to client certificates" "clients only" \
  chain.extended_key_usage.purpose_not_allowed extendedKeyUsage=clientAuth
leaf_fault wrong-eku-leaf "A client certificate is used by a server" "clients only" \
  chain.extended_key_usage.purpose_not_allowed extendedKeyUsage=clientAuth
