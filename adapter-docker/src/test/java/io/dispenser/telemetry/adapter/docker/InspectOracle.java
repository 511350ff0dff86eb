package io.dispenser.telemetry.adapter.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispenser.telemetry.core.container.ContainerSnapshot;
import io.dispenser.telemetry.core.container.Inspection;
import io.dispenser.telemetry.core.port.ContainerEngine;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Holds what the adapter tells of a container against what the command line prints. */
final class InspectOracle {

    private final DockerCli docker;
    private final ContainerEngine engine;

    InspectOracle(DockerCli docker, ContainerEngine engine) {
        this.docker = docker;
        this.engine = engine;
    }

    /** The snapshot of a container, after a comparison of each of its fields with the command line's answer. */
    ContainerSnapshot compared(String id) throws Exception {
        ContainerSnapshot snapshot = snapshot(id);
        JsonNode said = docker.inspect(id);
        assertThat(snapshot.id()).isEqualTo(said.at("/Id").asText());
        assertThat("/" + snapshot.name()).isEqualTo(said.at("/Name").asText());
        assertThat(snapshot.image()).isEqualTo(said.at("/Config/Image").asText());
        assertThat(snapshot.imageId()).isEqualTo(said.at("/Image").asText());
        assertThat(snapshot.createdAt())
                .isEqualTo(Instant.parse(said.at("/Created").asText()));
        assertThat(snapshot.state().columnValue())
                .isEqualTo(said.at("/State/Status").asText());
        String started = said.at("/State/StartedAt").asText();
        assertThat(snapshot.startedAt()).isEqualTo(started.startsWith("0001") ? null : Instant.parse(started));
        assertThat(snapshot.exitCode()).isEqualTo(said.at("/State/ExitCode").asInt());
        assertThat(snapshot.restartCount()).isEqualTo(said.at("/RestartCount").asInt());
        assertThat(snapshot.health().status().columnValue())
                .isEqualTo(said.at("/State/Health/Status").asText("none"));
        assertThat(snapshot.health().failingStreak())
                .isEqualTo(said.at("/State/Health/FailingStreak").asInt(0));
        assertThat(snapshot.restartPolicy().columnValue())
                .isEqualTo(said.at("/HostConfig/RestartPolicy/Name").asText());
        assertThat(snapshot.memoryLimitBytes())
                .isEqualTo(said.at("/HostConfig/Memory").asLong());
        assertThat(snapshot.mounts()).isEqualTo(said.at("/Mounts").size());
        assertThat(snapshot.networks())
                .isEqualTo(said.at("/NetworkSettings/Networks").size()
                        - (said.at("/NetworkSettings/Networks").has("none") ? 1 : 0));
        assertThat(snapshot.labels()).hasSize(said.at("/Config/Labels").size());
        said.at("/Config/Labels")
                .properties()
                .forEach(label -> assertThat(snapshot.labels())
                        .containsEntry(label.getKey(), label.getValue().asText()));
        assertThat(engine.list()).contains(snapshot.summary());
        return snapshot;
    }

    ContainerSnapshot snapshot(String id) throws Exception {
        Inspection inspection = engine.inspect(List.of(id)).get(0);
        assertThat(inspection).isInstanceOf(Inspection.Answered.class);
        return ((Inspection.Answered) inspection).snapshot();
    }

    ContainerSnapshot until(String id, Predicate<ContainerSnapshot> reached) throws Exception {
        long begin = System.nanoTime();
        ContainerSnapshot snapshot = snapshot(id);
        while (!reached.test(snapshot)) {
            assertThat(System.nanoTime() - begin).as("still %s", snapshot).isLessThan(WorstEngine.LONG.toNanos());
            TimeUnit.MILLISECONDS.sleep(50);
            snapshot = snapshot(id);
        }
        return snapshot;
    }
}
