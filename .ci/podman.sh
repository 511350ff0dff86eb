#!/bin/sh
# Provides Podman for the tests that observe it instead of Docker: they start a service of their own.
set -eu

command -v podman >/dev/null && exit 0
[ "$(id -u)" = 0 ] || { echo "podman.sh: Podman is missing and this is not root: run 'sudo apt-get install -y podman'" >&2; exit 1; }
DEBIAN_FRONTEND=noninteractive
export DEBIAN_FRONTEND
apt-get install -y -qq --no-install-recommends podman >/dev/null 2>&1 \
    || { apt-get update -qq && apt-get install -y -qq --no-install-recommends podman; }
