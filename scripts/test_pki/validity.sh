# When certificates are valid (RFC 5280 section 4.1.2.5), with two odd dates that are in order.
# validity/inverted is made by gen_odd.py.

expired=chain.validity.expired
leaf_case expired-leaf UNTRUSTED "The server's own certificate has expired" \
  "shop.example [expired 2026-05-01] <- $I <- $R" to=20260501000000Z -- findings=$expired
issuing_case expired-intermediate UNTRUSTED "The intermediate certificate has expired" \
  "shop.example <- $I [expired 2026-05-01] <- $R" to=20260501000000Z -- findings=$expired
issuing_case expired-intermediate-and-wrong-host UNTRUSTED "The intermediate has expired and the host name is another one" \
  "shop.example [asked for store.example] <- $I [expired 2026-05-01] <- $R" to=20260501000000Z \
  -- identity=dns:store.example findings="$expired chain.identity.mismatch"
leaf_case not-yet-valid-leaf UNTRUSTED "The server's certificate is not valid yet" \
  "shop.example [valid from 2026-07-01] <- $I <- $R" from=20260701000000Z -- findings=chain.validity.not_yet_valid
leaf_case year-9999 TRUSTED "A certificate that has no well-defined expiry date: the year 9999" \
  "shop.example (until 9999) <- $I <- $R" to=99991231235959Z

dated_root() { # dated_root CASE VERDICT TITLE MARK FROM TO [EMIT...]
  local own=$group-$1
  root "root-$own" "Acme Root CA" from="$5" to="$6"
  ca "issuing-$own" "root-$own" "$I"
  leaf "leaf-$own" "issuing-$own"
  emit "$1" "$2" "$3" "shop.example <- $I <- $R $4" chain="leaf-$own issuing-$own" roots="root-$own" "${@:7}"
}
dated_root expired-root UNTRUSTED "The trusted root itself has expired" "[expired 2026-05-01]" \
  20200101000000Z 20260501000000Z findings=$expired
dated_root utctime-50 TRUSTED "A root valid since 1950: UTCTime counts the years from 50 as 19xx" "(since 1950)" \
  500101000000Z 20400101000000Z
