# The certificates that cases of several groups share.

root root "Acme Root CA"
ca issuing2 root "$I"
leaf leaf issuing2
ca policy root "$P"
ca issuing2-by-policy policy "$I"
leaf leaf-by-policy issuing2-by-policy
root other-root "Other Root CA" o="Other Test PKI"
ca other-issuing other-root "Other Issuing CA" o="Other Test PKI"
ca unrelated root "Acme Mail CA"
issue self-signed self "${end_entity[@]}" basicConstraints=critical,CA:FALSE

root six-root "Acme Six Root"
previous=six-root
for step in Gamma Beta Alpha Organisation; do
  ca "six-${step,,}" "$previous" "Acme $step CA"
  previous=six-${step,,}
done
leaf six-leaf six-organisation
