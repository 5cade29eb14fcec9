# Nothing is found, but for notices of what some client does not support. good/mldsa is made by gen_odd.py.

good() { leaf_case "$1" TRUSTED "$2" "$3 <- $I <- $R" "${@:4}"; }

emit two TRUSTED "A complete chain of two under a trusted root" "shop.example <- $I <- $R"
emit six TRUSTED "A complete chain with four intermediates under a trusted root" \
  "shop.example <- Acme Organisation CA <- Acme Alpha CA <- Acme Beta CA <- Acme Gamma CA <- Acme Six Root (trusted)" \
  chain="six-leaf six-organisation six-alpha six-beta six-gamma" roots=six-root

leaf leaf-direct root
emit direct TRUSTED "The root itself signed the server's certificate" "shop.example <- $R" chain=leaf-direct
emit leaf-as-anchor TRUSTED "A self-signed certificate that is itself in the trust store" \
  "shop.example (trusted)" chain=self-signed roots=self-signed

# --- algorithms ------------------------------------------------------------------------------------

algorithm() { # algorithm CASE TITLE OPTION...: the same options for all three certificates
  local own=$group-$1
  root "root-$own" "Acme Root CA" "${@:3}"
  ca "issuing-$own" "root-$own" "$I" "${@:3}"
  leaf "leaf-$own" "issuing-$own" "${@:3}"
  emit "$1" TRUSTED "$2" "shop.example <- $I <- $R" chain="leaf-$own issuing-$own" roots="root-$own" \
    findings="${found:-}"
}
algorithm rsa "RSA keys of 2048 bits and PKCS #1 signatures throughout" algorithm=rsa2048
algorithm pss "RSA-PSS signatures throughout" algorithm=rsa2048 pss=yes
algorithm ed25519 "Ed25519 throughout" algorithm=ed25519
found=chain.interop.unsupported algorithm ed448 "Ed448 throughout" algorithm=ed448
algorithm p384 "P-384 keys and SHA-384 throughout" algorithm=p384 md=sha384

# --- names -----------------------------------------------------------------------------------------

good wildcard "A wildcard name covers the host" "*.shop.example" cn='*.shop.example' \
  subjectAltName='DNS:*.shop.example' -- identity=dns:www.shop.example
good ip "The address is among the certificate's IP addresses" "2001:db8::7" cn=2001:db8::7 \
  subjectAltName=IP:192.0.2.7,IP:2001:db8::7 -- identity=ip:2001:db8::7
good idn "An internationalised host name matches its A-label" "xn--bcher-kva.example" cn=xn--bcher-kva.example \
  subjectAltName=DNS:xn--bcher-kva.example -- identity=dns:bücher.example
good email "A mail address identifies a client" "alice@shop.example" cn=Alice extendedKeyUsage=emailProtection,clientAuth \
  subjectAltName=email:alice@shop.example -- identity=email:alice@shop.example purpose=client
good client "A client certificate, asked for no name" "shop.example" extendedKeyUsage=clientAuth \
  -- identity= purpose=client
issuing_case name-constraints TRUSTED "The issuing CA may only name hosts in example, and does" \
  "shop.example <- $I (only example, not evil.example) <- $R" \
  "nameConstraints=critical,permitted;DNS:example,excluded;DNS:evil.example"

# --- new keys and new roots ------------------------------------------------------------------------

ca rollover-old root "$I" basicConstraints=critical,CA:TRUE,pathlen:0
ca rollover-new rollover-old "$I" basicConstraints=critical,CA:TRUE,pathlen:0 from=20250101000000Z
leaf rollover-leaf rollover-new
emit self-issued-rollover TRUSTED "A self-issued key rollover certificate does not count towards the path length" \
  "shop.example <- $I (new key) <- $I (old key, path length 0) <- $R" chain="rollover-leaf rollover-new rollover-old" \
  findings=chain.interop.self_issued_counted

root old-root "Acme Old Root"
root new-root "Acme New Root" from=20240101000000Z
ca new-root-by-old old-root "Acme New Root" key=new-root from=20240101000000Z
ca new-issuing new-root "$I" from=20240601000000Z
leaf new-leaf new-issuing
emit cross-sign TRUSTED "A new root, not trusted yet, reaches an old one by the cross-sign that was sent" \
  "shop.example <- $I <- Acme New Root (cross-sign) <- Acme Old Root (trusted)" \
  chain="new-leaf new-issuing new-root-by-old" roots=old-root

# --- certificate policies --------------------------------------------------------------------------

policy_case policy TRUSTED "The issuing CA requires a certificate policy, and the server's certificate has it" \
  "shop.example (gold) <- $I (gold, requires a policy) <- $R" $gold chain.interop.unsupported $explicit
policy_case policy-mapping TRUSTED "The required certificate policy has another name below the issuing CA" \
  "shop.example (silver) <- $I (gold, called silver below; requires a policy) <- $R" $silver chain.interop.unsupported \
  policyMappings=$gold:$silver $explicit
