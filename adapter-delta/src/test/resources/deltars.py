"""What delta-rs finds in a table, and what it writes; the test compares this with what Kernel finds and writes.

    deltars.py describe TABLE [VERSION]      print the table, one fact a line, as it is or as it was at VERSION
    deltars.py found TABLE                   print what a search for each value of each column finds and what it should, if they differ
    deltars.py version                       print which delta-rs this is
    deltars.py append DIRECTORY SERVICE N    append N of the table's rows again, as rows of SERVICE
    deltars.py create DIRECTORY TEMPLATE [COLUMN...]
                                             create a table with the schema of the one in TEMPLATE, and its rows, partitioned
                                             by these columns (date, if none are given), or not at all for "none"
    deltars.py history DIRECTORY             print what each version's commit tells of itself, one fact a line
    deltars.py optimize DIRECTORY [VERSION]  compact the table, as if this had begun at VERSION
    deltars.py vacuum DIRECTORY              delete the files that its latest version does not need
    deltars.py unneeded DIRECTORY            print what vacuums would delete that keep nothing: a plain one, a full one; and the live files
    deltars.py checkpoint DIRECTORY          write a checkpoint
    deltars.py restore TABLE VERSION         bring the table back to what it was at VERSION
    deltars.py beside DIRECTORY SERVICE N    append, optimize and vacuum N times, each beside somebody who appends

TABLE is a directory, or a URI whose store is found by the variables of the environment.
Strings are printed as the hex digits of their UTF-8 bytes, timestamps as microseconds, and a missing value as "-".
"""

import os
import pathlib
import sys
import time

import deltalake
import pyarrow as pa
import pyarrow.compute as pc

ATTEMPTS = 20


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


def describe(place, version=None):
    table = deltalake.DeltaTable(place, version=None if version is None else int(version))
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
        print("commit", key, last.get(key))
    for group in ("operationParameters", "operationMetrics"):
        for key, value in sorted(last.get(group, {}).items()):
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


def found(place):
    data = deltalake.DeltaTable(place).to_pyarrow_dataset()
    rows = data.to_table()
    for column in rows.schema.names:
        for value in pc.drop_null(rows[column].unique()):
            condition = pc.field(column) == value
            answer, due = data.to_table(filter=condition).num_rows, rows.filter(condition).num_rows
            if answer != due:
                print(column, value, answer, due)


def version():
    print(deltalake.__version__)


def append(directory, service, count):
    append_to(deltalake.DeltaTable(directory), service, int(count))


def append_to(table, service, count):
    rows = table.to_pyarrow_table().slice(0, count)
    at = rows.schema.get_field_index("service")
    names = pa.array([service] * rows.num_rows, pa.string())
    rows = rows.set_column(at, rows.schema.field(at), names)
    deltalake.write_deltalake(table, rows, mode="append")


def create(directory, template, *columns):
    source = deltalake.DeltaTable(template)
    table = deltalake.DeltaTable.create(directory, source.schema(), partition_by=[] if columns == ("none",) else list(columns or ["date"]))
    deltalake.write_deltalake(table, source.to_pyarrow_table(), mode="append")
    deltalake.DeltaTable(directory).create_checkpoint()


def history(directory):
    for commit in deltalake.DeltaTable(directory).history():
        version = commit["version"]
        for key in ("operation", "engineInfo", "isBlindAppend", "readVersion"):
            print(version, key, commit.get(key))
        for group in ("operationParameters", "operationMetrics"):
            for key, value in sorted(commit.get(group, {}).items()):
                print(version, key, value)


def optimize(directory, version=None):
    begun = deltalake.DeltaTable(directory, version=None if version is None else int(version))
    patiently(directory, begun, lambda table: table.optimize.compact())


def patiently(directory, begun, act):
    """Acts on the table as it was, and on what has become of it where a commit of somebody else is in the way."""
    table = begun
    for attempt in range(ATTEMPTS):
        try:
            return act(table)
        except deltalake.exceptions.CommitFailedError as conflict:
            print("conflict", str(conflict).splitlines()[0])
            table = deltalake.DeltaTable(directory)
    sys.exit("others were faster each time")


def overtaken(directory):
    """The table at a version that is the latest no longer: somebody has committed since."""
    table = deltalake.DeltaTable(directory)
    following = pathlib.Path(directory, "_delta_log", f"{table.version() + 1:020}.json")
    for wait in range(3000):
        if following.exists():
            return table
        time.sleep(0.01)
    sys.exit("nobody commits")


def beside(directory, service, rounds):
    for number in range(int(rounds)):
        for act in (
            lambda table: append_to(table, f"{service}-{number}", 1),
            lambda table: table.optimize.compact(),
            lambda table: table.optimize.z_order(["service"]),
            # Takes what a commit has removed from the table, never what no commit has named yet: 0 hours can't harm a writer.
            lambda table: table.vacuum(0, dry_run=False, enforce_retention_duration=False),
            # Lists directories. What a writer is about to commit is younger than the hour that this one keeps.
            lambda table: table.vacuum(1, dry_run=False, enforce_retention_duration=False, full=True),
        ):
            patiently(directory, overtaken(directory), act)


def vacuum(directory):
    table = deltalake.DeltaTable(directory)
    table.vacuum(retention_hours=0, dry_run=False, enforce_retention_duration=False)


def unneeded(directory):
    table = deltalake.DeltaTable(directory)
    for kind in ("plain", "full"):
        for path in table.vacuum(0, dry_run=True, enforce_retention_duration=False, full=kind == "full"):
            print(kind, path)
    for path in table.get_add_actions(flatten=True)["path"].to_pylist():
        print("live", path)


def checkpoint(directory):
    deltalake.DeltaTable(directory).create_checkpoint()


def restore(place, version):
    deltalake.DeltaTable(place).restore(int(version))


{
    "describe": describe,
    "found": found,
    "version": version,
    "append": append,
    "create": create,
    "history": history,
    "optimize": optimize,
    "vacuum": vacuum,
    "unneeded": unneeded,
    "checkpoint": checkpoint,
    "restore": restore,
    "beside": beside,
}[sys.argv[1]](*sys.argv[2:])

# Python's own end aborts one time in twenty after a table was read: "terminate called without an active exception".
sys.stdout.flush()
os._exit(0)
