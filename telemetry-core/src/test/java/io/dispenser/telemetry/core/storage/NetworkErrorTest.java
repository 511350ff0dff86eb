package io.dispenser.telemetry.core.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.storage.StorageError.Reason;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class NetworkErrorTest {

    static Stream<Arguments> failures() {
        IOException late = new HttpConnectTimeoutException("HTTP connect timed out");
        late.initCause(new ConnectException("HTTP connect timed out"));
        Throwable unresolved = new ConnectException().initCause(new UnresolvedAddressException());
        return Stream.of(
                Arguments.of(new UnknownHostException("store"), NetworkError.UNKNOWN_HOST, true),
                Arguments.of(unresolved, NetworkError.UNKNOWN_HOST, true),
                Arguments.of(new NoRouteToHostException(), NetworkError.NO_ROUTE, true),
                Arguments.of(new ConnectException("Connection refused"), NetworkError.REFUSED, true),
                Arguments.of(late, NetworkError.CONNECT_TIMEOUT, true),
                Arguments.of(new SocketTimeoutException("Connect timed out"), NetworkError.CONNECT_TIMEOUT, true),
                Arguments.of(new SocketTimeoutException("Read timed out"), NetworkError.NO_ANSWER, false),
                Arguments.of(new SocketTimeoutException(), NetworkError.NO_ANSWER, false),
                Arguments.of(new HttpTimeoutException("silent for 8 s"), NetworkError.NO_ANSWER, false),
                Arguments.of(new SSLHandshakeException("PKIX"), NetworkError.TLS, false),
                Arguments.of(
                        handshake(new CertPathValidatorException(
                                "validity check failed", new CertificateExpiredException())),
                        NetworkError.TLS_EXPIRED,
                        true),
                Arguments.of(
                        handshake(new CertPathBuilderException("unable to find valid certification path")),
                        NetworkError.TLS_UNTRUSTED,
                        true),
                Arguments.of(
                        handshake(new CertificateException("No name matching localhost found")),
                        NetworkError.TLS_WRONG_NAME,
                        true),
                Arguments.of(
                        new SSLPeerUnverifiedException("Certificate for <a> doesn't match"),
                        NetworkError.TLS_WRONG_NAME,
                        true),
                Arguments.of(
                        new SSLException("Unsupported or unrecognized SSL message"), NetworkError.TLS_NOT_SPOKEN, true),
                Arguments.of(
                        new IOException("Unable to tunnel through proxy. Proxy returns \"HTTP/1.1 403 Forbidden\""),
                        NetworkError.PROXY,
                        true),
                Arguments.of(new IOException("Tunnel failed, got: 502"), NetworkError.PROXY, true),
                Arguments.of(new IOException("connect timed out"), NetworkError.LOST, false),
                Arguments.of(new IOException(), NetworkError.LOST, false));
    }

    private static IOException handshake(Exception cause) {
        SSLHandshakeException failure = new SSLHandshakeException("of the JDK");
        failure.initCause(cause);
        return failure;
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aFailureIsKnownAlsoAsTheCauseOfAnother(Throwable failure, NetworkError expected, boolean nothingWasSent) {
        for (Throwable each : new Throwable[] {failure, new IllegalStateException("of a library", failure)}) {
            NetworkError error = NetworkError.of(each);
            assertThat(error).isEqualTo(expected);
            assertThat(error.nothingWasSent()).isEqualTo(nothingWasSent);
            StorageError told = error.at("the store at x", each);
            assertThat(told.reason()).isEqualTo(Reason.UNAVAILABLE);
            assertThat(told.sentence()).startsWith("the store at x can't be reached: ");
            assertThat(told.remedy()).startsWith("check ");
        }
    }
}
