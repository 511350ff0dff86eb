package io.dispenser.telemetry.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;

/** What an engine told of its containers while this was open: its own memory is short. */
final class EngineEvents implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PATIENCE_SECONDS = 30;
    private static final Duration MOMENT = Duration.ofSeconds(5);

    private final Path file;
    private final Process command;

    /** @param folder takes what is told */
    EngineEvents(TestContainers containers, Path folder) throws IOException {
        this.file = Files.createTempFile(folder, "events", ".json");
        this.command = new ProcessBuilder(
                        containers.engineCommand("events", "--filter", "type=container", "--format", "{{json .}}"))
                .redirectOutput(file.toFile())
                .start();
    }

    /** Whether {@code action} was told of a container a moment before or after {@code at}. */
    boolean isTold(String action, String containerId, Instant at) throws IOException {
        for (String line : Files.readString(file).lines().toList()) {
            JsonNode event = JSON.readTree(line);
            if (event.path("Action").asText().equals(action)
                    && event.at("/Actor/ID").asText().equals(containerId)
                    && Duration.between(at(event), at).abs().compareTo(MOMENT) <= 0) {
                return true;
            }
        }
        return false;
    }

    private static Instant at(JsonNode event) {
        return Instant.ofEpochSecond(0, event.path("timeNano").asLong());
    }

    /** When {@code action} was done to a container for the first time since then, as a table has it. */
    Instant first(String action, String containerId, Instant since) throws IOException, InterruptedException {
        for (int i = 0; i < PATIENCE_SECONDS * 10; i++) {
            for (String line : Files.readString(file).lines().toList()) {
                JsonNode event = JSON.readTree(line);
                Instant at = at(event);
                if (event.path("Action").asText().equals(action)
                        && event.at("/Actor/ID").asText().equals(containerId)
                        && !at.isBefore(since)) {
                    return at.truncatedTo(ChronoUnit.MICROS);
                }
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        throw new AssertionError("the engine told of no " + action + " of " + containerId + " since " + since);
    }

    @Override
    public void close() {
        command.destroy();
    }
}
