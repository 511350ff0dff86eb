package io.dispenser.telemetry.adapter.storage.s3;

import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.StoreRoute;
import io.dispenser.telemetry.core.storage.TableUri;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/**
 * Where a table is, and how to get there: what the URI, the options and the environment come to.
 *
 * @param prefix what the keys of the table's files begin with: empty, or a path with a slash at its end
 * @param endpoint the store's address, if it was named; else AWS's own
 * @param region the region, given, taken from the endpoint's name, or the default
 * @param singleWriter whether the table has one writer, so that a store without conditional writes will do
 * @param connectorProperties Hadoop's properties, as given
 * @param route the way to the store
 */
record S3Location(
        String bucket,
        String prefix,
        Optional<URI> endpoint,
        String region,
        boolean pathStyle,
        boolean singleWriter,
        S3Credentials credentials,
        Map<String, String> connectorProperties,
        StoreRoute route) {

    private static final String DEFAULT_REGION = "us-east-1";
    private static final String CONNECTOR = "fs.s3a.";

    /** What would be a secret in a configuration file, or another way to find one. */
    private static final String[] CREDENTIALS_OF_CONNECTOR = {
        "fs.s3a.access.key", "fs.s3a.secret.key", "fs.s3a.session.token", "fs.s3a.aws.credentials.provider"
    };

    /** @throws IllegalArgumentException if the table can't be served; the message tells a person why and what to write */
    static S3Location of(TableUri uri, StorageSettings settings) {
        String bucket = bucket(uri);
        Map<String, String> environment = settings.environment();
        Map<String, String> options = settings.options();
        Map<String, String> connector = connectorProperties(options);
        Optional<URI> endpoint = endpoint(options, environment);
        endpoint.ifPresent(address -> requireWithoutBucket(address, bucket));
        boolean aws = endpoint.map(S3Location::isAws).orElse(true);
        if (aws && bucket.endsWith("--x-s3")) {
            throw new IllegalArgumentException(
                    uri + " is a directory bucket (S3 Express), which lists its files in no order;"
                            + " a table needs a general purpose bucket");
        }
        Optional<String> region = S3Setting.text(options, "region")
                .or(() -> S3Setting.text(environment, "AWS_REGION"))
                .or(() -> S3Setting.text(environment, "AWS_DEFAULT_REGION"));
        String path = uri.path().substring(1);
        boolean pathStyle = settings.flag("path_style").orElse(!aws);
        URI server = server(endpoint.orElseGet(() -> awsEndpoint(region.orElse(DEFAULT_REGION))), bucket, pathStyle);
        StoreRoute route = StoreRoute.to(server, settings);
        return new S3Location(
                bucket,
                path.isEmpty() ? "" : path + "/",
                endpoint,
                region.orElse(DEFAULT_REGION),
                pathStyle,
                settings.flag("single_writer").orElse(false),
                S3Credentials.choose(environment, settings.anonymous()),
                connector,
                connector.containsKey("fs.s3a.proxy.host") ? route.withoutProxies() : route);
    }

    /** The key of a file, or what the keys of a directory's files begin with. */
    String key(String path) {
        return prefix + path;
    }

    /** Where the store is, after a noun. */
    String at() {
        return " at " + endpoint.map(URI::toString).orElseGet(this::awsEndpoint);
    }

    /** Amazon's own. Named, so that the SDK doesn't look for another one in the process's environment. */
    String awsEndpoint() {
        return awsEndpoint(region).toString();
    }

    private static URI awsEndpoint(String region) {
        return URI.create("https://s3." + region + "." + dnsSuffix(region));
    }

    /** Whom requests go to: the bucket may be part of the host's name, and {@code NO_PROXY} may name that. */
    private static URI server(URI endpoint, String bucket, boolean pathStyle) {
        if (pathStyle || !bucket.matches("[A-Za-z0-9][A-Za-z0-9.-]*")) {
            return endpoint;
        }
        String port = endpoint.getPort() < 0 ? "" : ":" + endpoint.getPort();
        return URI.create(endpoint.getScheme() + "://" + bucket + "." + endpoint.getHost() + port);
    }

    /** The table in writing, for a person. */
    String name() {
        return "s3://" + bucket + (prefix.isEmpty() ? "" : "/" + prefix.substring(0, prefix.length() - 1));
    }

    /** A file or directory in writing, for a person; the empty string for the table. */
    String uri(String path) {
        return path.isEmpty() ? name() : name() + "/" + path;
    }

    /** Says nothing of the connector's properties: they may be secrets. */
    @Override
    public String toString() {
        return name();
    }

    private static String bucket(TableUri uri) {
        String bucket = uri.authority();
        if (!uri.scheme().equals("s3") && !uri.scheme().equals("s3a")) {
            throw new IllegalArgumentException(uri + " is not in S3: expected s3://bucket/path");
        }
        if (bucket.isEmpty()) {
            throw new IllegalArgumentException(uri + " names no bucket: expected s3://bucket/path");
        }
        if (bucket.contains("@") || bucket.contains(":")) {
            // Not echoed: it may be a key.
            throw new IllegalArgumentException(
                    "an S3 URI holds neither keys nor a port: expected s3://bucket/path, with the"
                            + " keys in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY and the address in AWS_ENDPOINT_URL_S3");
        }
        return bucket;
    }

    private static Optional<URI> endpoint(Map<String, String> options, Map<String, String> environment) {
        Optional<String> option = S3Setting.text(options, "endpoint");
        if (option.isPresent()) {
            return Optional.of(S3Setting.address("endpoint", option.get()));
        }
        for (String variable : new String[] {"AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"}) {
            Optional<String> named = S3Setting.text(environment, variable);
            if (named.isPresent()) {
                return Optional.of(S3Setting.address(variable, named.get()));
            }
        }
        return Optional.empty();
    }

    /** Consoles show addresses with the bucket in them, and requests would name it twice. */
    private static void requireWithoutBucket(URI endpoint, String bucket) {
        String path = endpoint.getPath() == null ? "" : endpoint.getPath().replaceAll("/+$", "");
        boolean inHost = isAws(endpoint)
                && endpoint.getHost().toLowerCase(Locale.ROOT).startsWith(bucket.toLowerCase(Locale.ROOT) + ".");
        if (path.endsWith("/" + bucket) || inHost) {
            String port = endpoint.getPort() < 0 ? "" : ":" + endpoint.getPort();
            String host = inHost ? endpoint.getHost().substring(bucket.length() + 1) : endpoint.getHost();
            String above = inHost ? path : path.substring(0, path.length() - bucket.length() - 1);
            throw new IllegalArgumentException("the endpoint " + endpoint + " has the bucket " + bucket
                    + " in it, which the table's URI names already; write the store's address alone: "
                    + endpoint.getScheme() + "://" + host + port + above);
        }
    }

    /** How the names of servers of AWS end in a region. */
    static String dnsSuffix(String region) {
        return PartitionMetadata.of(Region.of(region)).dnsSuffix();
    }

    private static boolean isAws(URI endpoint) {
        String host = endpoint.getHost().toLowerCase(Locale.ROOT);
        return host.endsWith(".amazonaws.com") || host.endsWith(".amazonaws.com.cn");
    }

    private static Map<String, String> connectorProperties(Map<String, String> options) {
        for (String property : CREDENTIALS_OF_CONNECTOR) {
            if (options.containsKey(property)) {
                throw new IllegalArgumentException(
                        property + " is not taken from the configuration: credentials come from the"
                                + " environment, such as AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; remove it");
            }
        }
        Map<String, String> properties = new TreeMap<>(options);
        properties.keySet().removeIf(key -> !key.startsWith(CONNECTOR));
        return properties;
    }
}
