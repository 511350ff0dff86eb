package io.dispenser.telemetry.adapter.spool;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a segment's file name says: {@code 0000000012.open}, {@code 0000000012.345.sealed}, {@code 0000000012.345.corrupt},
 * {@code 0000000012.345.delivered.corrupt}, {@code 0000000012.3of345.rejected}. From the moment it is sealed the name holds the number of events, so that a
 * file that lost whole lines at its end doesn't pass for a complete one.
 *
 * @param number the segment's number
 * @param events the number of events when it was sealed; 0 while it is open
 * @param state what the file is
 * @param of of how many events of a batch those of a rejected segment were taken; 0 for any other
 * @param digits how many digits the number is written with: more than usual for a segment whose number another one in the
 *     folder has as well, of another writer
 */
record SegmentName(long number, int events, int of, SegmentState state, int digits) {

    static final int USUAL_DIGITS = 10;
    static final int MOST_DIGITS = 18;

    private static final Pattern OPEN = Pattern.compile("([0-9]{10,18})\\.open");
    private static final Pattern FROZEN =
            Pattern.compile("([0-9]{10,18})\\.([0-9]{1,9})\\.(sealed|corrupt|delivered\\.corrupt)");
    private static final Pattern REJECTED =
            Pattern.compile("([0-9]{10,18})\\.([0-9]{1,9})of([0-9]{1,9})\\.(rejected|retry)");

    static SegmentName open(long number) {
        return new SegmentName(number, 0, 0, SegmentState.OPEN, USUAL_DIGITS);
    }

    SegmentName as(SegmentState other) {
        return new SegmentName(number, events, of, other, digits);
    }

    SegmentName sealed(int count) {
        return new SegmentName(number, count, 0, SegmentState.SEALED, digits);
    }

    /** The name of the {@code count} events that can't be rows, of this segment's {@code all}. */
    SegmentName rejected(int count, int all) {
        return new SegmentName(number, count, all, SegmentState.REJECTED, digits);
    }

    SegmentName withDigits(int count) {
        return new SegmentName(number, events, of, state, count);
    }

    /** Reads a file name; empty for one that is not a segment's. */
    static Optional<SegmentName> parse(String fileName) {
        Matcher open = OPEN.matcher(fileName);
        if (open.matches()) {
            return Optional.of(
                    open(Long.parseLong(open.group(1))).withDigits(open.group(1).length()));
        }
        Matcher frozen = FROZEN.matcher(fileName);
        if (!frozen.matches()) {
            return parseRejected(fileName);
        }
        SegmentState state =
                switch (frozen.group(3)) {
                    case "sealed" -> SegmentState.SEALED;
                    case "corrupt" -> SegmentState.CORRUPT;
                    default -> SegmentState.DELIVERED_CORRUPT;
                };
        return Optional.of(new SegmentName(
                Long.parseLong(frozen.group(1)),
                Integer.parseInt(frozen.group(2)),
                0,
                state,
                frozen.group(1).length()));
    }

    private static Optional<SegmentName> parseRejected(String fileName) {
        Matcher rejected = REJECTED.matcher(fileName);
        return rejected.matches()
                ? Optional.of(new SegmentName(
                        Long.parseLong(rejected.group(1)),
                        Integer.parseInt(rejected.group(2)),
                        Integer.parseInt(rejected.group(3)),
                        rejected.group(4).equals("retry") ? SegmentState.RETRIED : SegmentState.REJECTED,
                        rejected.group(1).length()))
                : Optional.empty();
    }

    /** What a file is called while it is written that will have the place of this one. */
    String temporaryFileName() {
        return writtenNumber() + ".refiled.tmp";
    }

    String fileName() {
        return switch (state) {
            case OPEN -> writtenNumber() + ".open";
            case SEALED -> writtenNumber() + "." + events + ".sealed";
            case CORRUPT -> writtenNumber() + "." + events + ".corrupt";
            case DELIVERED_CORRUPT -> writtenNumber() + "." + events + ".delivered.corrupt";
            case REJECTED -> writtenNumber() + "." + events + "of" + of + ".rejected";
            case RETRIED -> writtenNumber() + "." + events + "of" + of + ".retry";
        };
    }

    boolean isOfSameSegment(SegmentName other) {
        return number == other.number && digits == other.digits;
    }

    /** The number as the name has it. No two segments have it in common, but those of one that a crash left twice. */
    String writtenNumber() {
        return String.format(Locale.ROOT, "%0" + digits + "d", number);
    }
}
