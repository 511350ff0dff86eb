package io.dispenser.telemetry.app.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispenser.telemetry.core.container.ContainerChange;
import io.dispenser.telemetry.core.container.ContainerHealth;
import io.dispenser.telemetry.core.container.ContainerSnapshot;
import io.dispenser.telemetry.core.container.ContainerSummary;
import io.dispenser.telemetry.core.container.ImageDetails;
import io.dispenser.telemetry.core.container.Inspection;
import io.dispenser.telemetry.core.container.ResourceUsage;
import io.dispenser.telemetry.core.event.ContainerState;
import io.dispenser.telemetry.core.event.HealthStatus;
import io.dispenser.telemetry.core.port.ChangeListener;
import io.dispenser.telemetry.core.port.ChangeStream;
import io.dispenser.telemetry.core.port.EngineException;
import io.dispenser.telemetry.core.time.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The simulated engine, driven by a ticker that stands still until it is moved. */
class SimulatedEngineTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    private long nanos = Long.MAX_VALUE - 5_000_000_000L;
    private final SimulatedEngine engine = new SimulatedEngine(() -> nanos, InstantSource.fixed(START));

    @Test
    void theStoryFitsIntoAShortDemo() {
        assertThat(engine.storyLength()).isLessThan(Duration.ofSeconds(15));
        assertThat(engine.description()).isEqualTo("simulated engine");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 300, 700, 1000, 1500, 1999})
    void aSampleEveryTwoSecondsSeesEachHappening(long phaseMillis) throws Exception {
        elapse(Duration.ofMillis(phaseMillis));
        Set<String> seen = new HashSet<>();
        for (int seconds = 0; seconds < 18; seconds += 2) {
            for (ContainerSnapshot container : containers()) {
                String name = container.name();
                seen.add(name + " " + container.state().columnValue());
                seen.add(name + " " + container.health().status().columnValue());
                seen.add(name + " restarts " + container.restartCount());
                seen.add(name + " exit code " + container.exitCode());
                seen.add(name + " image " + container.image());
                seen.add(name + " MiB " + (container.memoryLimitBytes() >> 20));
            }
            elapse(Duration.ofSeconds(2));
        }
        assertThat(seen)
                .contains("web healthy", "web unhealthy", "api starting", "api healthy")
                .contains("api image shop/api:2.7.0", "api image shop/api:2.8.0")
                .contains("worker restarting", "worker restarts 1", "worker restarts 2", "worker running")
                .contains("report running", "report exited", "report exit code 3", "report exit code 0")
                .contains("db MiB 1024", "db MiB 1536", "cache running");
    }

    @Test
    void afterARestartTheUptimeBeginsAnew() throws Exception {
        assertThat(container("cache").startedAt()).isBefore(START);
        elapse(Duration.ofSeconds(15));
        assertThat(container("cache").startedAt()).isEqualTo(START.plusMillis(12_700));
        assertThat(container("cache").restartCount()).isZero();
    }

    @Test
    void anEndIsToldAsARealEngineTellsIt() throws Exception {
        elapse(Duration.ofMillis(3_200));
        ContainerSnapshot crashed = container("worker");
        assertThat(crashed.state()).isEqualTo(ContainerState.RESTARTING);
        assertThat(crashed.exitCode()).isEqualTo(1);
        assertThat(crashed.restartCount()).as("counted before it runs again").isEqualTo(1);
        assertThat(crashed.finishedAt()).isEqualTo(START.plusMillis(3_100));
        assertThat(crashed.oomKilled()).isFalse();
        assertThat(engine.usage(List.of(crashed.id()), Duration.ofSeconds(1)))
                .containsExactly(new ResourceUsage(crashed.id(), null, null));

        elapse(Duration.ofMillis(4_800));
        assertThat(container("worker").exitCode()).isEqualTo(137);
        assertThat(container("worker").oomKilled()).isTrue();
        elapse(Duration.ofSeconds(3));
        assertThat(container("worker").oomKilled()).as("forgotten at the start").isFalse();
        assertThat(container("worker").finishedAt()).isEqualTo(START.plusMillis(7_500));

        elapse(Duration.ofSeconds(4));
        assertThat(container("cache").finishedAt()).isEqualTo(START.plusMillis(12_700));
        assertThat(container("report").finishedAt()).isEqualTo(START.plusMillis(14_900));
        assertThat(container("db").finishedAt()).isNull();
    }

    @Test
    void eachContainerThatIsUpHasACounterOfEachKind() throws Exception {
        elapse(Duration.ofSeconds(5));
        for (ContainerSnapshot container : containers()) {
            assertThat(engine.usage(List.of(container.id()), Duration.ofSeconds(1)))
                    .singleElement()
                    .satisfies(usage -> assertThat(usage.counters()).hasNoNullFieldsOrProperties());
        }
    }

    @Test
    void theFailedHealthCheckIsRememberedAfterRecovery() throws Exception {
        elapse(Duration.ofSeconds(10));
        ContainerHealth failing = container("web").health();
        assertThat(failing.status()).isEqualTo(HealthStatus.UNHEALTHY);
        assertThat(failing.lastFailedOutput()).contains("503");

        elapse(Duration.ofSeconds(2));
        assertThat(container("web").health())
                .isEqualTo(new ContainerHealth(HealthStatus.HEALTHY, 0, failing.lastFailedOutput()));
    }

    @Test
    void changesComeOnceInOrderAndOnlyFromNowOn() throws Exception {
        elapse(Duration.ofMillis(1100));
        RecordingListener listener = new RecordingListener();
        engine.changes(null, listener);
        engine.step();
        assertThat(listener.heard).isEmpty();

        elapse(Duration.ofSeconds(6));
        engine.step();
        engine.step();
        assertThat(listener.heard)
                .containsExactly(
                        "CREATED report shop/report:0.9.1", "REMOVED api shop/api:2.7.0", "CREATED api shop/api:2.8.0");

        elapse(Duration.ofSeconds(60));
        engine.step();
        assertThat(listener.heard.subList(3, listener.heard.size()))
                .containsExactly(
                        "UPDATED db shop/db:16.3",
                        "REMOVED report shop/report:0.9.1",
                        "CREATED report shop/report:0.9.1",
                        "RESTARTED cache shop/cache:7.2");
        assertThat(listener.ends).isEmpty();
    }

    @Test
    void aChangeTellsWhenItHappenedAndNotWhenItWasDelivered() throws Exception {
        List<ContainerChange> changes = new ArrayList<>();
        engine.changes(null, new ChangeListener() {
            @Override
            public void changed(ContainerChange change) {
                changes.add(change);
            }

            @Override
            public void ended(String reason) {}
        });
        elapse(Duration.ofMillis(1400));
        engine.step();

        assertThat(changes).singleElement().satisfies(change -> {
            assertThat(change.at()).isEqualTo(START.plusMillis(1000));
            assertThat(change.containerId()).isEqualTo(container("web").id());
        });
        assertThat(container("web").createdAt()).isEqualTo(START.plusMillis(1000));
        assertThat(container("web").startedAt()).isEqualTo(START.plusMillis(1300));
    }

    @Test
    void aReplacedContainerIsGoneAndItsNameIsTaken() throws Exception {
        String old = container("api").id();
        elapse(Duration.ofSeconds(8));
        String replacement = container("api").id();

        assertThat(replacement).isNotEqualTo(old);
        assertThat(engine.inspect(List.of(old, replacement, "unheard-of")))
                .satisfiesExactly(
                        gone -> assertThat(gone).isEqualTo(new Inspection.Gone(old)),
                        there -> assertThat(there).isInstanceOf(Inspection.Answered.class),
                        never -> assertThat(never).isEqualTo(new Inspection.Gone("unheard-of")));
    }

    @Test
    void idsAndImagesLookRealAndAreTheSameInEveryRun() throws Exception {
        for (ContainerSnapshot container : containers()) {
            assertThat(container.id()).matches("[0-9a-f]{64}");
            ImageDetails image = engine.image(container.imageId());
            assertThat(image.id()).matches("sha256:[0-9a-f]{64}");
            assertThat(image.repoDigests())
                    .singleElement()
                    .asString()
                    .matches("shop/" + container.name() + "@sha256:[0-9a-f]{64}");
            assertThat(image.sizeBytes()).isPositive();
        }
        SimulatedEngine another = new SimulatedEngine(() -> 7, InstantSource.fixed(START));
        assertThat(another.list()).isEqualTo(engine.list()).isNotEmpty();
        assertThatThrownBy(() -> engine.image("sha256:none"))
                .isInstanceOf(EngineException.class)
                .hasMessage("the simulated engine has no image sha256:none");
    }

    @Test
    void aStreamClosedByItsOwnerHearsNothingMore() throws Exception {
        RecordingListener listener = new RecordingListener();
        ChangeStream stream = engine.changes(null, listener);
        stream.close();
        stream.close();
        elapse(Duration.ofSeconds(20));
        engine.step();
        engine.close();

        assertThat(listener.heard).isEmpty();
        assertThat(listener.ends).isEmpty();
    }

    @Test
    void closingTheEngineEndsItsStreamsOnceAndItsCalls() throws Exception {
        RecordingListener listener = new RecordingListener();
        engine.changes(null, listener);
        engine.close();
        engine.close();
        elapse(Duration.ofSeconds(20));
        engine.step();

        assertThat(listener.heard).isEmpty();
        assertThat(listener.ends).containsExactly("the simulated engine was closed");
        assertThatThrownBy(engine::list).isInstanceOf(EngineException.class);
        assertThatThrownBy(engine::ping).isInstanceOf(EngineException.class);
        assertThatThrownBy(() -> engine.changes(null, listener)).isInstanceOf(EngineException.class);
    }

    @Test
    void aListenerThatFailsEndsItsOwnStreamOnly() throws Exception {
        List<String> ends = new ArrayList<>();
        engine.changes(null, new ChangeListener() {
            @Override
            public void changed(ContainerChange change) {
                throw new IllegalStateException("no more");
            }

            @Override
            public void ended(String reason) {
                ends.add(reason);
                throw new IllegalStateException("again");
            }
        });
        RecordingListener other = new RecordingListener();
        engine.changes(null, other);
        elapse(Duration.ofSeconds(2));
        engine.step();
        engine.step();

        assertThat(ends).containsExactly("its listener failed: java.lang.IllegalStateException: no more");
        assertThat(other.heard).containsExactly("CREATED web shop/web:1.4.2", "CREATED report shop/report:0.9.1");
    }

    @Test
    void aStartedEngineDeliversByItself() throws Exception {
        RecordingListener listener = new RecordingListener();
        AtomicLong reading = new AtomicLong();
        Ticker fast = () -> reading.addAndGet(100_000_000);
        try (SimulatedEngine started = SimulatedEngine.start(fast, InstantSource.fixed(START), START)) {
            started.changes(null, listener);
            assertThat(listener.firstChange.await(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(listener.ends).hasSize(1);
    }

    private void elapse(Duration time) {
        nanos += time.toNanos();
    }

    private List<ContainerSnapshot> containers() throws EngineException, InterruptedException {
        List<String> ids = engine.list().stream().map(ContainerSummary::id).toList();
        return engine.inspect(ids).stream()
                .map(Inspection.Answered.class::cast)
                .map(Inspection.Answered::snapshot)
                .toList();
    }

    private ContainerSnapshot container(String name) throws EngineException, InterruptedException {
        Optional<ContainerSnapshot> found = containers().stream()
                .filter(container -> container.name().equals(name))
                .findFirst();
        assertThat(found.map(ContainerSnapshot::state)).isNotEqualTo(Optional.of(ContainerState.UNKNOWN));
        return found.orElseThrow();
    }
}
