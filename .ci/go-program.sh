#!/bin/sh
# Builds a Go program in a folder beside this script: go-program.sh FOLDER PROGRAM PACKAGE VERSION. Does nothing where that version
# is there.
set -eu
cd "$(dirname "$0")"
folder=$1
program=$2
package=$3
version=$4

if [ -x "$folder/$program" ] && [ "$(cat "$folder/version" 2>/dev/null)" = "$version" ]; then
    exit 0
fi
PATH=$PATH:/usr/local/go/bin
command -v go >/dev/null || {
    echo "go-program.sh: Go is missing, which builds $program: install it from https://go.dev/dl, then run this script again" >&2
    exit 1
}
rm -rf "$folder"
mkdir -p "$folder"
GOBIN=$PWD/$folder GOFLAGS=-buildvcs=false CGO_ENABLED=0 go install -trimpath -ldflags='-s -w' "$package@$version"
echo "$version" >"$folder/version"
