# For documentation: what a newcomer meets first.

emit good TRUSTED "Everything is as it should be" "shop.example <- $I <- $R"
emit missing UNTRUSTED "The server forgot to send its intermediate certificate" \
  "shop.example <- $I [not sent] (pool) <- $R" chain=leaf pool=issuing2 findings=chain.issuer.missing
issuing_case expired-and-host UNTRUSTED "The issuing CA has expired, and the certificate is for another host" \
  "shop.example [asked for store.example] <- $I [expired 2026-05-01] <- $R" to=20260501000000Z \
  -- identity=dns:store.example findings="chain.validity.expired chain.identity.mismatch"
