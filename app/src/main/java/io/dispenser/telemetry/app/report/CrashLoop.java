package io.dispenser.telemetry.app.report;

import org.jspecify.annotations.Nullable;

/**
 * A time in which a container restarted again and again.
 *
 * @param restarts how often
 * @param from its first bucket
 * @param to its last bucket
 */
record CrashLoop(int restarts, int from, int to) {

    /** So many restarts within the window are a loop: an engine waits at most a minute between two, so that a real one has far more. */
    static final int RESTARTS = 3;

    /** Restarts that are farther apart than this are single failures. */
    static final long WINDOW_MILLIS = 60 * 60_000L;

    /** The time that {@link #latest} looks at at once: in milliseconds. */
    static long span(long bucketMillis) {
        return Math.max(WINDOW_MILLIS, bucketMillis);
    }

    /**
     * The latest one; null if there was none. With wide buckets it takes as many restarts in each hour of a bucket, one at the least.
     *
     * @param restarts in each bucket
     * @param close those of them that lie within {@link #span} of each other
     */
    static @Nullable CrashLoop latest(int[] restarts, int[] close, long bucketMillis) {
        int window = (int) Math.max(1, WINDOW_MILLIS / bucketMillis);
        int needed = (int) Math.max(RESTARTS, bucketMillis / WINDOW_MILLIS);
        int end = -1;
        int start = -1;
        int sum = 0;
        for (int i = 0; i < restarts.length; i++) {
            sum += close[i];
            if (i >= window) {
                sum -= close[i - window];
            }
            if (sum >= needed) {
                int begin = Math.max(0, i - window + 1);
                if (end < 0 || begin > end + 1) {
                    start = begin;
                }
                end = i;
            }
        }
        if (end < 0) {
            return null;
        }
        int count = 0;
        int first = -1;
        int last = start;
        for (int i = start; i <= end; i++) {
            if (close[i] > 0) {
                count += restarts[i];
                first = first < 0 ? i : first;
                last = i;
            }
        }
        return new CrashLoop(count, Math.max(first, start), last);
    }
}
