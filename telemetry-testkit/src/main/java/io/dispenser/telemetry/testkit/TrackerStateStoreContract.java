package io.dispenser.telemetry.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.container.ContainerChange.Kind;
import io.dispenser.telemetry.core.deployment.KnownContainer;
import io.dispenser.telemetry.core.deployment.SeenChange;
import io.dispenser.telemetry.core.deployment.StartupState;
import io.dispenser.telemetry.core.deployment.TrackerState;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.port.TrackerStateStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every {@link TrackerStateStore} that outlives its process must do. */
public abstract class TrackerStateStoreContract {

    private static final List<Kind> KINDS = List.of(Kind.values());
    private static final Instant TIME = Instant.parse("2026-03-01T10:00:00.123456789Z");

    /** The one memory of this test, as a process that starts anew opens it. */
    protected abstract TrackerStateStore open() throws Exception;

    /** Knowledge with something in every field, and {@code rows}. */
    protected static TrackerState trackerState(List<DeploymentEvent> rows) {
        List<KnownContainer> containers = new ArrayList<>();
        List<SeenChange> reported = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            boolean full = i % 2 == 0;
            containers.add(new KnownContainer(
                    String.format(Locale.ROOT, "%064x", i),
                    full ? "service \"" + i + "\"" : null,
                    full ? "shop/" + i : "",
                    "shop/api:ü" + i,
                    full ? "sha256:" + i : null,
                    full ? "sha256:digest" + i : null,
                    full ? "fingerprint" + i : null,
                    full ? "0 0 no" : null,
                    TIME.plusNanos(i),
                    full,
                    full ? TIME.minusSeconds(i) : null,
                    full ? TIME.plusMillis(i) : null));
            reported.add(new SeenChange(String.format(Locale.ROOT, "%064x", i), KINDS.get(i % KINDS.size()), TIME));
        }
        return new TrackerState(
                "an engine",
                rows.isEmpty() ? null : "host-ü",
                TIME,
                TIME.plusSeconds(1),
                containers,
                reported,
                rows.isEmpty() ? new StartupState(TIME, null) : new StartupState(null, Set.of("api", "shop/ü")),
                rows);
    }

    @Test
    void knowsNothingAtFirst() throws Exception {
        assertThat(open().load()).isEmpty();
    }

    @Test
    void tellsWhatWasLastStored() throws Exception {
        TrackerStateStore memory = open();
        memory.store(trackerState(SampleEvents.deployments(0, 3)));
        assertThat(open().load()).contains(trackerState(SampleEvents.deployments(0, 3)));
        memory.store(trackerState(List.of()));
        assertThat(memory.load()).contains(trackerState(List.of()));
        assertThat(open().load()).contains(trackerState(List.of()));
    }

    @Test
    void takesAsMuchAsAHostHas() throws Exception {
        List<KnownContainer> many = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            many.add(trackerState(List.of()).containers().get(i % 8));
        }
        TrackerState big = new TrackerState("an engine", "host", TIME, TIME, many, List.of(), List.of());
        open().store(big);
        assertThat(open().load()).contains(big);
    }
}
