"""Appends to a table as a program does that knows the documented columns only, through delta-rs, as Dispenser's does.

    documented.py append TABLE status|deployments ROWS    append the rows of the file ROWS; print what it answered
    documented.py merge TABLE status|deployments ROWS     the same, and columns that it lacks may stay empty

The columns stand here, as the documentation has them: nothing is taken from the table. A row of the file is a line as deltars.py prints
it. "appended" and the version is printed, or "refused" and what delta-rs said.
"""

import datetime
import os
import pathlib
import sys

import deltalake
import pyarrow as pa

INSTANT = pa.timestamp("us", tz="UTC")
REQUIRED = False
NULLABLE = True

COLUMNS = {
    "deployments": [
        ("date", pa.date32(), REQUIRED),
        ("timestamp", INSTANT, REQUIRED),
        ("service", pa.string(), REQUIRED),
        ("image", pa.string(), REQUIRED),
        ("image_sha", pa.string(), REQUIRED),
        ("image_size_mb", pa.int64(), REQUIRED),
        ("container_id", pa.string(), REQUIRED),
        ("container_created_at", INSTANT, REQUIRED),
        ("trigger_type", pa.string(), REQUIRED),
        ("dispenser_version", pa.string(), REQUIRED),
        ("restart_policy", pa.string(), REQUIRED),
        ("memory_limit", pa.string(), NULLABLE),
        ("cpu_limit", pa.string(), NULLABLE),
        ("proxy_enabled", pa.bool_(), REQUIRED),
        ("proxy_host", pa.string(), NULLABLE),
        ("port_mappings_count", pa.int32(), REQUIRED),
        ("volume_count", pa.int32(), REQUIRED),
        ("network_count", pa.int32(), REQUIRED),
    ],
    "status": [
        ("date", pa.date32(), REQUIRED),
        ("timestamp", INSTANT, REQUIRED),
        ("service", pa.string(), REQUIRED),
        ("container_id", pa.string(), REQUIRED),
        ("state", pa.string(), REQUIRED),
        ("health_status", pa.string(), REQUIRED),
        ("exit_code", pa.int32(), NULLABLE),
        ("restart_count", pa.int32(), REQUIRED),
        ("uptime_seconds", pa.int64(), REQUIRED),
        ("failing_streak", pa.int32(), REQUIRED),
        ("last_health_output", pa.string(), NULLABLE),
    ],
}


def value(text, kind):
    if text == "-":
        return None
    if pa.types.is_string(kind):
        return bytes.fromhex(text[1:]).decode("utf-8")
    if pa.types.is_boolean(kind):
        return text == "true"
    if pa.types.is_date(kind):
        return datetime.date.fromisoformat(text)
    return int(text)


how, place, table, source = sys.argv[1:]
columns = COLUMNS[table]
rows = [line.split(" ")[1:] for line in pathlib.Path(source).read_text().splitlines()]
assert all(len(row) == len(columns) for row in rows), (len(columns), rows)
arrays = [pa.array([value(row[at], kind) for row in rows], kind) for at, (_, kind, _) in enumerate(columns)]
schema = pa.schema([pa.field(name, kind, nullable) for name, kind, nullable in columns])
try:
    deltalake.write_deltalake(
        place, pa.table(arrays, schema=schema), mode="append", schema_mode="merge" if how == "merge" else None
    )
    print("appended", deltalake.DeltaTable(place).version())
except Exception as refusal:
    print("refused", type(refusal).__name__, *str(refusal).split())

# Python's own end aborts one time in twenty after a table was read: "terminate called without an active exception".
sys.stdout.flush()
os._exit(0)
