#!/bin/sh
# Builds the documents as a site, target/site, and fails where a link leads nowhere. What builds it is put into .ci/site, once:
# also what the tests read code of the documents with.
#   .ci/site.sh            installs and builds
#   .ci/site.sh install    installs alone
set -eu
cd "$(dirname "$0")"

wanted=site-requirements.txt
python=site/bin/python

if ! cmp -s "$wanted" site/ready || ! "$python" -c 'import sqlglot, yaml, zensical' 2>/dev/null; then
    if ! python3 -c 'import ensurepip, venv' 2>/dev/null; then
        apt-get update -qq
        apt-get install -y -qq --no-install-recommends python3 python3-venv
    fi
    rm -rf site
    python3 -m venv site
    "$python" -m pip install --quiet --disable-pip-version-check --no-deps --only-binary :all: -r "$wanted"
    cp "$wanted" site/ready
fi
[ "${1:-}" != install ] || exit 0

stage=../target/site-stage
rm -rf ../target/site "$stage"
"$python" site.py .. "$stage"
"$python" -m zensical build --strict --config-file "$stage/mkdocs.yml" >"$stage/log" 2>&1 || {
    cat "$stage/log" >&2
    echo "site.sh: the site could not be built; above is why" >&2
    exit 1
}
mv "$stage/site" ../target/site
"$python" site.py --check ../target/site
