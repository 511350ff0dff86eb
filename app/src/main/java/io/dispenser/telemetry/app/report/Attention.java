package io.dispenser.telemetry.app.report;

import java.util.Comparator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something that somebody should look at.
 *
 * @param severity 3 for what is broken now, 2 for what was or may soon be, 1 for what is good to know
 * @param at when it began, or when it was seen last
 * @param text the whole of it in a sentence
 */
record Attention(
        Kind kind,
        int severity,
        @Nullable HostRecord host,
        @Nullable Series series,
        @Nullable DeploymentRecord deployment,
        long at,
        String text) {

    enum Kind {
        CRASH_LOOP,
        OUT_OF_MEMORY,
        UNHEALTHY,
        MEMORY,
        SILENT_HOST,
        BAD_DEPLOYMENT,
        NOT_RUNNING,
        MISSING,
        FUTURE_CLOCK;

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    static final int BROKEN = 3;
    static final int TROUBLED = 2;
    static final int NOTABLE = 1;

    static final Comparator<Attention> WORST_FIRST = Comparator.comparingInt(Attention::severity)
            .thenComparingLong(Attention::at)
            .reversed()
            .thenComparing(Attention::kind)
            .thenComparing(Attention::text);

    static Attention of(Kind kind, int severity, Series series, long at, String text) {
        return new Attention(kind, severity, series.host, series, null, at, text);
    }
}
