#!/bin/sh
# Provides what the Docker tests need: an engine (installed and started if none answers) and two test images made from
# busybox, dispenser-telemetry-test:1 and :2. There is no registry to pull from, and none is needed. May run many times.
set -eu

log=${DOCKERD_LOG:-/tmp/dispenser-telemetry-dockerd.log}
patience=${DOCKERD_PATIENCE_SECONDS:-60}

say() { printf '%s\n' "docker.sh: $*"; }

fail() {
    say "$*" >&2
    exit 1
}

install() {
    [ "$(id -u)" = 0 ] || fail "$* missing and this is not root: run 'sudo apt-get install -y $*', then this script again"
    command -v apt-get >/dev/null || fail "$* missing and there is no apt-get: install them, then run this script again"
    say "installing $*"
    DEBIAN_FRONTEND=noninteractive
    export DEBIAN_FRONTEND
    apt-get install -y -q --no-install-recommends "$@" >/dev/null 2>&1 \
        || { apt-get update -q && apt-get install -y -q --no-install-recommends "$@"; } \
        || fail "apt-get could not install $*"
}

start_engine() {
    [ "$(id -u)" = 0 ] || fail "no Docker Engine answers: start one (sudo systemctl start docker), then run this script again"
    command -v dockerd >/dev/null || install docker.io iptables ca-certificates
    say "starting dockerd, which logs to $log"
    nohup dockerd >"$log" 2>&1 &
    engine=$!
    waited=0
    until docker version >/dev/null 2>&1; do
        if ! kill -0 "$engine" 2>/dev/null || [ "$waited" -ge "$patience" ]; then
            tail -n 40 "$log" >&2
            fail "dockerd does not answer after $waited s; above is the end of $log"
        fi
        sleep 1
        waited=$((waited + 1))
    done
}

# Two images whose contents differ, so that their ids do.
build_image() {
    tag=dispenser-telemetry-test:$1
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    cp "$busybox" "$folder/busybox"
    echo "$1" >"$folder/version"
    cat >"$folder/Dockerfile" <<'DOCKERFILE'
FROM scratch
COPY busybox /bin/busybox
RUN ["/bin/busybox", "--install", "/bin"]
COPY version /version
CMD ["sleep", "3600"]
DOCKERFILE
    DOCKER_BUILDKIT=0 docker build -q --network none -t "$tag" "$folder" >"$folder/log" 2>&1 || {
        cat "$folder/log" >&2
        fail "could not build $tag"
    }
    rm -rf "$folder"
    trap - EXIT
    say "$tag is $(docker image inspect --format '{{.Id}}' "$tag")"
}

command -v docker >/dev/null || install docker.io
docker version >/dev/null 2>&1 || start_engine
say "Docker Engine $(docker version --format '{{.Server.Version}}')"

busybox=$(command -v busybox || true)
# A dynamically linked busybox finds no libraries in an image made from scratch.
if [ -z "$busybox" ] || ldd "$busybox" >/dev/null 2>&1; then
    install busybox-static
    busybox=$(command -v busybox)
fi
for version in 1 2; do
    docker image inspect "dispenser-telemetry-test:$version" >/dev/null 2>&1 || build_image "$version"
done
