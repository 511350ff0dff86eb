package io.dispenser.telemetry.adapter.storage.s3;

import io.dispenser.telemetry.core.storage.StorageError.Reason;
import io.dispenser.telemetry.core.storage.TableStoreException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.s3a.Constants;
import org.apache.hadoop.fs.s3a.S3AUtils;
import org.apache.hadoop.fs.s3a.S3ClientFactory.S3ClientCreationParameters;
import org.apache.hadoop.fs.s3a.api.RequestFactory;
import org.apache.hadoop.fs.s3a.auth.delegation.EncryptionSecrets;
import org.apache.hadoop.fs.s3a.impl.ChecksumSupport;
import org.apache.hadoop.fs.s3a.impl.RequestFactoryImpl;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.StorageClass;

/**
 * Hadoop's S3A connector, of which two parts do the work here: its client factory, which makes the client from {@code
 * fs.s3a.…} (connections, time-outs, retries, proxy, endpoint, region), and its request factory, which puts encryption,
 * storage class and access rules into the requests.
 *
 * <p>S3A's file system itself is not started. It would add requests for directories, which S3 doesn't have, to each of ours
 * (a HEAD and a LIST before a write, a LIST and a DELETE after it), it takes some characters of names for its own, and its
 * start costs thread pools, an asynchronous client and seconds.
 *
 * @param client the connector's client
 * @param requests makes requests for the table's bucket
 * @param closing what else ends with it
 */
record S3Connector(S3Client client, RequestFactory requests, AutoCloseable closing) implements AutoCloseable {

    /** Of a call with all its retries: the least that S3A takes. */
    static final Duration CALL_TIMEOUT = Duration.ofSeconds(15);

    private static final String TIMEOUT_MILLIS = Long.toString(CALL_TIMEOUT.toMillis());

    /** Our own caller tries again for ever, and with more patience. */
    private static final int RETRIES = 2;

    /** Makes no request. */
    static S3Connector connect(S3Location location) throws TableStoreException {
        ClassLoader own = S3Connector.class.getClassLoader();
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(own);
        try {
            Configuration configuration = configuration(location);
            configuration.setClassLoader(own);
            S3Providers providers = S3Providers.of(location);
            S3ClientFactory factory = new S3ClientFactory(location.route());
            factory.setConf(configuration);
            S3Client client = factory.createS3Client(
                    URI.create("s3a://" + location.bucket()), parameters(configuration, providers));
            return new S3Connector(client, requestFactory(location, configuration), providers);
        } catch (IOException | SdkException | IllegalArgumentException e) {
            throw new TableStoreException(
                    Reason.BROKEN,
                    "can't set up the connector for " + location.name() + ": " + e.getMessage()
                            + "; check the options fs.s3a.… of the configuration",
                    e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    public void close() {
        client.close();
        try {
            closing.close();
        } catch (Exception e) {
            // There is nobody left whom it could harm.
        }
    }

    private static Configuration configuration(S3Location location) {
        Configuration configuration = new Configuration(false);
        configuration.set(Constants.AWS_REGION, location.region());
        configuration.set(
                Constants.ENDPOINT, location.endpoint().map(URI::toString).orElseGet(() -> location.awsEndpoint()));
        configuration.setBoolean(Constants.PATH_STYLE_ACCESS, location.pathStyle());
        configuration.setBoolean(Constants.AWS_S3_CROSS_REGION_ACCESS_ENABLED, false);
        configuration.setInt(Constants.MAX_ERROR_RETRIES, RETRIES);
        configuration.set(Constants.REQUEST_TIMEOUT, TIMEOUT_MILLIS);
        configuration.set(Constants.ESTABLISH_TIMEOUT, TIMEOUT_MILLIS);
        configuration.set(Constants.SOCKET_TIMEOUT, TIMEOUT_MILLIS);
        configuration.set(Constants.CONNECTION_ACQUISITION_TIMEOUT, TIMEOUT_MILLIS);
        // Our files are small: to ask first costs a round trip more than it saves.
        configuration.setBoolean(Constants.CONNECTION_EXPECT_CONTINUE, false);
        location.connectorProperties().forEach(configuration::set);
        if (configuration.getBoolean(Constants.FIPS_ENDPOINT, false)
                && location.endpoint().isEmpty()
                && !location.connectorProperties().containsKey(Constants.ENDPOINT)) {
            configuration.unset(Constants.ENDPOINT);
        }
        return configuration;
    }

    private static S3ClientCreationParameters parameters(Configuration configuration, S3Providers providers) {
        return new S3ClientCreationParameters()
                .withCredentialSet(providers.provider())
                .withEndpoint(configuration.getTrimmed(Constants.ENDPOINT))
                .withRegion(configuration.getTrimmed(Constants.AWS_REGION))
                .withPathStyleAccess(configuration.getBoolean(Constants.PATH_STYLE_ACCESS, false))
                .withFipsEnabled(configuration.getBoolean(Constants.FIPS_ENDPOINT, false))
                .withRequesterPays(configuration.getBoolean(Constants.ALLOW_REQUESTER_PAYS, false))
                .withExpressCreateSession(false)
                .withChecksumValidationEnabled(
                        configuration.getBoolean(Constants.CHECKSUM_VALIDATION, Constants.CHECKSUM_VALIDATION_DEFAULT))
                .withChecksumCalculationEnabled(
                        configuration.getBoolean(Constants.CHECKSUM_GENERATION, Constants.DEFAULT_CHECKSUM_GENERATION))
                .withMd5HeaderEnabled(configuration.getBoolean(Constants.REQUEST_MD5_HEADER, false));
    }

    private static RequestFactory requestFactory(S3Location location, Configuration configuration) throws IOException {
        boolean encryption =
                location.connectorProperties().keySet().stream().anyMatch(key -> key.contains("encryption"));
        EncryptionSecrets secrets = encryption
                ? S3AUtils.buildEncryptionSecrets(location.bucket(), configuration)
                : new EncryptionSecrets();
        if (secrets.getEncryptionMethod().getMethod().startsWith("CSE")) {
            throw new IllegalArgumentException(
                    "encryption by the client (CSE) is not supported, since other readers of the"
                            + " table could not read it");
        }
        return RequestFactoryImpl.builder()
                .withBucket(location.bucket())
                .withEncryptionSecrets(secrets)
                .withStorageClass(Optional.ofNullable(configuration.getTrimmed(Constants.STORAGE_CLASS))
                        .map(name -> StorageClass.fromValue(name.toUpperCase(Locale.ROOT)))
                        .orElse(null))
                .withPartUploadTimeout(Duration.ZERO)
                .withChecksumAlgorithm(ChecksumSupport.getChecksumAlgorithm(configuration))
                .build();
    }
}
