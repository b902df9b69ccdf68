#!/bin/sh
# For the nightly proofs that open our files in an office program: LibreOffice, Chinese fonts and poppler, which reads what
# LibreOffice prints; from Debian's packages where they are missing.
set -eu
command -v soffice >/dev/null 2>&1 && command -v pdftotext >/dev/null 2>&1 && exit 0
if ! command -v apt-get >/dev/null 2>&1; then
    echo "The proofs of exported files need LibreOffice and poppler; please install them." >&2
    exit 1
fi
sudo=""
[ "$(id -u)" = 0 ] || sudo="sudo"
$sudo apt-get update -qq
DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends \
    libreoffice-calc libreoffice-impress libreoffice-writer poppler-utils fonts-noto-cjk >/dev/null
