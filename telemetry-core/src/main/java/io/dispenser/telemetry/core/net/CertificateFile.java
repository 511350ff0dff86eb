package io.dispenser.telemetry.core.net;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file of certificates in PEM, as OpenSSL and every authority write them: one or many, with any text between them. */
public final class CertificateFile {

    private static final Pattern BLOCK = Pattern.compile(
            "-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----.*?(?:-----END [A-Z0-9 ]*-----|\\z)", Pattern.DOTALL);

    private static final long MOST_BYTES = 16L << 20;

    private CertificateFile() {}

    /** A file can't be used. The message says what is wrong with it, and follows its name. */
    public static final class UnusableException extends IOException {

        private static final long serialVersionUID = 1L;

        UnusableException(String message) {
            super(message);
        }
    }

    /**
     * The certificates in {@code file}, in their order: at least one.
     *
     * @throws UnusableException if there are none, or one that is damaged
     */
    public static List<X509Certificate> read(Path file) throws UnusableException {
        String text = text(file);
        if (text.isBlank()) {
            throw new UnusableException("is empty");
        }
        List<X509Certificate> certificates = new ArrayList<>();
        Matcher block = BLOCK.matcher(text);
        while (block.find()) {
            certificates.add(certificate(block.group(), certificates.size() + 1));
        }
        if (certificates.isEmpty()) {
            throw new UnusableException("holds no certificate in PEM (-----BEGIN CERTIFICATE-----)"
                    + (text.contains("PRIVATE KEY-----") ? ", but a private key" : ""));
        }
        return certificates;
    }

    private static String text(Path file) throws UnusableException {
        try {
            if (Files.isDirectory(file)) {
                throw new UnusableException("is a directory");
            }
            if (Files.exists(file) && Files.size(file) > MOST_BYTES) {
                throw new UnusableException("is larger than any file of certificates");
            }
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (UnusableException e) {
            throw e;
        } catch (NoSuchFileException e) {
            throw new UnusableException("does not exist");
        } catch (AccessDeniedException e) {
            throw new UnusableException("can't be read by the user of this program");
        } catch (IOException e) {
            throw new UnusableException("can't be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    private static X509Certificate certificate(String block, int number) throws UnusableException {
        String plain = block.replaceAll("(BEGIN|END) (?:X509|TRUSTED) ", "$1 ");
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(plain.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (CertificateException e) {
            throw new UnusableException("holds a certificate that is damaged: number " + number);
        }
    }
}
