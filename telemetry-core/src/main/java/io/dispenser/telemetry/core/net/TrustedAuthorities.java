package io.dispenser.telemetry.core.net;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Whom a connection believes to be the server that it says it is: the authorities that the JVM trusts, and some more. It is
 * handed to each client, so that what the JVM trusts stays as it is.
 */
public final class TrustedAuthorities {

    private final TrustManager[] managers;

    private TrustedAuthorities(TrustManager[] managers) {
        this.managers = managers;
    }

    /**
     * The JVM's own, and those of a file.
     *
     * @param key the setting that names the file, for a person
     * @throws IllegalArgumentException if the file can't be used; the message says why
     */
    public static TrustedAuthorities withFile(String key, Path file) {
        try {
            return withJvm(CertificateFile.read(file));
        } catch (CertificateFile.UnusableException e) {
            throw new IllegalArgumentException(
                    key + ": " + file + " " + e.getMessage()
                            + "; name a file with the certificate of your authority in PEM, or leave the key out",
                    e);
        }
    }

    /** The JVM's own, and these. */
    public static TrustedAuthorities withJvm(List<X509Certificate> more) {
        try {
            List<X509Certificate> all = new ArrayList<>(ofJvm());
            all.addAll(more);
            return only(all);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the certificates that this JVM trusts can't be had", e);
        }
    }

    /** Just these. */
    public static TrustedAuthorities only(List<X509Certificate> authorities) throws GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try {
            store.load(null, null);
        } catch (IOException e) {
            throw new GeneralSecurityException(e);
        }
        for (int i = 0; i < authorities.size(); i++) {
            store.setCertificateEntry(String.format(Locale.ROOT, "authority-%d", i), authorities.get(i));
        }
        return new TrustedAuthorities(managers(store));
    }

    /** For a client that makes its own context. */
    public TrustManager[] managers() {
        return managers.clone();
    }

    /** A context of TLS that believes them. */
    public SSLContext context() {
        try {
            return context(null);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no TLS", e);
        }
    }

    /** The same, that shows who we are. */
    public SSLContext context(KeyManager @Nullable [] keys) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, managers, null);
        return context;
    }

    private static List<X509Certificate> ofJvm() throws GeneralSecurityException {
        for (TrustManager manager : managers(null)) {
            if (manager instanceof X509TrustManager known) {
                return List.of(known.getAcceptedIssuers());
            }
        }
        return List.of();
    }

    private static TrustManager[] managers(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }
}
