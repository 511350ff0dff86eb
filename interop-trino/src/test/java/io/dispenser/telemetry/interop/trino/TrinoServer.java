package io.dispenser.telemetry.interop.trino;

import io.dispenser.telemetry.adapter.storage.s3.S3Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Trino as it is released, but for the connectors that we don't use, in a process of its own that ends with this one. */
final class TrinoServer {

    private static final int PATIENCE_SECONDS = 180;

    /** What its own launcher is told in {@code jvm.config}, and less memory. */
    private static final List<String> JVM = List.of(
            "-Xmx1g",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Djdk.attach.allowAttachSelf=true",
            "--add-modules=jdk.incubator.vector",
            "--sun-misc-unsafe-memory-access=allow",
            "--enable-native-access=ALL-UNNAMED");

    private final Path folder = Path.of(System.getProperty("interop.trino.folder", "target"))
            .toAbsolutePath()
            .resolve("trino");

    private final int port;

    private TrinoServer(int port) {
        this.port = port;
    }

    /** Starts it, with a catalog {@code delta} of tables in the S3 server at {@code s3}. */
    static TrinoServer start(URI s3, String metastore) throws Exception {
        TrinoServer server = new TrinoServer(freePort());
        Path home = server.unpack();
        server.configure(home, s3, metastore);
        server.await(server.launch(home));
        return server;
    }

    int port() {
        return port;
    }

    private Path log() {
        return folder.resolve("server.log");
    }

    /** Files of other connectors are links to files of this one, or the other way round: only the whole can be unpacked. */
    private Path unpack() throws IOException, InterruptedException {
        Path archive = Path.of(System.getProperty("interop.trino.archive", ""));
        Path home = folder.resolve(archive.getFileName().toString().replace(".tar.gz", ""));
        if (Files.isDirectory(home)) {
            return home;
        }
        Path half = Files.createDirectories(folder.resolve("half"));
        run("tar", "-xzf", archive.toString(), "-C", half.toString(), "--strip-components=1");
        try (Stream<Path> connectors = Files.list(half.resolve("plugin"))) {
            for (Path connector : connectors.toList()) {
                if (!connector.endsWith("delta-lake")) {
                    run("rm", "-r", connector.toString());
                }
            }
        }
        return Files.move(half, home);
    }

    private void configure(Path home, URI s3, String metastore) throws IOException {
        Files.writeString(
                folder.resolve("config.properties"),
                String.format(
                        Locale.ROOT,
                        """
                coordinator=true
                node-scheduler.include-coordinator=true
                node.environment=test
                node.bind-ip=127.0.0.1
                node.internal-address=127.0.0.1
                http-server.http.port=%1$s
                discovery.uri=http://127.0.0.1:%1$s
                plugin.dir=%2$s
                catalog.config-dir=%3$s
                query.max-memory-per-node=200MB
                memory.heap-headroom-per-node=100MB
                """,
                        port,
                        home.resolve("plugin"),
                        Files.createDirectories(folder.resolve("catalog"))));
        Files.writeString(
                folder.resolve("catalog/delta.properties"),
                String.format(Locale.ROOT, """
                connector.name=delta_lake
                hive.metastore=file
                hive.metastore.catalog.dir=%s
                delta.register-table-procedure.enabled=true
                fs.native-s3.enabled=true
                s3.endpoint=%s
                s3.region=us-east-1
                s3.path-style-access=true
                s3.aws-access-key=%s
                s3.aws-secret-key=%s
                """, metastore, s3, S3Server.KEY, S3Server.SECRET));
    }

    private Process launch(Path home) throws IOException {
        String java = System.getProperty("trino.java.home", System.getProperty("java.home"));
        // A shell ends the server when this JVM is gone, however it went: then its standard input ends.
        List<String> command = new ArrayList<>(List.of(
                "/bin/sh", "-c", "exec 3<&0; { read -r end <&3; kill -9 $$; } & exec \"$@\" </dev/null 3<&-", "trino"));
        command.add(Path.of(java, "bin", "java").toString());
        command.addAll(JVM);
        command.addAll(Arrays.asList(
                "-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("scratch")),
                "-Dconfig=" + folder.resolve("config.properties"),
                "-cp",
                home.resolve("lib") + "/*",
                "io.trino.server.TrinoServer"));
        return new ProcessBuilder(command)
                .directory(folder.toFile()) // it logs into one of its own there
                .redirectErrorStream(true)
                .redirectOutput(log().toFile())
                .start();
    }

    private void await(Process process) throws Exception {
        HttpClient http = HttpClient.newHttpClient();
        HttpRequest info = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/info"))
                .build();
        long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            try {
                if (http.send(info, BodyHandlers.ofString()).body().contains("\"starting\":false")) {
                    return;
                }
            } catch (IOException e) {
                // It does not listen yet.
            }
            if (!process.isAlive() || System.nanoTime() - patience > 0) {
                throw new IOException("Trino does not start; it needs Java 24 or newer, whose folder -Dtrino.java.home"
                        + " names. See " + log());
            }
            Thread.sleep(200);
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " failed");
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
