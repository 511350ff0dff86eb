"""How many files a question opens after Spark's OPTIMIZE, plain and with ZORDER BY: of copies of a table in a directory.

    spark-submit --properties-file spark/maintain.conf … benchmarks/layouts.py TABLE MAX_FILE_BYTES

Counts by the statistics in the log which files may hold rows of a service, a host, or a service on a host. The table is one that
benchmarks/run compaction wrote, of a single day; it is copied, and left as it is.
"""

import glob
import json
import os
import shutil
import sys
import time

from pyspark.sql import SparkSession

LAYOUTS = ["", "ZORDER BY (service, host)", "ZORDER BY (service)"]
QUESTIONS = {
    "service and host": {"service": "service-4", "host": "host-7"},
    "service": {"service": "service-4"},
    "host": {"host": "host-7"},
}


def added(table):
    """The files that the last OPTIMIZE left, by their statistics."""
    for commit in sorted(glob.glob(f"{table}/_delta_log/*.json"), reverse=True):
        with open(commit, encoding="utf-8") as lines:
            actions = [json.loads(line) for line in lines]
        adds = [json.loads(action["add"]["stats"]) for action in actions if "add" in action]
        if adds:
            return adds
    return []


def may_hold(stats, question):
    return all(stats["minValues"][name] <= value <= stats["maxValues"][name] for name, value in question.items())


def main():
    table, max_bytes = sys.argv[1:]
    spark = SparkSession.builder.getOrCreate()
    spark.conf.set("spark.databricks.delta.optimize.maxFileSize", max_bytes)
    for layout in LAYOUTS:
        copy = f"{table}-layout"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(table, copy, copy_function=os.link)
        began = time.monotonic()
        spark.sql(f"OPTIMIZE delta.`{copy}` {layout}")
        seconds = time.monotonic() - began
        files = added(copy)
        for name, question in QUESTIONS.items():
            opened = sum(may_hold(stats, question) for stats in files)
            print(f"OPTIMIZE {layout}: by {name}: {opened} of {len(files)} files", flush=True)
        print(f"OPTIMIZE {layout}: {seconds:.1f} s", flush=True)
        shutil.rmtree(copy)
    spark.stop()


if __name__ == "__main__":
    main()
