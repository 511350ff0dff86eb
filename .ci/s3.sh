#!/bin/sh
# Installs versitygw, the S3 server of the tests, as .ci/s3/versitygw; they start it by themselves. Does nothing where that
# version is there.
set -eu
exec "$(dirname "$0")/go-program.sh" s3 versitygw github.com/versity/versitygw/cmd/versitygw v1.8.0
