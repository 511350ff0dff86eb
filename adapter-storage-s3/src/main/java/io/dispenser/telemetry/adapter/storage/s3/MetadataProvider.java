package io.dispenser.telemetry.adapter.storage.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dispenser.telemetry.core.storage.ReplyLimit;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.utils.cache.CachedSupplier;
import software.amazon.awssdk.utils.cache.RefreshResult;

/**
 * Credentials that a service next to the machine or the container gives out, kept until shortly before they expire. The SDK's
 * own providers for these take their addresses from the process's environment only, and fall back to the first version of
 * the metadata service, which gives the credentials to whoever can send a GET from this host.
 */
final class MetadataProvider implements AwsCredentialsProvider {

    private static final int CONNECT_MILLIS = 1000;
    private static final int READ_MILLIS = 2000;
    private static final String ROLES = "/latest/meta-data/iam/security-credentials/";

    private interface Source {
        String document() throws IOException;
    }

    private final String name;
    private final Source source;
    private final CachedSupplier<AwsCredentials> cache;

    private MetadataProvider(String name, Source source) {
        this.name = name;
        this.source = source;
        this.cache = CachedSupplier.builder(this::load).cachedValueName(name).build();
    }

    /** By IMDSv2: a token first, which takes a PUT and doesn't pass a forwarding proxy. */
    static MetadataProvider of(S3Credentials.InstanceProfile machine) {
        String address = machine.metadata().toString().replaceFirst("/+$", "");
        return new MetadataProvider("the metadata service of this machine at " + address, () -> {
            String token =
                    ask("PUT", address + "/latest/api/token", Map.of("X-aws-ec2-metadata-token-ttl-seconds", "300"));
            Map<String, String> authorized = Map.of("X-aws-ec2-metadata-token", token);
            String role =
                    ask("GET", address + ROLES, authorized).lines().findFirst().orElse("");
            if (role.isBlank()) {
                throw new IOException("this machine has no instance profile");
            }
            return ask("GET", address + ROLES + role.strip(), authorized);
        });
    }

    static MetadataProvider of(S3Credentials.Container container) {
        URI address = container.address();
        return new MetadataProvider("the credentials service of this container at " + address.getAuthority(), () -> {
            Optional<String> authorization = container.authorization();
            if (container.authorizationFile().isPresent()) {
                authorization = Optional.of(
                        Files.readString(container.authorizationFile().get()).strip());
            }
            return ask(
                    "GET",
                    address.toString(),
                    authorization.map(token -> Map.of("Authorization", token)).orElse(Map.of()));
        });
    }

    @Override
    public AwsCredentials resolveCredentials() {
        return cache.get();
    }

    /** Says nothing of what it holds. */
    @Override
    public String toString() {
        return name;
    }

    private RefreshResult<AwsCredentials> load() {
        try {
            JsonNode document = JsonNode.parser().parse(source.document());
            String id =
                    field(document, "AccessKeyId").orElseThrow(() -> new IOException("its answer has no AccessKeyId"));
            String secret = field(document, "SecretAccessKey")
                    .orElseThrow(() -> new IOException("its answer has no SecretAccessKey"));
            AwsCredentials credentials = field(document, "Token")
                    .<AwsCredentials>map(token -> AwsSessionCredentials.create(id, secret, token))
                    .orElseGet(() -> AwsBasicCredentials.create(id, secret));
            RefreshResult.Builder<AwsCredentials> result = RefreshResult.builder(credentials);
            Optional<String> expiration = field(document, "Expiration");
            if (expiration.isPresent()) {
                Instant end = Instant.parse(expiration.get());
                result.staleTime(end.minus(Duration.ofMinutes(1))).prefetchTime(end.minus(Duration.ofMinutes(10)));
            }
            return result.build();
        } catch (IOException | DateTimeParseException | IllegalArgumentException e) {
            // The cause may quote the document, and with it the secret.
            String why = e instanceof IOException ? e.getMessage() : "its answer can't be understood";
            throw SdkClientException.create("no credentials from " + name + ": " + why);
        }
    }

    private static Optional<String> field(JsonNode document, String name) {
        return document.field(name).map(JsonNode::text).filter(text -> !text.isBlank());
    }

    private static String ask(String method, String address, Map<String, String> headers) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(address).toURL().openConnection(Proxy.NO_PROXY);
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(READ_MILLIS);
        connection.setInstanceFollowRedirects(false);
        connection.setRequestMethod(method);
        headers.forEach(connection::setRequestProperty);
        try {
            int status = connection.getResponseCode();
            if (status != 200) {
                throw new IOException(
                        "it answered " + method + " " + connection.getURL().getPath() + " with " + status);
            }
            try (@Nullable InputStream in = connection.getInputStream()) {
                return in == null
                        ? ""
                        : new String(
                                ReplyLimit.limited(in, ReplyLimit.MESSAGE_BYTES).readAllBytes(), UTF_8);
            }
        } finally {
            connection.disconnect();
        }
    }
}
