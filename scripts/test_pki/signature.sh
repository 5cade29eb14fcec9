# Signatures by weak hashes. Those that were altered, contradict themselves or are of an unknown
# algorithm are made by gen_odd.py.

weak=chain.signature.weak_hash
leaf_fault sha1-leaf "The server's certificate is signed with SHA-1" SHA-1 $weak md=sha1
issuing_fault sha1-intermediate "The intermediate certificate is signed with SHA-1" SHA-1 $weak md=sha1

ca issuing-rsa root "$I" algorithm=rsa2048 # there is no MD5 with ECDSA
leaf leaf-md5 issuing-rsa md=md5
emit md5-leaf UNTRUSTED "The server's certificate is signed with MD5" "shop.example [MD5] <- $I <- $R" \
  chain="leaf-md5 issuing-rsa" findings=$weak
