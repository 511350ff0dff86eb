package io.dispenser.telemetry.app.config;

import static io.dispenser.telemetry.app.config.SettingValue.days;
import static io.dispenser.telemetry.app.config.SettingValue.flag;
import static io.dispenser.telemetry.app.config.SettingValue.number;
import static io.dispenser.telemetry.app.config.SettingValue.seconds;
import static io.dispenser.telemetry.app.config.SettingValue.text;
import static io.dispenser.telemetry.app.config.SettingValue.texts;

import io.dispenser.telemetry.app.config.SettingValue.Bounds;
import io.dispenser.telemetry.app.toml.Section;
import io.dispenser.telemetry.core.maintenance.MaintenanceWindow;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A key of {@code [telemetry]} or of a table in it. To add one, declare it here, ask {@link TelemetryConfiguration#get} for it
 * where it acts, and put its row into docs/configure.md; it is read, bounded, and suggested to whoever mistypes it by this alone.
 *
 * @param <T> what its value becomes
 */
public final class Setting<T> {

    /** Words of settings. */
    public static final String AUTO = "auto";

    public static final String ALWAYS = "always";
    public static final String NEVER = "never";

    public static final String ALL_COLUMNS = "all";

    public static final String DOCUMENTED_COLUMNS = "documented";
    public static final String IGNORE_EXISTING = "ignore";
    public static final String RECORD_EXISTING = "record";

    private static final List<Setting<?>> ALL = new ArrayList<>();

    public static final Setting<Boolean> ENABLED =
            in(Table.TELEMETRY, "enabled", flag(false), "Whether anything is collected and written");
    public static final Setting<String> TABLE_URI_DEPLOYMENTS = in(
            Table.TELEMETRY,
            "table_uri_deployments",
            text(),
            "Where the deployments table is: a URI, or a path relative to this file; without it, `deployments` under"
                    + " `base_uri`");
    public static final Setting<String> TABLE_URI_STATUS = in(
            Table.TELEMETRY,
            "table_uri_status",
            text(),
            "Where the status table is: a URI, or a path relative to this file; without it, `status` under `base_uri`");
    public static final Setting<String> BASE_URI = in(
            Table.TELEMETRY,
            "base_uri",
            text(),
            "Where the tables are that have no key of their own: a URI, or a path relative to this file");
    public static final Setting<Path> SERVICES_FROM = in(
            Table.TELEMETRY,
            "services_from",
            SettingValue.file(),
            "Dispenser's `dispenser.toml`, for a file that is not it: its services and variables are taken, and not its"
                    + " `[telemetry]`; relative to this file");
    public static final Setting<Duration> STATUS_INTERVAL = in(
            Table.TELEMETRY,
            "status_interval",
            seconds(60, new Bounds(1, 86_400, "samples more than a day apart say nothing of a container's state")),
            "Seconds between two samples of all containers");
    public static final Setting<Integer> BUFFER_SIZE = in(
            Table.TELEMETRY,
            "buffer_size",
            number(
                    1000,
                    new Bounds(1, 1_000_000, "the events are held in memory until they are written"),
                    Math::toIntExact),
            "Events of a table that are gathered before they are written");
    public static final Setting<Duration> FLUSH_INTERVAL = in(
            Table.TELEMETRY,
            "flush_interval",
            seconds(300, new Bounds(1, 86_400, "events would stay out of the table for more than a day")),
            "Seconds after which gathered events are written, however few they are");
    public static final Setting<Boolean> RESOURCE_USAGE = in(
            Table.TELEMETRY,
            "resource_usage",
            flag(true),
            "Whether CPU, memory, processes, network and disks of containers are sampled; without, a new status table lacks"
                    + " their columns");
    public static final Setting<String> COLUMNS = in(
            Table.TELEMETRY,
            "columns",
            SettingValue.word(ALL_COLUMNS, DOCUMENTED_COLUMNS),
            "Which columns new tables have: `all`, or `documented` for those that Dispenser's own telemetry writes, so that it"
                    + " can append to them too");
    public static final Setting<String> HOST = in(
            Table.TELEMETRY,
            "host",
            SettingValue.name(),
            "What this host is called in column `host`; without it, as the engine calls it");
    public static final Setting<String> EXISTING = in(
            Table.TELEMETRY,
            "existing",
            SettingValue.word(IGNORE_EXISTING, RECORD_EXISTING),
            "What becomes of the containers that exist at the very first start: `ignore`, or `record` for a deployment row each:"
                    + " `created`, `startup`, dated with its creation");
    public static final Setting<Boolean> HEALTH_OUTPUT = in(
            Table.TELEMETRY,
            "health_output",
            flag(true),
            "Whether `last_health_output` is written; outputs of health checks may hold secrets");
    public static final Setting<Path> SPOOL_DIR = in(
            Table.TELEMETRY,
            "spool_dir",
            SettingValue.directory("/var/lib/dispenser-telemetry/spool"),
            "Directory of the events that wait for their table; where the default can't be made,"
                    + " `.dispenser/telemetry/spool` beside this file");
    public static final Setting<Long> SPOOL_MAX_MB = in(
            Table.TELEMETRY,
            "spool_max_mb",
            number(512, new Bounds(1, 1_048_576, "a spool of more than a TiB is hardly meant"), Long::valueOf),
            "MiB of disk that waiting events take at most, for each table; beyond, new events are refused and counted");
    public static final Setting<Long> SPOOL_MIN_FREE_MB = in(
            Table.TELEMETRY,
            "spool_min_free_mb",
            number(256, new Bounds(0, 1_048_576, "a disk that keeps a TiB free is hardly meant"), Long::valueOf),
            "MiB of the spool's disk that stay free; with less, new events are refused and counted");
    public static final Setting<Duration> SHUTDOWN_TIMEOUT = in(
            Table.TELEMETRY,
            "shutdown_timeout",
            seconds(10, new Bounds(0, 3_600, "a program that takes more than an hour to end is killed")),
            "Seconds at the end for writing what waits; what is left stays in the spool for the next start");

    public static final Setting<String> STORAGE_ENDPOINT = in(
            Table.STORAGE,
            "endpoint",
            SettingValue.url(),
            "URL of the service, for stores that are compatible with S3, Google Cloud Storage or Azure");
    public static final Setting<String> STORAGE_REGION = in(
            Table.STORAGE, "region", SettingValue.name(), "Region of the buckets, if the environment does not name it");
    public static final Setting<Boolean> STORAGE_PATH_STYLE = in(
            Table.STORAGE,
            "path_style",
            flag(null),
            "Whether the bucket stands in the URL's path and not in its host name; without it, true with an endpoint"
                    + " that is not Amazon's");
    public static final Setting<Boolean> STORAGE_ANONYMOUS =
            in(Table.STORAGE, "anonymous", flag(false), "Whether requests go without credentials");
    public static final Setting<Boolean> STORAGE_SINGLE_WRITER = in(
            Table.STORAGE,
            "single_writer",
            flag(false),
            "Whether this program is the only writer of its tables, so that a store without conditional writes will do");
    public static final Setting<String> STORAGE_GROUP_COMMIT = in(
            Table.STORAGE,
            "group_commit",
            SettingValue.word(AUTO, ALWAYS, NEVER),
            "Whether one of many agents commits for all: `auto` where they are in each other's way, `always`, or `never`");

    public static final Setting<Path> STORAGE_CA_FILE = in(
            Table.STORAGE,
            "ca_file",
            SettingValue.certificates(),
            "File of certificates (PEM) of authorities that stores are trusted with, besides those that Java trusts");

    public static final Setting<Duration> DOCKER_TIMEOUT = in(
            Table.DOCKER,
            "timeout",
            seconds(30, new Bounds(1, 600, "an engine that takes more than ten minutes to answer can't be observed")),
            "Seconds that each request to the engine may take; a sample waits for its containers as long, but not longer than"
                    + " the greater of `status_interval` and 5");
    public static final Setting<Path> DOCKER_CA_FILE = in(
            Table.DOCKER,
            "ca_file",
            SettingValue.certificates(),
            "File of certificates (PEM) of authorities that an engine by TLS is trusted with, besides `ca.pem`");
    public static final Setting<List<String>> DOCKER_INCLUDE_NAMES =
            in(Table.DOCKER, "include_names", texts(), "Only containers whose name matches one of these patterns");
    public static final Setting<List<String>> DOCKER_INCLUDE_IMAGES = in(
            Table.DOCKER,
            "include_images",
            texts(),
            "Only containers whose image matches one: `registry.example.org/*`");
    public static final Setting<List<String>> DOCKER_INCLUDE_LABELS = in(
            Table.DOCKER,
            "include_labels",
            texts(),
            "Only containers with a label that matches one: `key`, or `key=value`");
    public static final Setting<List<String>> DOCKER_INCLUDE_PROJECTS =
            in(Table.DOCKER, "include_projects", texts(), "Only containers of Compose projects that match one");
    public static final Setting<List<String>> DOCKER_EXCLUDE_NAMES =
            in(Table.DOCKER, "exclude_names", texts(), "No containers whose name matches one of these patterns");
    public static final Setting<List<String>> DOCKER_EXCLUDE_IMAGES =
            in(Table.DOCKER, "exclude_images", texts(), "No containers whose image matches one");
    public static final Setting<List<String>> DOCKER_EXCLUDE_LABELS =
            in(Table.DOCKER, "exclude_labels", texts(), "No containers with a label that matches one");
    public static final Setting<List<String>> DOCKER_EXCLUDE_PROJECTS =
            in(Table.DOCKER, "exclude_projects", texts(), "No containers of Compose projects that match one");

    public static final Setting<Boolean> MAINTENANCE_ENABLED =
            in(Table.MAINTENANCE, "enabled", flag(true), "Whether this program looks after the tables that it created");
    public static final Setting<Duration> MAINTENANCE_INTERVAL = in(
            Table.MAINTENANCE,
            "interval",
            seconds(
                    3600,
                    new Bounds(60, 604_800, "tables that are looked after less than once a week are slow by then")),
            "Seconds between two rounds of a table, by whichever of its agents comes first");
    public static final Setting<MaintenanceWindow> MAINTENANCE_WINDOW = in(
            Table.MAINTENANCE,
            "window",
            SettingValue.window(),
            "Hours of the day, in UTC, in which that may be: `01:00-05:00`");

    public static final Setting<Boolean> MAINTENANCE_FOREIGN_TABLES = in(
            Table.MAINTENANCE,
            "foreign_tables",
            flag(false),
            "Whether it also looks after tables that others created, such as Dispenser");

    public static final Setting<Integer> KEEP_DAYS_DEPLOYMENTS = in(
            Table.KEEP_DAYS,
            "deployments",
            days(),
            "Days after which rows leave the deployments table, whole dates at a time; without it, they stay");
    public static final Setting<Integer> KEEP_DAYS_STATUS = in(
            Table.KEEP_DAYS,
            "status",
            days(),
            "Days after which rows leave the status table, whole dates at a time; without it, they stay");

    public static final Setting<ListenAddress> HTTP_LISTEN = in(
            Table.HTTP,
            "listen",
            SettingValue.listenAddress(),
            "Where the page of what the agent sees, metrics and probes are served, to whoever can connect: `127.0.0.1:9464`; without it, nowhere");

    public static final Setting<String> LOG_FORMAT = in(
            Table.LOG,
            "format",
            SettingValue.word("text", "json"),
            "How log lines look: `text`, or `json` for an object a line");
    public static final Setting<String> LOG_LEVEL = in(
            Table.LOG,
            "level",
            SettingValue.word("info", "error", "warn", "debug"),
            "What is logged: `error`, `warn`, `info` for the flushes too, or `debug` for what is decided and why, as `-v` does");

    /** The tables of the file that settings are in. */
    public enum Table {
        TELEMETRY(null, "telemetry"),
        STORAGE(TELEMETRY, "storage"),
        DOCKER(TELEMETRY, "docker"),
        MAINTENANCE(TELEMETRY, "maintenance"),
        HTTP(TELEMETRY, "http"),
        LOG(TELEMETRY, "log"),
        KEEP_DAYS(MAINTENANCE, "keep_days");

        private final @Nullable Table parent;
        private final String key;

        Table(@Nullable Table parent, String key) {
            this.parent = parent;
            this.key = key;
        }

        /** The table that it is in; null for {@code [telemetry]}. */
        @Nullable
        Table parent() {
            return parent;
        }

        /** Its key in there. */
        String key() {
            return key;
        }

        /** Its name from the top of the file: {@code telemetry.maintenance}. */
        public String fullName() {
            return parent == null ? key : parent.fullName() + "." + key;
        }
    }

    private final Table table;
    private final String key;
    private final SettingValue<T> value;
    private final String meaning;

    private Setting(Table table, String key, SettingValue<T> value, String meaning) {
        this.table = table;
        this.key = key;
        this.value = value;
        this.meaning = meaning;
    }

    private static <T> Setting<T> in(Table table, String key, SettingValue<T> value, String meaning) {
        Setting<T> setting = new Setting<>(table, key, value, meaning);
        ALL.add(setting);
        return setting;
    }

    /** The settings of one table, in the order in which they are documented. */
    public static List<Setting<?>> of(Table table) {
        return ALL.stream().filter(setting -> setting.table == table).toList();
    }

    /** The keys of one table, in the same order; those of the tables in it come last. */
    static List<String> keys(Table table) {
        return Stream.concat(
                        of(table).stream().map(Setting::key),
                        Arrays.stream(Table.values())
                                .filter(each -> each.parent() == table)
                                .map(Table::key))
                .toList();
    }

    /** The key as it is written in its table. */
    public String key() {
        return key;
    }

    /** The type of the value in words, as TOML has it. */
    public String type() {
        return value.type();
    }

    /** The default as TOML would write it; empty where there is none. */
    public String defaultText() {
        return value.defaultText();
    }

    /** One sentence for the user, without a full stop. */
    public String meaning() {
        return meaning;
    }

    SettingValue<T> value() {
        return value;
    }

    /** What is written in {@code section}; empty if nothing is, or if a finding says what is wrong with it. */
    Optional<T> read(Section section) {
        return section.keys().contains(key) ? value.reading().apply(section, key) : Optional.empty();
    }

    @Override
    public String toString() {
        return table.fullName() + "." + key;
    }
}
