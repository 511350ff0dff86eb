package io.dispenser.telemetry.adapter.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.dispenser.telemetry.core.container.SampleContents;
import io.dispenser.telemetry.core.container.ServiceCatalog;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.event.TriggerType;
import io.dispenser.telemetry.core.status.StatusSampler;
import io.dispenser.telemetry.core.time.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of a real Podman's containers: rows of both tables. */
@Timeout(120)
class PodmanTest {

    @Test
    void deploymentsAreFollowedAndWhatHappenedMeanwhileIsFound() throws Exception {
        try (PodmanEngine podman = PodmanEngine.start();
                ObservedDeployments observed = new ObservedDeployments(podman.settings())) {
            run(podman, "old", DockerCli.IMAGE_1);
            observed.start();
            String recreated = recreateWeb(podman, observed);
            observed.kill();
            podman.docker.docker("run", "--rm", "--network", "none", "--name", "job", DockerCli.IMAGE_1, "true");
            String api = run(podman, "api", DockerCli.IMAGE_1);
            podman.docker.docker("restart", "-t", "0", recreated);
            observed.start();
            observed.await(() -> observed.rows().size() == 5, "the rows of job, api and web's restart");
            assertThat(observed.rows().stream().sorted(Comparator.comparing(DeploymentEvent::timestamp)))
                    .extracting(DeploymentEvent::service, DeploymentEvent::trigger)
                    .containsExactly(
                            tuple("web", TriggerType.STARTUP),
                            tuple("web", TriggerType.IMAGE_UPDATE),
                            tuple("job", TriggerType.STARTUP),
                            tuple("api", TriggerType.STARTUP),
                            tuple("web", TriggerType.MANUAL_RELOAD));
            assertThat(observed.rows()).extracting(DeploymentEvent::containerId).contains(api);
            assertThat(observed.count("missed")).isZero();
            assertThat(observed.count("limited"))
                    .as("told: %s", observed.told())
                    .isZero();
        }
    }

    @Test
    void withoutItsEventsContainersAreLookedFor() throws Exception {
        try (PodmanEngine podman = PodmanEngine.startWithoutEvents();
                ObservedDeployments observed = new ObservedDeployments(podman.settings())) {
            observed.start();
            recreateWeb(podman, observed);
            assertThat(observed.rows())
                    .extracting(DeploymentEvent::trigger)
                    .containsExactly(TriggerType.STARTUP, TriggerType.IMAGE_UPDATE);
            assertThat(observed.told())
                    .anyMatch(text -> text.startsWith("connected Podman "))
                    .anyMatch(text -> text.startsWith("limited: ") && text.contains("logs no events"));
        }
    }

    @Test
    void aLoopTakesOneCoreOnAHostThatDoesLittleElse() throws Exception {
        try (PodmanEngine podman = PodmanEngine.start();
                DockerContainerEngine engine = DockerContainerEngine.connect(podman.settings())) {
            podman.docker.run(
                    "--name",
                    "busy",
                    "--network",
                    "none",
                    "--memory",
                    "64m",
                    DockerCli.IMAGE_1,
                    "sh",
                    "-c",
                    "while :; do :; done");
            run(podman, "idle", DockerCli.IMAGE_1);
            StatusSampler sampler = new StatusSampler(
                    engine, ServiceCatalog.everyContainer(), () -> "host", SampleContents.ALL, Ticker.system());
            sampler.sample(Instant.now(), Duration.ofSeconds(10));
            TimeUnit.SECONDS.sleep(1);
            var rows = sampler.sample(Instant.now(), Duration.ofSeconds(10));
            // Whatever else the machine does: a loop takes no more than its core, and a sleeper next to nothing.
            assertThat(cpuPercent(rows, "busy")).isBetween(5.0, 105.0);
            assertThat(cpuPercent(rows, "idle")).isBetween(0.0, 5.0);
            assertThat(rows)
                    .extracting(
                            ContainerStatusEvent::service, row -> row.usage().memoryLimitBytes())
                    .containsExactlyInAnyOrder(tuple("busy", 64L << 20), tuple("idle", null));
            assertThat(rows)
                    .allSatisfy(row -> assertThat(row.usage().memoryBytes()).isBetween(1L, 64L << 20));
        }
    }

    /** A container and the one that takes its place with another image, both with their rows. */
    private static String recreateWeb(PodmanEngine podman, ObservedDeployments observed) throws Exception {
        String web = run(podman, "web", DockerCli.IMAGE_1);
        observed.awaitRow(row -> row.containerId().equals(web), "the row of web");
        podman.docker.docker("rm", "-f", web);
        String recreated = run(podman, "web", DockerCli.IMAGE_2);
        observed.awaitRow(row -> row.containerId().equals(recreated), "the row of the other web");
        return recreated;
    }

    private static @Nullable Double cpuPercent(Iterable<ContainerStatusEvent> rows, String service) {
        for (ContainerStatusEvent row : rows) {
            if (row.service().equals(service)) {
                return row.usage().cpuPercent();
            }
        }
        throw new AssertionError("no row of " + service);
    }

    private static String run(PodmanEngine podman, String name, String image) throws Exception {
        return podman.docker.run("--name", name, "--network", "none", image, "sleep", "600");
    }
}
