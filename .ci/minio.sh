#!/bin/sh
# Builds MinIO, a second S3 server, as .ci/minio/minio, which .ci/stores runs beside the one of the tests. Does nothing where that
# version is there. Takes Go, a gigabyte for its modules, and some minutes.
set -eu
cd "$(dirname "$0")"

version=v0.0.0-20260212201848-7aac2a2c5b7c
program=minio/minio

if [ -x "$program" ] && [ "$(cat minio/version 2>/dev/null)" = "$version" ]; then
    exit 0
fi
PATH=$PATH:/usr/local/go/bin
command -v go >/dev/null || {
    echo "minio.sh: Go is missing, which builds MinIO: install it from https://go.dev/dl, then run this script again" >&2
    exit 1
}
rm -rf minio
mkdir -p minio
GOBIN=$PWD/minio GOFLAGS=-buildvcs=false CGO_ENABLED=0 go install -trimpath -ldflags='-s -w' "github.com/minio/minio@$version"
echo "$version" >minio/version
