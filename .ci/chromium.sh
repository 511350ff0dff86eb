#!/bin/sh
# Provides Chromium and its driver, by which tests look at the report's page as a person does. May run many times.
set -eu

command -v chromium >/dev/null && command -v chromedriver >/dev/null && exit 0
[ "$(id -u)" = 0 ] || { echo "chromium.sh: Chromium or its driver is missing and this is not root: run 'sudo apt-get install -y chromium chromium-driver'" >&2; exit 1; }
export DEBIAN_FRONTEND=noninteractive
apt-get install -y -qq --no-install-recommends chromium chromium-driver >/dev/null 2>&1 \
    || { apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium chromium-driver; }
