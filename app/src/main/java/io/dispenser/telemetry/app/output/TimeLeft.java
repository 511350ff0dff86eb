package io.dispenser.telemetry.app.output;

import java.time.Duration;
import java.util.Optional;

/** How long work will go on, if it goes on as it did. */
public final class TimeLeft {

    /** What was done in less says little about the rest. */
    private static final Duration TELLING = Duration.ofSeconds(2);

    private static final int ROUGH_SECONDS = 60;
    private static final int STEP_SECONDS = 10;

    private TimeLeft() {}

    /**
     * {@code about 40 s left}; empty as long as too little is done to tell, and at the end.
     *
     * @param share of the work that was done in {@code elapsed}, from 0 to 1
     */
    public static Optional<String> words(Duration elapsed, double share) {
        if (share <= 0 || share >= 1 || elapsed.compareTo(TELLING) < 0) {
            return Optional.empty();
        }
        long seconds = (long) Math.ceil(elapsed.toMillis() * (1 - share) / share / 1000);
        // Seconds that go up and down say no more than tens of them.
        long told = seconds < ROUGH_SECONDS ? seconds : (seconds + STEP_SECONDS - 1) / STEP_SECONDS * STEP_SECONDS;
        return Optional.of("about " + Elapsed.words(Duration.ofSeconds(told)) + " left");
    }
}
