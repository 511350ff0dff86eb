package io.dispenser.telemetry.core.net;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.function.Predicate;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Why there is no TLS connection. Nobody else reads the text of the JDK's exceptions of TLS. */
public enum TlsFailure {
    EXPIRED("its certificate, or that of its authority, has expired or is not valid yet"),
    UNTRUSTED("its certificate is signed by no authority that is trusted here"),
    WRONG_NAME("its certificate is for another host name"),
    NOT_SPOKEN("it speaks no TLS at this port"),
    /** Of any other reason. */
    OTHER("there is no trusted, encrypted connection to it");

    private final String sentence;

    TlsFailure(String sentence) {
        this.sentence = sentence;
    }

    /** What is wrong with a server, for a person. */
    public String sentence() {
        return sentence;
    }

    /** Whether {@code failure} is one of TLS at all. */
    public static boolean isOne(Throwable failure) {
        return any(failure, each -> each instanceof SSLException || isWrongName(each));
    }

    /** What {@code failure} or one of its causes says. */
    public static TlsFailure of(Throwable failure) {
        if (any(
                failure,
                each -> each instanceof CertificateExpiredException
                        || each instanceof CertificateNotYetValidException)) {
            return EXPIRED;
        }
        if (any(
                failure,
                each -> each instanceof CertPathBuilderException || each instanceof CertPathValidatorException)) {
            return UNTRUSTED;
        }
        if (any(failure, TlsFailure::isWrongName)) {
            return WRONG_NAME;
        }
        return any(failure, TlsFailure::isNotSpoken) ? NOT_SPOKEN : OTHER;
    }

    /** The JDK has no exception of its own for it. */
    private static boolean isWrongName(Throwable failure) {
        String text = String.valueOf(failure.getMessage());
        return failure instanceof SSLPeerUnverifiedException
                || text.startsWith("HTTPS hostname wrong")
                || (failure instanceof CertificateException
                        && (text.startsWith("No subject alternative") || text.startsWith("No name matching")));
    }

    private static boolean isNotSpoken(Throwable failure) {
        String text = String.valueOf(failure.getMessage());
        return failure instanceof SSLException
                && (text.startsWith("Unsupported or unrecognized SSL message")
                        || text.contains("plaintext connection"));
    }

    private static boolean any(Throwable failure, Predicate<Throwable> kind) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (kind.test(each)) {
                return true;
            }
        }
        return false;
    }
}
