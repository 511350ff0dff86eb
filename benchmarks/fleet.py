"""
The hosts of FleetBenchmark, as writers of delta-rs: fleet.py TABLE ROWS PERIOD WARM_UP MEASURED (seconds), with the second at which
each host begins on standard input, a line each. A thread for each host, in one process; each keeps its own handle of the table,
which has to be there. Says "begin" and "end" when it is measured and when not any more, and then what became of it.
"""

import datetime
import os
import random
import sys
import threading
import time

import pyarrow as pa
from deltalake import CommitProperties, DeltaTable, write_deltalake

MAX_ROWS_TOGETHER = 20_000
# As often as it takes: delta-rs gives up after 15 without it.
COMMIT = CommitProperties(max_commit_retries=1_000)
MORNING = datetime.datetime(2026, 3, 1, 0, 10, tzinfo=datetime.timezone.utc)

table, rows = sys.argv[1], int(sys.argv[2])
period, warm_up, measured = map(float, sys.argv[3:6])
begins = [float(line) for line in sys.stdin]
zero = time.monotonic()
end = warm_up + measured
options = {
    "aws_endpoint": os.environ["AWS_ENDPOINT_URL_S3"],
    "aws_allow_http": "true",
    "aws_conditional_put": "etag",
}
lock = threading.Lock()
done, waiting, failures, written = [], [], [], [0]
# What a row has beside time and numbers, over and over.
SERVICES = [f"service-{number}" for number in range(30)]


def batch(host, number, batches):
    """The rows of some batches of a host that follow each other."""
    count = rows * batches
    chance = random.Random(host * 1_000_003 + number)
    service = [SERVICES[row % rows % 30] for row in range(count)]
    times = [
        MORNING + datetime.timedelta(seconds=period * (number + row // rows), milliseconds=row % rows) for row in range(count)
    ]
    columns = {
        "date": pa.array([at.date() for at in times], pa.date32()),
        "timestamp": pa.array(times, pa.timestamp("us", tz="UTC")),
        "service": service,
        "container_id": [f"{(host * 97 + row % 30 + 1) * 0x9E3779B97F4A7C15 % 2**48:012x}" for row in range(count)],
        "state": ["running"] * count,
        "health_status": ["healthy"] * count,
        "restart_count": pa.array([row % 3 for row in range(count)], pa.int32()),
        "uptime_seconds": pa.array([864_000 + number + row for row in range(count)], pa.int64()),
        "failing_streak": pa.array([0] * count, pa.int32()),
        "cpu_percent": [chance.randrange(10_000) / 100 for _ in range(count)],
        "memory_bytes": pa.array([(200 << 20) + 4096 * chance.randrange(10_000) for _ in range(count)], pa.int64()),
        "memory_limit_bytes": pa.array([512 << 20] * count, pa.int64()),
        "pids": pa.array([20 + chance.randrange(5) for _ in range(count)], pa.int32()),
        "network_rx_bytes": pa.array([4096 * (number * rows + row) for row in range(count)], pa.int64()),
        "network_tx_bytes": pa.array([2000 * (number * rows + row) for row in range(count)], pa.int64()),
        "block_read_bytes": pa.array([chance.randrange(100_000) for _ in range(count)], pa.int64()),
        "block_write_bytes": pa.array([chance.randrange(50_000) for _ in range(count)], pa.int64()),
        "image": [f"registry.example.org/shop/{name}:1.4.{host % 7}" for name in service],
        "oom_killed": [False] * count,
        "started_at": pa.array([MORNING] * count, pa.timestamp("us", tz="UTC")),
        "host": [f"node-{host:05d}.fleet.example.org"] * count,
        "project": ["shop"] * count,
        "container_name": [f"shop-{name}-1" for name in service],
    }
    arrays = []
    for field in schema:
        values = columns.get(field.name)
        arrays.append(pa.nulls(count, field.type) if values is None else pa.array(values).cast(field.type))
    return pa.Table.from_arrays(arrays, schema=schema)


def sleep_until(since):
    time.sleep(max(0, zero + since - time.monotonic()))


def run(host, begin):
    sleep_until(begin)
    handle = DeltaTable(table, storage_options=options)
    first, following, failed = begin + period, 0, 0
    while True:
        now = time.monotonic() - zero
        if now >= end:
            break
        due = max(0, int((now - first) // period) + 1)
        if due == following:
            sleep_until(min(end, first + following * period))
            continue
        together = 1 if failed else min(due - following, max(1, MAX_ROWS_TOGETHER // rows))
        data = batch(host, following, together)
        try:
            write_deltalake(handle, data, mode="append", commit_properties=COMMIT)
        except Exception as problem:  # whatever it is, the batch goes again
            with lock:
                failures.append(f"host {host}: {problem}".replace("\n", " "))
            time.sleep(min(60, 0.5 * 2**failed) * random.uniform(0.5, 1))
            failed += 1
            continue
        failed = 0
        now = time.monotonic() - zero
        with lock:
            written[0] += together
            for number in range(following, following + together):
                if now >= end:
                    waiting.append(end - first - number * period)
                elif now >= warm_up:
                    done.append(now - first - number * period)
        following += together
    with lock:
        number = following
        while first + number * period < end:
            waiting.append(end - first - number * period)
            number += 1


def facts():
    """Version and data files, and what this process computed."""
    now = DeltaTable(table, storage_options=options)
    return now.version(), len(now.file_uris()), time.process_time()


schema = pa.schema(DeltaTable(table, storage_options=options).schema().to_arrow())
threads = [threading.Thread(target=run, args=(host, begin), daemon=True) for host, begin in enumerate(begins)]
for thread in threads:
    thread.start()
sleep_until(warm_up)
before = facts()
print("begin", flush=True)
sleep_until(end)
print("end", flush=True)
after = facts()
for thread in threads:
    thread.join()
for kind, times in (("done", done), ("waiting", waiting)):
    for seconds in times:
        print(kind, int(seconds * 1e9))
for failure in failures:
    print("failed", failure)
print("commits", after[0] - before[0])
print("files", after[1] - before[1])
print("cpu", after[2] - before[2])
there = sum(DeltaTable(table, storage_options=options).get_add_actions(flatten=True)["num_records"].to_pylist())
if there != written[0] * rows:
    print(f"problem there are {there} rows of {written[0] * rows} that were written")
# Python's own end aborts one time in twenty after a table was read: "terminate called without an active exception".
sys.stdout.flush()
os._exit(0)
