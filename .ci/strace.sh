#!/bin/sh
# Provides strace, by which tests count what is forced to the disk. May run many times.
set -eu

command -v strace >/dev/null && exit 0
[ "$(id -u)" = 0 ] || { echo "strace.sh: strace is missing and this is not root: run 'sudo apt-get install -y strace'" >&2; exit 1; }
export DEBIAN_FRONTEND=noninteractive
apt-get install -y -qq --no-install-recommends strace >/dev/null 2>&1 \
    || { apt-get update -qq && apt-get install -y -qq --no-install-recommends strace; }
