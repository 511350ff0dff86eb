package io.dispenser.telemetry.app.logging;

import io.dispenser.telemetry.app.output.Elapsed;
import io.dispenser.telemetry.core.time.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The troubles of now, each by its name, and when they are told: at once when one begins and when its cause changes, every hour
 * while it lasts, and at its end. What was told to begin is told to end, also where only warnings and worse are wanted.
 *
 * <p>Whatever comes and goes, of one trouble there are few lines an hour: after some, a begin is told if it lasts, and a cause
 * that comes back if it stays.
 *
 * <p>Any thread.
 */
public final class Troubles {

    static final Duration REPEAT = Duration.ofHours(1);

    /** What is as long as that is not just passing. */
    static final Duration LASTING = Duration.ofMinutes(1);

    /** A cause that was told before is the cause again, and not one of several in turns. */
    static final Duration SETTLED = Duration.ofMinutes(10);

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** Has a level of its own: an end is told if its begin was. */
    private static final Logger ENDS = LoggerFactory.getLogger(ProgramLogging.ENDS);

    private final Ticker ticker;
    private final InstantSource clock;
    private final Map<String, Lasting> lasting = new HashMap<>();
    private final Map<String, RecentLines> recent = new HashMap<>();

    /**
     * @param ticker says how long troubles last
     * @param clock says since when
     */
    public Troubles(Ticker ticker, InstantSource clock) {
        this.ticker = ticker;
        this.clock = clock;
    }

    private static final class Lasting {
        private final long began;
        private Trouble latest;
        private String cause;
        private long causeBegan;
        private String toldCause = "";
        private long told;
        private boolean visible;

        Lasting(Trouble trouble, long now) {
            began = now;
            latest = trouble;
            cause = trouble.cause();
            causeBegan = now;
        }

        void shows(Trouble trouble, long now) {
            latest = trouble;
            if (!trouble.cause().equals(cause)) {
                cause = trouble.cause();
                causeBegan = now;
            }
        }

        boolean isTold() {
            return !toldCause.isEmpty();
        }
    }

    /** The trouble of this name is there, or still there. */
    synchronized void occurs(String name, Trouble trouble) {
        long now = ticker.nanos();
        Lasting known = lasting.get(name);
        if (known == null) {
            known = new Lasting(trouble, now);
            lasting.put(name, known);
        } else {
            known.shows(trouble, now);
        }
        tell(name, known, now);
        RecentLines lines = lines(name, now);
        boolean isNew = !lines.hold(known.cause) || isSince(known.causeBegan, now, SETTLED);
        if (known.isTold() && !known.cause.equals(known.toldCause) && isNew && lines.haveRoom()) {
            lines.add(known.cause, now);
            say(known, now, " (another cause than before; it has lasted since " + standing(known, now) + ")");
        }
    }

    /** Tells once more of what has lasted for another hour, whether it shows itself or not; to be called every minute. */
    public synchronized void repeat() {
        long now = ticker.nanos();
        lasting.forEach((name, known) -> tell(name, known, now));
    }

    /**
     * The trouble of this name is over, if there was one.
     *
     * @param sentence what works again
     * @return whether there was one
     */
    synchronized boolean ends(String name, String sentence) {
        long now = ticker.nanos();
        Lasting over = lasting.remove(name);
        if (over == null) {
            return false;
        }
        if (over.isTold()) {
            sayEnd(over, now, sentence, "");
        } else {
            lines(name, now).skip();
        }
        return true;
    }

    /** All are over, as far as is known: what they were met by is gone. Those that are still there will begin again. */
    public synchronized void endAll(String sentence) {
        long now = ticker.nanos();
        lasting.values().stream()
                .filter(Lasting::isTold)
                .forEach(over -> sayEnd(over, now, sentence, ": " + over.latest.problem()));
        lasting.clear();
    }

    private static void sayEnd(Lasting over, long now, String sentence, String problem) {
        over.latest
                .subject()
                .say(
                        over.visible ? ENDS : Subject.LOG,
                        Level.INFO,
                        "{}, after {}{}",
                        sentence,
                        Elapsed.words(since(over.began, now)),
                        problem);
    }

    private void tell(String name, Lasting known, long now) {
        RecentLines lines = lines(name, now);
        if (!known.isTold() && lines.haveRoom()) {
            lines.add(known.cause, now);
            String skipped = lines.takeSkipped();
            say(known, now, known.latest.next() + (skipped.isEmpty() ? "" : " (" + skipped + ")"));
        } else if (isSince(known.isTold() ? known.told : known.began, now, known.isTold() ? REPEAT : LASTING)) {
            say(known, now, " (it has lasted since " + standing(known, now) + ")");
        }
    }

    private void say(Lasting known, long now, String more) {
        known.toldCause = known.cause;
        known.told = now;
        Trouble trouble = known.latest;
        known.visible |= Subject.LOG.isEnabledForLevel(trouble.level());
        trouble.subject().say(trouble.level(), "{}", trouble.problem() + more);
    }

    private String standing(Lasting known, long now) {
        Duration lasted = since(known.began, now);
        String standing = known.latest.standing().get();
        return time(clock.instant().minus(lasted)) + ", for " + Elapsed.words(lasted)
                + (standing.isEmpty() ? "" : "; " + standing);
    }

    private RecentLines lines(String name, long now) {
        RecentLines lines = recent.computeIfAbsent(name, key -> new RecentLines());
        lines.forget(now, REPEAT);
        return lines;
    }

    private static boolean isSince(long began, long now, Duration time) {
        return since(began, now).compareTo(time) >= 0;
    }

    private static Duration since(long began, long now) {
        return Duration.ofNanos(now - began);
    }

    /** A time for people. */
    static String time(Instant instant) {
        return TIME.format(instant);
    }
}
