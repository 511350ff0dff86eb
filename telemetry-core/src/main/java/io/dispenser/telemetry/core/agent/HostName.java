package io.dispenser.telemetry.core.agent;

import io.dispenser.telemetry.core.port.ContainerEngine;
import io.dispenser.telemetry.core.port.EngineException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which host the rows are of: what is configured; else the name that the engine gives its host; else, if it can't be asked,
 * what was remembered; else this machine's name. Decided when it is first asked for, and the same from then on: rows of one
 * agent are of one host.
 *
 * <p>Any thread.
 */
final class HostName implements Supplier<String> {

    private final ContainerEngine engine;
    private final @Nullable String remembered;
    private @Nullable String decided;

    /**
     * @param configured what somebody wants it to be, or null
     * @param remembered what it was in an earlier life, or null
     */
    HostName(@Nullable String configured, @Nullable String remembered, ContainerEngine engine) {
        this.engine = engine;
        this.remembered = remembered;
        this.decided = configured;
    }

    /** The name; asks the engine the first time. */
    @Override
    public synchronized String get() {
        if (decided == null) {
            decided = told().or(() -> Optional.ofNullable(remembered)).orElseGet(HostName::ofThisMachine);
        }
        return decided;
    }

    /** The name if it is decided, else what is remembered of it. */
    synchronized @Nullable String known() {
        return decided == null ? remembered : decided;
    }

    private Optional<String> told() {
        try {
            return engine.hostName().filter(name -> !name.isBlank());
        } catch (EngineException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static String ofThisMachine() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
