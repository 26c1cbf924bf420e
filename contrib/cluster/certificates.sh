#!/bin/sh
# Makes the certificates of compose.yaml in ./certificates: of an authority, of the nodes, and of an administrator.
# Names by which clients reach the nodes, beside localhost, are its arguments: certificates.sh search.example 10.0.0.7
set -eu
umask 077
mkdir certificates
cd certificates
names=DNS:node1,DNS:node2,DNS:node3,DNS:localhost,IP:127.0.0.1
for name in "$@"; do
  case $name in
    *[!0-9.]*) names=$names,DNS:$name ;;
    *) names=$names,IP:$name ;;
  esac
done

key() {
  openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:3072 -out "$1" 2>/dev/null
}

# sign NAME SUBJECT EXTENSIONS: NAME-key.pem, and NAME.pem signed by the authority.
sign() {
  key "$1-key.pem"
  printf '%s\n' "basicConstraints=CA:FALSE" "keyUsage=digitalSignature,keyEncipherment" "$3" >extensions
  openssl req -new -key "$1-key.pem" -subj "/CN=$2" |
    openssl x509 -req -CA ca.pem -CAkey ca-key.pem -CAcreateserial -days 825 -extfile extensions -out "$1.pem" 2>/dev/null
  rm extensions
}

key ca-key.pem
openssl req -x509 -new -key ca-key.pem -subj "/CN=clippings-ca" -days 3650 -out ca.pem
sign node clippings-node "$(printf 'extendedKeyUsage=serverAuth,clientAuth\nsubjectAltName=%s' "$names")"
sign admin clippings-admin extendedKeyUsage=clientAuth
# The nodes run as user 1000 of the image and must read their key. Keep ca-key.pem and admin-key.pem elsewhere.
chmod 755 .
chmod 644 ca.pem node.pem
if ! chown 1000 node-key.pem 2>/dev/null; then
  chmod 644 node-key.pem
  echo "certificates/node-key.pem can be read by all users of this machine, since it cannot be given to user 1000" >&2
fi
