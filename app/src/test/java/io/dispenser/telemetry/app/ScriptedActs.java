package io.dispenser.telemetry.app;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What is done to the containers of a host, each act with the row that has to come of it taken down. */
final class ScriptedActs {

    private final TestContainers containers;
    private final DeploymentOracle deployments;

    ScriptedActs(TestContainers containers, DeploymentOracle deployments) {
        this.containers = containers;
        this.deployments = deployments;
    }

    void creates(String container, String action, String trigger, String... optionsImageCommand)
            throws IOException, InterruptedException {
        deployments.expect(container, action, trigger, () -> containers.run(container, optionsImageCommand));
    }

    /** The container is removed, and another one created, which takes its place. */
    void replace(String container, String trigger, String... optionsImageCommand)
            throws IOException, InterruptedException {
        containers.remove(container);
        creates(container, "recreated", trigger, optionsImageCommand);
    }

    /** A command that changes a container in its place. */
    void in(String container, String action, String... command) throws IOException, InterruptedException {
        String[] whole = with(command, containers.name(container));
        deployments.expect(container, action, "manual_reload", () -> containers.engine(whole));
    }

    static String[] sleeping(String... head) {
        return with(head, "sleep", "600");
    }

    static String[] with(String[] head, String... tail) {
        List<String> all = new ArrayList<>(List.of(head));
        all.addAll(List.of(tail));
        return all.toArray(String[]::new);
    }
}
