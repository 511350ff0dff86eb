package io.dispenser.telemetry.adapter.docker;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispenser.telemetry.core.container.ContainerChange;
import io.dispenser.telemetry.core.container.ContainerChange.Kind;
import io.dispenser.telemetry.core.container.ContainerHealth;
import io.dispenser.telemetry.core.container.ContainerSnapshot;
import io.dispenser.telemetry.core.container.ImageDetails;
import io.dispenser.telemetry.core.container.Inspection;
import io.dispenser.telemetry.core.container.ResourceUsage;
import io.dispenser.telemetry.core.container.ResourceUsage.CpuTime;
import io.dispenser.telemetry.core.event.ContainerState;
import io.dispenser.telemetry.core.event.HealthStatus;
import io.dispenser.telemetry.core.event.RestartPolicy;
import io.dispenser.telemetry.core.port.ContainerEngine;
import io.dispenser.telemetry.testkit.RecordingChangeListener;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the adapter tells of real containers, field by field against what {@code docker inspect} prints. */
class RealEngineTest {

    private DockerCli docker;
    private DockerContainerEngine engine;
    private InspectOracle oracle;

    @BeforeEach
    void begin() throws Exception {
        docker = DockerCli.require();
        engine = DockerContainerEngine.fromEnvironment(
                Map.of("DOCKER_HOST", "unix://" + DockerCli.SOCKET), Path.of("/"));
        oracle = new InspectOracle(docker, engine);
    }

    @AfterEach
    void end() throws Exception {
        if (engine != null) {
            engine.close();
            docker.removeAll();
        }
    }

    @Test
    void pingTellsTheEnginesVersion() throws Exception {
        String version = docker.docker("version", "--format", "{{.Server.Version}}");
        String api = docker.docker("version", "--format", "{{.Server.APIVersion}}");
        assertThat(engine.ping()).isEqualTo(version.replaceAll("[^0-9.].*", "") + ", API " + api);
    }

    @Test
    void containerWithEverything() throws Exception {
        String id = docker.run(
                "--name",
                DockerCli.name(),
                "--label",
                "com.docker.compose.service=web",
                "--label",
                "empty=",
                "--restart",
                "unless-stopped",
                "--memory",
                "64m",
                "--cpus",
                "0.5",
                "-p",
                "127.0.0.1::80",
                "-p",
                "127.0.0.1::80",
                "-p",
                "127.0.0.1::53/udp",
                "-v",
                "/data",
                "--tmpfs",
                "/scratch",
                "-v",
                "/tmp:/host:ro",
                DockerCli.IMAGE_1,
                "sleep",
                "600");
        ContainerSnapshot snapshot = oracle.compared(id);
        assertThat(snapshot.state()).isEqualTo(ContainerState.RUNNING);
        assertThat(snapshot.labels())
                .containsEntry("com.docker.compose.service", "web")
                .containsEntry("empty", "");
        assertThat(snapshot.image()).isEqualTo(DockerCli.IMAGE_1);
        assertThat(snapshot.restartPolicy()).isEqualTo(RestartPolicy.UNLESS_STOPPED);
        assertThat(snapshot.memoryLimitBytes()).isEqualTo(64L << 20);
        assertThat(snapshot.nanoCpus()).isEqualTo(500_000_000L);
        assertThat(snapshot.publishedPorts()).isEqualTo(3);
        assertThat(snapshot.mounts()).isEqualTo(2);
        assertThat(snapshot.networks()).isEqualTo(1);
        assertThat(snapshot.health()).isEqualTo(ContainerHealth.NONE);
    }

    @Test
    void containerWithNothing() throws Exception {
        String id = docker.create("--name", DockerCli.name(), "--network", "none", DockerCli.IMAGE_1);
        ContainerSnapshot snapshot = oracle.compared(id);
        assertThat(snapshot.state()).isEqualTo(ContainerState.CREATED);
        assertThat(snapshot.startedAt()).isNull();
        assertThat(snapshot.restartPolicy()).isEqualTo(RestartPolicy.NO);
        assertThat(snapshot.memoryLimitBytes()).isZero();
        assertThat(snapshot.nanoCpus()).isZero();
        assertThat(snapshot.publishedPorts()).isZero();
        assertThat(snapshot.mounts()).isZero();
    }

    @Test
    void cpuLimitByQuotaAndPublishAll() throws Exception {
        String id = docker.create(
                "--name",
                DockerCli.name(),
                "--cpu-quota",
                "150000",
                "--cpu-period",
                "50000",
                "--restart",
                "on-failure:3",
                "-P",
                "--expose",
                "8080",
                "--expose",
                "8081",
                "-p",
                "127.0.0.1::8080",
                DockerCli.IMAGE_1);
        ContainerSnapshot snapshot = oracle.compared(id);
        assertThat(snapshot.nanoCpus()).isEqualTo(3_000_000_000L);
        assertThat(snapshot.restartPolicy()).isEqualTo(RestartPolicy.ON_FAILURE);
        assertThat(snapshot.publishedPorts()).isEqualTo(2);
    }

    @Test
    void usageIsWhatTheControlGroupCounts() throws Exception {
        String id = docker.run("--name", DockerCli.name(), DockerCli.IMAGE_1, "sh", "-c", "while :; do :; done");
        CpuTime first = requireNonNull(usage(id).cpu());
        docker.docker("exec", id, "sleep", "0.5");
        ResourceUsage usage = usage(id);
        CpuTime second = requireNonNull(usage.cpu());
        docker.docker("kill", id);
        // A loop takes what it can get of one core, and never more.
        double used = second.usedNanos() - first.usedNanos();
        double passed = second.systemNanos() - first.systemNanos();
        assertThat(used / passed * second.cores()).isBetween(0.05, 1.5);
        assertThat(second.cores()).isEqualTo(Integer.parseInt(docker.docker("info", "--format", "{{.NCPU}}")));
        assertThat(usage.memoryBytes()).isBetween(1L, 64L << 20);
        assertThat(engine.usage(List.of(id), ContainerEngine.PATIENCE))
                .containsExactly(new ResourceUsage(id, null, null));
    }

    private ResourceUsage usage(String id) throws Exception {
        return engine.usage(List.of(id), ContainerEngine.PATIENCE).get(0);
    }

    @Test
    void containerThatExitsWithACode() throws Exception {
        String id = docker.run("--name", DockerCli.name(), DockerCli.IMAGE_1, "sh", "-c", DockerCli.UNTIL_CODE);
        docker.exit(id, 3);
        ContainerSnapshot snapshot = oracle.compared(id);
        assertThat(snapshot.state()).isEqualTo(ContainerState.EXITED);
        assertThat(snapshot.exitCode()).isEqualTo(3);
    }

    @Test
    void restartsByPolicyAreCountedAndAreNoChanges() throws Exception {
        RecordingChangeListener heard = new RecordingChangeListener();
        engine.changes(null, heard);
        String id = docker.run("--name", DockerCli.name(), "--restart", "on-failure:2", DockerCli.IMAGE_1, "false");
        ContainerSnapshot snapshot =
                oracle.until(id, s -> s.state().equals(ContainerState.EXITED) && s.restartCount() == 2);
        oracle.compared(id);
        assertThat(snapshot.exitCode()).isEqualTo(1);
        docker.docker("rm", "-f", id);
        heard.await(id, Kind.REMOVED);
        assertThat(heard.kindsOf(id)).containsExactly(Kind.CREATED, Kind.REMOVED);
    }

    @Test
    void healthChecksPassAndFail() throws Exception {
        String id = docker.run(
                "--name",
                DockerCli.name(),
                "--health-cmd",
                "if [ -e /sick ]; then echo feeling sick; exit 1; fi; echo fine",
                "--health-interval",
                "200ms",
                "--health-retries",
                "2",
                DockerCli.IMAGE_1,
                "sleep",
                "600");
        ContainerSnapshot healthy = oracle.until(id, s -> s.health().status() == HealthStatus.HEALTHY);
        assertThat(healthy.health()).isEqualTo(new ContainerHealth(HealthStatus.HEALTHY, 0, null));

        docker.docker("exec", id, "touch", "/sick");
        ContainerSnapshot unhealthy = oracle.until(id, s -> s.health().status() == HealthStatus.UNHEALTHY);
        assertThat(unhealthy.health().failingStreak()).isGreaterThanOrEqualTo(2);
        assertThat(unhealthy.health().lastFailedOutput()).isEqualTo("feeling sick\n");

        docker.docker("exec", id, "rm", "/sick");
        ContainerSnapshot better = oracle.until(id, s -> s.health().status() == HealthStatus.HEALTHY);
        assertThat(better.health().failingStreak()).isZero();
        assertThat(better.health().lastFailedOutput())
                .as("the last that failed")
                .isEqualTo("feeling sick\n");
        // A stopped container is no longer checked, so that both readings are of the same log.
        docker.docker("kill", id);
        oracle.compared(id);
    }

    @Test
    void updatedAndRestartedContainer() throws Exception {
        RecordingChangeListener heard = new RecordingChangeListener();
        engine.changes(null, heard);
        String name = DockerCli.name();
        String id = docker.run("--name", name, "--memory", "64m", DockerCli.IMAGE_1, "sleep", "600");
        ContainerSnapshot before = oracle.compared(id);
        docker.docker("update", "--memory", "96m", "--memory-swap", "192m", "--restart", "always", id);
        ContainerSnapshot updated = oracle.compared(id);
        assertThat(updated.memoryLimitBytes()).isEqualTo(96L << 20);
        assertThat(updated.restartPolicy()).isEqualTo(RestartPolicy.ALWAYS);
        docker.docker("restart", "-t", "0", id);
        ContainerSnapshot restarted = oracle.compared(id);
        assertThat(restarted.startedAt()).isAfter(before.startedAt());
        assertThat(restarted.restartCount()).isZero();

        heard.await(id, Kind.RESTARTED);
        assertThat(heard.kindsOf(id)).containsExactly(Kind.CREATED, Kind.UPDATED, Kind.RESTARTED);
        Instant last = heard.of(id).get(2).at();
        String events = docker.docker(
                "events",
                "--since",
                "10m",
                "--until",
                last.getEpochSecond() + ".999999999",
                "--filter",
                "container=" + id,
                "--format",
                "{{.Action}} {{.TimeNano}}");
        assertThat(heard.of(id))
                .allSatisfy(
                        change -> assertThat(events.lines()).contains(word(change.kind()) + " " + nanos(change.at())));
    }

    @Test
    void recreationWithAnotherImage() throws Exception {
        RecordingChangeListener heard = new RecordingChangeListener();
        engine.changes(null, heard);
        String name = DockerCli.name();
        String old = docker.run("--name", name, DockerCli.IMAGE_1, "sleep", "600");
        ContainerSnapshot before = oracle.compared(old);
        docker.docker("rm", "-f", old);
        String recreated = docker.run("--name", name, DockerCli.IMAGE_2, "sleep", "600");
        ContainerSnapshot after = oracle.compared(recreated);

        assertThat(engine.inspect(List.of(old))).containsExactly(new Inspection.Gone(old));
        assertThat(after.name()).isEqualTo(before.name()).isEqualTo(name);
        assertThat(after.imageId()).isNotEqualTo(before.imageId());
        heard.await(recreated, Kind.CREATED);
        assertThat(heard.kindsOf(old)).containsExactly(Kind.CREATED, Kind.REMOVED);
        assertThat(heard.of(recreated))
                .singleElement()
                .satisfies(change -> assertThat(change.attributes())
                        .containsEntry("name", name)
                        .containsEntry("image", DockerCli.IMAGE_2));

        ImageDetails image = engine.image(after.imageId());
        JsonNode expected = docker.inspect(DockerCli.IMAGE_2);
        assertThat(image.id()).isEqualTo(expected.path("Id").asText());
        assertThat(image.repoDigests()).isEmpty();
        assertThat(image.sizeBytes()).isEqualTo(expected.path("Size").asLong());
        assertThat(image.taggedAt())
                .isEqualTo(Instant.parse(
                        expected.path("Metadata").path("LastTagTime").asText()));
    }

    @Test
    void settingsAreThoseThatSomebodyMade() throws Exception {
        String name = DockerCli.name();
        String first = docker.create("--name", name, "-e", "A=1", "--memory", "64m", DockerCli.IMAGE_1, "sleep", "9");
        docker.docker("rm", first);
        String same = docker.create("--name", name, "-e", "A=1", "--memory", "64m", DockerCli.IMAGE_1, "sleep", "9");
        String other = docker.create("-e", "A=2", "--memory", "64m", "-v", "/tmp:/x", DockerCli.IMAGE_2, "sleep", "9");
        Map<String, String> settings = oracle.compared(same).settings();
        Map<String, String> image =
                engine.image(oracle.compared(same).imageId()).settings();
        assertThat(settings).containsKeys("env A", "host Memory", "Cmd").containsAllEntriesOf(Map.of());
        assertThat(image).containsKey("env PATH").doesNotContainKey("env A");
        assertThat(settings).containsEntry("env PATH", image.get("env PATH"));
        Map<String, String> changed = oracle.compared(other).settings();
        assertThat(changed.get("env A")).isNotEqualTo(settings.get("env A"));
        assertThat(changed).containsKey("host Binds").containsEntry("host Memory", settings.get("host Memory"));
        assertThat(settings.toString()).as("values may be secret").doesNotContain("A=1");
        assertThat(engine.image(DockerCli.IMAGE_1).id())
                .isEqualTo(oracle.compared(same).imageId());
        assertThat(engine.image(DockerCli.IMAGE_1).taggedAt()).isNotNull().isBefore(Instant.now());
    }

    private static String word(ContainerChange.Kind kind) {
        return switch (kind) {
            case CREATED -> "create";
            case UPDATED -> "update";
            case RESTARTED -> "restart";
            case RENAMED -> "rename";
            case STARTED -> "start";
            case ENDED -> "die";
            case OUT_OF_MEMORY -> "oom";
            case STOPPED -> "stop";
            case REMOVED -> "destroy";
        };
    }

    private static long nanos(Instant at) {
        return at.getEpochSecond() * 1_000_000_000L + at.getNano();
    }
}
