package io.dispenser.telemetry.app.architecture;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rooms of the house, which of them may use which, and what is API. */
final class HousePlan {

    static final String HOUSE = "io.dispenser.telemetry.";
    static final String CORE = HOUSE + "core.";
    static final String ADAPTER = HOUSE + "adapter.";

    static final Rooms ROOMS_OF_CORE = new Rooms(
            HOUSE + "core",
            Map.ofEntries(
                    Map.entry("time", Set.of()),
                    Map.entry("event", Set.of()),
                    Map.entry("table", Set.of("event")),
                    Map.entry("flush", Set.of()),
                    Map.entry("container", Set.of("event")),
                    Map.entry("port", Set.of("event", "table", "container", "deployment")),
                    Map.entry("net", Set.of()),
                    Map.entry("storage", Set.of("net")),
                    Map.entry("deployment", Set.of("container", "event")),
                    Map.entry("status", Set.of("time", "container", "event", "port")),
                    Map.entry(
                            "pipeline",
                            Set.of(
                                    "time",
                                    "event",
                                    "table",
                                    "flush",
                                    "container",
                                    "port",
                                    "storage",
                                    "deployment",
                                    "status")),
                    Map.entry("maintenance", Set.of("time", "port")),
                    Map.entry(
                            "agent",
                            Set.of(
                                    "time",
                                    "event",
                                    "table",
                                    "flush",
                                    "container",
                                    "port",
                                    "storage",
                                    "deployment",
                                    "status",
                                    "pipeline"))));

    static final Rooms ROOMS_OF_DELTA = new Rooms(
            ADAPTER + "delta",
            Map.ofEntries(
                    Map.entry(
                            "",
                            Set.of(
                                    "io",
                                    "kernel",
                                    "parquet",
                                    "log",
                                    "lease",
                                    "read",
                                    "write",
                                    "groupcommit",
                                    "maintenance")),
                    Map.entry("kernel", Set.of()),
                    Map.entry("io", Set.of("kernel")),
                    Map.entry("parquet", Set.of("io", "kernel")),
                    Map.entry("log", Set.of("io", "kernel")),
                    Map.entry("lease", Set.of("io")),
                    Map.entry("read", Set.of("log", "parquet", "io", "kernel")),
                    Map.entry("write", Set.of("log", "parquet", "io", "kernel")),
                    Map.entry("inbox", Set.of("parquet", "io")),
                    Map.entry("committer", Set.of("inbox", "lease", "write", "log", "parquet", "read", "io", "kernel")),
                    Map.entry("groupcommit", Set.of("committer", "inbox", "lease", "write", "log", "io", "kernel")),
                    Map.entry("maintenance", Set.of("log", "lease", "parquet", "read", "io", "kernel"))));

    static final Rooms ROOMS_OF_APP = new Rooms(
            HOUSE + "app",
            Map.ofEntries(
                    Map.entry("", Set.of("command", "command.process")),
                    Map.entry(
                            "command",
                            Set.of(
                                    "command.agent",
                                    "command.demo",
                                    "command.process",
                                    "command.report",
                                    "command.run",
                                    "command.setup",
                                    "command.spool",
                                    "command.table",
                                    "host",
                                    "logging")),
                    Map.entry("command.agent", Set.of("command.option", "command.process", "output", "socket")),
                    Map.entry(
                            "command.demo",
                            Set.of(
                                    "command.option",
                                    "command.process",
                                    "command.report",
                                    "command.table",
                                    "command.wiring",
                                    "demo",
                                    "host",
                                    "logging",
                                    "output",
                                    "report",
                                    "storage")),
                    Map.entry(
                            "command.option",
                            Set.of(
                                    "command.process",
                                    "command.wiring",
                                    "config",
                                    "host",
                                    "output",
                                    "socket",
                                    "storage",
                                    "toml")),
                    Map.entry("command.process", Set.of("output", "storage")),
                    Map.entry(
                            "command.report",
                            Set.of("command.option", "command.process", "output", "report", "storage")),
                    Map.entry(
                            "command.run",
                            Set.of(
                                    "command.option",
                                    "command.process",
                                    "command.wiring",
                                    "config",
                                    "health",
                                    "host",
                                    "http",
                                    "live",
                                    "logging",
                                    "output",
                                    "report",
                                    "socket",
                                    "storage")),
                    Map.entry(
                            "command.setup",
                            Set.of(
                                    "command.agent",
                                    "command.option",
                                    "command.process",
                                    "command.spool",
                                    "command.wiring",
                                    "config",
                                    "host",
                                    "output",
                                    "storage")),
                    Map.entry("command.spool", Set.of("command.option", "command.process", "output")),
                    Map.entry(
                            "command.table", Set.of("command.option", "command.process", "host", "output", "storage")),
                    Map.entry("command.wiring", Set.of("command.process", "config", "host", "logging", "storage")),
                    Map.entry("config", Set.of("storage", "toml")),
                    Map.entry("demo", Set.of()),
                    Map.entry("health", Set.of()),
                    Map.entry("host", Set.of("config", "storage")),
                    Map.entry("http", Set.of()),
                    Map.entry("live", Set.of("report")),
                    Map.entry("logging", Set.of("http", "output")),
                    Map.entry("output", Set.of()),
                    Map.entry("report", Set.of("output")),
                    Map.entry("socket", Set.of()),
                    Map.entry("storage", Set.of()),
                    Map.entry("toml", Set.of())));

    static final List<Rooms> PLAN = List.of(ROOMS_OF_CORE, ROOMS_OF_DELTA, ROOMS_OF_APP);

    /** What programs that embed us may hold on to; the rest is public only where another room needs it. */
    static final List<String> API = List.of(
            CORE + "agent",
            CORE + "container",
            CORE + "deployment",
            CORE + "event",
            CORE + "flush",
            CORE + "maintenance",
            CORE + "net",
            CORE + "pipeline",
            CORE + "port",
            CORE + "storage",
            CORE + "table",
            CORE + "time",
            ADAPTER + "delta",
            ADAPTER + "docker",
            ADAPTER + "spool",
            ADAPTER + "storage.azure",
            ADAPTER + "storage.gcs",
            ADAPTER + "storage.local",
            ADAPTER + "storage.s3",
            HOUSE + "micrometer",
            HOUSE + "testkit");

    private HousePlan() {}
}
