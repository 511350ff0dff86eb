"""Reads blocks of code of the documents, as JSON from standard input, and prints what is wrong with each, a line each.

blocks.py parse    SQL by sqlglot in the engine's dialect, YAML by PyYAML
blocks.py run      SQL by DuckDB, on empty tables that the statements of "setup" make
"""

import json
import sys

# What no parser that is free to use knows: these are read from the vendors' documents, which the page names.
UNKNOWN = {
    "trino": ["CALL system.register_table("],
    "snowflake": ["CREATE CATALOG INTEGRATION delta_files CATALOG_SOURCE = OBJECT_STORE TABLE_FORMAT = DELTA ENABLED = TRUE"],
    "bigquery": ["CREATE EXTERNAL TABLE telemetry.dispenser_container_status WITH CONNECTION `project.region.connection`"],
}


def parse_sql(text, dialect):
    import logging

    import sqlglot

    logging.disable(logging.CRITICAL)
    for statement in sqlglot.parse(text, dialect=dialect):
        if isinstance(statement, sqlglot.exp.Command):
            whole = statement.sql(dialect=dialect)
            if not any(known in text and whole.startswith(known.split(" ")[0]) for known in UNKNOWN.get(dialect, [])):
                yield "nobody knows this statement: " + whole.splitlines()[0][:80]


def parse(block):
    if block["language"] == "yaml":
        import yaml

        if not isinstance(yaml.safe_load(block["text"]), dict):
            yield "no keys with values"
        return
    for dialect in block["dialects"]:
        yield from parse_sql(block["text"], dialect)


def run(block):
    import duckdb

    database = duckdb.connect()
    for statement in block["setup"]:
        database.execute(statement)
    database.execute(block["text"])
    return []


for block in json.load(sys.stdin):
    try:
        problems = list({"parse": parse, "run": run}[sys.argv[1]](block))
    except Exception as problem:  # each library has its own
        problems = [str(problem).splitlines()[0]]
    for problem in problems:
        print(block["place"] + ": " + problem)
