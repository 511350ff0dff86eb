"""Maintains Dispenser Telemetry's tables by Spark with Delta Lake: runs a script of SQL for each of them, and writes a checkpoint.

    spark-submit … maintain.py SCRIPT.sql TABLE…

A TABLE is an address: s3a://lake/telemetry/status. Prints what each statement answered. A table that fails does not keep the
others from being maintained; the exit code is 1 then. docs/large-fleets.md says how this is run, and what it needs.
"""

import sys
import time

from pyspark.sql import SparkSession


def statements(path):
    """The statements of a script: without comments, which begin their lines, and each ends with a semicolon at its line's end."""
    with open(path, encoding="utf-8") as script:
        lines = [line.rstrip() for line in script if not line.startswith("--")]
    texts = "\n".join(lines).split(";\n")
    return [text.strip().rstrip(";") for text in texts if text.strip()]


def checkpoint(spark, table):
    """Gathers the log in a checkpoint, for which Delta Lake has no SQL; its version."""
    log = spark._jvm.org.apache.spark.sql.delta.DeltaLog.forTable(spark._jsparkSession, table)
    snapshot = log.update(False, absent(log, "update", 2), absent(log, "update", 3))
    log.checkpoint(snapshot, absent(log, "checkpoint", 2))
    return snapshot.version()


def absent(log, method, parameter):
    """What Scala gives for a parameter that is left out."""
    return getattr(log, f"{method}$default${parameter}")()


def maintain(spark, script, table):
    spark.conf.set("table", table)
    for statement in statements(script):
        began = time.monotonic()
        rows = spark.sql(statement).collect()
        print(f"{table}: {' '.join(statement.split())}: {time.monotonic() - began:.1f} s", flush=True)
        if not statement.upper().startswith("SET "):
            for row in rows:
                print(f"  {row}", flush=True)
    print(f"{table}: checkpoint of version {checkpoint(spark, table)}", flush=True)


def main():
    script, *tables = sys.argv[1:]
    if not tables:
        sys.exit(__doc__)
    spark = SparkSession.builder.appName("dispenser-telemetry-maintenance").getOrCreate()
    failed = False
    for table in tables:
        try:
            maintain(spark, script, table)
        except Exception as e:  # noqa: BLE001, whatever Spark and the store have to say
            print(f"{table}: failed: {e}", file=sys.stderr, flush=True)
            failed = True
    spark.stop()
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
