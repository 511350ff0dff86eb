#!/bin/sh
# Sets up fake-gcs-server, the Google Cloud Storage server that the tests of adapter-storage-gcs run against, in .ci/gcs, where
# the tests look for it; does nothing where it is there. Needs Go.
set -eu
exec "$(dirname "$0")/go-program.sh" gcs fake-gcs-server github.com/fsouza/fake-gcs-server v1.56.1
