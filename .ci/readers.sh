#!/bin/sh
# Sets up the readers that are not Kernel, delta-rs and DuckDB: the tests compare what all of them find in a table.
# Makes .ci/venv, which the tests look for by themselves; does nothing where it is complete.
set -eu
cd "$(dirname "$0")"

# The last two are DuckDB's own extensions as PyPI has them (the second reads from S3): DuckDB loads none that its makers did not sign.
wanted='deltalake==1.6.6 pyarrow==26.0.1 duckdb==1.5.5 duckdb-extension-delta==1.5.5 duckdb-extension-httpfs==1.5.5'
python=venv/bin/python

if [ -f venv/ready ] && [ "$(cat venv/ready)" = "$wanted" ] &&
    "$python" -c 'import deltalake, pyarrow, duckdb, duckdb_extension_delta, duckdb_extension_httpfs' 2>/dev/null; then
    exit 0
fi
if ! python3 -c 'import ensurepip, venv' 2>/dev/null; then
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends python3 python3-venv
fi
rm -rf venv
python3 -m venv venv
# shellcheck disable=SC2086 # a word for each package
"$python" -m pip install --quiet --disable-pip-version-check $wanted
echo "$wanted" >venv/ready
