package io.dispenser.telemetry.adapter.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.event.TriggerType;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real engine can do to those who follow it: restart, freeze, forget. */
@Timeout(300)
class EngineTroubleTest {

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRestartOfTheEngineInventsNothingAndLosesNothing(boolean liveRestore) throws Exception {
        try (PrivateEngine engine = PrivateEngine.start(liveRestore);
                ObservedDeployments observed = new ObservedDeployments(engine.settings())) {
            engine.run("old", DockerCli.IMAGE_1, "--restart=always", "sleep", "600");
            observed.start();
            String web = engine.run("web", DockerCli.IMAGE_1, "--restart=always", "sleep", "600");
            observed.awaitRow(row -> row.containerId().equals(web), "the row of web");
            engine.stop();
            observed.await(() -> observed.count("unavailable") > 0, "that the engine is missed");
            engine.start();
            observed.await(() -> observed.count("connected") == 2, "that the engine is followed again");
            String api = engine.run("api", DockerCli.IMAGE_1, "sleep", "600");
            observed.awaitRow(row -> row.containerId().equals(api), "the row of api");
            // Its memory began anew: that nothing was missed, nobody can know.
            assertThat(observed.count("missed")).isEqualTo(1);

            observed.kill();
            engine.stop();
            engine.start();
            String db = engine.run("db", DockerCli.IMAGE_1, "sleep", "600");
            observed.start();
            observed.awaitRow(row -> row.containerId().equals(db), "the row of db");
            engine.docker("rm", "-f", web);
            String recreated = engine.run("web", DockerCli.IMAGE_2, "--restart=always", "sleep", "600");
            observed.awaitRow(row -> row.containerId().equals(recreated), "the row of the other web");
            assertThat(observed.rows())
                    .extracting(DeploymentEvent::service, DeploymentEvent::trigger)
                    .containsExactly(
                            tuple("web", TriggerType.STARTUP),
                            tuple("api", TriggerType.STARTUP),
                            tuple("db", TriggerType.STARTUP),
                            tuple("web", TriggerType.IMAGE_UPDATE));
        }
    }

    @Test
    void anEngineThatIsFrozenIsMissedAndThenFollowedOn() throws Exception {
        try (PrivateEngine engine = PrivateEngine.start(false);
                ObservedDeployments observed = new ObservedDeployments(engine.settings())) {
            observed.start();
            String web = engine.run("web", DockerCli.IMAGE_1, "sleep", "600");
            observed.awaitRow(row -> row.containerId().equals(web), "the row of web");
            engine.freeze(true);
            observed.await(() -> observed.count("unavailable") > 0, "that the engine is missed");
            engine.freeze(false);
            engine.docker("restart", "-t", "0", web);
            String job = engine.run("job", DockerCli.IMAGE_1, "--rm", "true");
            observed.awaitRow(row -> row.containerId().equals(job), "the row of job");
            // A change whose container does not answer in time is asked again later, so only the rows' own time is an
            // order.
            assertThat(observed.rows().stream().sorted(Comparator.comparing(DeploymentEvent::timestamp)))
                    .extracting(DeploymentEvent::service)
                    .containsExactly("web", "web", "job");
            assertThat(observed.count("missed")).isZero();
        }
    }

    @Test
    void whatTheEnginesMemoryDoesNotHoldIsFoundWhereItCanBeAndTold() throws Exception {
        try (PrivateEngine engine = PrivateEngine.start(false);
                ObservedDeployments observed = new ObservedDeployments(engine.settings())) {
            String web = engine.run("web", DockerCli.IMAGE_1, "sleep", "600");
            String flood = engine.run("flood", DockerCli.IMAGE_1, "sleep", "600");
            observed.start();
            observed.kill();
            String api = engine.run("api", DockerCli.IMAGE_1, "sleep", "600");
            engine.docker("update", "--memory", "64m", "--memory-swap", "128m", web);
            engine.flood(flood);
            observed.start();
            observed.awaitRow(row -> row.containerId().equals(api), "the row of api");
            observed.awaitRow(row -> row.containerId().equals(web), "the row of web's update");
            assertThat(observed.rows()).extracting(DeploymentEvent::containerId).isEqualTo(List.of(api, web));
            assertThat(observed.rows().get(1).trigger()).isEqualTo(TriggerType.MANUAL_RELOAD);
            assertThat(observed.rows().get(1).memoryLimit()).isEqualTo("64m");
            assertThat(observed.count("missed")).isEqualTo(1);
        }
    }

    @Test
    void everythingCreatedAnewAfterAWhileIsAStart() throws Exception {
        try (PrivateEngine engine = PrivateEngine.start(false);
                ObservedDeployments observed = new ObservedDeployments(engine.settings())) {
            List<String> services = List.of("web", "api", "db");
            for (String service : services) {
                engine.run(service, DockerCli.IMAGE_1, "sleep", "600");
            }
            observed.start();
            engine.docker("rm", "-f", "web", "api", "db");
            Thread.sleep(6_000); // longer than one that replaces a container is without
            for (String service : services) {
                engine.run(service, DockerCli.IMAGE_1, "sleep", "600");
            }
            observed.await(() -> observed.rows().size() == 3, "three rows");
            assertThat(observed.rows()).extracting(DeploymentEvent::trigger).containsOnly(TriggerType.STARTUP);
            engine.docker("rm", "-f", "web");
            engine.run("web", DockerCli.IMAGE_2, "sleep", "600");
            observed.await(() -> observed.rows().size() == 4, "the fourth row");
            assertThat(observed.rows().get(3).trigger()).isEqualTo(TriggerType.IMAGE_UPDATE);
        }
    }
}
