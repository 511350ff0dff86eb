package io.dispenser.telemetry.adapter.docker;

import io.dispenser.telemetry.core.port.EngineException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** Reads an engine's address as the {@code docker} command line does, as far as this adapter can connect to it. */
final class HostAddress {

    private static final int PLAIN_PORT = 2375;
    private static final int TLS_PORT = 2376;
    private static final String NO_HOST = "that names no host; use tcp://host:port";
    private static final String NO_PATH = "a socket needs an absolute path, such as unix:///var/run/docker.sock";

    private HostAddress() {}

    static URI parse(String text, boolean tls, String source) throws EngineException {
        String host = text.strip();
        int colon = host.indexOf("://");
        String scheme = colon < 0 ? "tcp" : host.substring(0, colon).toLowerCase(Locale.ROOT);
        String rest = colon < 0 ? host : host.substring(colon + 3);
        return switch (scheme) {
            case "unix" -> unix(rest, text, source);
            case "tcp" -> tcp(rest, tls, text, source);
            case "ssh" ->
                throw refused(
                        text,
                        source,
                        "SSH is not supported; forward the socket (ssh -L /tmp/docker.sock:/var/run/docker.sock HOST)"
                                + " and use unix:///tmp/docker.sock");
            case "npipe" ->
                throw refused(
                        text,
                        source,
                        "Windows' named pipes are not supported; let the engine listen on tcp:// with TLS");
            default ->
                throw refused(
                        text,
                        source,
                        "the scheme '" + scheme + "' is not supported; use unix:///path or tcp://host:port");
        };
    }

    private static URI unix(String path, String text, String source) throws EngineException {
        if (!path.startsWith("/") || path.indexOf('\0') >= 0) {
            throw refused(text, source, NO_PATH);
        }
        try {
            return new URI("unix", "", path, null);
        } catch (URISyntaxException e) {
            throw refused(text, source, NO_PATH);
        }
    }

    private static URI tcp(String rest, boolean tls, String text, String source) throws EngineException {
        try {
            URI uri = new URI("tcp://" + rest);
            String name = uri.getHost();
            if (name == null || uri.getUserInfo() != null || uri.getQuery() != null || uri.getFragment() != null) {
                throw refused(text, source, NO_HOST);
            }
            int port = uri.getPort() >= 0 ? uri.getPort() : tls ? TLS_PORT : PLAIN_PORT;
            String path = uri.getPath() == null ? "" : uri.getPath();
            return new URI("tcp", null, name, port, path, null, null);
        } catch (URISyntaxException e) {
            throw refused(text, source, NO_HOST);
        }
    }

    private static EngineException refused(String text, String source, String why) {
        // An address may carry a password in its user part.
        String shown = text.replaceAll("//[^/@]*@", "//***@");
        return new EngineException(source + " = \"" + shown + "\": " + why, null);
    }
}
