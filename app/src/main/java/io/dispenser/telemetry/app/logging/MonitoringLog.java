package io.dispenser.telemetry.app.logging;

import io.dispenser.telemetry.app.http.HttpEndpointListener;
import io.dispenser.telemetry.app.output.Elapsed;
import java.time.Duration;
import org.slf4j.event.Level;

/** What an operator reads of the ways by which others look at the agent. */
public final class MonitoringLog implements HttpEndpointListener {

    private static final String HTTP = "http";
    private static final String SOCKET = "socket";
    private static final Subject AGENT = new Subject("agent", "monitoring");

    private final Troubles troubles;

    public MonitoringLog(Troubles troubles) {
        this.troubles = troubles;
    }

    @Override
    public void serves(String what) {
        if (!troubles.ends(HTTP, what)) {
            AGENT.say(Level.INFO, "{}", what);
        }
    }

    @Override
    public void notServed(String address, String reason, String remedy, Duration retryIn) {
        troubles.occurs(
                HTTP,
                new Trouble(
                        AGENT,
                        Level.ERROR,
                        "metrics and probes are not served: listening at " + address + " fails (" + reason + "); "
                                + remedy + " (listen in [telemetry.http])",
                        "; tried every " + Elapsed.words(retryIn),
                        () -> ""));
    }

    /** The agent's own socket is there. */
    public void found() {
        troubles.ends(SOCKET, "`record` and `status` find this agent again");
    }

    /** It is not, until the pipelines are started anew. */
    public void notFound(String reason) {
        troubles.occurs(
                SOCKET,
                new Trouble(
                        AGENT,
                        Level.WARN,
                        "`record` and `status` don't find this agent, all else works: " + reason,
                        "; tried again at the next start, or when a changed configuration starts it anew",
                        () -> ""));
    }
}
