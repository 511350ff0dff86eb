package io.dispenser.telemetry.adapter.storage.s3;

import io.dispenser.telemetry.core.storage.StorageAdapter;
import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import io.dispenser.telemetry.core.storage.TableUri;
import java.util.Set;

/**
 * Amazon S3 and stores that speak its protocol: {@code s3://bucket/path}, or {@code s3a://} for the same.
 *
 * <p>Of the environment it uses the variables that AWS's own tools use: {@code AWS_REGION}, {@code AWS_ENDPOINT_URL_S3},
 * {@code AWS_ENDPOINT_URL}, and those of {@link S3Credentials}; of the options {@code endpoint}, {@code region}, {@code
 * path_style}, {@code anonymous}, {@code single_writer}, and Hadoop's {@code fs.s3a.…}, which win. It reads no file but one
 * that the environment names. Opening makes no request.
 */
public final class S3StorageAdapter implements StorageAdapter {

    @Override
    public Set<String> schemes() {
        return Set.of("s3", "s3a");
    }

    @Override
    public String credentialSource(TableUri uri, StorageSettings settings) {
        return S3Location.of(uri, settings).credentials().source();
    }

    @Override
    public TableStore open(TableUri uri, StorageSettings settings) throws TableStoreException {
        S3Location location = S3Location.of(uri, settings);
        return new S3TableStore(location, S3Connector.connect(location));
    }
}
