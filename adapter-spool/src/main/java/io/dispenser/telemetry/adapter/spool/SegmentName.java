package io.dispenser.telemetry.adapter.spool;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a segment's file name says: {@code 0000000012.open}, {@code 0000000012.345.sealed}, {@code 0000000012.345.corrupt},
 * {@code 0000000012.345.delivered.corrupt}. From the moment it is sealed the name holds the number of events, so that a
 * file that lost whole lines at its end doesn't pass for a complete one.
 *
 * @param number the segment's number
 * @param events the number of events when it was sealed; 0 while it is open
 * @param state what the file is
 */
record SegmentName(long number, int events, SegmentState state) {

    private static final Pattern OPEN = Pattern.compile("([0-9]{10,18})\\.open");
    private static final Pattern FROZEN =
            Pattern.compile("([0-9]{10,18})\\.([0-9]{1,9})\\.(sealed|corrupt|delivered\\.corrupt)");

    static SegmentName open(long number) {
        return new SegmentName(number, 0, SegmentState.OPEN);
    }

    SegmentName as(SegmentState other) {
        return new SegmentName(number, events, other);
    }

    SegmentName sealed(int count) {
        return new SegmentName(number, count, SegmentState.SEALED);
    }

    /** Reads a file name; empty for one that is not a segment's. */
    static Optional<SegmentName> parse(String fileName) {
        Matcher open = OPEN.matcher(fileName);
        if (open.matches()) {
            return Optional.of(open(Long.parseLong(open.group(1))));
        }
        Matcher frozen = FROZEN.matcher(fileName);
        if (!frozen.matches()) {
            return Optional.empty();
        }
        SegmentState state =
                switch (frozen.group(3)) {
                    case "sealed" -> SegmentState.SEALED;
                    case "corrupt" -> SegmentState.CORRUPT;
                    default -> SegmentState.DELIVERED_CORRUPT;
                };
        return Optional.of(new SegmentName(Long.parseLong(frozen.group(1)), Integer.parseInt(frozen.group(2)), state));
    }

    /** What a file is called while it is written that will have the place of this one. */
    String temporaryFileName() {
        return String.format(Locale.ROOT, "%010d.refiled.tmp", number);
    }

    String fileName() {
        return switch (state) {
            case OPEN -> "%010d.open".formatted(number);
            case SEALED -> "%010d.%d.sealed".formatted(number, events);
            case CORRUPT -> "%010d.%d.corrupt".formatted(number, events);
            case DELIVERED_CORRUPT -> "%010d.%d.delivered.corrupt".formatted(number, events);
        };
    }
}
