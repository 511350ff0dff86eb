"""How many files delta-rs and DuckDB open of those that are there: skipping.py FOLDER, where SkippingBenchmark left its tables."""

import datetime
import json
import os
import pathlib
import sys

import deltalake
import duckdb
import duckdb_extension_delta
import pyarrow.dataset as ds

extension = next(pathlib.Path(duckdb_extension_delta.__file__).parent.rglob("delta.duckdb_extension"))
duck = duckdb.connect()
duck.execute(f"LOAD '{extension}'")


def scanned(operator):
    if "Scanning Files" in operator.get("extra_info", {}):
        return operator["extra_info"]["Scanning Files"].split("/")[0]
    return next(filter(None, map(scanned, operator["children"])), None)


folder = pathlib.Path(sys.argv[1])
for name in ("written", "small", "compacted"):
    table = folder / name
    dataset = deltalake.DeltaTable(str(table)).to_pyarrow_dataset()
    for line in (folder / f"{name}.questions").read_text().splitlines():
        days, first, service, host, container = line.split("\t")
        since = ds.field("date") >= datetime.date.fromisoformat(first)
        there = len(list(dataset.get_fragments(filter=since)))
        for question, condition in (
            ("service and host", {"service": service, "host": host}),
            ("container_id", {"container_id": container}),
            ("service, host and container_id", {"service": service, "host": host, "container_id": container}),
            ("service", {"service": service}),
        ):
            wanted = since
            sql = f"date >= DATE '{first}'"
            for column, value in condition.items():
                wanted = wanted & (ds.field(column) == value)
                sql += f" AND {column} = '{value}'"
            read = len(list(dataset.get_fragments(filter=wanted)))
            print(f"{name}, {days} days, delta-rs, by {question}: {read} of {there} files")
            plan = duck.execute(
                f"EXPLAIN (ANALYZE, FORMAT json) SELECT max(cpu_percent) FROM delta_scan('{table}') WHERE {sql}"
            ).fetchone()[1]
            print(f"{name}, {days} days, DuckDB, by {question}: {scanned(json.loads(plan))} of {there} files")

# Python's own end aborts one time in twenty after a table was read: "terminate called without an active exception".
sys.stdout.flush()
os._exit(0)
