#!/bin/sh
# Provides what builds and checks the packages: nfpm and actionlint as .ci/tools/nfpm and .ci/tools/actionlint, asciidoctor, and what looks
# at the results (dpkg-deb, rpm, systemd-analyze, readelf, man). With 'install' also what installs them:
# debootstrap, systemd-nspawn, docker-compose. Does nothing where it is there.
set -eu
cd "$(dirname -- "$0")"

nfpm=v2.45.1 # later ones have modules that the proxy of Go does not give away
actionlint=v1.7.12

need() {
  missing=
  for pair in "$@"; do
    command -v "${pair%%:*}" >/dev/null || missing="$missing ${pair##*:}"
  done
  [ -n "$missing" ] || return 0
  [ "$(id -u)" = 0 ] || { echo "packaging.sh:$missing missing and this is not root: run 'sudo apt-get install -y$missing'" >&2; exit 1; }
  export DEBIAN_FRONTEND=noninteractive
  # shellcheck disable=SC2086 # one word a package
  apt-get install -y -qq --no-install-recommends $missing >/dev/null 2>&1 \
    || { apt-get update -qq && apt-get install -y -qq --no-install-recommends $missing; }
}

tool() {
  name=$1 module=$2 version=$3
  [ -x "tools/$name" ] && [ "$(cat "tools/$name.version" 2>/dev/null)" = "$version" ] && return 0
  PATH=$PATH:/usr/local/go/bin
  command -v go >/dev/null || {
    echo "packaging.sh: Go is missing, which builds $name: install it from https://go.dev/dl, then run this script again" >&2
    exit 1
  }
  mkdir -p tools
  GOBIN=$PWD/tools GOFLAGS=-buildvcs=false CGO_ENABLED=0 go install -trimpath -ldflags='-s -w' "$module@$version"
  echo "$version" >"tools/$name.version"
}

need asciidoctor:asciidoctor dpkg-deb:dpkg rpm:rpm systemd-analyze:systemd readelf:binutils man:man-db
[ "${1:-}" != install ] || need debootstrap:debootstrap systemd-nspawn:systemd-container docker-compose:docker-compose
tool nfpm github.com/goreleaser/nfpm/v2/cmd/nfpm "$nfpm"
tool actionlint github.com/rhysd/actionlint/cmd/actionlint "$actionlint"
