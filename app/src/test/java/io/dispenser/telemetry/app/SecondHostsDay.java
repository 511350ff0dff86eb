package io.dispenser.telemetry.app;

import static io.dispenser.telemetry.app.ScriptedActs.sleeping;
import static io.dispenser.telemetry.app.TestContainers.IMAGE_1;
import static io.dispenser.telemetry.app.TestContainers.IMAGE_2;

import java.io.IOException;

/** The day of a host without files of services: a Compose project's container, and one that ends. */
final class SecondHostsDay {

    /** The states that must have been compared, some more often. */
    static final String[] SEEN = {"web running", "web exited", "job exited"};

    private final TestContainers containers;
    private final ScriptedActs acts;
    private final StatusOracle status;

    SecondHostsDay(TestContainers containers, DeploymentOracle deployments, StatusOracle status) {
        this.containers = containers;
        this.acts = new ScriptedActs(containers, deployments);
        this.status = status;
    }

    void pass() throws IOException, InterruptedException {
        acts.creates("shop-web-1", "created", "startup", web(IMAGE_1));
        acts.creates("job", "created", "startup", "--network=none", IMAGE_1, "sh", "-c", "exit 3");
        containers.await("job", c -> c.at("/State/Status").asText().equals("exited"));
        status.watch("web", "job");
        containers.remove("shop-web-1");
        acts.creates("shop-web-1", "recreated", "image_update", web(IMAGE_2));
        acts.in("shop-web-1", "restarted", "restart", "--time=0");
        containers.engine("stop", "--time=0", containers.name("shop-web-1"));
        containers.await("shop-web-1", c -> c.at("/State/Status").asText().equals("exited"));
        status.watch("web", "job");
        acts.in("shop-web-1", "started", "start");
        status.watch("web");
    }

    private String[] web(String image) {
        return sleeping(
                "--label=com.docker.compose.project=shop",
                "--label=com.docker.compose.service=" + containers.name("web"),
                "--label=com.docker.compose.container-number=1",
                "--network=none",
                "--memory=64m",
                "--cpus=0.5",
                "--volume=/data",
                image);
    }
}
