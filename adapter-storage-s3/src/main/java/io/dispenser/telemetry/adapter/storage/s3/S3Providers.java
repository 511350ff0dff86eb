package io.dispenser.telemetry.adapter.storage.s3;

import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsWebIdentityTokenFileCredentialsProvider;

/**
 * The provider of the AWS SDK that belongs to the {@link S3Credentials} of a table. It is made with all that it needs: left
 * to itself, a provider of the SDK looks into the process's environment, system properties and files.
 *
 * @param closing what ends with it
 */
record S3Providers(AwsCredentialsProvider provider, AutoCloseable closing) implements AutoCloseable {

    private static final Duration STS_TIMEOUT = Duration.ofSeconds(5);

    /** Makes no request. */
    static S3Providers of(S3Location location) {
        S3Credentials credentials = location.credentials();
        if (credentials instanceof S3Credentials.Keys keys) {
            return plain(StaticCredentialsProvider.create(
                    keys.sessionToken().isPresent()
                            ? AwsSessionCredentials.create(
                                    keys.id(),
                                    keys.secret(),
                                    keys.sessionToken().get())
                            : AwsBasicCredentials.create(keys.id(), keys.secret())));
        }
        if (credentials instanceof S3Credentials.WebIdentity identity) {
            return webIdentity(identity, location);
        }
        if (credentials instanceof S3Credentials.Container container) {
            return plain(MetadataProvider.of(container));
        }
        if (credentials instanceof S3Credentials.InstanceProfile machine) {
            return plain(MetadataProvider.of(machine));
        }
        return plain(AnonymousCredentialsProvider.create());
    }

    static ClientOverrideConfiguration.Builder withoutProfiles(ClientOverrideConfiguration.Builder configuration) {
        return configuration
                .defaultProfileFile(ProfileFile.aggregator().build())
                .defaultProfileName("default");
    }

    @Override
    public void close() throws Exception {
        closing.close();
    }

    private static S3Providers plain(AwsCredentialsProvider provider) {
        return new S3Providers(provider, () -> {});
    }

    /** Over the HTTP client that S3A uses, which is deprecated for its successor: so there is one of them. */
    @SuppressWarnings("deprecation")
    private static S3Providers webIdentity(S3Credentials.WebIdentity identity, S3Location location) {
        String region = location.region();
        URI service = identity.sts()
                .orElseGet(() -> URI.create("https://sts." + region + "." + S3Location.dnsSuffix(region)));
        StsClient sts = StsClient.builder()
                .region(Region.of(region))
                .endpointOverride(service)
                // The request carries the identity itself, and no signature.
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .httpClientBuilder(RoutedConnections.onRoute(
                        ApacheHttpClient.builder()
                                .connectionTimeout(STS_TIMEOUT)
                                .socketTimeout(STS_TIMEOUT),
                        location.route().toward(service)))
                .overrideConfiguration(withoutProfiles(ClientOverrideConfiguration.builder())
                        .apiCallTimeout(STS_TIMEOUT)
                        .build())
                .build();
        StsWebIdentityTokenFileCredentialsProvider provider = StsWebIdentityTokenFileCredentialsProvider.builder()
                .stsClient(sts)
                .webIdentityTokenFile(identity.tokenFile())
                .roleArn(identity.roleArn())
                .roleSessionName(identity.sessionName())
                .asyncCredentialUpdateEnabled(false)
                .build();
        return new S3Providers(provider, () -> {
            provider.close();
            sts.close();
        });
    }
}
