"""How many files Spark opens of those that are there: its own metric of a scan, "number of files read".

    skipping-spark.py FOLDER CLASSPATH   where SkippingBenchmark left its tables; a file that lists Delta Lake's jars among others
"""

import pathlib
import sys

from pyspark.sql import SparkSession

folder = pathlib.Path(sys.argv[1])
jars = [jar for jar in pathlib.Path(sys.argv[2]).read_text().strip().split(":") if "/io/delta/" in jar]
spark = (
    SparkSession.builder.master("local[2]")
    .config("spark.jars", ",".join(jars))
    .config("spark.driver.memory", "1g")
    .config("spark.driver.host", "127.0.0.1")
    .config("spark.driver.bindAddress", "127.0.0.1")
    .config("spark.ui.enabled", "false")
    .config("spark.log.level", "ERROR")
    .config("spark.sql.warehouse.dir", str(folder / "warehouse"))
    .config("spark.sql.session.timeZone", "UTC")
    .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
    .config("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
    .config("spark.databricks.delta.snapshotPartitions", "2")
    # An adaptive plan has no metrics before it has run, and another plan's afterwards.
    .config("spark.sql.adaptive.enabled", "false")
    # A maximum of whole files stands in the log; files are to be read here.
    .config("spark.databricks.delta.optimizeMetadataQuery.enabled", "false")
    .getOrCreate()
)


def read(sql):
    query = spark.sql(sql)
    query.collect()
    leaves = query._jdf.queryExecution().executedPlan().collectLeaves()
    files = [leaves.apply(i).metrics().get("numFiles") for i in range(leaves.size())]
    return sum(metric.get().value() for metric in files if metric.isDefined())


for name in ("written", "small", "compacted"):
    table = folder / name
    for line in (folder / f"{name}.questions").read_text().splitlines():
        days, first, service, host, container = line.split("\t")
        since = f"SELECT max(cpu_percent) FROM delta.`{table}` WHERE date >= DATE '{first}'"
        there = read(since)
        for question, condition in (
            ("service and host", {"service": service, "host": host}),
            ("container_id", {"container_id": container}),
            ("service, host and container_id", {"service": service, "host": host, "container_id": container}),
            ("service", {"service": service}),
        ):
            files = read(since + "".join(f" AND {column} = '{value}'" for column, value in condition.items()))
            print(f"{name}, {days} days, Spark, by {question}: {files} of {there} files", flush=True)
spark.stop()
