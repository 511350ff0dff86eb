package io.dispenser.telemetry.adapter.docker;

import io.dispenser.telemetry.core.net.CertificateFile;
import io.dispenser.telemetry.core.net.TrustedAuthorities;
import io.dispenser.telemetry.core.port.EngineException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * TLS from Docker's folder of {@code ca.pem}, {@code cert.pem} and {@code key.pem}, with the JDK alone. Keys are PKCS #8
 * (RFC 5958) or RSA's own PKCS #1 (RFC 8017), which OpenSSL wrote before its version 3.
 */
final class PemTls {

    private static final char[] NO_PASSWORD = {};
    private static final Pattern PEM_KEY =
            Pattern.compile("-----BEGIN ([A-Z ]*)PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END");
    /** INTEGER 0, then the AlgorithmIdentifier of rsaEncryption: what PKCS #8 puts before a PKCS #1 key. */
    private static final byte[] RSA_HEADER = {
        0x02,
        0x01,
        0x00,
        0x30,
        0x0d,
        0x06,
        0x09,
        0x2a,
        (byte) 0x86,
        0x48,
        (byte) 0x86,
        (byte) 0xf7,
        0x0d,
        0x01,
        0x01,
        0x01,
        0x05,
        0x00
    };

    private PemTls() {}

    /** @param more a file of certificates of authorities to trust beside {@code ca.pem}, or beside the JVM's without that */
    static SSLContext load(Path folder, @Nullable Path more) throws EngineException {
        try {
            List<X509Certificate> authorities = more == null ? List.of() : authorities(more);
            Path ca = folder.resolve("ca.pem");
            TrustedAuthorities trust = Files.exists(ca)
                    ? TrustedAuthorities.only(joined(authorities(ca), authorities))
                    : TrustedAuthorities.withJvm(authorities);
            Path certificate = folder.resolve("cert.pem");
            Path key = folder.resolve("key.pem");
            if (Files.exists(certificate) != Files.exists(key)) {
                throw new EngineException(
                        folder
                                + ": cert.pem and key.pem go together, but one is missing; add it, or remove both to connect"
                                + " without a client certificate",
                        null);
            }
            KeyManagerFactory keys = null;
            if (Files.exists(key)) {
                keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
                keys.init(keyStore(privateKey(key), certificates(certificate)), NO_PASSWORD);
            }
            return trust.context(keys == null ? null : keys.getKeyManagers());
        } catch (IOException | GeneralSecurityException e) {
            throw new EngineException(
                    folder + ": its TLS files can't be used: " + e.getClass().getSimpleName() + ": "
                            + CallFailure.wordsOf(e),
                    e);
        }
    }

    private static List<Certificate> certificates(Path file) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (found.isEmpty()) {
                throw new IOException(file + " holds no certificate");
            }
            return List.copyOf(found);
        }
    }

    private static List<X509Certificate> authorities(Path file) throws EngineException {
        try {
            return CertificateFile.read(file);
        } catch (CertificateFile.UnusableException e) {
            throw new EngineException(file + " " + e.getMessage() + ": it has to hold the engine's authority", e);
        }
    }

    private static List<X509Certificate> joined(List<X509Certificate> some, List<X509Certificate> others) {
        List<X509Certificate> all = new ArrayList<>(some);
        all.addAll(others);
        return all;
    }

    private static KeyStore keyStore(PrivateKey key, List<Certificate> chain)
            throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        store.setKeyEntry("client", key, NO_PASSWORD, chain.toArray(Certificate[]::new));
        return store;
    }

    private static PrivateKey privateKey(Path file) throws IOException, GeneralSecurityException {
        Matcher pem = PEM_KEY.matcher(Files.readString(file, StandardCharsets.US_ASCII));
        if (!pem.find() || !(pem.group(1).isEmpty() || pem.group(1).equals("RSA "))) {
            throw new IOException(
                    file + " holds no plain RSA or PKCS #8 key; convert it with: openssl pkcs8 -topk8 -nocrypt -in "
                            + file + " -out key.pem");
        }
        byte[] der = Base64.getMimeDecoder().decode(pem.group(2));
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(pem.group(1).isEmpty() ? der : wrapRsa(der));
        try {
            return KeyFactory.getInstance("RSA").generatePrivate(spec);
        } catch (InvalidKeySpecException notRsa) {
            return KeyFactory.getInstance("EC").generatePrivate(spec);
        }
    }

    private static byte[] wrapRsa(byte[] key) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(RSA_HEADER);
        element(content, 0x04, key);
        ByteArrayOutputStream sequence = new ByteArrayOutputStream();
        element(sequence, 0x30, content.toByteArray());
        return sequence.toByteArray();
    }

    /** A DER element with its length in two bytes, enough for any key. */
    private static void element(ByteArrayOutputStream out, int tag, byte[] content) {
        out.write(tag);
        out.write(0x82);
        out.write(content.length >> 8);
        out.write(content.length);
        out.writeBytes(content);
    }
}
