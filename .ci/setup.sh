#!/bin/sh
# Sets up what a fresh Debian machine lacks for the tests, with nothing skipped. May run many times.
set -eu
cd "$(dirname -- "$0")/.."

if ! command -v javac >/dev/null 2>&1 && [ -z "${JAVA_HOME:-}" ]; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq openjdk-17-jdk-headless
fi

# Two lanes side by side: one is apt-get's and waits for the network, the other needs a compiler.
log=$(mktemp -d)
lane() {
  for part in "$@"; do
    ".ci/$part.sh" >"$log/$part" 2>&1 || { touch "$log/$part.failed"; return; }
  done
}
lane docker podman strace prometheus readers site azurite chromium packaging &
lane s3 gcs &
wait
for part in docker podman strace prometheus readers site azurite chromium packaging s3 gcs; do
  [ ! -e "$log/$part" ] || cat "$log/$part"
  [ ! -e "$log/$part.failed" ] || { echo "setup.sh: .ci/$part.sh failed; above is what it said" >&2; exit 1; }
done
rm -rf "$log"
