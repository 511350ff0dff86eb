package io.dispenser.telemetry.adapter.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.dispenser.telemetry.core.port.EngineException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class TcpEngineTest {

    private static final int PKCS8_HEADER_BYTES = 26;

    @TempDir
    Path folder;

    @Test
    void deadlineHoldsOnTcpHoweverTheReplyTrickles() throws Exception {
        for (String beginning :
                List.of("", "HTTP/1.1 200 OK\r\nX-Slow: ", "HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n")) {
            Set<Socket> open = ConcurrentHashMap.newKeySet();
            try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
                UnixServer.daemon("tcp", () -> trickle(server, beginning, open));
                DockerSettings settings = DockerSettings.of("tcp://127.0.0.1:" + server.getLocalPort(), null, "test")
                        .withTimeout(WorstEngine.SHORT);
                try (DockerContainerEngine engine = DockerContainerEngine.connect(settings)) {
                    for (int i = 0; i < 5; i++) {
                        assertThatThrownBy(engine::list)
                                .isInstanceOf(EngineException.class)
                                .hasMessageContaining("no answer within 0.2 s");
                    }
                    WorstEngine.await(open::isEmpty, "the connections, after '" + beginning + "'");
                }
            }
        }
    }

    @Test
    void talksTlsWithAClientCertificateOfEitherKind() throws Exception {
        KeyStore store = selfSigned("RSA");
        HttpsServer server = engine(store);
        try {
            String host = "tcp://localhost:" + server.getAddress().getPort();
            Path tls = Files.createDirectories(folder.resolve("tls"));
            byte[] certificate = certificate(store);
            Files.write(tls.resolve("ca.pem"), certificate);
            assertThatThrownBy(() -> ping(host, tls))
                    .as("without a certificate")
                    .isInstanceOf(EngineException.class);

            Files.write(tls.resolve("cert.pem"), certificate);
            byte[] key = key(store).getEncoded();
            Files.write(tls.resolve("key.pem"), pem("PRIVATE KEY", key));
            assertThat(ping(host, tls)).isEqualTo("25.0.1, API 1.44");
            byte[] pkcs1 = Arrays.copyOfRange(key, PKCS8_HEADER_BYTES, key.length);
            Files.write(tls.resolve("key.pem"), pem("RSA PRIVATE KEY", pkcs1));
            assertThat(ping(host, tls)).isEqualTo("25.0.1, API 1.44");

            Files.write(tls.resolve("key.pem"), pem("EC PRIVATE KEY", pkcs1));
            assertThatThrownBy(() -> ping(host, tls)).hasMessageContaining("openssl pkcs8 -topk8 -nocrypt");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void engineOfAnotherAuthorityIsRefused() throws Exception {
        HttpsServer server = engine(selfSigned("RSA"));
        try {
            Path tls = Files.createDirectories(folder.resolve("other"));
            KeyStore other = selfSigned("EC");
            Files.write(tls.resolve("ca.pem"), certificate(other));
            assertThatThrownBy(
                            () -> ping("tcp://localhost:" + server.getAddress().getPort(), tls))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("no TLS connection")
                    .hasMessageContaining("into ca.pem in DOCKER_CERT_PATH");
            Files.write(tls.resolve("cert.pem"), certificate(other));
            Files.write(tls.resolve("key.pem"), pem("PRIVATE KEY", key(other).getEncoded()));
            assertThat(PemTls.load(tls, null)).as("an EC key").isNotNull();
        } finally {
            server.stop(0);
        }
    }

    private static String ping(String host, Path tls) throws EngineException, InterruptedException {
        DockerSettings settings = DockerSettings.of(host, tls, "test").withTimeout(Duration.ofSeconds(20));
        try (DockerContainerEngine engine = DockerContainerEngine.connect(settings)) {
            return engine.ping();
        }
    }

    private static void trickle(ServerSocket server, String beginning, Set<Socket> open) {
        while (true) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                UnixServer.daemon("trickle", () -> {
                    try (socket) {
                        socket.getOutputStream().write(beginning.getBytes(StandardCharsets.US_ASCII));
                        while (true) {
                            // An engine that says nothing at all notices the end by reading.
                            if (beginning.isEmpty()) {
                                InputStream in = socket.getInputStream();
                                if (in.read() < 0) {
                                    return;
                                }
                            } else {
                                socket.getOutputStream().write('x');
                                TimeUnit.MILLISECONDS.sleep(10);
                            }
                        }
                    } catch (IOException | InterruptedException e) {
                        // The client is gone.
                    } finally {
                        open.remove(socket);
                    }
                });
            } catch (IOException e) {
                return;
            }
        }
    }

    /** A server that wants the client's certificate, as dockerd does with {@code --tlsverify}. */
    private HttpsServer engine(KeyStore store) throws Exception {
        Path tls = Files.createDirectories(folder.resolve("server"));
        Files.write(tls.resolve("ca.pem"), certificate(store));
        Files.write(tls.resolve("cert.pem"), certificate(store));
        Files.write(tls.resolve("key.pem"), pem("PRIVATE KEY", key(store).getEncoded()));
        SSLContext context = PemTls.load(tls, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters ssl = context.getDefaultSSLParameters();
                ssl.setNeedClientAuth(true);
                parameters.setSSLParameters(ssl);
            }
        });
        server.createContext("/_ping", exchange -> {
            exchange.getResponseHeaders().add("Server", "Docker/25.0.1 (linux)");
            exchange.getResponseHeaders().add("Api-Version", "1.44");
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write("OK".getBytes(StandardCharsets.US_ASCII));
            exchange.close();
        });
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "test-https");
            thread.setDaemon(true);
            return thread;
        }));
        server.start();
        return server;
    }

    private KeyStore selfSigned(String algorithm) throws Exception {
        Path file = folder.resolve(algorithm + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "it",
                        "-keyalg",
                        algorithm,
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-validity",
                        "36500",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        "changeit")
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        return KeyStore.getInstance(file.toFile(), "changeit".toCharArray());
    }

    private static Key key(KeyStore store) throws Exception {
        return store.getKey("it", "changeit".toCharArray());
    }

    private static byte[] certificate(KeyStore store) throws Exception {
        Certificate certificate = store.getCertificate("it");
        return pem("CERTIFICATE", certificate.getEncoded());
    }

    private static byte[] pem(String type, byte[] der) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(("-----BEGIN " + type + "-----\n").getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(Base64.getMimeEncoder(64, new byte[] {'\n'}).encode(der));
        out.writeBytes(("\n-----END " + type + "-----\n").getBytes(StandardCharsets.US_ASCII));
        return out.toByteArray();
    }
}
