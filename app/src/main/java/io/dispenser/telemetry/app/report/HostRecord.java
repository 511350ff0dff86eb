package io.dispenser.telemetry.app.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When a host's agent sampled, and how often it usually does. Memory: a bounded number of runs of samples, and of times between
 * two.
 */
final class HostRecord {

    /** How many usual intervals without a sample are a gap: one that is late and one that is lost are none. */
    static final int INTERVALS_OF_A_GAP = 3;

    /** So many times in a row between single samples, one about as long as the other, are no gaps: another interval was set. */
    private static final int FEWEST_LONE = 4;

    private static final int MOST_RUNS = 2048;

    final @Nullable String name;

    /** Where it stands in the document. */
    int index;

    private long first = Long.MAX_VALUE;
    private long last = Sample.NO_TIME;
    private long earlier = Sample.NO_TIME;
    private long newestFuture = Sample.NO_TIME;
    private long futureRows;

    private final Intervals intervals = new Intervals();
    private long usual;

    private long[] starts = new long[16];
    private long[] ends = new long[16];
    private int runs;
    private int hint;
    private long bridged;

    HostRecord(@Nullable String name) {
        this.name = name;
    }

    /** A time between two samples that came one after the other, in milliseconds, and when the later one was. */
    void interval(long at, long millis) {
        if (intervals.add(at, millis)) {
            learn();
        }
    }

    private void learn() {
        usual = intervals.usual();
        bridged = Math.max(bridged, 0);
        join(threshold());
    }

    private long threshold() {
        return Math.max(bridged, INTERVALS_OF_A_GAP * usual);
    }

    /** A sample was taken. */
    void sampled(long at) {
        if (hint < runs && at >= starts[hint] && at <= ends[hint]) {
            return;
        }
        if (hint == runs - 1 && at > ends[hint] && at - ends[hint] <= threshold()) {
            ends[hint] = at; // mostly it is the next one of the last run
            last = Math.max(last, at);
            return;
        }
        first = Math.min(first, at);
        last = Math.max(last, at);
        int run = Arrays.binarySearch(starts, 0, runs, at);
        if (run >= 0) {
            hint = run;
            return;
        }
        int next = -run - 1;
        long near = threshold();
        boolean joinsBefore = next > 0 && at - ends[next - 1] <= near;
        boolean joinsNext = next < runs && starts[next] - at <= near;
        if (joinsBefore) {
            hint = next - 1;
            ends[hint] = Math.max(ends[hint], at);
            if (joinsNext) {
                ends[hint] = ends[next];
                remove(next);
            }
        } else if (joinsNext) {
            hint = next;
            starts[next] = at;
        } else {
            insert(next, at);
        }
    }

    private void insert(int at, long time) {
        if (runs == MOST_RUNS) {
            bridge();
            sampled(time);
            return;
        }
        if (runs == starts.length) {
            starts = Arrays.copyOf(starts, 2 * runs);
            ends = Arrays.copyOf(ends, 2 * runs);
        }
        System.arraycopy(starts, at, starts, at + 1, runs - at);
        System.arraycopy(ends, at, ends, at + 1, runs - at);
        starts[at] = time;
        ends[at] = time;
        runs++;
        hint = at;
    }

    private void remove(int run) {
        System.arraycopy(starts, run + 1, starts, run, runs - run - 1);
        System.arraycopy(ends, run + 1, ends, run, runs - run - 1);
        runs--;
    }

    /** Takes the smaller half of the gaps for none: there are more than anybody looks at. */
    private void bridge() {
        long[] gaps = new long[runs - 1];
        for (int i = 0; i < gaps.length; i++) {
            gaps[i] = starts[i + 1] - ends[i];
        }
        Arrays.sort(gaps);
        bridged = gaps[gaps.length / 2];
        join(threshold());
    }

    private void join(long near) {
        int kept = 0;
        for (int i = 1; i < runs; i++) {
            if (starts[i] - ends[kept] <= near) {
                ends[kept] = ends[i];
            } else {
                kept++;
                starts[kept] = starts[i];
                ends[kept] = ends[i];
            }
        }
        runs = Math.min(runs, kept + 1);
        hint = 0;
    }

    /** A sample was taken before the covered time, in which there is none. */
    void earlier(long at) {
        if (earlier != Sample.NO_TIME && at != earlier) {
            interval(Math.max(at, earlier), Math.abs(at - earlier));
        }
        earlier = at;
        last = Math.max(last, at);
    }

    /** A sample was taken after the report is made, by the host's clock. */
    void future(long at) {
        futureRows++;
        newestFuture = Math.max(newestFuture, at);
    }

    long futureRows() {
        return futureRows;
    }

    long newestFuture() {
        return newestFuture;
    }

    /** Whether there are samples of the covered time. */
    boolean isSampled() {
        return runs > 0;
    }

    /** Whether there are, or were shortly before it. */
    boolean isHeardOf() {
        return last != Sample.NO_TIME;
    }

    long first() {
        return first;
    }

    long last() {
        return last;
    }

    /** The usual time of late between two samples, in milliseconds; 0 if it is not known. */
    long usualInterval() {
        return intervals.ofLate();
    }

    /** The same, or that of all of the covered time where it is longer. */
    long longestUsualInterval() {
        return Math.max(intervals.ofLate(), intervals.usual());
    }

    /** The times without samples between two samples, each as its first and last moment, in order. */
    List<long[]> gaps() {
        long gap = Math.max(INTERVALS_OF_A_GAP * intervals.usual(), 1);
        List<long[]> gaps = new ArrayList<>();
        int next = 1;
        while (next < runs && intervals.isAny()) {
            int first = next++;
            while (next < runs && isAsFarApart(next)) {
                next++;
            }
            for (int i = first; i < next && next - first < FEWEST_LONE; i++) {
                if (starts[i] - ends[i - 1] > gap) {
                    gaps.add(new long[] {ends[i - 1], starts[i]});
                }
            }
        }
        return gaps;
    }

    /** Whether a run is as far from the one before as that is from its own, and that is a single sample: so they may be meant to lie. */
    private boolean isAsFarApart(int run) {
        long before = starts[run - 1] - ends[run - 2];
        long here = starts[run] - ends[run - 1];
        return starts[run - 1] == ends[run - 1]
                && here <= INTERVALS_OF_A_GAP * before
                && before <= INTERVALS_OF_A_GAP * here;
    }
}
