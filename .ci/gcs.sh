#!/bin/sh
# Sets up fake-gcs-server, the Google Cloud Storage server that the tests of adapter-storage-gcs run against.
# Makes .ci/gcs, which the tests look for by themselves; does nothing where it is complete. Needs Go 1.24 or newer.
set -eu
cd "$(dirname "$0")"

wanted='github.com/fsouza/fake-gcs-server@v1.56.1'
server=gcs/fake-gcs-server

if [ -x "$server" ] && [ -f gcs/ready ] && [ "$(cat gcs/ready)" = "$wanted" ]; then
    exit 0
fi
if ! command -v go >/dev/null; then
    echo "gcs.sh: there is no Go here: install it (https://go.dev/dl), then run this script again" >&2
    exit 1
fi
rm -rf gcs
mkdir gcs
# Go's notes on what it downloads are of interest only where it fails. Without symbols the program is a third smaller.
GOBIN="$PWD/gcs" GOFLAGS=-trimpath go install -ldflags='-s -w' "$wanted" >gcs/log 2>&1 || {
    cat gcs/log >&2
    echo "gcs.sh: go install $wanted failed; above is what it said" >&2
    exit 1
}
echo "$wanted" >gcs/ready
