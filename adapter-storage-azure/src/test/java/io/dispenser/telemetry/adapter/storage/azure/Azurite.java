package io.dispenser.telemetry.adapter.storage.azure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.TableUri;
import io.dispenser.telemetry.core.time.Ticker;
import io.dispenser.telemetry.testkit.Requirement;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Azure's emulator, in a process of its own that serves all tests of this JVM and ends with it. */
final class Azurite {

    static final String ACCOUNT = "dispenser";

    /** The one container that is there from the start. */
    static final String CONTAINER = "lake";

    private static final Pattern LISTENING = Pattern.compile("successfully listens on http://127\\.0\\.0\\.1:(\\d+)");

    private static @Nullable Azurite running;

    private final String key;
    private final int port;

    private Azurite(String key, int port) {
        this.key = key;
        this.port = port;
    }

    /** The server, or the end of the test where it is not installed. */
    static synchronized Azurite running() throws Exception {
        if (running == null) {
            Optional<Path> program = program();
            if (program.isEmpty()) {
                Requirement.notMet("azurite", "no Azurite: run .ci/azurite.sh, which takes Node.js");
            }
            running = start(program.orElseThrow());
        }
        return running;
    }

    private static Azurite start(Path program) throws Exception {
        byte[] secret = new byte[64];
        new SecureRandom().nextBytes(secret);
        String key = Base64.getEncoder().encodeToString(secret);
        // The shell ends the server when its own input does: also where this JVM is killed.
        ProcessBuilder command = new ProcessBuilder(
                "sh",
                "-c",
                "node \"$0\" \"$@\" & server=$!; cat >/dev/null; kill $server",
                program.toString(),
                "--inMemoryPersistence",
                "--blobHost",
                "127.0.0.1",
                "--blobPort",
                "0",
                "--disableProductStyleUrl",
                "--disableTelemetry",
                "--silent");
        command.environment().put("AZURITE_ACCOUNTS", ACCOUNT + ":" + key);
        Process process = command.redirectErrorStream(true).start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }));
        Azurite started = new Azurite(key, port(process));
        started.createContainer();
        return started;
    }

    private static int port(Process process) throws IOException {
        BufferedReader output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        StringBuilder said = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            Matcher listening = LISTENING.matcher(line);
            if (listening.find()) {
                Thread drain = new Thread(() -> output.lines().forEach(rest -> {}));
                drain.setDaemon(true);
                drain.start();
                return Integer.parseInt(listening.group(1));
            }
            said.append(line).append('\n');
        }
        throw new AssertionError("Azurite did not start: " + said);
    }

    private void createContainer() throws IOException {
        StorageSettings settings = settings(port, Map.of());
        AzureLocation location = AzureLocation.of(newTable(), settings);
        AbfsSettings connector = AbfsSettings.of(location, AzureCredentials.choose(settings), Map.of());
        try (BlobClient client = new BlobClient(connector, Ticker.system())) {
            URI address = location.query(Map.of("restype", "container"));
            assertThat(client.send(BlobRequest.of("PUT", address)).status()).isEqualTo(201);
        }
    }

    int port() {
        return port;
    }

    String key() {
        return key;
    }

    /** A table that is not there. */
    static TableUri newTable() {
        return TableUri.parse("az://" + CONTAINER + "/" + UUID.randomUUID() + "/table");
    }

    /** What leads to the server by way of {@code port}. */
    StorageSettings settings(int port, Map<String, String> moreOptions) {
        Map<String, String> options = new HashMap<>(moreOptions);
        options.put("endpoint", "http://127.0.0.1:" + port + "/" + ACCOUNT);
        return new StorageSettings(Map.of("AZURE_STORAGE_ACCOUNT", ACCOUNT, "AZURE_STORAGE_KEY", key), options);
    }

    private static Optional<Path> program() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path program = folder.resolve(".ci/azurite/node_modules/azurite/dist/src/blob/main.js");
            if (Files.exists(program)) {
                return Optional.of(program);
            }
        }
        return Optional.empty();
    }
}
