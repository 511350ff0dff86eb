"""
The writer of delta-rs beside RaceBenchmark: race.py TABLE FILE DAY. Takes the rows of a Parquet file, all of one day, and writes them into a table
each time it reads "write"; then it says how many nanoseconds that took. "bytes" asks for the size of the last data file. Its handle of the table is kept, and the
columns are ready.
"""

import datetime
import os
import sys
import time

import pyarrow as pa
import pyarrow.parquet as parquet
from deltalake import DeltaTable, WriterProperties, write_deltalake

table, file, day = sys.argv[1:4]
rows = parquet.read_table(file)
date = pa.array([datetime.date.fromisoformat(day)] * rows.num_rows, pa.date32())
rows = rows.add_column(0, "date", date)
options = {}
if "AWS_ENDPOINT_URL_S3" in os.environ:
    options = {"aws_endpoint": os.environ["AWS_ENDPOINT_URL_S3"], "aws_allow_http": "true", "aws_conditional_put": "etag"}
properties = WriterProperties(compression="ZSTD")
handle = None
for line in sys.stdin:
    if line.strip() == "bytes":
        adds = pa.table(DeltaTable(table, storage_options=options).get_add_actions(flatten=True))
        print(adds["size_bytes"][0].as_py(), flush=True)
        continue
    begin = time.monotonic_ns()
    if handle is None:
        write_deltalake(table, rows, mode="append", partition_by=["date"], writer_properties=properties, storage_options=options)
        handle = DeltaTable(table, storage_options=options)
    else:
        write_deltalake(handle, rows, mode="append", writer_properties=properties)
    print(time.monotonic_ns() - begin, flush=True)
# Python's own end aborts one time in twenty after a table was read: "terminate called without an active exception".
sys.stdout.flush()
os._exit(0)
