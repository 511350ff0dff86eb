package io.dispenser.telemetry.adapter.delta.log;

import io.dispenser.telemetry.adapter.delta.io.TablePaths;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the name of a file in the log's directory says.
 *
 * @param version the version that the file ends at
 * @param part which part of a checkpoint it is, from 1 on; 1 if it is whole
 * @param parts how many parts the checkpoint has
 */
public record LogFileName(Kind kind, long version, int part, int parts) {

    public enum Kind {
        COMMIT,
        CHECKSUM,
        CHECKPOINT,
        /** Several commits in one file. */
        COMPACTED
    }

    private static final Pattern COMMIT = Pattern.compile("(\\d{20})\\.json");
    private static final Pattern CHECKSUM = Pattern.compile("(\\d{20})\\.crc");
    private static final Pattern COMPACTED = Pattern.compile("\\d{20}\\.(\\d{20})\\.compacted\\.json");
    private static final Pattern WHOLE = Pattern.compile("(\\d{20})\\.checkpoint\\.([0-9a-f-]{36}\\.)?(parquet|json)");
    private static final Pattern PART = Pattern.compile("(\\d{20})\\.checkpoint\\.(\\d{10})\\.(\\d{10})\\.parquet");

    /** Where a version's commit is in the store. */
    public static String commitPath(long version) {
        return TablePaths.LOG + String.format(Locale.ROOT, "/%020d.json", version);
    }

    /** Reads a name; empty for files that belong to no version. */
    public static Optional<LogFileName> parse(String name) {
        return match(COMMIT, Kind.COMMIT, name)
                .or(() -> match(CHECKSUM, Kind.CHECKSUM, name))
                .or(() -> match(WHOLE, Kind.CHECKPOINT, name))
                .or(() -> match(COMPACTED, Kind.COMPACTED, name))
                .or(() -> part(name));
    }

    private static Optional<LogFileName> match(Pattern pattern, Kind kind, String name) {
        Matcher matcher = pattern.matcher(name);
        return matcher.matches()
                ? Optional.of(new LogFileName(kind, Long.parseLong(matcher.group(1)), 1, 1))
                : Optional.empty();
    }

    private static Optional<LogFileName> part(String name) {
        Matcher matcher = PART.matcher(name);
        return matcher.matches()
                ? Optional.of(new LogFileName(
                        Kind.CHECKPOINT,
                        Long.parseLong(matcher.group(1)),
                        Integer.parseInt(matcher.group(2)),
                        Integer.parseInt(matcher.group(3))))
                : Optional.empty();
    }
}
