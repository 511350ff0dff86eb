#!/bin/sh
# Sets up Azurite, the emulator of Azure's Blob service that the tests of adapter-storage-azure start for themselves.
# Makes .ci/azurite, which they look for; does nothing where it is complete. 3.35.0 is the last one for Node before 21.
set -eu
cd "$(dirname "$0")"

wanted='azurite@3.35.0'
server=azurite/node_modules/azurite/dist/src/blob/main.js

if [ -f azurite/ready ] && [ "$(cat azurite/ready)" = "$wanted" ] && [ -f "$server" ] && command -v node >/dev/null 2>&1; then
    exit 0
fi
if ! command -v npm >/dev/null 2>&1; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends nodejs npm
fi
rm -rf azurite
mkdir azurite
npm install --prefix azurite --silent --no-audit --no-fund --ignore-scripts "$wanted"
echo "$wanted" >azurite/ready
