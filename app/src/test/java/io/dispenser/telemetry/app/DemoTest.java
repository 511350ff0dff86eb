package io.dispenser.telemetry.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {

    @TempDir
    private Path folder;

    @Test
    void theDemoShowsRowsOfBothTablesAndWhereTheyLie() throws Exception {
        // Beyond the story's end.
        try (AgentProcess demo = AgentProcess.start(
                folder, Map.of(), "demo", "--simulated", "--seconds", "16", "--directory", "tables")) {
            assertThat(demo.await()).as(demo.log()).isZero();
            assertThat(demo.log()).isEmpty();
            assertThat(demo.output())
                    .contains("Engine: simulated, as you asked")
                    .containsPattern("timestamp +service +action +trigger_type +image")
                    .containsPattern("timestamp +service +state ")
                    .contains("startup")
                    .contains("image_update")
                    .contains("running")
                    .contains("tables/deployments")
                    .contains("tables/status")
                    .contains("A simulated week was written before it: 10080 status rows, 10 deployments")
                    .contains("tables/report.html");
        }
        assertThat(Files.readString(folder.resolve("tables/report.html")))
                .contains("shop/api:2.7.1 broke api on shop-1", "was killed for want of memory");
        assertThat(Files.exists(folder.resolve("tables/status/_delta_log/00000000000000000001.json")))
                .isTrue();
        // As DayOnRealEnginesTest has it for the same acts.
        assertThat(AgentProcess.outputOf(
                                folder,
                                "show",
                                "deployments",
                                "--directory=tables",
                                "--format=csv",
                                "--columns=service,action,trigger_type,image,previous_image")
                        .lines()
                        .skip(1)
                        .filter(row -> !row.contains(",cron,")))
                .containsExactlyInAnyOrder(
                        "api,recreated,image_update,shop/api:2.7.1,shop/api:2.7.0",
                        "api,recreated,image_update,shop/api:2.7.0,shop/api:2.7.1",
                        "cache,restarted,manual_reload,shop/cache:7.2,",
                        "report,recreated,manual_reload,shop/report:0.9.1,shop/report:0.9.1",
                        "db,updated,manual_reload,shop/db:16.3,",
                        "api,recreated,image_update,shop/api:2.8.0,shop/api:2.7.0",
                        "report,created,startup,shop/report:0.9.1,",
                        "web,created,startup,shop/web:1.4.2,",
                        "worker,recreated,manual_reload,shop/worker:2.7.0,shop/worker:2.7.0",
                        "db,created,startup,shop/db:16.3,",
                        "cache,created,startup,shop/cache:7.2,");
    }

    @Test
    void withoutAnEngineItSaysSoAndSimulatesOne() throws Exception {
        String nowhere = "unix://" + folder.resolve("none.sock");
        try (AgentProcess demo = AgentProcess.start(
                folder, Map.of("DOCKER_HOST", nowhere), "demo", "--seconds", "1", "--directory", "tables")) {
            assertThat(demo.await()).as(demo.log()).isZero();
            assertThat(demo.output())
                    .contains("Engine: simulated, since none answers")
                    .contains("none.sock");
        }
    }

    @Test
    void onARealEngineHistoryBeginsNow() throws Exception {
        Required.docker();
        try (TestContainers containers = new TestContainers()) {
            containers.run("web", TestContainers.IMAGE_1, "sleep", "600");
            try (AgentProcess demo =
                    AgentProcess.start(folder, Map.of(), "demo", "--seconds", "3", "--directory", "tables")) {
                assertThat(demo.await()).as(demo.log()).isZero();
                assertThat(demo.output())
                        .containsPattern("Engine: Docker Engine at .* its history begins now")
                        .doesNotContain("simulated week")
                        .contains(containers.name("web"), "tables/report.html");
            }
        }
        assertThat(Files.readString(folder.resolve("tables/report.html"))).contains(TestContainers.IMAGE_1);
    }
}
