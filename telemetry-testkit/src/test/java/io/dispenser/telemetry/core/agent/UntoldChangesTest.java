package io.dispenser.telemetry.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.container.ContainerChange;
import io.dispenser.telemetry.core.container.ContainerChange.Kind;
import io.dispenser.telemetry.core.container.ContainerSnapshot;
import io.dispenser.telemetry.core.container.ServiceCatalog;
import io.dispenser.telemetry.core.container.ServiceDefinition;
import io.dispenser.telemetry.core.event.TriggerType;
import io.dispenser.telemetry.testkit.SampleContainer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Changes that nobody told of, that were told late, and those of containers under another name. */
class UntoldChangesTest extends WatcherFixture {

    @Test
    void anUpdateThatNobodyToldOfIsFoundOnceItIsSureThatNobodyWill() throws Exception {
        engine.put(container(1, "web", START.minusSeconds(5)));
        follower.step();
        engine.put(SampleContainer.of(1, "web")
                .createdAt(START.minusSeconds(5))
                .limits(1 << 20, 0)
                .build());
        for (int i = 1; i <= 4; i++) {
            engine.time(START.plus(LOOK.multipliedBy(i)));
            ticker.advance(LOOK);
            follower.step();
            assertThat(rows).hasSize(i < 2 ? 0 : 1);
        }
        assertThat(rows.get(0).trigger()).isEqualTo(TriggerType.MANUAL_RELOAD);
        assertThat(rows.get(0).timestamp()).isEqualTo(START.plus(LOOK.multipliedBy(2)));
    }

    @Test
    void anUpdateThatIsToldLateIsOne() throws Exception {
        engine.put(container(1, "web", START.minusSeconds(5)));
        follower.step();
        ContainerSnapshot updated = SampleContainer.of(1, "web")
                .createdAt(START.minusSeconds(5))
                .limits(1 << 20, 0)
                .build();
        engine.put(updated);
        ticker.advance(LOOK);
        follower.step();
        engine.tell(new ContainerChange(updated.id(), Kind.UPDATED, START.plusSeconds(299), attributes(updated)));
        for (int i = 0; i < 3; i++) {
            ticker.advance(LOOK);
            follower.step();
        }
        assertThat(rows).hasSize(1);
    }

    @Test
    void aContainerThatIsCreatedUnderAnotherNameIsOneCreation() throws Exception {
        catalog = ServiceCatalog.of(List.of(new ServiceDefinition("web", null, null, false, null, 0, 0, 0)));
        follower = process();
        engine.put(container(1, "web", START.minusSeconds(50)));
        follower.step();
        ContainerSnapshot temporary = container(2, "0123456789ab_web", START.plusSeconds(1));
        create(temporary);
        engine.tell(new ContainerChange(container(1, "web", START).id(), Kind.REMOVED, START.plusSeconds(2), Map.of()));
        ContainerSnapshot renamed = container(2, "web", START.plusSeconds(1));
        engine.put(renamed).remove(container(1, "web", START).id());
        engine.tell(new ContainerChange(renamed.id(), Kind.RENAMED, START.plusSeconds(3), attributes(renamed)));
        follower.step();
        assertThat(ids()).containsExactly(2);
        assertThat(rows.get(0).trigger()).isEqualTo(TriggerType.MANUAL_RELOAD);
        ticker.advance(LOOK);
        follower.step();
        assertThat(rows).hasSize(1);
    }

    @Test
    void aStrangerThatBecomesManagedIsNoDeployment() throws Exception {
        catalog = ServiceCatalog.of(List.of(new ServiceDefinition("web", null, null, false, null, 0, 0, 0)));
        follower = process();
        follower.step();
        engine.put(container(1, "other", START.plusSeconds(1))).time(START.plus(Duration.ofHours(1)));
        ticker.advance(LOOK);
        follower.step();
        engine.put(container(1, "web", START.plusSeconds(1)));
        engine.tell(new ContainerChange(
                container(1, "web", START).id(), Kind.RENAMED, START.plus(Duration.ofHours(1)), Map.of("name", "web")));
        follower.step();
        assertThat(rows).isEmpty();
    }

    @Test
    void manyContainersOfOneServiceAreAllRemembered() throws Exception {
        for (int i = 1; i <= 40; i++) {
            engine.put(SampleContainer.of(i, "shop-web-" + i)
                    .labels(Map.of("com.docker.compose.service", "web"))
                    .createdAt(START.minusSeconds(i))
                    .build());
        }
        follower.step();
        for (int i = 0; i < 3; i++) {
            ticker.advance(LOOK);
            follower.step();
            restart();
        }
        assertThat(rows).isEmpty();
    }
}
