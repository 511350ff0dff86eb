#!/bin/sh
# Provides Prometheus and promtool, by which tests try the alerts and the dashboard. May run many times.
set -eu

command -v promtool >/dev/null && exit 0
[ "$(id -u)" = 0 ] || { echo "prometheus.sh: promtool is missing and this is not root: run 'sudo apt-get install -y prometheus'" >&2; exit 1; }
export DEBIAN_FRONTEND=noninteractive
apt-get install -y -qq --no-install-recommends prometheus >/dev/null 2>&1 \
    || { apt-get update -qq && apt-get install -y -qq --no-install-recommends prometheus; }
