"""A question of reading.py, asked of DuckDB or of delta-rs: reading_others.py PROGRAM QUESTION PLACE JSON. PLACE is the folder of both tables, or its
address in a bucket; JSON has what the question needs to know. Prints what was found, and what that took without the start of Python and of the libraries."""

import json
import os
import pathlib
import sys
import time
from urllib.parse import urlsplit

program, question, place = sys.argv[1:4]
asked = json.loads(sys.argv[4])
TABLES = ("deployments", "status")
REMOTE = place.startswith("s3:")

BUCKETS = """
    SELECT host, service, container_name, {bucket} AS bucket, max(timestamp) AS last,
           max(CASE state WHEN 'running' THEN 0 WHEN 'exited' THEN 1 ELSE 2 END) AS worst_state,
           max(CASE health_status WHEN 'unhealthy' THEN 2 WHEN 'starting' THEN 1 ELSE 0 END) AS worst_health,
           max(restart_count) - min(restart_count) AS restarts,
           avg(cpu_percent) AS cpu_mean, max(cpu_percent) AS cpu_max, max(memory_bytes) AS memory_max,
           count(*) AS samples, bool_or(oom_killed) AS killed, max(finished_at) AS finished, max(started_at) AS started
    FROM {table} WHERE date >= DATE '{day}' AND timestamp >= {since} GROUP BY host, service, container_name, bucket"""
# What a page tells of each container's latest sample: only the newest rows are read for it.
LATEST = """
    SELECT host, service, container_name, timestamp, container_id, image, state, health_status, exit_code, uptime_seconds, last_health_output,
           memory_limit_bytes, project
    FROM {table} WHERE date >= DATE '{day}' AND timestamp >= {since}"""


class DuckDb:
    def __init__(self):
        import duckdb
        import duckdb_extension_delta

        self.duck = duckdb.connect()
        if REMOTE:
            import duckdb_extension_httpfs

            self.load(duckdb_extension_httpfs)
        self.load(duckdb_extension_delta)

    def load(self, extension):
        found = next(pathlib.Path(extension.__file__).parent.rglob("*.duckdb_extension"))
        self.duck.execute(f"LOAD '{found}'")

    def begin(self):
        if REMOTE:
            address = urlsplit(os.environ["AWS_ENDPOINT_URL_S3"])
            self.duck.execute(
                f"CREATE SECRET (TYPE s3, KEY_ID '{os.environ['AWS_ACCESS_KEY_ID']}', SECRET '{os.environ['AWS_SECRET_ACCESS_KEY']}',"
                f" REGION 'us-east-1', ENDPOINT '{address.netloc}', URL_STYLE 'path', USE_SSL false)"
            )

    def sql(self, query):
        return self.duck.execute(query).to_arrow_table()

    def table(self, name):
        return f"delta_scan('{place}/{name}')"

    def instant(self, micros):
        return f"make_timestamptz({micros})"

    def bucket(self, millis):
        return f"time_bucket(INTERVAL '{millis} milliseconds', timestamp)"

    def describe(self, name):
        """Of what the log knows; it does not tell sizes."""
        files = self.sql(f"SELECT count(*) AS files, sum(cardinality) AS rows FROM delta_list_files('{place}/{name}')")
        return {"files": files["files"][0].as_py(), "rows": int(files["rows"][0].as_py() or 0)}


class DeltaRs:
    def __init__(self):
        import deltalake
        import pyarrow

        self.deltalake, self.pyarrow = deltalake, pyarrow

    def begin(self):
        self.options = {"aws_endpoint": os.environ["AWS_ENDPOINT_URL_S3"], "aws_allow_http": "true"} if REMOTE else {}
        self.builder = None

    def open(self, name):
        return self.deltalake.DeltaTable(f"{place}/{name}", storage_options=self.options)

    def sql(self, query):
        if self.builder is None:
            self.builder = self.deltalake.QueryBuilder().register("status", self.open("status"))
        return self.pyarrow.table(self.builder.execute(query).read_all())

    def table(self, name):
        return name

    def instant(self, micros):
        return f"to_timestamp_micros({micros})"

    def bucket(self, millis):
        return f"date_bin(INTERVAL '{millis} milliseconds', timestamp)"

    def describe(self, name):
        table = self.open(name)
        adds = self.pyarrow.table(table.get_add_actions(flatten=True))
        empty = adds.num_rows == 0
        rows, size = (0, 0) if empty else (sum(adds["num_records"].to_pylist()), sum(adds["size_bytes"].to_pylist()))
        return {"version": table.version(), "files": adds.num_rows, "rows": rows, "bytes": size}


def micros(column):
    import pyarrow

    return column.cast(pyarrow.timestamp("us", "UTC")).cast("int64").to_pylist()


def show(reader):
    service, since = asked["service"], asked["since"]
    conditions = []
    if since is not None:
        conditions = [f"date >= DATE '{asked['day']}'", f"timestamp >= {reader.instant(since)}"]
    if service is not None:
        conditions.append(f"service = '{service}'")
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    rows = reader.sql(f"SELECT * FROM {reader.table('status')} {where} ORDER BY timestamp DESC LIMIT {asked['limit']}")
    columns = micros(rows["timestamp"]), *(rows[name].to_pylist() for name in ("host", "service", "container_id"))
    return sorted(map(list, zip(*columns)))


def tables(reader):
    return {name: reader.describe(name) for name in TABLES}


def report(reader):
    import pyarrow.compute as compute

    words = {"table": reader.table("status"), "day": asked["day"], "bucket": reader.bucket(asked["bucket"])}
    buckets = reader.sql(BUCKETS.format(since=reader.instant(asked["since"]), **words))
    series = buckets.group_by(["host", "service", "container_name"]).aggregate(
        [("cpu_max", "max"), ("memory_max", "max"), ("last", "max"), ("restarts", "sum")]
    )
    last = micros(series["last_max"])
    latest = reader.sql(LATEST.format(since=reader.instant(min(last)), **words))
    newest = dict.fromkeys(zip(*(latest[name].to_pylist() for name in ("host", "service", "container_name")), micros(latest["timestamp"])))
    columns = [series[name].to_pylist() for name in ("host", "service", "container_name")]
    if any(key not in newest for key in zip(*columns, last)):
        raise SystemExit("the newest sample of a container was not found")
    return {
        "samples": compute.sum(buckets["samples"]).as_py(),
        "buckets": buckets.num_rows,
        "containers": sorted(
            [*names, round(cpu, 2), memory, at // 1000]
            for *names, cpu, memory, at in zip(*columns, series["cpu_max_max"].to_pylist(), series["memory_max_max"].to_pylist(), last)
        ),
    }


reader = DuckDb() if program == "DuckDB" else DeltaRs()
began, computed = time.monotonic(), time.process_time()
reader.begin()
answer = {"show": show, "tables": tables, "report": report}[question](reader)
print(json.dumps({"seconds": time.monotonic() - began, "cpu": time.process_time() - computed, "answer": answer}))
# Python's own end aborts one time in twenty after a table was read: "terminate called without an active exception".
sys.stdout.flush()
os._exit(0)
