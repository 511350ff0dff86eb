# What benchmarks/footprint and benchmarks/soak share: agents of a program beside containers of their own, and what they take.
# Sourced by them, with program and containers set; lead has the words before a command, port the first of three.
# shellcheck shell=sh

lead=${lead:-}
port=${port:-19470}
root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd -P)
work=$(mktemp -d)
started=
agents=
end() {
  # shellcheck disable=SC2086 # one word a process
  [ -z "$started" ] || kill $started 2>/dev/null || true
  docker ps --quiet --all --filter "label=footprint=$$" | xargs -r docker rm --force >/dev/null
  rm -rf "$work"
}
trap end EXIT
trap 'exit 1' INT TERM

start_containers() {
  number=0
  while [ "$number" -lt "$containers" ]; do
    number=$((number + 1))
    docker run --detach --label "footprint=$$" --network none dispenser-telemetry-test:1 sleep 1000000 >/dev/null
  done
}

# The configuration of an agent $1 with tables at $2, metrics at port $3, in [telemetry.storage] $4, and more of [telemetry] $5.
configure() {
  mkdir -p "$work/$1"
  cat >"$work/$1/dispenser.toml" <<END
[telemetry]
enabled = true
base_uri = "$2"
spool_dir = "spool"
host = "footprint-$1"
$5
[telemetry.storage]
$4
[telemetry.docker]
include_labels = ["footprint=$$"]
[telemetry.http]
listen = "127.0.0.1:$3"
END
  agents="$agents $1:$3"
}
# One for the local disk, and one for a server for S3 where .ci/s3.sh put one; more of [telemetry] in $1.
configure_agents() {
  configure local tables $((port + 1)) '' "$1"
  [ -x "$root/.ci/s3/versitygw" ] || return 0
  mkdir -p "$work/store/tables"
  ROOT_ACCESS_KEY=footprint ROOT_SECRET_KEY=footprint "$root/.ci/s3/versitygw" --port "127.0.0.1:$port" posix "$work/store" >"$work/store.log" 2>&1 &
  started="$started $!"
  export AWS_ACCESS_KEY_ID=footprint AWS_SECRET_ACCESS_KEY=footprint
  configure s3 s3://tables $((port + 2)) "endpoint = \"http://127.0.0.1:$port\"
region = \"us-east-1\"" "$1"
}
# A command of agent $1 to its end; the rest is the command.
command_of() {
  (cd "$work/$1" && shift && $lead "$program" "$@")
}
# The process of each agent that was started last, one word an agent.
start_agents() {
  running=
  for each in $agents; do
    (cd "$work/${each%:*}" && exec $lead "$program" run >>out 2>>log) &
    running="$running $!"
  done
  started="$started $running"
}
stop_agents() {
  # shellcheck disable=SC2086 # one word a process
  kill $running
  # shellcheck disable=SC2086
  wait $running || true
}

series_head() {
  echo 'minute,agent,memory_mb,heap_mb,threads,classes,files,processor_seconds'
}
# A line an agent, of minute $1.
series_lines() {
  for each in $agents; do
    curl --silent --show-error --fail --max-time 10 "http://127.0.0.1:${each#*:}/metrics" | awk -v minute="$1" -v agent="${each%:*}" '
      /^process_resident_memory_bytes / { memory = $2 }
      /^jvm_memory_used_bytes[{]area="heap"/ { heap += $NF }
      /^jvm_threads_live_threads / { threads = $2 }
      /^jvm_classes_loaded_classes / { classes = $2 }
      /^process_open_fds / { files = $2 }
      /^process_cpu_seconds_total / { processor = $2 }
      END { printf "%d,%s,%.1f,%.1f,%d,%d,%d,%.1f\n", minute, agent, memory / 1e6, heap / 1e6, threads, classes, files, processor }'
  done
}
# Of each agent in the series on standard input, what it took in the last ten of $1 minutes.
summary() {
  awk -F, -v minutes="$1" '
    NR > 1 && $1 > minutes - 10 {
      count[$2]++; sum[$2] += $3
      if ($3 > most[$2]) most[$2] = $3
      rest[$2] = $5 " threads, " $6 " classes, " $7 " files, " $8 " s of processor in all"
    }
    END { for (agent in sum) printf "%-6s %6.1f MB in the mean of the last ten minutes, %6.1f at most; %s\n", agent, sum[agent] / count[agent], most[agent], rest[agent] }'
}
# How much of each agent's memory is its own, and how much is mapped of files, which the system may take back.
own_memory() {
  set -- $agents
  for process in $running; do
    awk -v agent="${1%:*}" '
      /^Rss:/ { all = $2 } /^Private_Dirty:/ { own = $2 }
      END { printf "%-6s %6.1f MB resident, of which %.1f are its own and %.1f of files that are mapped\n", agent, all * 1.024e-3, own * 1.024e-3, (all - own) * 1.024e-3 }' \
      "/proc/$process/smaps_rollup"
    shift
  done
}
