package io.dispenser.telemetry.app;

import static io.dispenser.telemetry.app.FirstHostsDay.sleeping;
import static io.dispenser.telemetry.app.TestContainers.IMAGE_1;
import static io.dispenser.telemetry.app.TestContainers.IMAGE_2;

import java.io.IOException;

/** The day of a host without files of services: a Compose project's container, and one that ends. */
final class SecondHostsDay {

    /** The states that must have been compared, some more often. */
    static final String[] SEEN = {"web running", "web exited", "job exited"};

    private final TestContainers containers;
    private final DeploymentOracle deployments;
    private final StatusOracle status;

    SecondHostsDay(TestContainers containers, DeploymentOracle deployments, StatusOracle status) {
        this.containers = containers;
        this.deployments = deployments;
        this.status = status;
    }

    void pass() throws IOException, InterruptedException {
        creates("shop-web-1", "created", "startup", web(IMAGE_1));
        creates("job", "created", "startup", "--network=none", IMAGE_1, "sh", "-c", "exit 3");
        containers.await("job", c -> c.at("/State/Status").asText().equals("exited"));
        status.watch("web", "job");
        containers.remove("shop-web-1");
        creates("shop-web-1", "recreated", "image_update", web(IMAGE_2));
        in("shop-web-1", "restarted", "restart", "--time=0");
        containers.engine("stop", "--time=0", containers.name("shop-web-1"));
        containers.await("shop-web-1", c -> c.at("/State/Status").asText().equals("exited"));
        status.watch("web", "job");
        in("shop-web-1", "started", "start");
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

    private void creates(String container, String action, String trigger, String... optionsImageCommand)
            throws IOException, InterruptedException {
        deployments.expect(container, action, trigger, () -> containers.run(container, optionsImageCommand));
    }

    private void in(String container, String action, String... command) throws IOException, InterruptedException {
        String[] whole = java.util.Arrays.copyOf(command, command.length + 1);
        whole[command.length] = containers.name(container);
        deployments.expect(container, action, "manual_reload", () -> containers.engine(whole));
    }
}
