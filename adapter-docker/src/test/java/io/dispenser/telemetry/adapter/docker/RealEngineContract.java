package io.dispenser.telemetry.adapter.docker;

import io.dispenser.telemetry.core.port.ContainerEngine;
import io.dispenser.telemetry.testkit.ContainerEngineContract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The contract with a real engine, behind a proxy that can hang and cut. */
abstract class RealEngineContract extends ContainerEngineContract {

    private DockerCli docker;
    private EngineProxy proxy;
    private Path folder;

    /** The command line of the engine, which is there; else the test fails or is skipped. */
    abstract DockerCli engine() throws Exception;

    @BeforeEach
    void begin() throws Exception {
        docker = engine();
        folder = Files.createTempDirectory("engine");
        proxy = new EngineProxy(folder.resolve("s"), docker.socket);
    }

    @AfterEach
    void end() throws Exception {
        if (proxy != null) {
            proxy.close();
            docker.removeAll();
            Files.delete(folder);
        }
    }

    @Override
    protected boolean tellsUsage() {
        return true;
    }

    @Override
    protected ContainerEngine open() throws Exception {
        return DockerContainerEngine.connect(
                DockerSettings.of("unix://" + proxy.server.socket, null, "test").withTimeout(Duration.ofSeconds(4)));
    }

    @Override
    protected String create(String name, Map<String, String> labels) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("--network", "none", "--name", name));
        labels.forEach((key, value) -> arguments.addAll(List.of("--label", key + "=" + value)));
        arguments.addAll(List.of(DockerCli.IMAGE_1, "sh", "-c", DockerCli.UNTIL_CODE));
        return docker.create(arguments.toArray(String[]::new));
    }

    @Override
    protected void start(String id) throws Exception {
        docker.docker("start", id);
    }

    @Override
    protected void pause(String id) throws Exception {
        docker.docker("pause", id);
    }

    @Override
    protected void exit(String id, int code) throws Exception {
        docker.exit(id, code);
    }

    @Override
    protected void update(String id) throws Exception {
        docker.docker("update", "--cpus", "0.5", id);
    }

    @Override
    protected void restart(String id) throws Exception {
        docker.docker("restart", "-t", "0", id);
    }

    @Override
    protected void remove(String id) throws Exception {
        docker.docker("rm", "-f", id);
    }

    @Override
    protected AutoCloseable hang(String id) {
        return proxy.hang(id);
    }

    @Override
    protected void endStreams() throws Exception {
        proxy.cutStreams();
    }
}
