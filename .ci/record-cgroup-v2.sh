#!/bin/sh
# Records what a Docker Engine and a Podman on version 2 of control groups answer, for the test UsageRepliesTest: a machine whose
# own control groups are of version 1, as .ci/docker.sh and .ci/podman.sh set it up, has no such engine. So they are started in User Mode
# Linux (Debian's package user-mode-linux, 41 MB, GPL-2), a kernel that is a process, with this machine's files as its own.
# Takes two minutes; only needed to record anew, so .ci/setup.sh does not call it.
#   .ci/record-cgroup-v2.sh FOLDER    new replies, and beside each what the kernel's own files say at that moment
set -eu
[ $# = 1 ] || { sed -n '2,7s/^# //p' "$0" >&2; exit 2; }
here=$(cd "$(dirname -- "$0")" && pwd)

if [ "${1#inside:}" = "$1" ]; then
  "$here/docker.sh" >/dev/null
  work=$(mktemp -d)
  mkdir -p "$1"
  (cd "$work" && apt-get download -q user-mode-linux >/dev/null 2>&1 && dpkg-deb -x user-mode-linux_*.deb .)
  docker save -o "$work/image.tar" dispenser-telemetry-test:1
  truncate -s 1500M "$work/disk"
  mkfs.ext4 -q -F "$work/disk"
  printf '#!/bin/sh\nexec %s inside:%s\n' "$here/record-cgroup-v2.sh" "$work" >"$work/init"
  chmod +x "$work/init"
  TMPDIR="$work" timeout 600 "$work/usr/bin/linux.uml" mem=1500M root=/dev/root rootfstype=hostfs rootflags=/ ro \
    ubda="$work/disk" uml_dir="$work/uml/" init="$work/init" con=null con0=null,fd:1 </dev/null 2>&1 | cat >"$work/log"
  debugfs -R "rdump /replies $work" "$work/disk" 2>/dev/null
  cp "$work"/replies/* "$1/" || tail -n 30 "$work/log" >&2
  ls -l "$1"
  rm -rf "$work"
  exit 0
fi

# From here on this is the first process of that kernel.
set +e # its end is a panic
work=${1#inside:}
export PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/run
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev 2>/dev/null
mkdir -p /dev/pts /dev/shm
mount -t devpts pts /dev/pts
mount -t tmpfs shm /dev/shm
mount -t tmpfs run /run
mount -t cgroup2 cgroup2 /sys/fs/cgroup
mount -t ext4 /dev/ubda /mnt
ip link set lo up
mkdir -p /mnt/replies /mnt/tmp

modules=$work/usr/lib/uml/modules
for name in crc-ccitt ipv6 llc stp bridge veth; do
  busybox insmod "$(find "$modules" -name "$name.ko")"
done
for controller in cpu memory io pids; do
  echo "+$controller" >/sys/fs/cgroup/cgroup.subtree_control
done

# The reply to a request, and in the same state of a container that is paused what the kernel says of it.
record() { # SOCKET NAME FILE
  id=$(docker -H "unix://$1" inspect -f '{{.Id}}' "$2")
  python3 - "$1" "$id" >"/mnt/replies/$3.json" <<'P'
import http.client, socket, sys
connection = http.client.HTTPConnection("engine")
connection.sock = socket.socket(socket.AF_UNIX)
connection.sock.connect(sys.argv[1])
connection.request("GET", f"/v1.41/containers/{sys.argv[2]}/stats?stream=false&one-shot=true")
print(connection.getresponse().read().decode().strip())
P
  group=$(find /sys/fs/cgroup -type d -name "*$id*" ! -name '*conmon*' | tail -n 1)
  [ -n "$group" ] || return 0
  process=$(docker -H "unix://$1" inspect -f '{{.State.Pid}}' "$2")
  for file in memory.current memory.stat pids.current cpu.stat io.stat; do
    sed "s|^|$file |" "$group/$file"
  done >"/mnt/replies/$3.kernel"
  sed -n 's|^ *eth0: *|net.eth0 |p' "/proc/$process/net/dev" >>"/mnt/replies/$3.kernel"
}

story() { # SOCKET NETWORK ENGINE
  docker="docker -H unix://$1"
  $docker run -d --name busy --network "$2" --memory 64m --cpus 0.5 dispenser-telemetry-test:1 sh -c \
    'dd if=/dev/zero of=/f bs=64k count=200 conv=fsync; while [ ! -e /go ]; do sleep 1; done; cat /f >/dev/null
     i=0; while [ $i -lt 100000 ]; do i=$((i + 1)); done; exec sleep 600'
  sleep 5
  sync
  echo 3 >/proc/sys/vm/drop_caches # so that something is read from the disk
  $docker exec busy touch /go
  $docker run -d --name quiet --network none dispenser-telemetry-test:1
  $docker run -d --name ended --network none dispenser-telemetry-test:1 true
  sleep 20
  $docker pause busy
  sleep 1
  record "$1" busy "$3-busy"
  record "$1" quiet "$3-quiet"
  record "$1" ended "$3-ended"
  $docker unpause busy
  $docker rm -f busy quiet ended
}

await() {
  waited=0
  until docker -H "unix://$1" version >/dev/null 2>&1 || [ "$waited" -ge 120 ]; do
    sleep 1
    waited=$((waited + 1))
  done
}

export TMPDIR=/mnt/tmp
dockerd --data-root /mnt/docker --exec-root /run/dockerd --pidfile /run/dockerd.pid -H unix:///run/docker.sock \
  --iptables=false --ip6tables=false --storage-driver=vfs >/mnt/dockerd.log 2>&1 &
await /run/docker.sock
docker -H unix:///run/docker.sock info | sed -n 's/^ *\(Server Version\|Cgroup Version\|Kernel Version\|runc version\)/\1/p' \
  >/mnt/replies/docker.txt
docker -H unix:///run/docker.sock load -i "$work/image.tar"
story /run/docker.sock bridge docker || true

podman() {
  command podman --root=/mnt/podman --runroot=/run/podman --tmpdir=/run/podman-tmp --storage-driver=vfs \
    --cgroup-manager=cgroupfs --events-backend=file "$@"
}
printf '[containers]\ndefault_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]\n' >/run/containers.conf
export CONTAINERS_CONF=/run/containers.conf
podman load -q -i "$work/image.tar"
podman tag localhost/dispenser-telemetry-test:1 docker.io/library/dispenser-telemetry-test:1
podman system service -t 0 unix:///run/podman.sock >/mnt/podman.log 2>&1 &
await /run/podman.sock
podman info --format '{{.Version.Version}} {{.Host.CgroupsVersion}} {{.Host.Kernel}} {{.Host.OCIRuntime.Name}}' >/mnt/replies/podman.txt
story /run/podman.sock none podman || true
sync
mount -o remount,ro /mnt
poweroff -f
