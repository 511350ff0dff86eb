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

    final Path socket;

    private final List<String> containers = new ArrayList<>();

    /** Talks to the engine at {@code socket}, whatever the environment says. */
    DockerCli(Path socket) {
        this.socket = socket;
    }

    /** The machine's engine, if it and the test images are there; else the test fails or is skipped. */
    static DockerCli require() throws Exception {
        DockerCli docker = new DockerCli(SOCKET);
        String problem = null;
        if (!Files.exists(SOCKET) || !docker.answers()) {
            problem = "no Docker Engine answers at " + SOCKET;
        } else if (!docker.succeeds("image", "inspect", IMAGE_1, IMAGE_2)) {
            problem = "the images " + IMAGE_1 + " and " + IMAGE_2 + " are missing";
        }
        if (problem != null) {
            Requirement.notMet("docker", problem + "; run .ci/docker.sh as root");
        }
        return docker;
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
        return outputOf(command(arguments));
    }

    /** Whether the engine is there. */
    boolean answers() throws InterruptedException {
        return succeeds("version");
    }

    /** What a command prints; the test fails if the command does. */
    static String outputOf(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
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
            remove(container);
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

    private List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of("docker", "-H", "unix://" + socket));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Removes a container, unless it is removing itself. */
    void remove(String id) throws InterruptedException {
        var unused = succeeds("rm", "-f", "-v", id);
    }

    private boolean succeeds(String... arguments) throws InterruptedException {
        try {
            return new ProcessBuilder(command(arguments))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
