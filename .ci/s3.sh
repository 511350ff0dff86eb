#!/bin/sh
# Installs versitygw, the S3 server of the tests, as .ci/s3/versitygw; they start it by themselves. Does nothing where that
# version is there.
set -eu
cd "$(dirname "$0")"

version=v1.8.0
program=s3/versitygw

if [ -x "$program" ] && [ "$(cat s3/version 2>/dev/null)" = "$version" ]; then
    exit 0
fi
PATH=$PATH:/usr/local/go/bin
command -v go >/dev/null || {
    echo "s3.sh: Go is missing, which builds the S3 server: install it from https://go.dev/dl, then run this script again" >&2
    exit 1
}
rm -rf s3
mkdir -p s3
GOBIN=$PWD/s3 GOFLAGS=-buildvcs=false CGO_ENABLED=0 go install -trimpath -ldflags='-s -w' "github.com/versity/versitygw/cmd/versitygw@$version"
echo "$version" >s3/version
