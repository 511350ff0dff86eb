#!/bin/sh
# Builds MinIO, a second S3 server, as .ci/minio/minio, which .ci/stores runs beside the one of the tests. Does nothing where that
# version is there. Takes Go, a gigabyte for its modules, and some minutes.
set -eu
exec "$(dirname "$0")/go-program.sh" minio minio github.com/minio/minio v0.0.0-20260212201848-7aac2a2c5b7c
