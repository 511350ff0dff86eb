package io.dispenser.telemetry.adapter.docker;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.dispenser.telemetry.core.deployment.Sha256;
import io.dispenser.telemetry.core.port.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the engine as the {@code docker} command line does. The order and the layout of the context store are those of
 * docker/cli ({@code cli/command/cli.go}, {@code cli/context/store}): a context's folder is the SHA-256 of its name.
 */
public final class DockerEnvironment {

    private static final String DEFAULT_CONTEXT = "default";
    private static final String DEFAULT_HOST = "unix:///var/run/docker.sock";

    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, String> environment;
    private final Path folder;

    /**
     * @param environment the environment variables
     * @param home the user's home folder
     */
    public DockerEnvironment(Map<String, String> environment, Path home) {
        this.environment = environment;
        String configured = environment.getOrDefault("DOCKER_CONFIG", "");
        this.folder = configured.isEmpty() ? home.resolve(".docker") : Path.of(configured);
    }

    /**
     * The engine that the {@code docker} command line would talk to, by its order: {@code DOCKER_HOST} (with
     * {@code DOCKER_TLS_VERIFY} and {@code DOCKER_CERT_PATH}), then the context named by {@code DOCKER_CONTEXT}, then the current
     * context of the configuration in {@code DOCKER_CONFIG} or {@code ~/.docker}, then {@code unix:///var/run/docker.sock}.
     *
     * @throws EngineException if that names no usable engine; the message says which setting to change
     */
    public DockerSettings settings() throws EngineException {
        return settings(null);
    }

    /**
     * The same, where an engine by TLS is trusted with more authorities.
     *
     * @param authorities a file of their certificates in PEM; null for none
     * @throws EngineException also if there are some, and the engine is reached over the network without TLS
     */
    public DockerSettings settings(@Nullable Path authorities) throws EngineException {
        DockerSettings found = found(authorities);
        if (authorities != null
                && found.tls() == null
                && !"unix".equals(found.host().getScheme())) {
            throw new EngineException(
                    "ca_file in [telemetry.docker] names authorities for TLS, but the engine at " + found.host() + " ("
                            + found.source() + ") is reached without; set DOCKER_TLS_VERIFY=1, or remove ca_file",
                    null);
        }
        return found.withAuthorities(authorities);
    }

    private DockerSettings found(@Nullable Path authorities) throws EngineException {
        String host = environment.getOrDefault("DOCKER_HOST", "");
        if (!host.isEmpty()) {
            return plain(host, "DOCKER_HOST", authorities);
        }
        String named = environment.getOrDefault("DOCKER_CONTEXT", "");
        if (!named.isEmpty()) {
            return named.equals(DEFAULT_CONTEXT)
                    ? plain(DEFAULT_HOST, DockerSettings.DEFAULT, authorities)
                    : context(named, "DOCKER_CONTEXT");
        }
        Path file = folder.resolve("config.json");
        String current = read(file).path("currentContext").asText("");
        return current.isEmpty() || current.equals(DEFAULT_CONTEXT)
                ? plain(DEFAULT_HOST, DockerSettings.DEFAULT, authorities)
                : context(current, file + " (currentContext)");
    }

    private DockerSettings plain(String host, String source, @Nullable Path authorities) throws EngineException {
        if (!set("DOCKER_TLS_VERIFY")) {
            if (set("DOCKER_TLS")) {
                throw new EngineException(
                        "DOCKER_TLS without DOCKER_TLS_VERIFY asks for TLS with any engine, whoever it is: not supported;"
                                + " set DOCKER_TLS_VERIFY=1 and put the engine's ca.pem into DOCKER_CERT_PATH",
                        null);
            }
            return DockerSettings.of(host, null, source);
        }
        String certificates = environment.getOrDefault("DOCKER_CERT_PATH", "");
        Path tls = certificates.isEmpty() ? folder : Path.of(certificates);
        if (host.startsWith("unix://")) {
            return DockerSettings.of(host, null, source);
        }
        if (authorities == null && !Files.isReadable(tls.resolve("ca.pem"))) {
            throw new EngineException(
                    "DOCKER_TLS_VERIFY is set, but " + tls.resolve("ca.pem")
                            + " can't be read; put ca.pem, cert.pem and"
                            + " key.pem there, or point DOCKER_CERT_PATH at their folder, or name the certificate of its"
                            + " authority as ca_file in [telemetry.docker]",
                    null);
        }
        return DockerSettings.of(host, tls, source);
    }

    private DockerSettings context(String name, String source) throws EngineException {
        String id = Sha256.hex(name);
        Path file = folder.resolve("contexts").resolve("meta").resolve(id).resolve("meta.json");
        JsonNode meta = read(file);
        if (meta.isMissingNode()) {
            throw new EngineException(
                    source + " names the Docker context '" + name + "', which does not exist (there are: " + contexts()
                            + "); choose one of them, or create it with: docker context create " + name,
                    null);
        }
        JsonNode endpoint = meta.path("Endpoints").path("docker");
        String host = endpoint.path("Host").asText("");
        if (host.isEmpty()) {
            throw new EngineException(
                    "the Docker context '" + name + "' (" + file + ") names no host of an engine", null);
        }
        if (endpoint.path("SkipTLSVerify").asBoolean(false)) {
            throw new EngineException(
                    "the Docker context '" + name
                            + "' skips the verification of the engine's certificate: not supported;"
                            + " give it the engine's CA (docker context update " + name + " --docker host=…,ca=…)",
                    null);
        }
        Path tls = folder.resolve("contexts").resolve("tls").resolve(id).resolve("docker");
        boolean secured = Files.isDirectory(tls) && !host.startsWith("unix://");
        return DockerSettings.of(host, secured ? tls : null, "context '" + name + "'");
    }

    private String contexts() {
        TreeSet<String> names = new TreeSet<>();
        names.add(DEFAULT_CONTEXT);
        try (var folders = Files.newDirectoryStream(folder.resolve("contexts").resolve("meta"))) {
            for (Path entry : folders) {
                names.add(read(entry.resolve("meta.json")).path("Name").asText(entry.toString()));
            }
        } catch (IOException | EngineException e) {
            // The names only help the reader of a message that is due anyway.
        }
        return String.join(", ", names);
    }

    /** The document in {@code file}, missing if the file is. */
    private JsonNode read(Path file) throws EngineException {
        if (!Files.exists(file)) {
            return MissingNode.getInstance();
        }
        try {
            return json.readTree(Files.readAllBytes(file));
        } catch (JacksonException e) {
            // Without the excerpt: the file may hold registry passwords.
            throw new EngineException(
                    file + ": not JSON (" + e.getOriginalMessage() + "); correct it, or set DOCKER_HOST", null);
        } catch (IOException e) {
            throw new EngineException(
                    file + ": can't be read (" + CallFailure.wordsOf(e) + "); set DOCKER_HOST to do without it", e);
        }
    }

    private boolean set(String variable) {
        return !environment.getOrDefault(variable, "").isEmpty();
    }
}
