package io.dispenser.telemetry.adapter.storage.s3;

import io.dispenser.telemetry.core.storage.StoreRoute;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.s3a.Constants;
import org.apache.hadoop.fs.s3a.DefaultS3ClientFactory;
import org.apache.hadoop.fs.s3a.auth.SignerFactory;
import org.apache.hadoop.fs.s3a.impl.AWSClientConfig;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.LegacyMd5Plugin;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * S3A's factory of clients, whose connections go the way that a {@link StoreRoute} says: S3A's own has no place for it, and
 * leaves proxies to the SDK, which looks into the process's environment and system properties. Nor does it read {@code
 * ~/.aws/config}. The HTTP client is the one that S3A uses, which is deprecated for its successor.
 */
@SuppressWarnings("deprecation")
final class S3ClientFactory extends DefaultS3ClientFactory {

    private final StoreRoute route;

    S3ClientFactory(StoreRoute route) {
        this.route = route;
    }

    /** As S3A makes it of {@code parameters}, but for the HTTP client; S3A's steps to this are private. */
    @Override
    public S3Client createS3Client(URI bucket, S3ClientCreationParameters parameters) throws IOException {
        Configuration configuration = getConf();
        S3ClientBuilder builder = S3Client.builder()
                .region(Region.of(parameters.getRegion()))
                .fipsEnabled(parameters.isFipsEnabled())
                .requestChecksumCalculation(
                        parameters.isChecksumCalculationEnabled()
                                ? RequestChecksumCalculation.WHEN_SUPPORTED
                                : RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(
                        parameters.isChecksumValidationEnabled()
                                ? ResponseChecksumValidation.WHEN_SUPPORTED
                                : ResponseChecksumValidation.WHEN_REQUIRED)
                .overrideConfiguration(createClientOverrideConfiguration(parameters, configuration)
                        .build())
                .credentialsProvider(parameters.getCredentialSet())
                .disableS3ExpressSessionAuth(!parameters.isExpressCreateSession())
                .forcePathStyle(parameters.isPathStyleAccess())
                .httpClientBuilder(httpClient(configuration, bucket.getHost()));
        endpoint(parameters, configuration).ifPresent(builder::endpointOverride);
        if (parameters.isMd5HeaderEnabled()) {
            builder.addPlugin(LegacyMd5Plugin.create());
        }
        if (configuration.getBoolean(Constants.AWS_S3_CROSS_REGION_ACCESS_ENABLED, false)) {
            builder.crossRegionAccessEnabled(true);
        }
        if (configuration.getBoolean(Constants.HTTP_SIGNER_ENABLED, Constants.HTTP_SIGNER_ENABLED_DEFAULT)) {
            builder.putAuthScheme(
                    SignerFactory.createHttpSigner(configuration, "aws.auth#sigv4", Constants.HTTP_SIGNER_CLASS_NAME));
        }
        return builder.build();
    }

    private static Optional<URI> endpoint(S3ClientCreationParameters parameters, Configuration configuration) {
        String endpoint = parameters.getEndpoint();
        if (endpoint == null || endpoint.isEmpty()) {
            return Optional.empty();
        }
        boolean central = endpoint.endsWith(Constants.CENTRAL_ENDPOINT);
        if (parameters.isFipsEnabled() && !central) {
            throw new IllegalArgumentException(ERROR_ENDPOINT_WITH_FIPS + " : " + endpoint);
        }
        return central ? Optional.empty() : Optional.of(getS3Endpoint(endpoint, configuration));
    }

    private ApacheHttpClient.Builder httpClient(Configuration configuration, String bucket) throws IOException {
        ApacheHttpClient.Builder client = AWSClientConfig.createHttpClientBuilder(configuration);
        return configuration.getTrimmed(Constants.PROXY_HOST, "").isEmpty()
                ? RoutedConnections.onRoute(client, route)
                : RoutedConnections.onRoute(client, route)
                        .proxyConfiguration(AWSClientConfig.createProxyConfiguration(configuration, bucket));
    }

    @Override
    protected ClientOverrideConfiguration.Builder createClientOverrideConfiguration(
            S3ClientCreationParameters parameters, Configuration configuration) throws IOException {
        return S3Providers.withoutProfiles(super.createClientOverrideConfiguration(parameters, configuration))
                .addExecutionInterceptor(new StoreRequests());
    }
}
