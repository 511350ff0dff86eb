"""What delta-rs finds in a table, and what it writes; the test compares this with what Kernel finds and writes.

    deltars.py describe TABLE                print the table, one fact a line
    deltars.py append DIRECTORY SERVICE N    append N of the table's rows again, as rows of SERVICE
    deltars.py create DIRECTORY TEMPLATE     create a table with the schema of the one in TEMPLATE, and its rows
    deltars.py history DIRECTORY             print what each version's commit tells of itself, one fact a line
    deltars.py optimize DIRECTORY            compact the table
    deltars.py vacuum DIRECTORY              delete the files that its latest version does not need
    deltars.py checkpoint DIRECTORY          write a checkpoint

TABLE is a directory, or a URI whose store is found by the variables of the environment.
Strings are printed as the hex digits of their UTF-8 bytes, timestamps as microseconds, and a missing value as "-".
"""

import os
import sys

import deltalake
import pyarrow as pa
import pyarrow.compute as pc


def text(value, kind):
    if value is None:
        return "-"
    if pa.types.is_timestamp(kind):
        return str(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return "x" + value.encode("utf-8").hex()
    return str(value)


def describe(place):
    table = deltalake.DeltaTable(place)
    metadata = table.metadata()
    protocol = table.protocol()
    print("version", table.version())
    print("protocol", protocol.min_reader_version, protocol.min_writer_version)
    print("partition", *metadata.partition_columns)
    print("files", len(table.file_uris()))
    for key, value in sorted(metadata.configuration.items()):
        print("property", key, value)
    for field in table.schema().fields:
        print("column", field.name, field.type.type, "null" if field.nullable else "not-null", field.metadata["comment"])
    last = table.history(1)[0]
    for key in ("operation", "engineInfo", "isBlindAppend"):
        print("commit", key, last[key])
    for group in ("operationParameters", "operationMetrics"):
        for key, value in sorted(last[group].items()):
            print("commit", key, value)
    rows = table.to_pyarrow_table()
    columns = []
    for column in rows.columns:
        kind = column.type
        if pa.types.is_timestamp(kind):
            assert kind == pa.timestamp("us", tz="UTC"), kind
            column = pc.cast(column, pa.int64())
        columns.append([text(value, kind) for value in column.to_pylist()])
    for row in zip(*columns):
        print("row", *row)


def append(directory, service, count):
    rows = deltalake.DeltaTable(directory).to_pyarrow_table().slice(0, int(count))
    at = rows.schema.get_field_index("service")
    names = pa.array([service] * rows.num_rows, pa.string())
    rows = rows.set_column(at, rows.schema.field(at), names)
    deltalake.write_deltalake(directory, rows, mode="append")


def create(directory, template):
    source = deltalake.DeltaTable(template)
    table = deltalake.DeltaTable.create(directory, source.schema(), partition_by=["date"])
    deltalake.write_deltalake(table, source.to_pyarrow_table(), mode="append")
    deltalake.DeltaTable(directory).create_checkpoint()


def history(directory):
    for commit in deltalake.DeltaTable(directory).history():
        version = commit["version"]
        for key in ("operation", "engineInfo", "isBlindAppend"):
            print(version, key, commit.get(key))
        for group in ("operationParameters", "operationMetrics"):
            for key, value in sorted(commit.get(group, {}).items()):
                print(version, key, value)


def optimize(directory):
    deltalake.DeltaTable(directory).optimize.compact()


def vacuum(directory):
    table = deltalake.DeltaTable(directory)
    table.vacuum(retention_hours=0, dry_run=False, enforce_retention_duration=False)


def checkpoint(directory):
    deltalake.DeltaTable(directory).create_checkpoint()


{
    "describe": describe,
    "append": append,
    "create": create,
    "history": history,
    "optimize": optimize,
    "vacuum": vacuum,
    "checkpoint": checkpoint,
}[sys.argv[1]](*sys.argv[2:])

# Python's own end aborts one time in twenty after a table was read: "terminate called without an active exception".
sys.stdout.flush()
os._exit(0)
