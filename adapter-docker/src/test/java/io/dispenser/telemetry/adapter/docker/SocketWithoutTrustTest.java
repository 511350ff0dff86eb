package io.dispenser.telemetry.adapter.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.testkit.JavaCommand;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An engine's Unix socket has nothing to do with whom the machine trusts. */
class SocketWithoutTrustTest {

    @TempDir
    private Path folder;

    @Test
    void noAuthoritiesAreReadForIt() throws Exception {
        try (UnixServer server =
                new UnixServer(folder.resolve("s"), connection -> connection.reply(200, "{\"ApiVersion\":\"1.41\"}"))) {
            Process process = new ProcessBuilder(JavaCommand.of(Ping.class, List.of("-Xlog:class+load"), server.socket))
                    .redirectErrorStream(true)
                    .start();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(printed).isZero();
            assertThat(server.paths).contains("/_ping");
            assertThat(printed)
                    .contains("io.dispenser.telemetry.adapter.docker.Endpoint ")
                    .doesNotContain("java.security.cert.X509Certificate ", "sun.security.x509.X509CertImpl ");
        }
    }

    /** Asks the engine at the socket that is its argument whether it is there. */
    static final class Ping {

        private Ping() {}

        public static void main(String[] arguments) throws Exception {
            try (DockerContainerEngine engine =
                    DockerContainerEngine.connect(WorstEngine.settings(Path.of(arguments[0])))) {
                engine.ping();
            }
        }
    }
}
