package io.dispenser.telemetry.app.report;

/** The equal parts that the covered time is looked at in. */
final class Buckets {

    /** About as many as a wide screen has columns for. */
    static final int MOST = 1010;

    private static final long SECOND = 1000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    /** Widths that people read off a scale with ease. */
    private static final long[] WIDTHS = {
        SECOND,
        5 * SECOND,
        10 * SECOND,
        30 * SECOND,
        MINUTE,
        5 * MINUTE,
        10 * MINUTE,
        30 * MINUTE,
        HOUR,
        2 * HOUR,
        3 * HOUR,
        6 * HOUR,
        12 * HOUR,
        DAY,
        7 * DAY,
        28 * DAY,
        364 * DAY,
        3640 * DAY
    };

    private final long from;
    private final long to;
    private final int shift;
    private long width;
    private int known;
    private long knownStart;

    /** The fewest that there can be of a time in milliseconds, but not more than {@value #MOST}; the first begins at a round time. */
    Buckets(long from, long to) {
        int i = 0;
        while (i < WIDTHS.length - 1 && (to - Math.floorDiv(from, WIDTHS[i]) * WIDTHS[i]) > MOST * WIDTHS[i]) {
            i++;
        }
        this.width = WIDTHS[i];
        this.from = Math.floorDiv(from, width) * width;
        this.to = to;
        this.knownStart = this.from;
        this.shift = Math.max(0, Integer.SIZE + 1 - Long.numberOfLeadingZeros(to - this.from));
    }

    long from() {
        return from;
    }

    long to() {
        return to;
    }

    long width() {
        return width;
    }

    int count() {
        return (int) ((to - from + width - 1) / width);
    }

    int of(long time) {
        // Samples come in the order of their times, mostly: a division less.
        if (time < knownStart || time >= knownStart + width) {
            known = (int) ((time - from) / width);
            knownStart = start(known);
        }
        return known;
    }

    long start(int bucket) {
        return from + bucket * width;
    }

    /** A time as a number that an int holds, in the order of times. */
    int order(long time) {
        return (int) ((time - from) >> shift);
    }

    /** A time span in the unit of {@link #order}. */
    int inOrder(long millis) {
        return (int) (millis >> shift);
    }

    /** The factor to the next width that some of these make up; 1 if there is none. */
    int nextFactor() {
        for (long wider : WIDTHS) {
            if (wider > width && wider % width == 0) {
                return (int) (wider / width);
            }
        }
        return 1;
    }

    void coarsen(int factor) {
        width *= factor;
        known = 0;
        knownStart = from;
    }
}
