package io.dispenser.telemetry.adapter.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.testkit.EngineFolder;
import io.dispenser.telemetry.testkit.Requirement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A Docker Engine of a test's own, which may be stopped, killed and frozen. Its containers have no network. */
final class PrivateEngine implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 90;

    final Path socket;

    private final Path folder;
    private final boolean liveRestore;
    private final DockerCli docker;
    private @Nullable Process daemon;

    private PrivateEngine(Path folder, boolean liveRestore) {
        this.folder = folder;
        this.socket = folder.resolve("docker.sock");
        this.docker = new DockerCli(socket);
        this.liveRestore = liveRestore;
    }

    /** Starts an engine that has the test images; where there can't be one, the test fails or is skipped. */
    static PrivateEngine start(boolean liveRestore) throws Exception {
        DockerCli machines = DockerCli.require();
        if (!Files.isExecutable(Path.of("/usr/sbin/dockerd"))
                || !System.getProperty("user.name").equals("root")) {
            Requirement.notMet("docker", "a second dockerd can't be started; run as root, with /usr/sbin/dockerd");
        }
        PrivateEngine engine = new PrivateEngine(Files.createTempDirectory("dockerd"), liveRestore);
        engine.start();
        String images = engine.folder.resolve("images.tar").toString();
        machines.docker("save", "-o", images, DockerCli.IMAGE_1, DockerCli.IMAGE_2);
        engine.docker("load", "-q", "-i", images);
        return engine;
    }

    void start() throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "unshare", // or it would take the bridge away that the machine's own engine uses
                "--net",
                "/usr/sbin/dockerd",
                "-H",
                "unix://" + socket,
                "--data-root",
                folder.resolve("data").toString(),
                "--exec-root",
                folder.resolve("exec").toString(),
                "--pidfile",
                folder.resolve("pid").toString(),
                "--bridge=none",
                "--iptables=false"));
        if (liveRestore) {
            command.add("--live-restore");
        }
        daemon = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                .start();
        for (int i = 0; !docker.answers(); i++) {
            if (i == PATIENCE_SECONDS * 10 || !daemon.isAlive()) {
                throw new AssertionError("dockerd does not start: " + Files.readString(folder.resolve("log")));
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    /** Stops the engine as its service manager does. */
    void stop() throws Exception {
        if (daemon != null) {
            daemon.destroy();
            assertThat(daemon.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** Freezes the engine, or lets it go on. */
    void freeze(boolean frozen) throws Exception {
        if (daemon != null) {
            DockerCli.outputOf(List.of("kill", frozen ? "-STOP" : "-CONT", Long.toString(daemon.pid())));
        }
    }

    String docker(String... arguments) throws Exception {
        return docker.docker(arguments);
    }

    /** Creates and starts a container. */
    String run(String name, String image, String... optionsThenCommand) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("run", "-d", "--network", "none", "--name", name));
        int options = 0;
        while (options < optionsThenCommand.length && optionsThenCommand[options].startsWith("-")) {
            arguments.add(optionsThenCommand[options++]);
        }
        arguments.add(image);
        arguments.addAll(List.of(optionsThenCommand).subList(options, optionsThenCommand.length));
        String output = docker(arguments.toArray(String[]::new));
        return output.substring(output.lastIndexOf('\n') + 1);
    }

    /** Makes more events than the engine remembers: three for each command in a container. */
    void flood(String container) throws Exception {
        DockerCli.outputOf(List.of(
                "sh", "-c", "seq 90 | xargs -P 4 -I{} docker -H unix://" + socket + " exec " + container + " true"));
    }

    DockerSettings settings() throws Exception {
        return DockerSettings.of("unix://" + socket, null, "test");
    }

    @Override
    public void close() throws Exception {
        if (daemon == null) {
            return;
        }
        freeze(false);
        if (!daemon.isAlive()) {
            start();
        }
        List<String> ids =
                docker("ps", "-aq").lines().filter(id -> !id.isBlank()).toList();
        if (!ids.isEmpty()) {
            for (String id : ids) {
                docker.remove(id);
            }
        }
        stop();
        EngineFolder.remove(folder);
    }
}
