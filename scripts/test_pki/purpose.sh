# What a key may be used for: key usage and extended key usage (RFC 5280 sections 4.2.1.3 and 4.2.1.12).

issuing_fault no-cert-sign "The issuer's key may not sign certificates" "may sign CRLs only" \
  chain.key_usage.no_cert_sign keyUsage=critical,cRLSign
issuing_fault wrong-eku-intermediate "The issuing CA is limited to client certificates" "clients only" \
  chain.extended_key_usage.purpose_not_allowed extendedKeyUsage=clientAuth
leaf_fault wrong-eku-leaf "A client certificate is used by a server" "clients only" \
  chain.extended_key_usage.purpose_not_allowed extendedKeyUsage=clientAuth
leaf_fault key-usage-of-a-crl-signer "The key of a server may sign CRLs and nothing else" "cRLSign alone" \
  chain.key_usage.not_for_purpose keyUsage=critical,cRLSign
verdict=TRUSTED leaf_fault key-encipherment-alone "An RSA key that may not sign serves only the oldest key exchange" \
  "keyEncipherment alone" chain.key_usage.no_digital_signature keyUsage=critical,keyEncipherment algorithm=rsa2048
