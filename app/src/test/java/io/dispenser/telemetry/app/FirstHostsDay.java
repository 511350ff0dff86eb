package io.dispenser.telemetry.app;

import static io.dispenser.telemetry.app.ScriptedActs.sleeping;
import static io.dispenser.telemetry.app.ScriptedActs.with;
import static io.dispenser.telemetry.app.TestContainers.IMAGE_1;
import static io.dispenser.telemetry.app.TestContainers.IMAGE_2;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The day of a host whose services have files: what is done to its containers, and what has to come of it. */
final class FirstHostsDay {

    /** The states that must have been compared, some more often. */
    static final String[] SEEN = {
        "ghost not_found",
        "api not_found",
        "app created",
        "app running",
        "api running",
        "api exited",
        "web running",
        "web running starting",
        "sick running healthy",
        "sick running unhealthy",
        "crash restarting",
        "crash exited",
        "hungry exited oom",
        "hungry running oom",
        "greedy restarting oom",
        "greedy exited oom",
        "timed running",
        "stuck unknown",
        "stuck paused"
    };

    /** Longer than a sample waits for a container, twice. */
    private static final Duration WHILE_STUCK = Duration.ofMillis(6500);

    /** Longer than the while without containers after which a start of everything begins. */
    private static final Duration NIGHT = Duration.ofMillis(5500);

    private final TestContainers containers;
    private final HoldingProxy proxy;
    private final DeploymentOracle deployments;
    private final StatusOracle status;
    private final HostsOperator operator;
    private final ScriptedActs acts;

    /** A name of this test's own, which comes to stand for another image. */
    private String appImage = "";

    /** @param proxy through which the agent sees the engine */
    FirstHostsDay(
            TestContainers containers,
            HoldingProxy proxy,
            DeploymentOracle deployments,
            StatusOracle status,
            HostsOperator operator) {
        this.acts = new ScriptedActs(containers, deployments);
        this.operator = operator;
        this.proxy = proxy;
        this.containers = containers;
        this.deployments = deployments;
        this.status = status;
    }

    void pass() throws IOException, InterruptedException {
        morning();
        crashLoopAndHealthFlips();
        deploys();
        stopsAndStarts();
        outOfMemory();
        crashLoopOutOfMemory();
        Instant fired = scheduled();
        reported();
        replacedByRename();
        singleService();
        stuck();
        afterTheSchedule(fired);
        night();
    }

    private void morning() throws IOException, InterruptedException {
        acts.creates("crash", "created", "startup", "--restart", "on-failure:9", IMAGE_1, "sh", "-c", "exit 7");
        acts.creates(
                "sick",
                "created",
                "startup",
                sleeping(
                        "--label=com.docker.compose.project=shop",
                        "--health-interval=1s",
                        "--health-retries=2",
                        "--health-cmd=if [ -e /sick ]; then echo feeling sick; exit 1; fi",
                        IMAGE_1));
        acts.creates("api", "created", "startup", sleeping("--restart=unless-stopped", "--memory=64m", IMAGE_1));
        acts.creates(
                "web",
                "created",
                "startup",
                sleeping("--network=host", "--health-interval=60s", "--health-cmd=true", IMAGE_1));
        appImage = containers.tag(IMAGE_1, "app:latest");
        // A word that is no trigger says nothing.
        String[] app = sleeping("create", "--name", containers.name("app"), "--label=dispenser.trigger=word", appImage);
        deployments.expect("app", "created", "startup", () -> containers.engine(app));
        status.watch("api", "web", "app", "ghost", "hungry");
        containers.engine("start", containers.name("app")); // the first start is no deployment
    }

    private void crashLoopAndHealthFlips() throws IOException, InterruptedException {
        awaitHealth("healthy");
        // The engine waits ever longer before it starts it again: now for twenty-five seconds.
        containers.await(
                "crash",
                c -> c.at("/State/Restarting").asBoolean()
                        && c.path("RestartCount").asInt() == 9);
        status.watch("crash", "sick");
        containers.engine("exec", containers.name("sick"), "touch", "/sick");
        awaitHealth("unhealthy");
        status.watch("sick", "app");
        containers.engine("exec", containers.name("sick"), "rm", "/sick");
        awaitHealth("healthy");
    }

    private void deploys() throws IOException, InterruptedException {
        acts.in("api", "updated", "update", "--memory=48m", "--memory-swap=96m", "--restart=always");
        acts.in("api", "restarted", "restart", "--time=0");
        containers.remove("api");
        acts.creates("api", "recreated", "manual_reload", sleeping("--restart=always", "--memory=48m", IMAGE_2));
        containers.await("crash", c -> c.at("/State/Status").asText().equals("exited"));
        status.watch("api", "crash");
    }

    private void stopsAndStarts() throws IOException, InterruptedException {
        containers.engine("stop", "--time=0", containers.name("api"));
        status.watch("api");
        acts.in("api", "started", "start");
    }

    private void outOfMemory() throws IOException, InterruptedException {
        String once = "mkdir /once && exec tail /dev/zero; exec sleep 600";
        acts.creates("hungry", "created", "startup", "--memory=16m", "--memory-swap=16m", IMAGE_1, "sh", "-c", once);
        JsonNode killed =
                containers.await("hungry", c -> c.at("/State/Status").asText().equals("exited"));
        assertThat(killed.at("/State/ExitCode").asInt()).isEqualTo(137);
        assertThat(killed.at("/State/OOMKilled").asBoolean()).isTrue();
        status.watch("hungry", "api");
        acts.in("hungry", "started", "start");
        status.watch("hungry", "sick"); // its last stop is still the kernel's
    }

    /** Killed by the kernel, and started again by the engine, over and over. */
    private void crashLoopOutOfMemory() throws IOException, InterruptedException {
        String[] limits = {"--restart=on-failure:9", "--memory=16m", "--memory-swap=16m"};
        acts.creates("greedy", "created", "startup", with(limits, IMAGE_1, "tail", "/dev/zero"));
        containers.await(
                "greedy",
                c -> c.at("/State/Restarting").asBoolean()
                        && c.path("RestartCount").asInt() == 9);
        status.watchOutOfMemory("greedy");
        containers.await("greedy", c -> c.at("/State/Status").asText().equals("exited"));
        status.watchOutOfMemory("greedy");
    }

    /** As Dispenser's scheduler does it: another container takes the place of the one that is there. When it fired. */
    private Instant scheduled() throws IOException, InterruptedException {
        acts.creates("timed", "created", "startup", sleeping(IMAGE_1));
        acts.replace("timed", "manual_reload", sleeping(IMAGE_1)); // its schedule is far off
        Instant fired = operator.waitForSchedule("timed");
        acts.replace("timed", "cron", sleeping(IMAGE_1));
        status.watch("timed", "api");
        return fired;
    }

    private void afterTheSchedule(Instant fired) throws IOException, InterruptedException {
        HostsOperator.waitUntil(fired.plus(HostsOperator.CRON_WINDOW).plusSeconds(1));
        acts.replace("timed", "manual_reload", sleeping(IMAGE_1));
    }

    /** What goes on inside of a container, where no engine sees it. */
    private void reported() throws IOException, InterruptedException {
        deployments.expectReport("api", "manual_reload", operator.report("api", "manual_reload", false));
        deployments.expectReport("timed", "cron", operator.report("timed", "cron", true));
        deployments.expectReport("app", "image_update", operator.report("app", "image_update", false));
        acts.in("api", "restarted", "restart", "--time=0"); // a report changes nothing that is known of a container
    }

    /** As Portainer does it. */
    private void replacedByRename() throws IOException, InterruptedException {
        containers.engine("stop", "--time=0", containers.name("web"));
        containers.engine("rename", containers.name("web"), containers.name("web-old"));
        acts.creates("web", "recreated", "manual_reload", sleeping("--network=none", IMAGE_1));
        containers.remove("web-old");
        status.watch("web");
    }

    /** As Dispenser updates, reloads and restarts one: it removes the old container just before it creates the new one. */
    private void singleService() throws IOException, InterruptedException {
        containers.tag(IMAGE_2, "app:latest");
        acts.replace("app", "image_update", sleeping(appImage));
        acts.replace("app", "manual_reload", sleeping("--env=A=b", appImage));
        acts.replace("app", "manual_reload", sleeping("--env=A=b", appImage));
        acts.replace("app", "cron", sleeping("--label=dispenser.trigger=cron", appImage));
        status.watch("app");
    }

    private void stuck() throws IOException, InterruptedException {
        acts.creates("stuck", "created", "startup", sleeping(IMAGE_1));
        JsonNode stuck = containers.inspect("stuck");
        proxy.hold("/containers/" + stuck.path("Id").asText() + "/json");
        TimeUnit.SECONDS.sleep(1);
        status.watch(WHILE_STUCK, stuck, "stuck", "api");
        proxy.hold("nothing");
        containers.engine("pause", containers.name("stuck"));
        status.watch("stuck");
    }

    private void night() throws IOException, InterruptedException {
        for (String service : List.of("crash", "sick", "api", "web", "app", "hungry", "greedy", "timed", "stuck")) {
            containers.remove(service);
        }
        status.watch(NIGHT, null, "api", "web", "app");
        acts.creates("app", "recreated", "startup", sleeping(appImage));
        acts.creates("api", "recreated", "startup", sleeping(IMAGE_1));
        acts.replace("app", "manual_reload", sleeping(appImage));
        acts.replace("api", "manual_reload", sleeping(IMAGE_1)); // the start of everything is over
        status.watch("api", "app", "sick");
    }

    private void awaitHealth(String word) throws IOException, InterruptedException {
        containers.await("sick", c -> c.at("/State/Health/Status").asText().equals(word));
    }
}
