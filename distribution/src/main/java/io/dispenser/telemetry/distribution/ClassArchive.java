package io.dispenser.telemetry.distribution;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Has the packed program run beside an engine of this process until it has done all that an agent does, and leave the classes that it
 * loaded as they are in memory: a dynamic archive of the JVM's class data sharing, which later starts map.
 */
final class ClassArchive {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String LOG = "tables/status/_delta_log/";
    private static final String WRITTEN = LOG + "00000000000000000001.json";
    /** Is read back when the table is loaded next. */
    private static final String CHECKPOINT = LOG + "_last_checkpoint";

    private static final String RARELY = "\"delta.checkpointInterval\":\"100\"";
    private static final String SOON = "\"delta.checkpointInterval\":\"5\"";

    private static final List<String> PAGES = List.of("/", "/metrics", "/healthz");

    private final Path program;
    private final Path work;
    private final String engine;
    private final int port;
    private final long deadline = System.nanoTime() + PATIENCE.toNanos();

    private ClassArchive(Path home, Path work, String engine) throws IOException {
        this.program = home.resolve("bin/dispenser-telemetry");
        this.work = work;
        this.engine = engine;
        this.port = freePort();
    }

    /** Arguments: the program's home, with its runtime; the archive to make; a new directory for what the program writes meanwhile. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path work = Files.createDirectories(Path.of(arguments[2])).toRealPath();
        try (QuietEngine engine = new QuietEngine()) {
            new ClassArchive(Path.of(arguments[0]), work, engine.host()).make(Path.of(arguments[1]));
        }
    }

    private void make(Path archive) throws IOException, InterruptedException {
        Files.writeString(work.resolve("dispenser.toml"), """
                [telemetry]
                enabled = true
                base_uri = "tables"
                spool_dir = "spool"
                status_interval = 1
                flush_interval = 1
                [telemetry.http]
                listen = "127.0.0.1:PORT"
                """.replace("PORT", Integer.toString(port)));
        runUntil(WRITTEN, "");
        haveCheckpointsSoon();
        runUntil(CHECKPOINT, "-XX:ArchiveClassesAtExit=" + archive + " -Xlog:cds=error,cds+dynamic=error");
        if (Files.notExists(archive)) {
            throw failed("the agent left no " + archive);
        }
    }

    /** In the commit that made the table, and in the checksum files, which repeat it. */
    private void haveCheckpointsSoon() throws IOException {
        int changed = 0;
        try (DirectoryStream<Path> log = Files.newDirectoryStream(work.resolve(LOG), "*.{json,crc}")) {
            for (Path file : log) {
                String text = Files.readString(file);
                if (text.contains(RARELY)) {
                    Files.writeString(file, text.replace(RARELY, SOON));
                    changed++;
                }
            }
        }
        if (changed == 0) {
            throw failed("nothing in " + work.resolve(LOG) + " has " + RARELY);
        }
    }

    /** Runs the agent until it has written a file; before its end, its pages and its status are asked for. */
    private void runUntil(String written, String options) throws IOException, InterruptedException {
        Process agent = start(options, "run");
        try {
            while (Files.notExists(work.resolve(written)) || asked("/readyz") != 200) {
                if (!agent.isAlive() || System.nanoTime() > deadline) {
                    throw failed("the agent did not get as far as to write " + written + " and be ready");
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
            for (String page : PAGES) {
                if (asked(page) != 200) {
                    throw failed(page + " can't be had");
                }
            }
            require(start("", "status"), "status");
            agent.destroy();
            require(agent, "run");
        } finally {
            agent.destroyForcibly();
        }
    }

    private Process start(String options, String command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(program.toString(), command).directory(work.toFile());
        builder.environment().put("DISPENSER_TELEMETRY_JAVA_OPTIONS", options);
        builder.environment().put("DOCKER_HOST", engine);
        builder.redirectErrorStream(true)
                .redirectOutput(work.resolve(command + ".txt").toFile());
        return builder.start();
    }

    private void require(Process process, String command) throws IOException, InterruptedException {
        if (!process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS) || process.exitValue() != 0) {
            throw failed(command + " failed");
        }
    }

    private int asked(String page) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + page))
                                .timeout(PATIENCE)
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private IOException failed(String what) throws IOException {
        StringBuilder said = new StringBuilder(what);
        for (String file : List.of("run.txt", "status.txt")) {
            if (Files.exists(work.resolve(file))) {
                said.append("\n").append(Files.readString(work.resolve(file)));
            }
        }
        return new IOException(said.toString());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
