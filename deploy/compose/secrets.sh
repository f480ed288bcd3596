#!/bin/sh
# Make the secrets that compose.yaml hands to the containers; what is there already stays as it is.
set -eu
cd "$(dirname "$0")"
# The folder is closed to others; the files are not, for each container reads them as a user of its own.
mkdir -p secrets tls
chmod 700 secrets
for name in secret_key postgres_password redis_password metrics_token; do
    if [ ! -s "secrets/$name" ]; then
        od -An -N32 -tx1 /dev/urandom | tr -d ' \n' >"secrets/$name"
        chmod 644 "secrets/$name"
        echo "made secrets/$name"
    fi
done
if [ ! -s tls/tls.crt ]; then
    echo "Put your certificate (with its chain) and its key into tls/tls.crt and tls/tls.key. To only try it out:"
    echo "  openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=localhost \\"
    echo "    -addext subjectAltName=DNS:localhost -keyout tls/tls.key -out tls/tls.crt && chmod 644 tls/tls.key"
fi
