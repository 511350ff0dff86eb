package io.dispenser.telemetry.adapter.storage.s3;

import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.time.Ticker;
import io.dispenser.telemetry.testkit.Requirement;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A real S3 server in a process of its own: versitygw, which keeps objects in files of a folder. It is one for all tests of
 * this JVM, each of which takes a bucket of its own.
 */
public final class S3Server {

    public static final String KEY = "AKIATESTTESTTESTTEST";
    public static final String SECRET = "verySecretKeyOfTheTests0123456789abcdefg";

    private static final String PROGRAM = ".ci/s3/versitygw";
    private static final int PATIENCE_SECONDS = 30;

    private static Optional<S3Server> running = Optional.empty();

    private final int port;
    private final Path folder;

    private S3Server(int port, Path folder) {
        this.port = port;
        this.folder = folder;
    }

    /** The server, which is started by the first call; ends the test where none is installed. */
    public static synchronized S3Server start() throws Exception {
        if (running.isEmpty()) {
            Optional<Path> program = program();
            if (program.isEmpty()) {
                Requirement.notMet("s3", "no S3 server: run .ci/s3.sh, which installs versitygw (it needs Go)");
            }
            Path folder = Files.createTempDirectory("s3-server-");
            int port = freePort();
            Process process = launch(program.orElseThrow(), port, folder);
            await(process, port, folder);
            running = Optional.of(new S3Server(port, folder));
        }
        return running.get();
    }

    /** Where it listens at 127.0.0.1. */
    public int port() {
        return port;
    }

    /** {@code http://127.0.0.1:} and {@link #port()}. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Makes an empty bucket: for the server, a folder, which is returned. Its objects are the files in it. */
    public Path makeBucket(String name) throws IOException {
        return Files.createDirectories(folder.resolve("data").resolve(name));
    }

    /** Settings with the keys of the server, and its address or that of a proxy before it. */
    public static StorageSettings settings(URI address, Map<String, String> options) {
        Map<String, String> environment = new HashMap<>();
        environment.put("AWS_ACCESS_KEY_ID", KEY);
        environment.put("AWS_SECRET_ACCESS_KEY", SECRET);
        environment.put("AWS_REGION", "us-east-1");
        environment.put("AWS_ENDPOINT_URL_S3", address.toString());
        return new StorageSettings(environment, options);
    }

    private static Process launch(Path program, int port, Path folder) throws IOException {
        Files.createDirectories(folder.resolve("data"));
        // The shell ends the server when this JVM is gone, however it went: then its standard input ends.
        ProcessBuilder command = new ProcessBuilder(List.of(
                "/bin/sh",
                "-c",
                "exec 3<&0; \"$0\" --port \"$1\" --quiet --keep-alive posix \"$2\" </dev/null 3<&- & read -r end <&3; kill -9 $!",
                program.toString(),
                "127.0.0.1:" + port,
                folder.resolve("data").toString()));
        command.environment().put("ROOT_ACCESS_KEY", KEY);
        command.environment().put("ROOT_SECRET_KEY", SECRET);
        command.redirectErrorStream(true);
        command.redirectOutput(folder.resolve("server.log").toFile());
        return command.start();
    }

    private static void await(Process process, int port, Path folder) throws Exception {
        long patience = Ticker.system().nanos() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
                return;
            } catch (IOException e) {
                if (!process.isAlive() || Ticker.system().nanos() - patience > 0) {
                    throw new AssertionError(
                            "the S3 server does not start: " + Files.readString(folder.resolve("server.log")), e);
                }
                Thread.sleep(50);
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Optional<Path> program() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isExecutable(folder.resolve(PROGRAM))) {
                return Optional.of(folder.resolve(PROGRAM));
            }
        }
        return Optional.empty();
    }
}
