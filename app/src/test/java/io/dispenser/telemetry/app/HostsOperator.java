package io.dispenser.telemetry.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Whoever looks after a host: edits a service's schedule and reports deployments, as Dispenser and a person do. */
final class HostsOperator {

    /** An agent counts a creation as the schedule's until so long after it fired. */
    static final Duration CRON_WINDOW = Duration.ofSeconds(60);

    private static final Duration UNTIL_IT_FIRES = Duration.ofSeconds(3);

    private final Path folder;
    private final String configuration;
    private final TestContainers containers;
    private final AgentProcess agent;

    /**
     * @param folder of the agent's configuration and services
     * @param configuration the file's name
     */
    HostsOperator(Path folder, String configuration, TestContainers containers, AgentProcess agent) {
        this.folder = folder;
        this.configuration = configuration;
        this.containers = containers;
        this.agent = agent;
    }

    /** The section of a service's file by which Dispenser starts it at that time of each day. */
    static String daily(Instant time) {
        var at = time.atZone(ZoneId.systemDefault());
        return String.format(
                Locale.ROOT, "[dispenser]%ncron = \"%d %d %d * * *\"%n", at.getSecond(), at.getMinute(), at.getHour());
    }

    /** Moves a service's schedule to a moment from now, has the agent read it, and waits until it fires; when it did. */
    Instant waitForSchedule(String service) throws IOException, InterruptedException {
        Path file = folder.resolve(service).resolve("service.toml");
        Instant fires = Instant.now().plus(UNTIL_IT_FIRES).truncatedTo(ChronoUnit.SECONDS);
        String text = Files.readString(file);
        Files.writeString(file, text.substring(0, text.indexOf("[dispenser]")) + daily(fires));
        agent.sighup().awaitLog("configuration reloaded: ");
        waitUntil(fires);
        return fires;
    }

    static void waitUntil(Instant time) throws InterruptedException {
        while (Instant.now().isBefore(time)) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    /** Reports a deployment of a moment that is named, or without one, of now; when it was. */
    Instant report(String service, String trigger, boolean named) throws IOException, InterruptedException {
        Instant before = Instant.now().truncatedTo(ChronoUnit.MICROS);
        String[] command = {
            "record", "--config", configuration, "--service", containers.name(service), "--trigger", trigger
        };
        if (named) {
            command = java.util.Arrays.copyOf(command, command.length + 2);
            command[command.length - 2] = "--at";
            command[command.length - 1] = before.toString();
        }
        String answer = AgentProcess.outputOf(folder, command);
        String begin = "recorded: " + trigger + " of " + containers.name(service) + " at ";
        assertThat(answer).startsWith(begin);
        Instant at = Instant.parse(answer.substring(begin.length(), answer.indexOf(", container ")));
        if (named) {
            assertThat(at).isEqualTo(before);
        } else {
            assertThat(at).isBetween(before, Instant.now());
        }
        return at;
    }
}
