package io.dispenser.telemetry.adapter.storage.azure;

import io.dispenser.telemetry.core.storage.StoreRoute;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.azurebfs.AbfsConfiguration;
import org.apache.hadoop.fs.azurebfs.oauth2.AzureADAuthenticator;
import org.apache.hadoop.fs.azurebfs.services.AbfsRetryPolicy;
import org.apache.hadoop.fs.azurebfs.services.AuthType;
import org.apache.hadoop.fs.azurebfs.services.ExponentialRetryPolicy;
import org.apache.hadoop.fs.azurebfs.services.SharedKeyCredentials;

/**
 * What Hadoop's connector makes of our settings: its credentials, time-outs and retries. No file of settings takes part.
 *
 * @param authorization how requests are authorized
 * @param retries which failures are tried again, how often and when
 * @param connecting the longest wait for a connection
 * @param patience the longest wait for the next byte in either direction, and for a token
 * @param pageSize how many files and directories are listed in one request
 * @param route the way to the service
 */
record AbfsSettings(
        Authorization authorization,
        AbfsRetryPolicy retries,
        Duration connecting,
        Duration patience,
        int pageSize,
        StoreRoute route) {

    private static final String PREFIX = "fs.azure.";

    /** An operation fails within 20 s, two silent requests included; who sends telemetry tries again for ever. */
    private static final Map<String, String> OURS = Map.of(
            "fs.azure.http.connection.timeout", "5000",
            "fs.azure.http.read.timeout", "8000",
            "fs.azure.io.retry.max.retries", "2",
            "fs.azure.io.retry.min.backoff.interval", "100",
            "fs.azure.io.retry.backoff.interval", "200",
            "fs.azure.io.retry.max.backoff.interval", "1000",
            "fs.azure.oauth.token.fetch.retry.max.retries", "1",
            "fs.azure.oauth.token.fetch.retry.min.backoff.interval", "100",
            "fs.azure.oauth.token.fetch.retry.delta.backoff", "200",
            "fs.azure.oauth.token.fetch.retry.max.backoff.interval", "1000");

    /**
     * Sets the connector up; sends nothing.
     *
     * @param options those of the configuration
     * @throws IllegalArgumentException if the connector refuses them
     */
    static AbfsSettings of(AzureLocation location, AzureCredentials credentials, Map<String, String> options) {
        Configuration properties = new Configuration(false);
        properties.setClassLoader(AbfsSettings.class.getClassLoader());
        OURS.forEach(properties::set);
        credentials.properties().forEach(properties::set);
        options.forEach((key, value) -> {
            if (key.startsWith(PREFIX)) {
                properties.set(key, value);
            }
        });
        try {
            AbfsConfiguration connector = new AbfsConfiguration(properties, location.host());
            Duration patience = Duration.ofMillis(connector.getHttpReadTimeout());
            return new AbfsSettings(
                    authorization(connector, location, credentials, patience),
                    new ExponentialRetryPolicy(connector),
                    Duration.ofMillis(connector.getHttpConnectionTimeout()),
                    patience,
                    connector.getListMaxResults(),
                    location.route());
        } catch (IOException | IllegalAccessException | IllegalArgumentException e) {
            // Not the connector's own words, which may repeat a secret.
            throw new IllegalArgumentException("the connector refuses its properties for " + location + " ("
                    + e.getClass().getSimpleName() + "): look at " + namesOf(options) + "; "
                    + credentials.form().remedy());
        }
    }

    private static Set<String> namesOf(Map<String, String> options) {
        return options.keySet().stream()
                .filter(key -> key.startsWith(PREFIX))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Authorization authorization(
            AbfsConfiguration connector, AzureLocation location, AzureCredentials credentials, Duration patience)
            throws IOException {
        if (credentials.form() == AzureCredentials.Form.ANONYMOUS) {
            return Authorization.NONE;
        }
        AuthType type = connector.getEnum("fs.azure.account.auth.type", AuthType.SharedKey);
        return switch (type) {
            case SharedKey ->
                new SharedKeyAuthorization(
                        new SharedKeyCredentials(location.account(), connector.getStorageAccountKey()));
            case OAuth, Custom -> {
                if (credentials.ofEntra() && location.route().isOwn()) {
                    yield new TokenAuthorization(
                            EntraTokens.of(location.route(), credentials.properties(), patience), patience);
                }
                AzureADAuthenticator.init(connector);
                yield new TokenAuthorization(connector.getTokenProvider(), patience);
            }
            default ->
                throw new IllegalArgumentException(
                        "fs.azure.account.auth.type = " + type + " is not served; expected SharedKey, OAuth or Custom");
        };
    }
}
