package io.dispenser.telemetry.adapter.docker;

import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import io.dispenser.telemetry.core.net.TlsFailure;
import io.dispenser.telemetry.core.port.EngineException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Opens connections to the engine, and explains why one could not be had. */
final class Endpoint {

    private final URI host;
    private final @Nullable SSLContext tls;

    Endpoint(DockerSettings settings) throws EngineException {
        this.host = settings.host();
        this.tls = settings.tls() == null ? null : PemTls.load(settings.tls(), settings.authorities());
    }

    URI host() {
        return host;
    }

    /**
     * A client for one exchange. One each, because closing it is the only way to break off an exchange wherever it hangs; to
     * make one costs less than the exchange. Over TLS the shared context resumes sessions.
     *
     * @param silence how long TCP may be silent, or null for any time. Without effect on a Unix socket.
     */
    DockerHttpClient open(Duration connect, @Nullable Duration silence) {
        ZerodepDockerHttpClient.Builder builder = new ZerodepDockerHttpClient.Builder()
                .dockerHost(host)
                .maxConnections(1)
                .connectionTimeout(connect);
        if (silence != null) {
            builder.responseTimeout(silence);
        }
        SSLContext context = host.getScheme().equals("unix") ? NoTls.INSTANCE : tls;
        if (context != null) {
            builder.sslConfig(() -> context);
        }
        return builder.build();
    }

    /** What {@code thrown} means, which an exchange with the engine ended with. */
    CallFailure explain(Throwable thrown) {
        Throwable cause = unwrapped(thrown);
        String words = CallFailure.wordsOf(cause);
        if (cause instanceof IOException && host.getScheme().equals("unix")) {
            String problem = socketProblem(Path.of(host.getPath()), cause, words);
            if (problem != null) {
                return new CallFailure(CallFailure.Kind.UNREACHABLE, problem, cause);
            }
        } else if (cause instanceof UnknownHostException) {
            return unreachable("the host " + host.getHost() + " is not known; check the address", cause);
        } else if (TlsFailure.isOne(cause)) {
            return unreachable(noTls(TlsFailure.of(cause), words), cause);
        } else if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
            return unreachable("no connection: " + words + "; check that the engine runs and listens there", cause);
        }
        String plain = host.getScheme().equals("tcp") && tls == null
                ? "; if this is a port for TLS, set DOCKER_TLS_VERIFY=1"
                : "";
        String problem = LostConnection.of(cause)
                .map(lost -> "no whole answer: " + lost.sentence())
                .orElse("the answer made no sense: " + words);
        return new CallFailure(CallFailure.Kind.BAD_ANSWER, problem + plain, cause);
    }

    /** Without what docker-java puts around it. */
    static Throwable unwrapped(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getClass() == RuntimeException.class && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static String noTls(TlsFailure failure, String words) {
        String remedy =
                switch (failure) {
                    case EXPIRED -> "renew it, and check this machine's clock";
                    case UNTRUSTED ->
                        "put its authority's certificate into ca.pem in DOCKER_CERT_PATH, or name it as ca_file in"
                                + " [telemetry.docker]";
                    case WRONG_NAME -> "use the name that it has in DOCKER_HOST";
                    case NOT_SPOKEN -> "unset DOCKER_TLS_VERIFY, or correct the port in DOCKER_HOST";
                    case OTHER -> "check ca.pem, cert.pem and key.pem";
                };
        return "no TLS connection: " + (failure == TlsFailure.OTHER ? "" : failure.sentence() + " (") + words
                + (failure == TlsFailure.OTHER ? "" : ")") + "; " + remedy;
    }

    private static CallFailure unreachable(String message, Throwable cause) {
        return new CallFailure(CallFailure.Kind.UNREACHABLE, message, cause);
    }

    /** For the user who runs this, which is not always the one who reads it. */
    private static String rightsTo(Path socket) {
        String user = System.getProperty("user.name");
        String group = groupOf(socket);
        return group == null || group.equals("root")
                ? "let the engine give it to a group, make the user " + user
                        + " a member of that, and start this program again"
                : "make the user " + user + " a member of its group (sudo usermod -aG " + group + " " + user
                        + ") and start this program again, as its service or after logging in again";
    }

    private static @Nullable String groupOf(Path socket) {
        try {
            return Files.readAttributes(socket, PosixFileAttributes.class)
                    .group()
                    .getName();
        } catch (IOException | UnsupportedOperationException e) {
            return null;
        }
    }

    /** By the exception's type and by what is there: the system's text is in the user's language. */
    private static @Nullable String socketProblem(Path socket, Throwable cause, String words) {
        // The JDK reports a socket that this user may not connect to as one that can't be bound.
        if (cause instanceof BindException || cause instanceof AccessDeniedException) {
            return "no permission for the socket " + socket + "; " + rightsTo(socket);
        }
        if (Files.notExists(socket)) {
            return "there is no socket " + socket + "; start the engine, or set DOCKER_HOST to where it listens";
        }
        if (cause instanceof ConnectException || Files.isRegularFile(socket) || Files.isDirectory(socket)) {
            return "nobody listens at the socket " + socket + " (" + words + "); start the engine";
        }
        return null;
    }
}
