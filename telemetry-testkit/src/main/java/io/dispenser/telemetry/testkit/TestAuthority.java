package io.dispenser.telemetry.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A certificate authority that nobody knows, with servers that it vouches for: made by the JDK's {@code keytool} in a folder. */
public final class TestAuthority {

    private static final String PASSWORD = "of-the-tests";

    private final Path folder;
    private int servers;

    private TestAuthority(Path folder) {
        this.folder = folder;
    }

    /** A new authority, whose files are in {@code folder}. */
    public static TestAuthority in(Path folder) throws IOException, InterruptedException {
        TestAuthority authority = new TestAuthority(Files.createDirectories(folder));
        authority.keytool(
                "-genkeypair", "-alias", "ca", "-keyalg", "EC", "-dname", "CN=Test authority", "-ext", "bc:c");
        authority.keytool(
                "-exportcert", "-rfc", "-alias", "ca", "-file", authority.file().toString());
        return authority;
    }

    /** Its certificate, in PEM. */
    public Path file() {
        return folder.resolve("authority.pem");
    }

    /**
     * The side of a server at {@code name}.
     *
     * @param name as keytool writes alternative names: {@code ip:127.0.0.1}, {@code dns:localhost}
     * @param more further words for keytool, such as {@code -startdate -9d -validity 2} for one that has expired
     */
    public SSLContext server(String name, String... more)
            throws IOException, InterruptedException, GeneralSecurityException {
        String alias = "server-" + servers++ + "-" + name.replaceAll("[^a-z0-9]", "-");
        List<String> words = new ArrayList<>(List.of(
                "-genkeypair", "-alias", alias, "-keyalg", "EC", "-dname", "CN=A server", "-signer", "ca", "-ext"));
        words.add("san=" + name);
        words.addAll(List.of(more));
        keytool(words.toArray(String[]::new));
        KeyStore all = store();
        KeyStore one = KeyStore.getInstance("PKCS12");
        one.load(null, null);
        one.setKeyEntry(
                alias,
                all.getKey(alias, PASSWORD.toCharArray()),
                PASSWORD.toCharArray(),
                all.getCertificateChain(alias));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(one, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private KeyStore store() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve("keys.p12"))) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    private void keytool(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(words));
        command.addAll(List.of(
                "-keystore", folder.resolve("keys.p12").toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", words) + ": " + said);
        }
    }
}
