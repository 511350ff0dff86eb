"""The same questions as a report's, asked of DuckDB: report.py FOLDER REPORT, where ReportTables
left its tables, and the report of them, whose time and buckets are taken."""

import json
import pathlib
import re
import resource
import sys
import time

import duckdb
import duckdb_extension_delta

extension = next(pathlib.Path(duckdb_extension_delta.__file__).parent.rglob("delta.duckdb_extension"))
duck = duckdb.connect()
duck.execute(f"LOAD '{extension}'")
folder, report = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]).read_text()
document = json.loads(re.search('id="document">(.*?)</script>', report, re.DOTALL).group(1))
since, bucket = document["from"], document["bucket"]

BUCKETS = f"""
    SELECT host, service, container_name, time_bucket(INTERVAL '{bucket} milliseconds', timestamp) AS bucket,
           max(CASE state WHEN 'running' THEN 0 WHEN 'exited' THEN 1 ELSE 2 END) AS worst_state,
           max(CASE health_status WHEN 'unhealthy' THEN 2 WHEN 'starting' THEN 1 ELSE 0 END) AS worst_health,
           max(restart_count) - min(restart_count) AS restarts,
           avg(cpu_percent) AS cpu_mean, max(cpu_percent) AS cpu_max, max(memory_bytes) AS memory_max,
           count(*) AS samples, bool_or(oom_killed) AS killed, max(finished_at) AS finished, max(started_at) AS started,
           arg_max({{'id': container_id, 'image': image, 'state': state, 'health': health_status, 'exit': exit_code,
                    'up': uptime_seconds, 'output': last_health_output, 'memory': memory_limit_bytes,
                    'project': project}}, timestamp) AS latest
    FROM delta_scan('{folder / "status"}')
    WHERE timestamp >= make_timestamptz({since} * 1000)
    GROUP BY ALL"""

began = time.time()
# A table of them: of a query that only counts, the other columns would not be read.
duck.execute(f"CREATE TEMP TABLE buckets AS {BUCKETS}")
rows, buckets = duck.execute("SELECT sum(samples), count(*) FROM buckets").fetchone()
usage = resource.getrusage(resource.RUSAGE_SELF)
print(
    f"DuckDB {duckdb.__version__}: {rows} rows in {buckets} buckets, {time.time() - began:.1f} s,"
    f" {usage.ru_utime + usage.ru_stime:.1f} s of CPU, peak resident memory {usage.ru_maxrss >> 10} MiB"
)
