package io.dispenser.telemetry.app.logging;

import io.dispenser.telemetry.app.output.Elapsed;
import java.time.Duration;
import org.slf4j.event.Level;

/** Tells that this host's clock and another one differ by more than a minute. */
final class ClockDifference {

    private static final Duration BEARABLE = Duration.ofMinutes(1);

    private final Troubles troubles;
    private final Subject subject;
    private final String whose;
    private final String consequence;

    /**
     * @param whose whose the other clock is
     * @param consequence what comes of it
     */
    ClockDifference(Troubles troubles, Subject subject, String whose, String consequence) {
        this.troubles = troubles;
        this.subject = subject;
        this.whose = whose;
        this.consequence = consequence;
    }

    /** @param ahead how far the other clock is ahead of this host's */
    void is(Duration ahead) {
        String name = "clock " + subject.name();
        String begin = subject.name() + ": this host's clock ";
        if (ahead.abs().compareTo(BEARABLE) <= 0) {
            troubles.ends(name, begin + "and " + whose + " agree again");
            return;
        }
        troubles.occurs(
                name,
                new Trouble(
                        subject,
                        Level.WARN,
                        begin + "is " + Elapsed.words(ahead.abs()) + (ahead.isNegative() ? " ahead of " : " behind ")
                                + whose + ": " + consequence + "; set the one that is wrong, as by NTP",
                        "",
                        () -> ""));
    }
}
