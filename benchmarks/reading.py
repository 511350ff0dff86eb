"""What reading takes: reading.py FOLDER ROUNDS PROGRAM JAVA CLASSES. FOLDER has the tables of ReportTables; PROGRAM is this program's launcher. Each question is put,
in turns, to the program and to DuckDB and delta-rs (reading_others.py), each time as a process of its own, first to the tables in the folder, then
to a copy on an S3 server of this machine. The answers must be the same. Requests and bytes are counted once, apart from what is timed: by strace and by a proxy."""

import base64
import datetime
import json
import os
import pathlib
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import time

folder, rounds, program, java, classes = sys.argv[1:6]
rounds = int(rounds)
here = pathlib.Path(__file__).parent
python = os.environ.get("TELEMETRY_DELTARS_PYTHON", sys.executable)
PROGRAMS = ("ours", "DuckDB", "delta-rs")
TABLES = ("deployments", "status")
LIMIT, SERVICE, DAY_MICROS = 20, "service-3", 86_400_000_000
work = pathlib.Path(tempfile.mkdtemp(prefix="reading-"))
page = work / "report.html"


def run(command, environment):
    """What a process prints, its seconds, and those that it and its children computed."""
    began = time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.PIPE, env=os.environ | environment, text=True)
    printed = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, command))} ended with {child.returncode}")
    return printed, time.monotonic() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss >> 10


class Place:
    """Where tables are, and how a process finds them."""

    def __init__(self, name, uri, environment):
        self.name, self.uri, self.environment = name, uri, environment
        self.configuration = work / f"{name}.toml"
        self.configuration.write_text(f'[telemetry]\nenabled = true\nbase_uri = "{uri}"\n')
        self.ours = ["--config", self.configuration] if "://" in uri else ["--directory", uri]


class Question:
    def __init__(self, title, kind, options, asked):
        self.title, self.kind, self.options, self.asked = title, kind, options, asked

    def command(self, name, place):
        if name == "ours":
            return [program, *self.options, *place.ours]
        return [python, here / "reading_others.py", name, self.kind, place.uri, json.dumps(self.asked)]

    def answer(self, name, printed):
        """The answer in the form of reading_others.py, and how long that took without the process's start, where it is told."""
        if name != "ours":
            told = json.loads(printed)
            return told["answer"], told["seconds"]
        return {"show": shown, "tables": described, "report": reported}[self.kind](printed), None


def instant(text):
    time_of = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    return (time_of - datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)) // datetime.timedelta(microseconds=1)


def shown(printed):
    rows = [json.loads(line) for line in printed.splitlines()]
    return sorted([instant(row["timestamp"]), row["host"], row["service"], row["container_id"]] for row in rows)


def described(printed):
    rows = [json.loads(line) for line in printed.splitlines()]
    return {name: {key: row[key] for key in ("version", "files", "rows", "bytes")} for name, row in zip(TABLES, rows)}


def document():
    return json.loads(re.search('id="document">(.*?)</script>', page.read_text(), re.DOTALL).group(1))


def reported(printed):
    report = document()
    if report["omitted"]["series"] + report["omitted"]["details"] > 0:
        raise SystemExit("the page leaves containers out: ask for less")
    filled = 0
    for each in report["series"]:
        largest = base64.b64decode(each["memoryMax"])
        filled += sum(1 for value in struct.unpack(f"<{len(largest) // 2}H", largest) if value != 0xFFFF)
    return {
        "samples": report["totals"]["samples"],
        "buckets": filled,
        "containers": sorted(
            [report["hosts"][each["host"]]["name"], each["service"], each["name"], each["cpuPeak"], each["memoryPeak"], each["last"]]
            for each in report["series"]
        ),
    }


def same(question, answers):
    """Whether the answers say the same, as far as each says anything."""
    ours = answers["ours"]
    for name, answer in answers.items():
        if question.kind == "tables":
            equal = all(ours[table][key] == value for table in TABLES for key, value in answer[table].items())
        else:
            equal = answer == ours
        if not equal:
            (work / "answers.json").write_text(json.dumps(answers, indent=1))
            raise SystemExit(f"{question.title}: {name} answers something else than ours; see {work / 'answers.json'}")


def local_counts(question, name):
    """What strace sees of the tables' files: how many are opened, how often they are read, and bytes; none without strace."""
    if shutil.which("strace") is None:
        return {}
    trace = work / "trace"
    calls = "trace=openat,read,pread64,readv,preadv,preadv2"
    run(["strace", "-f", "-y", "-qq", "-o", trace, "-e", calls, *question.command(name, local)], {})
    root = re.escape(os.path.realpath(folder))
    counts = {"opened": 0, "reads": 0, "bytes": 0}
    pending = {}
    for line in trace.open(errors="replace"):
        thread, _, call = line.partition(" ")
        call = call.strip()
        if call.endswith("<unfinished ...>"):
            pending[thread] = call.removesuffix("<unfinished ...>")
            continue
        if call.startswith("<... "):
            call = pending.pop(thread, "") + call.partition("resumed>")[2]
        if re.search(rf"^openat\(.*= \d+<{root}/", call) and "O_DIRECTORY" not in call:
            counts["opened"] += 1
        elif got := re.search(rf"^p?readv?2?(?:64)?\(\d+<{root}/.*= (\d+)$", call):
            counts["reads"] += 1
            counts["bytes"] += int(got.group(1))
    return counts


def remote_counts(question, name, lake, counted):
    lake.take()
    run(question.command(name, counted), counted.environment)
    return lake.take()


class Lake:
    """The S3 server and its proxy, which run in a process of Java."""

    def __init__(self):
        command = [java, "-Xmx512m", "-Dslf4j.internal.verbosity=ERROR", "-cp", classes, "io.dispenser.telemetry.benchmarks.reading.ReadingLake", folder]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1, cwd=here.parent)
        told = {}
        while line := self.process.stdout.readline().strip():
            name, _, value = line.partition(" ")
            told[name] = value
        if "uri" not in told:
            raise SystemExit("the S3 server was not started; what it said is above")
        self.uri, server = told.pop("uri").rstrip("/"), told.pop("server")
        self.direct, self.proxied = told | {"AWS_ENDPOINT_URL_S3": server}, told

    def take(self):
        self.process.stdin.write("\n")
        words = self.process.stdout.readline().split()
        return {name: int(count) for name, count in zip(words[::2], words[1::2])}

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def middle(values):
    return sorted(values)[len(values) // 2]


def questions():
    """Those of a table whose newest sample is asked for first."""
    printed, *_ = run([program, "show", "status", "--limit", "1", "--format", "json", "--directory", folder], {})
    newest = shown(printed)[0][0]
    since = (newest - DAY_MICROS) // 1_000_000 * 1_000_000
    text = datetime.datetime.fromtimestamp(since / 1_000_000, datetime.timezone.utc).isoformat().replace("+00:00", "Z")
    rows = ["--limit", str(LIMIT), "--format", "json"]
    yield Question(f"show, the newest {LIMIT}", "show", ["show", "status", *rows], {"service": None, "since": None, "limit": LIMIT})
    yield Question(
        f"show, the newest {LIMIT} of a service within a day",
        "show",
        ["show", "status", *rows, "--service", SERVICE, "--since", text],
        {"service": SERVICE, "since": since, "day": text[:10], "limit": LIMIT},
    )
    yield Question("tables", "tables", ["tables", "--format", "json"], {})
    oldest = min(each.name for each in pathlib.Path(folder, "status").glob("date=*")).removeprefix("date=")
    options = ["report", "--since", oldest, "--output", page]
    run([program, *options, "--directory", folder], {})
    asked = {"since": document()["from"] * 1000, "day": oldest, "bucket": document()["bucket"]}
    yield Question("report of all", "report", options, asked)


def race(question, place, counts):
    seconds, cpu, memory, alone = ({name: [] for name in PROGRAMS} for _ in range(4))
    for _ in range(rounds):
        answers = {}
        for name in PROGRAMS:
            printed, took, computed, resident = run(question.command(name, place), place.environment)
            answers[name], itself = question.answer(name, printed)
            seconds[name].append(took)
            cpu[name].append(computed)
            memory[name].append(resident)
            alone[name].append(took - start[name] if itself is None else itself)
        same(question, answers)
    best = min(middle(seconds[name]) for name in PROGRAMS[1:])
    for name in PROGRAMS:
        counted = counts(question, name)
        kinds = " ".join(f"{counted[kind]:,} {kind}" for kind in sorted(counted) if kind != "bytes")
        ratio = f"{middle(seconds['ours']) / best:.2f}" if name == "ours" else ""
        print(
            f"{place.name:6} {question.title if name == 'ours' else '':43} {name:8} {middle(seconds[name]):7.2f} {middle(alone[name]):7.2f}"
            f" {middle(cpu[name]):7.2f} {max(memory[name]):5} {ratio:>6}  {kinds:28} {counted.get('bytes', 0) / 1e6:8.2f}",
            flush=True,
        )


local = Place("local", os.path.realpath(folder), {})
start = {"ours": middle([run([program, "--version"], {})[1] for _ in range(max(3, rounds))])}
print(f"the start of ours alone (--version): {start['ours']:.2f} s; p50 of {rounds}; the ratio is to the faster of the others")
print(f"{'place':6} {'question':43} {'program':8} {'seconds':>7} {'alone':>7} {'CPU':>7} {'MiB':>5} {'ratio':>6}  {'requests':28} {'MB read':>8}")
all_questions = list(questions())
for each in all_questions:
    race(each, local, local_counts)
lake = Lake()
try:
    s3 = Place("S3", lake.uri, lake.direct)
    counted = Place("S3", lake.uri, lake.proxied)
    for each in all_questions:
        race(each, s3, lambda question, name: remote_counts(question, name, lake, counted))
finally:
    lake.close()
shutil.rmtree(work)
