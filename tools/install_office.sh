#!/bin/sh
# LibreOffice for the nightly proofs that open our files in an office program, from Debian's packages where it is missing.
set -eu
command -v soffice >/dev/null 2>&1 && exit 0
if ! command -v apt-get >/dev/null 2>&1; then
    echo "The proofs of exported files need LibreOffice; please install it." >&2
    exit 1
fi
sudo=""
[ "$(id -u)" = 0 ] || sudo="sudo"
$sudo apt-get update -qq
DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends \
    libreoffice-calc libreoffice-impress libreoffice-writer >/dev/null
