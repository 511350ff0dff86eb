#!/bin/sh
# Sets up delta-rs, the reader that is not Kernel: the tests compare what both find in a table.
# Makes .ci/venv, which the tests look for by themselves; does nothing where it is complete.
set -eu
cd "$(dirname "$0")"

wanted='deltalake==1.6.6 pyarrow==26.0.1'
python=venv/bin/python

if [ -f venv/ready ] && [ "$(cat venv/ready)" = "$wanted" ] && "$python" -c 'import deltalake, pyarrow' 2>/dev/null; then
    exit 0
fi
if ! python3 -c 'import ensurepip, venv' 2>/dev/null; then
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends python3 python3-venv
fi
rm -rf venv
python3 -m venv venv
# shellcheck disable=SC2086 # two words
"$python" -m pip install --quiet --disable-pip-version-check $wanted
echo "$wanted" >venv/ready
