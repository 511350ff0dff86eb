package io.dispenser.telemetry.adapter.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dispenser.telemetry.testkit.Requirement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The {@code docker} command line: what it does and says is what the adapter is measured by. */
final class DockerCli {

    static final String IMAGE_1 = "dispenser-telemetry-test:1";
    static final String IMAGE_2 = "dispenser-telemetry-test:2";
    static final Path SOCKET = Path.of("/var/run/docker.sock");

    /** Runs until {@code /code} appears, then ends with the code in it. */
    static final String UNTIL_CODE = "while ! [ -s /code ]; do sleep 0.05; done; exit $(cat /code)";

    private final List<String> containers = new ArrayList<>();

    private DockerCli() {}

    /** The command line, if an engine and the test images are there; else the test fails or is skipped. */
    static DockerCli require() throws Exception {
        String problem = null;
        if (!Files.exists(SOCKET) || !succeeds("docker", "version")) {
            problem = "no Docker Engine answers at " + SOCKET;
        } else if (!succeeds("docker", "image", "inspect", IMAGE_1, IMAGE_2)) {
            problem = "the images " + IMAGE_1 + " and " + IMAGE_2 + " are missing";
        }
        if (problem != null) {
            Requirement.notMet("docker", problem + "; run .ci/docker.sh as root");
        }
        return new DockerCli();
    }

    static String name() {
        return "adapter-docker-" + UUID.randomUUID();
    }

    /** {@code docker run -d …}; the container is removed at the end. */
    String run(String... arguments) throws Exception {
        return made("run", "-d", arguments);
    }

    /** {@code docker create …}; likewise. */
    String create(String... arguments) throws Exception {
        return made("create", "-i", arguments);
    }

    String docker(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(arguments));
        Process process = process(command).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", command, output).isZero();
        return output.strip();
    }

    /** What {@code docker inspect} says. */
    JsonNode inspect(String id) throws Exception {
        return new ObjectMapper().readTree(docker("inspect", id)).get(0);
    }

    /** Ends a container that runs {@link #UNTIL_CODE}. */
    void exit(String id, int code) throws Exception {
        docker("exec", id, "sh", "-c", "echo " + code + " > /code.new && mv /code.new /code");
        assertThat(docker("wait", id)).isEqualTo(Integer.toString(code));
    }

    /** Removes every container that was made. */
    void removeAll() throws InterruptedException {
        for (String container : containers) {
            succeeds("docker", "rm", "-f", "-v", container);
        }
    }

    private String made(String command, String option, String... arguments) throws Exception {
        List<String> whole = new ArrayList<>(List.of(command, option));
        whole.addAll(List.of(arguments));
        String output = docker(whole.toArray(String[]::new));
        String id = output.substring(output.lastIndexOf('\n') + 1);
        containers.add(id);
        return id;
    }

    /** Talks to the very engine that the adapter is tested with, whatever the environment says. */
    private static ProcessBuilder process(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("DOCKER_HOST", "unix://" + SOCKET);
        return builder;
    }

    private static boolean succeeds(String... command) throws InterruptedException {
        try {
            return process(List.of(command))
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
