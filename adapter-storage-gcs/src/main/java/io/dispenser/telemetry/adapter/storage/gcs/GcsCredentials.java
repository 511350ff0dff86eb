package io.dispenser.telemetry.adapter.storage.gcs;

import com.google.cloud.hadoop.repackaged.gcs.com.google.api.client.json.GenericJson;
import com.google.cloud.hadoop.repackaged.gcs.com.google.api.client.json.gson.GsonFactory;
import io.dispenser.telemetry.core.storage.StorageSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Who asks the store: exactly one of these, the first whose condition holds, and nothing else is tried.
 *
 * <ol>
 *   <li>The connector property {@code fs.gs.auth.type} is given: as it says.
 *   <li>The option {@code anonymous} is {@code true}: nobody.
 *   <li>{@code GOOGLE_APPLICATION_CREDENTIALS} is set: the file that it names, which is a service account's key, or describes
 *       how another identity is exchanged (workload identity federation).
 *   <li>{@code STORAGE_EMULATOR_HOST} is set: nobody, since emulators ask for no credentials.
 *   <li>Otherwise the service account of this machine or pod (workload identity), from the metadata server; that one is at
 *       {@code GCE_METADATA_HOST}, if set.
 * </ol>
 *
 * @param source where they come from, for a person; holds no secret
 * @param properties what the connector is told
 */
record GcsCredentials(String source, Map<String, String> properties) {

    static final String KEY_FILE = "GOOGLE_APPLICATION_CREDENTIALS";
    static final String EMULATOR = "STORAGE_EMULATOR_HOST";
    static final String METADATA_HOST = "GCE_METADATA_HOST";
    static final String DEFAULT_METADATA_HOST = "metadata.google.internal";

    static final String TYPE = "fs.gs.auth.type";
    static final String FEDERATION = "fs.gs.auth.workload.identity.federation.credential.config.file";
    private static final String ANONYMOUS = "UNAUTHENTICATED";

    /** @throws IllegalArgumentException if what is chosen can't work; the message tells a person why and what to do */
    static GcsCredentials choose(StorageSettings settings) {
        String type = settings.options().get(TYPE);
        if (type != null) {
            return new GcsCredentials("the connector's property " + TYPE + " = " + type, Map.of());
        }
        if (settings.anonymous()) {
            return new GcsCredentials(StorageSettings.ANONYMOUS_SOURCE, Map.of(TYPE, ANONYMOUS));
        }
        String file = settings.environment().getOrDefault(KEY_FILE, "");
        if (!file.isEmpty()) {
            return ofFile(file);
        }
        if (!settings.environment().getOrDefault(EMULATOR, "").isEmpty()) {
            return new GcsCredentials("none: the emulator of " + EMULATOR, Map.of(TYPE, ANONYMOUS));
        }
        return new GcsCredentials(
                "service account of this machine or pod, from the metadata server "
                        + metadataHost(settings.environment()),
                Map.of(TYPE, "COMPUTE_ENGINE"));
    }

    /** Host and perhaps port of the metadata server. */
    static String metadataHost(Map<String, String> environment) {
        String host = environment.getOrDefault(METADATA_HOST, "");
        return host.isEmpty() ? DEFAULT_METADATA_HOST : host;
    }

    private static GcsCredentials ofFile(String file) {
        String named = " " + file + " (" + KEY_FILE + ")";
        return switch (typeOf(file)) {
            case "service_account" ->
                new GcsCredentials(
                        "service account's key file" + named,
                        Map.of(TYPE, "SERVICE_ACCOUNT_JSON_KEYFILE", "fs.gs.auth.service.account.json.keyfile", file));
            case "external_account" ->
                new GcsCredentials(
                        "workload identity federation by file" + named,
                        Map.of(
                                TYPE,
                                "WORKLOAD_IDENTITY_FEDERATION_CREDENTIAL_CONFIG_FILE",
                                "fs.gs.auth.workload.identity.federation.credential.config.file",
                                file));
            default -> throw unusable(file, "its \"type\" is neither service_account nor external_account");
        };
    }

    /** Of the whole content, which may be a secret, no more than this one value is looked at. */
    private static String typeOf(String file) {
        byte[] content;
        try {
            content = Files.readAllBytes(Path.of(file));
        } catch (NoSuchFileException e) {
            throw unusable(file, "it is not there");
        } catch (IOException | InvalidPathException e) {
            throw unusable(file, "it can't be read by user " + System.getProperty("user.name"));
        }
        try {
            Object type = GsonFactory.getDefaultInstance()
                    .createJsonParser(new ByteArrayInputStream(content), StandardCharsets.UTF_8)
                    .parse(GenericJson.class)
                    .get("type");
            return type instanceof String text ? text : "";
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            throw unusable(file, "it is no JSON");
        }
    }

    private static IllegalArgumentException unusable(String file, String why) {
        return new IllegalArgumentException(KEY_FILE + " names " + file + ", and " + why
                + "; name the JSON key file of a service account, or unset the variable to use the service account of this "
                + "machine");
    }
}
