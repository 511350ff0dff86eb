package io.dispenser.telemetry.benchmarks.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.storage.TableStore;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class S3PlaceTest {

    private static final FleetPlan PLAN = new FleetPlan(
            1, Duration.ofSeconds(1), 20, new Latency(1, 2), Duration.ZERO, Duration.ofSeconds(3), true, 1);

    @Test
    void theProxyCountsWhatTheServerIsAskedFor() throws Exception {
        try (FleetPlace place = new S3Place(PLAN);
                TableStore store = place.client()) {
            store.put("before", new byte[1]);
            place.windowBegins();
            store.put("a", new byte[1]);
            store.put("b", new byte[1]);
            assertThat(store.putIfAbsent("c", new byte[1])).isTrue();
            assertThat(store.readAll("a")).hasSize(1);
            store.list("", "");
            place.windowEnds();
            store.put("after", new byte[1]);
            assertThat(place.served().orElseThrow())
                    .isEqualTo(Map.of(
                            RequestKind.PUT,
                            2L,
                            RequestKind.PUT_IF_ABSENT,
                            1L,
                            RequestKind.GET,
                            1L,
                            RequestKind.LIST,
                            1L));
        }
    }
}
