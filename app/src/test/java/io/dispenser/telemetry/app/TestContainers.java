package io.dispenser.telemetry.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Containers of the real engine, made with the {@code docker} command as a person would, and gone at the end. */
final class TestContainers implements AutoCloseable {

    static final String IMAGE_1 = "dispenser-telemetry-test:1";
    static final String IMAGE_2 = "dispenser-telemetry-test:2";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PATIENCE_SECONDS = 120;

    private final String prefix = "dt-" + UUID.randomUUID().toString().substring(0, 8) + "-";
    private final Set<String> names = new LinkedHashSet<>();
    private final Set<String> images = new LinkedHashSet<>();
    private final List<String> command;

    /** Of the engine that the environment names. */
    TestContainers() {
        this.command = List.of("docker");
    }

    /** Of the engine that answers at {@code socket}. */
    TestContainers(Path socket) {
        this.command = List.of("docker", "--host", "unix://" + socket);
    }

    /** What the names of all containers of a test begin with. */
    String prefix() {
        return prefix;
    }

    /** The full name of the container that a test calls {@code name}. */
    String name(String name) {
        String full = prefix + name;
        names.add(full);
        return full;
    }

    /** {@code docker run --detach}: options, then image and command. */
    void run(String name, String... optionsImageCommand) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("run", "--detach", "--name", name(name)));
        arguments.addAll(Arrays.asList(optionsImageCommand));
        engine(arguments.toArray(String[]::new));
    }

    /** Makes {@code name}, a name of this test's own, stand for {@code image} from now on; the whole name. */
    String tag(String image, String name) throws IOException, InterruptedException {
        String whole = prefix + name;
        images.add(whole);
        engine("tag", image, whole);
        return whole;
    }

    void remove(String name) throws IOException, InterruptedException {
        engine("rm", "--force", name(name));
    }

    /** What {@code docker inspect} says now. */
    JsonNode inspect(String name) throws IOException, InterruptedException {
        return JSON.readTree(engine("inspect", name(name))).get(0);
    }

    /** What {@code docker inspect} says as soon as it says what is waited for. */
    JsonNode await(String name, Predicate<JsonNode> wanted) throws IOException, InterruptedException {
        JsonNode container = inspect(name);
        for (int i = 0; !wanted.test(container); i++) {
            if (i == PATIENCE_SECONDS * 10) {
                throw new AssertionError("container " + name + " never came to the state waited for: " + container);
            }
            TimeUnit.MILLISECONDS.sleep(100);
            container = inspect(name);
        }
        return container;
    }

    static JsonNode image(String name) throws IOException, InterruptedException {
        return JSON.readTree(docker("image", "inspect", name)).get(0);
    }

    /** The engine's own record of what happened to a container: action and time, oldest first. */
    List<JsonNode> events(String name, String sinceSeconds) throws IOException, InterruptedException {
        String until = engine("info", "--format", "{{.SystemTime}}");
        List<JsonNode> events = new ArrayList<>();
        String output = engine(
                "events",
                "--since",
                sinceSeconds,
                "--until",
                until,
                "--filter",
                "container=" + name(name),
                "--format",
                "{{json .}}");
        for (String line : output.lines().toList()) {
            events.add(JSON.readTree(line));
        }
        return events;
    }

    /** Runs a {@code docker} command against the engine of these containers; its output without the last line break. */
    String engine(String... arguments) throws IOException, InterruptedException {
        return run(engineCommand(arguments));
    }

    /** The same as a command line. */
    List<String> engineCommand(String... arguments) {
        List<String> whole = new ArrayList<>(command);
        whole.addAll(Arrays.asList(arguments));
        return whole;
    }

    /** The same against the engine that the environment names. */
    static String docker(String... arguments) throws IOException, InterruptedException {
        List<String> whole = new ArrayList<>(List.of("docker"));
        whole.addAll(Arrays.asList(arguments));
        return run(whole);
    }

    /** Runs a command; its output without the last line break. */
    static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + output);
        }
        return output.strip();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        List<String> present =
                engine("ps", "--all", "--format", "{{.Names}}").lines().toList();
        for (String name : names) {
            if (present.contains(name)) { // a test may have removed it itself
                engine("rm", "--force", "--volumes", name);
            }
        }
        for (String image : images) {
            engine("rmi", "--force", image);
        }
    }
}
