package io.dispenser.telemetry.app.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The keys of {@code [telemetry]} and its tables: the one place that knows their types, defaults, bounds and meaning. */
public enum Setting {
    ENABLED(Table.TELEMETRY, Type.BOOLEAN, "false", "Whether anything is collected and written"),
    TABLE_URI_DEPLOYMENTS(
            Table.TELEMETRY,
            Type.TEXT,
            "",
            "Where the deployments table is: a URI, or a path relative to this file; without it, `deployments` under"
                    + " `base_uri`"),
    TABLE_URI_STATUS(
            Table.TELEMETRY,
            Type.TEXT,
            "",
            "Where the status table is: a URI, or a path relative to this file; without it, `status` under `base_uri`"),
    BASE_URI(
            Table.TELEMETRY,
            Type.TEXT,
            "",
            "Where the tables are that have no key of their own: a URI, or a path relative to this file"),
    STATUS_INTERVAL(
            Table.TELEMETRY,
            "60",
            new Bounds(1, 86_400, "samples more than a day apart say nothing of a container's state"),
            "Seconds between two samples of all containers"),
    BUFFER_SIZE(
            Table.TELEMETRY,
            "1000",
            new Bounds(1, 1_000_000, "the events are held in memory until they are written"),
            "Events of a table that are gathered before they are written"),
    FLUSH_INTERVAL(
            Table.TELEMETRY,
            "300",
            new Bounds(1, 86_400, "events would stay out of the table for more than a day"),
            "Seconds after which gathered events are written, however few they are"),
    RESOURCE_USAGE(
            Table.TELEMETRY,
            Type.BOOLEAN,
            "true",
            "Whether the CPU and memory of containers are sampled; without, a new status table lacks their columns"),
    SPOOL_DIR(
            Table.TELEMETRY,
            Type.TEXT,
            "/var/lib/dispenser-telemetry/spool",
            "Directory of the events that wait for their table; where the default can't be made,"
                    + " `.dispenser/telemetry/spool` beside this file"),
    SPOOL_MAX_MB(
            Table.TELEMETRY,
            "512",
            new Bounds(1, 1_048_576, "a spool of more than a TiB is hardly meant"),
            "MiB of disk that waiting events take at most, for each table; beyond, new events are refused and counted"),
    SHUTDOWN_TIMEOUT(
            Table.TELEMETRY,
            "10",
            new Bounds(0, 3_600, "a program that takes more than an hour to end is killed"),
            "Seconds at the end for writing what waits; what is left stays in the spool for the next start"),
    STORAGE_ENDPOINT(
            Table.STORAGE,
            Type.TEXT,
            "",
            "URL of the service, for stores that are compatible with S3, Google Cloud Storage or Azure"),
    STORAGE_REGION(Table.STORAGE, Type.TEXT, "", "Region of the buckets, if the environment does not name it"),
    STORAGE_PATH_STYLE(
            Table.STORAGE,
            Type.BOOLEAN,
            "",
            "Whether the bucket stands in the URL's path and not in its host name; without it, true with an endpoint"
                    + " that is not Amazon's"),
    STORAGE_ANONYMOUS(Table.STORAGE, Type.BOOLEAN, "false", "Whether requests go without credentials"),
    STORAGE_SINGLE_WRITER(
            Table.STORAGE,
            Type.BOOLEAN,
            "false",
            "Whether this program is the only writer of its tables, so that a store without conditional writes will do"),
    DOCKER_TIMEOUT(
            Table.DOCKER,
            "30",
            new Bounds(1, 600, "an engine that takes more than ten minutes to answer can't be observed"),
            "Seconds that each request to the engine may take; a sample waits for its containers as long, but not longer than"
                    + " the greater of `status_interval` and 5"),
    DOCKER_INCLUDE_NAMES(Table.DOCKER, Type.TEXTS, "", "Only containers whose name matches one of these patterns"),
    DOCKER_INCLUDE_IMAGES(
            Table.DOCKER, Type.TEXTS, "", "Only containers whose image matches one: `registry.example.org/*`"),
    DOCKER_INCLUDE_LABELS(
            Table.DOCKER, Type.TEXTS, "", "Only containers with a label that matches one: `key`, or `key=value`"),
    DOCKER_INCLUDE_PROJECTS(Table.DOCKER, Type.TEXTS, "", "Only containers of Compose projects that match one"),
    DOCKER_EXCLUDE_NAMES(Table.DOCKER, Type.TEXTS, "", "No containers whose name matches one of these patterns"),
    DOCKER_EXCLUDE_IMAGES(Table.DOCKER, Type.TEXTS, "", "No containers whose image matches one"),
    DOCKER_EXCLUDE_LABELS(Table.DOCKER, Type.TEXTS, "", "No containers with a label that matches one"),
    DOCKER_EXCLUDE_PROJECTS(Table.DOCKER, Type.TEXTS, "", "No containers of Compose projects that match one"),
    MAINTENANCE_ENABLED(
            Table.MAINTENANCE, Type.BOOLEAN, "true", "Whether this program looks after the tables that it created"),
    MAINTENANCE_INTERVAL(
            Table.MAINTENANCE,
            "3600",
            new Bounds(60, 604_800, "tables that are looked after less than once a week are slow by then"),
            "Seconds between two rounds of a table, by whichever of its agents comes first"),
    MAINTENANCE_WINDOW(
            Table.MAINTENANCE, Type.TEXT, "", "Hours of the day, in UTC, in which that may be: `01:00-05:00`");

    /** The tables of the file that settings are in. */
    public enum Table {
        TELEMETRY(""),
        STORAGE("storage"),
        DOCKER("docker"),
        MAINTENANCE("maintenance");

        private final String name;

        Table(String name) {
            this.name = name;
        }

        /** The name below {@code telemetry}; empty for {@code [telemetry]} itself. */
        public String tableName() {
            return name;
        }
    }

    /** The types of settings, as TOML has them. */
    public enum Type {
        BOOLEAN("boolean"),
        TEXT("text"),
        TEXTS("list of texts"),
        WHOLE_NUMBER("whole number");

        private final String words;

        Type(String words) {
            this.words = words;
        }

        /** The type in words. */
        public String message() {
            return words;
        }
    }

    /**
     * What a whole number may be.
     *
     * @param minimum the least value
     * @param maximum the greatest value
     * @param reason why it can't be greater
     */
    record Bounds(long minimum, long maximum, String reason) {}

    private final Table table;
    private final Type type;
    private final String defaultValue;
    private final long minimum;
    private final long maximum;
    private final String boundReason;
    private final String meaning;

    Setting(Table table, Type type, String defaultValue, String meaning) {
        this(table, type, defaultValue, new Bounds(0, 0, ""), meaning);
    }

    Setting(Table table, String defaultValue, Bounds bounds, String meaning) {
        this(table, Type.WHOLE_NUMBER, defaultValue, bounds, meaning);
    }

    Setting(Table table, Type type, String defaultValue, Bounds bounds, String meaning) {
        this.table = table;
        this.type = type;
        this.defaultValue = defaultValue;
        this.minimum = bounds.minimum();
        this.maximum = bounds.maximum();
        this.boundReason = bounds.reason();
        this.meaning = meaning;
    }

    /** The settings of one table, in the order in which they are documented. */
    public static List<Setting> of(Table table) {
        return Arrays.stream(values()).filter(setting -> setting.table == table).toList();
    }

    /** The setting with that key in {@code table}, if there is one. */
    static Optional<Setting> of(Table table, String key) {
        return of(table).stream().filter(setting -> setting.key().equals(key)).findFirst();
    }

    /** The key as it is written in its table. */
    public String key() {
        String name = name().toLowerCase(Locale.ROOT);
        return table == Table.TELEMETRY
                ? name
                : name.substring(table.tableName().length() + 1);
    }

    /** The type of the value. */
    public Type type() {
        return type;
    }

    /** The default as TOML would write it; empty where there is none. */
    public String defaultValue() {
        return defaultValue;
    }

    /** One sentence for the user, without a full stop. */
    public String meaning() {
        return meaning;
    }

    /** What a whole number may be. */
    Bounds bounds() {
        return new Bounds(minimum, maximum, boundReason);
    }
}
