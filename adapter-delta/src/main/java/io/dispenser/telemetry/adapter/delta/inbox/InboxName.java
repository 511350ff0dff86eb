package io.dispenser.telemetry.adapter.delta.inbox;

import io.dispenser.telemetry.adapter.delta.io.TablePaths;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the name of a file in the inbox says. A name is never used twice, so whoever reads a file of that name, or deletes it,
 * means the same one.
 *
 * @param writerId whose batches it holds
 * @param last the number of the last of them
 * @param token what tells it from all other files
 * @param format how its content is to be read
 */
public record InboxName(String writerId, long last, String token, int format) {

    /** The format that is written here; later ones can't be read. */
    public static final int FORMAT = 1;

    /** Where the inbox is: below the log, since an engine's vacuum deletes what it doesn't know elsewhere. */
    public static final String DIRECTORY = TablePaths.GROUP_COMMIT + "/inbox";

    private static final Pattern WRITER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
    private static final Pattern NAME =
            Pattern.compile("(" + WRITER + ")-(\\d{20})-([0-9a-f]{16})\\.v(\\d{1,4})\\.parquet");

    /** A name for a file that is new. */
    public static InboxName fresh(String writerId, long last) {
        String random = String.format(Locale.ROOT, "%016x", UUID.randomUUID().getLeastSignificantBits());
        return new InboxName(writerId, last, random, FORMAT);
    }

    /** Whether a writer of this id can have files in an inbox. */
    public static boolean isPossible(String writerId) {
        return WRITER.matcher(writerId).matches();
    }

    /** Reads the name of a file; empty if it is none of ours. */
    public static Optional<InboxName> parse(String file) {
        Matcher name = NAME.matcher(file);
        try {
            return name.matches()
                    ? Optional.of(new InboxName(
                            name.group(1),
                            Long.parseLong(name.group(2)),
                            name.group(3),
                            Integer.parseInt(name.group(4))))
                    : Optional.empty();
        } catch (NumberFormatException e) { // twenty digits can be more than a number
            return Optional.empty();
        }
    }

    public String fileName() {
        return String.format(Locale.ROOT, "%s-%020d-%s.v%d.parquet", writerId, last, token, format);
    }

    public String path() {
        return DIRECTORY + "/" + fileName();
    }
}
