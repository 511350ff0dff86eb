package io.dispenser.telemetry.app.report;

import java.util.Arrays;

/** The times between samples of a host's containers, in milliseconds: a bounded number of all of them, and the newest. */
final class Intervals {

    /** So few say nothing of what is usual. */
    private static final int FEWEST = 8;

    private static final int MOST = 128;

    /** An interval that was changed is the usual one after half as many samples. */
    private static final int NEWEST = 9;

    private final long[] all = new long[MOST];
    private int count;
    private long seen;
    private int everyOf = 1;

    /** In the order of their times. */
    private final long[] newest = new long[NEWEST];

    private final long[] newestTimes = new long[NEWEST];
    private int newestCount;

    /**
     * Takes one.
     *
     * @param at when it ended
     * @return whether it is time to ask for {@link #usual} again
     */
    boolean add(long at, long millis) {
        addToNewest(at, millis);
        if (seen++ % everyOf != 0) {
            return false;
        }
        if (count == MOST) {
            // Every other one is kept, and half as many are taken from now on: all of the covered time is spoken for.
            for (int i = 0; i < MOST / 2; i++) {
                all[i] = all[2 * i];
            }
            count = MOST / 2;
            everyOf *= 2;
        }
        all[count++] = millis;
        return count >= FEWEST && Integer.bitCount(count) == 1;
    }

    /** One of each time: the containers of a host are sampled together. */
    private void addToNewest(long at, long millis) {
        if (newestCount == NEWEST && at <= newestTimes[0]) {
            return;
        }
        int next = newestCount;
        while (next > 0 && newestTimes[next - 1] > at) {
            next--;
        }
        if (next > 0 && newestTimes[next - 1] == at) {
            return;
        }
        if (newestCount < NEWEST) {
            System.arraycopy(newest, next, newest, next + 1, newestCount - next);
            System.arraycopy(newestTimes, next, newestTimes, next + 1, newestCount - next);
            newestCount++;
        } else {
            next--;
            System.arraycopy(newest, 1, newest, 0, next);
            System.arraycopy(newestTimes, 1, newestTimes, 0, next);
        }
        newest[next] = millis;
        newestTimes[next] = at;
    }

    boolean isAny() {
        return count > 0;
    }

    /** The median of those of all of the time; 0 if there are none. */
    long usual() {
        return median(all, count);
    }

    /** The median of the newest; 0 if there are none. */
    long ofLate() {
        return median(newest, newestCount);
    }

    private static long median(long[] values, int count) {
        if (count == 0) {
            return 0;
        }
        long[] sorted = Arrays.copyOf(values, count);
        Arrays.sort(sorted);
        return sorted[count / 2];
    }
}
