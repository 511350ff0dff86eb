package io.dispenser.telemetry.app.config;

import java.util.Locale;

/** The keys of {@code [telemetry]}: the one place that knows their types, defaults, bounds and meaning. */
public enum Setting {
    ENABLED(Type.BOOLEAN, "false", 0, 0, "Whether anything is collected and written", ""),
    TABLE_URI_DEPLOYMENTS(
            Type.TEXT, "", 0, 0, "Where the deployments table is: a URI, or a path relative to this file", ""),
    TABLE_URI_STATUS(Type.TEXT, "", 0, 0, "Where the status table is: a URI, or a path relative to this file", ""),
    STATUS_INTERVAL(
            Type.WHOLE_NUMBER,
            "60",
            1,
            86_400,
            "Seconds between two samples of all containers",
            "samples more than a day apart say nothing of a container's state"),
    BUFFER_SIZE(
            Type.WHOLE_NUMBER,
            "1000",
            1,
            1_000_000,
            "Events of a table that are gathered before they are written",
            "the events are held in memory until they are written"),
    FLUSH_INTERVAL(
            Type.WHOLE_NUMBER,
            "300",
            1,
            86_400,
            "Seconds after which gathered events are written, however few they are",
            "events would stay out of the table for more than a day"),
    SPOOL_DIR(
            Type.TEXT,
            "/var/lib/dispenser-telemetry/spool",
            0,
            0,
            "Directory of the events that wait for their table; where the default can't be made,"
                    + " `.dispenser/telemetry/spool` beside this file",
            ""),
    SPOOL_MAX_MB(
            Type.WHOLE_NUMBER,
            "512",
            1,
            1_048_576,
            "MiB of disk that waiting events take at most, for each table; beyond, new events are refused and counted",
            "a spool of more than a TiB is hardly meant"),
    SHUTDOWN_TIMEOUT(
            Type.WHOLE_NUMBER,
            "10",
            0,
            3_600,
            "Seconds at the end for writing what waits; what is left stays in the spool for the next start",
            "a program that takes more than an hour to end is killed");

    /** The types of settings, as TOML has them. */
    public enum Type {
        BOOLEAN("boolean"),
        TEXT("text"),
        WHOLE_NUMBER("whole number");

        private final String words;

        Type(String words) {
            this.words = words;
        }

        /** The type in words. */
        public String words() {
            return words;
        }
    }

    private final Type type;
    private final String defaultValue;
    private final long minimum;
    private final long maximum;
    private final String meaning;
    private final String boundReason;

    Setting(Type type, String defaultValue, long minimum, long maximum, String meaning, String boundReason) {
        this.type = type;
        this.defaultValue = defaultValue;
        this.minimum = minimum;
        this.maximum = maximum;
        this.meaning = meaning;
        this.boundReason = boundReason;
    }

    /** The key as it is written below {@code [telemetry]}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The type of the value. */
    public Type type() {
        return type;
    }

    /** The default as TOML would write it; empty where there is none, and the key is needed when telemetry is enabled. */
    public String defaultValue() {
        return defaultValue;
    }

    /** One sentence for the user, without a full stop. */
    public String meaning() {
        return meaning;
    }

    /** The least value of a whole number. */
    public long minimum() {
        return minimum;
    }

    /** The greatest value of a whole number. */
    public long maximum() {
        return maximum;
    }

    /** Why a whole number can't be greater than its maximum. */
    String boundReason() {
        return boundReason;
    }
}
