"""What DuckDB finds in a table, and what it writes.

    duck.py read TABLE                  print the columns and the rows
    duck.py files TABLE CONDITION       print how many of the table's files a query with this condition reads
    duck.py append TABLE SERVICE N      append N of the table's rows again, as rows of SERVICE
    duck.py answer SETUP QUERY...       run the statements of a file, and print the rows that the queries of other files give:
                                        the file's name without its ending and the values as texts, with tabs between them

TABLE is a directory. Strings are printed as the hex digits of their UTF-8 bytes, timestamps as microseconds, and a missing
value as "-".
"""

import json
import pathlib
import sys

import duckdb
import duckdb_extension_delta

extension = next(pathlib.Path(duckdb_extension_delta.__file__).parent.rglob("delta.duckdb_extension"))
duck = duckdb.connect()
duck.execute(f"LOAD '{extension}'")


def text(value):
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return "x" + value.encode("utf-8").hex()
    return str(value)


def read(table):
    columns = duck.execute("DESCRIBE SELECT * FROM delta_scan(?)", [table]).fetchall()
    values = []
    for name, kind, *_ in columns:
        print("column", name, kind)
        values.append(f'epoch_us("{name}")' if kind.startswith("TIMESTAMP") else f'"{name}"')
    for row in duck.execute(f"SELECT {', '.join(values)} FROM delta_scan(?)", [table]).fetchall():
        print("row", *map(text, row))


def files(table, condition):
    plan = duck.execute(f"EXPLAIN (ANALYZE, FORMAT json) SELECT * FROM delta_scan('{table}') WHERE {condition}")
    print("files", scan(json.loads(plan.fetchone()[1]))["extra_info"]["Scanning Files"])


def append(table, service, count):
    duck.execute(f"ATTACH '{table}' AS attached (TYPE delta)")
    again = "SELECT * REPLACE (? AS service) FROM attached LIMIT ?"
    duck.execute(f"INSERT INTO attached {again}", [service, int(count)])


def answer(setup, *queries):
    for statement in pathlib.Path(setup).read_text().split(";"):
        if statement.split()[0] not in ("INSTALL", "LOAD"):  # the extension is there, and nothing is downloaded for a test
            duck.execute(statement)
    for query in map(pathlib.Path, queries):
        question = query.read_text()
        values = []
        for name, kind, *_ in duck.execute(f"DESCRIBE\n{question}").fetchall():
            zoned = kind == "TIMESTAMP WITH TIME ZONE"
            values.append(f"strftime({name} AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%SZ')" if zoned else name)
        for row in duck.execute(f"SELECT {', '.join(values)} FROM (\n{question}\n)").fetchall():
            print(query.stem, *map(plain, row), sep="\t")


def plain(value):
    if value is None:
        return "null"
    return str(value).lower() if isinstance(value, bool) else str(value)


def scan(operator):
    if "Scanning Files" in operator.get("extra_info", {}):
        return operator
    return next(filter(None, map(scan, operator["children"])), None)


{"read": read, "files": files, "append": append, "answer": answer}[sys.argv[1]](*sys.argv[2:])
