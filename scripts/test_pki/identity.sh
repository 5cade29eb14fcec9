# The name or address that was asked for, and those in the certificate (RFC 9525).
# identity/nul-in-san is made by gen_odd.py.

mismatch=chain.identity.mismatch
emit wrong-host UNTRUSTED "The certificate is for another host" "shop.example [asked for store.example] <- $I <- $R" \
  identity=dns:store.example findings=$mismatch
leaf_fault no-san "The host name stands in the common name only" "no subjectAltName" chain.identity.no_subject_alt_name subjectAltName=
leaf_case wildcard-two-labels UNTRUSTED "A wildcard stands for one label, not for two" \
  "*.example [asked for a.b.example] <- $I <- $R" cn='*.example' subjectAltName='DNS:*.example' -- identity=dns:a.b.example findings=$mismatch
leaf_case ip-in-dns UNTRUSTED "The address is written as a DNS name, which is none" \
  "192.0.2.7 [as a DNS name] <- $I <- $R" cn=192.0.2.7 subjectAltName=DNS:192.0.2.7 -- identity=ip:192.0.2.7 findings="$mismatch chain.rfc5280.value"
