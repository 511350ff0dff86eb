package io.dispenser.telemetry.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.testkit.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Podman with storage of its own and the test images, as a second host's engine. */
final class TestPodman implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 30;

    /** Where Docker's API looks for names without a registry. */
    private static final String SHORT_NAMES = "docker.io/library/";

    /** Podman's default limits are more than a test machine may have. */
    private static final String CONFIGURATION =
            "[containers]\ndefault_ulimits = [\"nofile=1024:1024\", \"nproc=1024:1024\"]\n";

    private final Path folder;
    private final Process service;

    private TestPodman(Path folder) throws IOException {
        this.folder = folder;
        this.service = new ProcessBuilder(podman("system", "service", "-t", "0", "unix://" + socket()))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
    }

    /** Starts one; where there can't be one, the test fails or is skipped. */
    static TestPodman start() throws IOException, InterruptedException {
        if (!Files.isExecutable(Path.of("/usr/bin/podman"))
                || !System.getProperty("user.name").equals("root")) {
            Requirement.notMet("podman", "Podman can't be started; run .ci/podman.sh as root, and the test too");
        }
        Path folder = Files.createTempDirectory("podman"); // a socket's path has to be short
        Files.writeString(folder.resolve("containers.conf"), CONFIGURATION);
        TestPodman podman = new TestPodman(folder);
        String images = folder.resolve("images.tar").toString();
        TestContainers.docker("save", "-o", images, TestContainers.IMAGE_1, TestContainers.IMAGE_2);
        TestContainers.run(podman.podman("load", "-q", "-i", images));
        for (String image : List.of(TestContainers.IMAGE_1, TestContainers.IMAGE_2)) {
            TestContainers.run(podman.podman("tag", "localhost/" + image, SHORT_NAMES + image));
        }
        for (int i = 0; !podman.answers(); i++) {
            assertThat(i).as(Files.readString(folder.resolve("log"))).isLessThan(PATIENCE_SECONDS * 10);
            TimeUnit.MILLISECONDS.sleep(100);
        }
        return podman;
    }

    Path socket() {
        return folder.resolve("s");
    }

    private boolean answers() throws InterruptedException {
        try {
            new TestContainers(socket()).engine("version");
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Its containers have to be gone by then. */
    @Override
    public void close() throws IOException, InterruptedException {
        service.destroy();
        assertThat(service.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        String mounts = "awk '$2 ~ \"^" + folder + "/\" {print $2}' /proc/mounts | sort -r | xargs -r umount -l";
        TestContainers.run(List.of("sh", "-c", mounts + "; rm -rf " + folder));
    }

    private List<String> podman(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                "env",
                "CONTAINERS_CONF=" + folder.resolve("containers.conf"),
                "podman",
                "--root=" + folder.resolve("root"),
                "--runroot=" + folder.resolve("run"),
                "--tmpdir=" + folder.resolve("tmp"),
                "--storage-driver=vfs",
                "--cgroup-manager=cgroupfs",
                "--events-backend=file"));
        command.addAll(List.of(arguments));
        return command;
    }
}
