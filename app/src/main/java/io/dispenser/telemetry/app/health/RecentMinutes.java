package io.dispenser.telemetry.app.health;

import io.dispenser.telemetry.app.health.AgentHealth.Recent;
import io.dispenser.telemetry.core.pipeline.PipelineHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a pipeline did in each of the last {@value #MINUTES} minutes, in some kilobytes, however long it runs. It knows what it is told:
 * of events that were recorded between two looks, the later look's minute has them. One thread at a time.
 */
final class RecentMinutes {

    static final int MINUTES = 60;

    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** The minutes by their number since 1970 modulo their count, the one under way among them. */
    private @Nullable Minute[] minutes = new @Nullable Minute[MINUTES + 1];

    private long current = Long.MIN_VALUE;
    private long accepted;
    private long written;

    /** One minute; mutable, as it goes on. */
    private static final class Minute {
        final long number;
        long accepted;
        long written;
        long waiting;

        @Nullable
        Long flushMillis;

        Minute(long number) {
            this.number = number;
        }
    }

    /** How the pipeline is now. Counters that are less than before began anew. */
    void looked(Instant now, PipelineHealth pipeline) {
        Minute minute = at(now);
        minute.accepted += pipeline.accepted() - (pipeline.accepted() < accepted ? 0 : accepted);
        minute.written += pipeline.written() - (pipeline.written() < written ? 0 : written);
        minute.waiting = Math.max(minute.waiting, pipeline.waiting());
        accepted = pipeline.accepted();
        written = pipeline.written();
    }

    /** These minutes, to go on with a pipeline that counts from 0. */
    RecentMinutes resumed() {
        RecentMinutes resumed = new RecentMinutes();
        System.arraycopy(minutes, 0, resumed.minutes, 0, minutes.length);
        resumed.current = current;
        return resumed;
    }

    /** A write has ended well, and took so long. */
    void flushed(Instant now, Duration took) {
        Minute minute = at(now);
        long before = minute.flushMillis == null ? 0 : minute.flushMillis;
        minute.flushMillis = Math.max(before, took.toMillis());
    }

    private Minute at(Instant now) {
        long number = Math.floorDiv(now.getEpochSecond(), MINUTE.toSeconds());
        if (number < current - 1) {
            minutes = new @Nullable Minute[MINUTES + 1]; // the clock was set back: what was before is of another time
        } else if (number < current) {
            number = current; // a look that came late
        }
        current = number;
        int slot = Math.floorMod(number, minutes.length);
        Minute minute = minutes[slot];
        if (minute == null || minute.number != number) {
            minute = new Minute(number);
            minutes[slot] = minute;
        }
        return minute;
    }

    /** The minutes that are over, from the first that is known; null for those of which nothing is, as while a machine sleeps. */
    Recent upTo(Instant now) {
        long end = Math.floorDiv(now.getEpochSecond(), MINUTE.toSeconds());
        List<@Nullable Long> accepted = new ArrayList<>();
        List<@Nullable Long> written = new ArrayList<>();
        List<@Nullable Long> waiting = new ArrayList<>();
        List<@Nullable Long> flushes = new ArrayList<>();
        for (long number = end - MINUTES; number < end; number++) {
            Minute minute = minutes[Math.floorMod(number, minutes.length)];
            if (minute != null && minute.number == number) {
                accepted.add(minute.accepted);
                written.add(minute.written);
                waiting.add(minute.waiting);
                flushes.add(minute.flushMillis);
            } else if (!accepted.isEmpty()) {
                List.of(accepted, written, waiting, flushes).forEach(numbers -> numbers.add(null));
            }
        }
        return new Recent(Instant.ofEpochSecond(end * MINUTE.toSeconds()), accepted, written, waiting, flushes);
    }
}
