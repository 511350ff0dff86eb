package io.dispenser.telemetry.adapter.storage.gcs;

import com.google.cloud.hadoop.repackaged.gcs.com.google.api.client.http.HttpTransport;
import com.google.cloud.hadoop.repackaged.gcs.com.google.auth.oauth2.ComputeEngineCredentials;
import com.google.cloud.hadoop.repackaged.gcs.com.google.auth.oauth2.ExternalAccountCredentials;
import com.google.cloud.hadoop.repackaged.gcs.com.google.auth.oauth2.GoogleCredentials;
import com.google.cloud.hadoop.repackaged.gcs.com.google.auth.oauth2.ServiceAccountCredentials;
import com.google.cloud.hadoop.repackaged.gcs.com.google.cloud.hadoop.util.HadoopCredentialsConfiguration;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/** The credentials that the connector makes of its properties, over connections that are under our deadline. */
final class ConnectorCredentials {

    private ConnectorCredentials() {}

    /** Reads the files that the properties name, and sends nothing. Null for nobody's. */
    static @Nullable GoogleCredentials of(Configuration configuration, HttpTransport transport, MetadataServer metadata)
            throws IOException {
        GoogleCredentials credentials = HadoopCredentialsConfiguration.getCredentials(configuration, "fs.gs");
        if (credentials instanceof ServiceAccountCredentials account) {
            return account.toBuilder()
                    .setHttpTransportFactory(() -> transport)
                    .setDefaultRetriesEnabled(false)
                    .build();
        }
        if (credentials instanceof ComputeEngineCredentials machine) {
            HttpTransport toMetadata = metadata.transport();
            return machine.toBuilder().setHttpTransportFactory(() -> toMetadata).build();
        }
        if (credentials instanceof ExternalAccountCredentials) {
            try (InputStream description =
                    Files.newInputStream(Path.of(configuration.get(GcsCredentials.FEDERATION)))) {
                return ExternalAccountCredentials.fromStream(description, () -> transport)
                        .createScoped(HadoopCredentialsConfiguration.CLOUD_PLATFORM_SCOPE);
            }
        }
        return credentials;
    }
}
