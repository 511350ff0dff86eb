package io.dispenser.telemetry.app.report;

import io.dispenser.telemetry.app.output.Elapsed;
import io.dispenser.telemetry.app.report.Attention.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What of a host somebody should look at. */
final class HostRules {

    /**
     * Rows reach a table some time after they are sampled: an agent gathers them for five minutes unless it is told otherwise, and
     * hands them over where many write. A host is not silent as long as its next rows may be on their way.
     */
    private static final long ON_THE_WAY_MILLIS = 15 * 60_000L;

    /** A host that is silent for longer was perhaps switched off. */
    private static final long RECENT_MILLIS = 24 * 60 * 60_000L;

    private final long now;
    private final long onTheWay;

    HostRules(ReportScope scope) {
        this.now = scope.made().toEpochMilli();
        this.onTheWay = scope.live() ? 0 : ON_THE_WAY_MILLIS;
    }

    /** Whether a host's agent should have been heard of. */
    boolean isSilent(HostRecord host) {
        return host.isHeardOf() && now - host.last() > HostRecord.INTERVALS_OF_A_GAP * host.usualInterval() + onTheWay;
    }

    List<Attention> of(HostRecord host) {
        List<Attention> found = new ArrayList<>();
        String name = host.name == null ? "a host" : Texts.quoted(host.name);
        if (isSilent(host)) {
            long silence = now - host.last();
            String usually = host.usualInterval() == 0
                    ? ""
                    : "; it usually samples every " + Elapsed.words(Duration.ofMillis(host.usualInterval()));
            found.add(new Attention(
                    Kind.SILENT_HOST,
                    silence < RECENT_MILLIS ? Attention.BROKEN : Attention.TROUBLED,
                    host,
                    null,
                    null,
                    host.last(),
                    name + " has been silent for " + Elapsed.words(Duration.ofMillis(silence)) + ", since "
                            + Words.time(host.last()) + usually));
        }
        if (host.futureRows() > 0) {
            found.add(new Attention(
                    Kind.FUTURE_CLOCK,
                    Attention.TROUBLED,
                    host,
                    null,
                    null,
                    now,
                    "the clock of " + name + " is ahead by up to "
                            + Elapsed.words(Duration.ofMillis(host.newestFuture() - now)) + ": "
                            + host.futureRows()
                            + (host.futureRows() == 1 ? " row lies" : " rows lie")
                            + " in the future and can't be shown"));
        }
        return found;
    }
}
