package io.dispenser.telemetry.app.logging;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** What was told of one trouble in the last hour, so that it is not too much. */
final class RecentLines {

    static final int MOST = 6;

    private final Deque<Line> lines = new ArrayDeque<>();
    private int skipped;

    private record Line(String cause, long at) {}

    /** Forgets what is as old as {@code age}. */
    void forget(long now, Duration age) {
        lines.removeIf(line -> now - line.at() >= age.toNanos());
    }

    boolean haveRoom() {
        return lines.size() < MOST;
    }

    boolean hold(String cause) {
        return lines.stream().anyMatch(line -> line.cause().equals(cause));
    }

    void add(String cause, long now) {
        lines.add(new Line(cause, now));
    }

    /** The trouble came and went without a word. */
    void skip() {
        skipped++;
    }

    /** How often that was since this was asked last, in words; empty if it was not. */
    String takeSkipped() {
        String words = skipped == 0 ? "" : "it came and went untold " + skipped + (skipped == 1 ? " time" : " times");
        skipped = 0;
        return words;
    }
}
