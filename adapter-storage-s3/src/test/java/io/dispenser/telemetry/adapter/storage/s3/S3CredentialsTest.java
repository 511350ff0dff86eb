package io.dispenser.telemetry.adapter.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.TableUri;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which credentials, which endpoint and which region come of an environment. */
class S3CredentialsTest {

    private static final Map<String, String> KEYS =
            Map.of("AWS_ACCESS_KEY_ID", "AKIAID", "AWS_SECRET_ACCESS_KEY", "the secret");
    private static final Map<String, String> WEB_IDENTITY =
            Map.of("AWS_WEB_IDENTITY_TOKEN_FILE", "/run/token", "AWS_ROLE_ARN", "arn:aws:iam::1:role/r");
    private static final Map<String, String> CONTAINER =
            Map.of("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/v2/credentials/x");

    @Test
    void theFirstThatIsSetUpIsTaken() {
        assertThat(chosen(Map.of())).isInstanceOf(S3Credentials.InstanceProfile.class);
        assertThat(chosen(CONTAINER)).isInstanceOf(S3Credentials.Container.class);
        assertThat(chosen(both(CONTAINER, WEB_IDENTITY))).isInstanceOf(S3Credentials.WebIdentity.class);
        assertThat(chosen(both(both(CONTAINER, WEB_IDENTITY), KEYS))).isInstanceOf(S3Credentials.Keys.class);
        assertThat(S3Credentials.choose(KEYS, true)).isInstanceOf(S3Credentials.Anonymous.class);
        assertThat(chosen(both(KEYS, Map.of("AWS_SESSION_TOKEN", "  "))).source())
                .contains("AWS keys");
    }

    @Test
    void theSourceIsToldInWords() {
        assertThat(List.of(
                        chosen(KEYS).source(),
                        chosen(both(KEYS, Map.of("AWS_SESSION_TOKEN", "t"))).source(),
                        chosen(WEB_IDENTITY).source(),
                        chosen(CONTAINER).source(),
                        chosen(Map.of()).source(),
                        S3Credentials.choose(Map.of(), true).source()))
                .containsExactly(
                        "AWS keys of the environment (AWS_ACCESS_KEY_ID)",
                        "temporary AWS keys of the environment (AWS_ACCESS_KEY_ID, AWS_SESSION_TOKEN)",
                        "web identity (AWS_WEB_IDENTITY_TOKEN_FILE) as role arn:aws:iam::1:role/r",
                        "credentials of this container (169.254.170.2)",
                        "instance profile of this EC2 machine",
                        "none: anonymous requests (anonymous = true)");
    }

    @Test
    void anIncompleteEnvironmentIsRefusedWithWhatIsMissing() {
        KEYS.keySet().forEach(S3CredentialsTest::assertOtherIsMissing);
        WEB_IDENTITY.keySet().forEach(S3CredentialsTest::assertOtherIsMissing);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> chosen(Map.of("AWS_SESSION_TOKEN", "x")))
                .withMessageContaining("AWS_ACCESS_KEY_ID is not set, but AWS_SESSION_TOKEN is");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> chosen(Map.of("AWS_EC2_METADATA_DISABLED", "true")))
                .withMessageContaining("AWS_EC2_METADATA_DISABLED")
                .withMessageContaining("set AWS_ACCESS_KEY_ID");
    }

    private static void assertOtherIsMissing(String present) {
        Map<String, String> pair = KEYS.containsKey(present) ? KEYS : WEB_IDENTITY;
        String other = pair.keySet().stream()
                .filter(name -> !name.equals(present))
                .findFirst()
                .orElseThrow();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> chosen(Map.of(present, "x")))
                .withMessageContaining(other + " is not set, but " + present + " is");
    }

    @Test
    void nothingPrintsASecret() {
        Map<String, String> environment = both(KEYS, Map.of("AWS_SESSION_TOKEN", "the token"));
        S3Location location = location(environment, Map.of("fs.s3a.proxy.password", "the password"));
        assertThat(location.toString() + location.credentials() + chosen(KEYS))
                .doesNotContain("the secret", "the token", "the password");
        assertThat(chosen(both(CONTAINER, Map.of("AWS_CONTAINER_AUTHORIZATION_TOKEN", "the secret")))
                        .toString())
                .doesNotContain("the secret");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // option, AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, path_style; endpoint, path style
                "-, -, -, -, -, false",
                "http://o:1, http://s3:2, http://u:3, -, http://o:1, true",
                "-, http://s3:2, http://u:3, -, http://s3:2, true",
                "-, -, http://u:3, -, http://u:3, true",
                "-, -, http://u:3, false, http://u:3, false",
                "https://s3.eu-west-1.amazonaws.com, -, -, -, https://s3.eu-west-1.amazonaws.com, false",
                "-, -, -, TRUE, -, true",
            })
    void endpointAndPathStyle(
            @Nullable String option,
            @Nullable String s3,
            @Nullable String all,
            @Nullable String style,
            @Nullable String endpoint,
            boolean pathStyle) {
        S3Location location = location(
                given("AWS_ENDPOINT_URL_S3", s3, "AWS_ENDPOINT_URL", all),
                given("endpoint", option, "path_style", style));
        assertThat(location.endpoint().map(URI::toString).orElse("-")).isEqualTo(endpoint == null ? "-" : endpoint);
        assertThat(location.pathStyle()).isEqualTo(pathStyle);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"-, -, -, us-east-1", "o, r, d, o", "-, r, d, r", "-, -, d, d"})
    void region(@Nullable String option, @Nullable String region, @Nullable String fallback, String expected) {
        assertThat(location(
                                given("AWS_REGION", region, "AWS_DEFAULT_REGION", fallback),
                                given("region", option, "x", "x"))
                        .region())
                .isEqualTo(expected);
    }

    @Test
    void awsIsAddressedByItsRegion() {
        assertThat(location(Map.of("AWS_REGION", "eu-west-1"), Map.of()).awsEndpoint())
                .isEqualTo("https://s3.eu-west-1.amazonaws.com");
        assertThat(location(Map.of("AWS_REGION", "cn-north-1"), Map.of()).awsEndpoint())
                .isEqualTo("https://s3.cn-north-1.amazonaws.com.cn");
    }

    @Test
    void whatMakesNoSenseIsRefusedWithWhatToWrite() {
        assertRefused(Map.of("path_style", "yes"), "path_style = yes: expected true or false");
        assertRefused(Map.of("endpoint", "storage:9000"), "endpoint is no address of a store: expected https://host");
        assertRefused(Map.of("endpoint", "http://key:secret@host"), "without keys in it");
        assertRefused(
                Map.of("fs.s3a.secret.key", "the secret"), "fs.s3a.secret.key is not taken from the configuration");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> S3Location.of(
                        TableUri.parse("s3://fast--use1-az4--x-s3/t"), new StorageSettings(KEYS, Map.of())))
                .withMessageContaining("directory bucket");
    }

    private static void assertRefused(Map<String, String> options, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> location(KEYS, options))
                .withMessageContaining(message)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("the secret", "key:secret"));
    }

    @Test
    void propertiesOfTheConnectorPassAndThoseOfOthersDoNot() {
        assertThat(location(KEYS, Map.of("fs.s3a.connection.maximum", "7", "fs.gs.project.id", "x", "region", "r"))
                        .connectorProperties())
                .isEqualTo(Map.of("fs.s3a.connection.maximum", "7"));
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:9000/bucket/, http://127.0.0.1:9000",
        "https://store.example.org/s3/bucket, https://store.example.org/s3",
        "https://bucket.s3.eu-west-1.amazonaws.com, https://s3.eu-west-1.amazonaws.com",
    })
    void anEndpointNamesNoBucket(String endpoint, String right) {
        assertThatThrownBy(() -> S3Location.of(
                        TableUri.parse("s3://bucket/t"), new StorageSettings(KEYS, Map.of("endpoint", endpoint))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has the bucket bucket in it")
                .hasMessageEndingWith(right);
    }

    @Test
    void aProfileIsNotReadAndSaysHow() {
        assertThatThrownBy(() -> S3Credentials.choose(Map.of("AWS_PROFILE", "lake"), false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("aws configure export-credentials --profile lake");
    }

    private static S3Location location(Map<String, String> environment, Map<String, String> options) {
        return S3Location.of(TableUri.parse("s3://bucket/lake/table"), new StorageSettings(environment, options));
    }

    private static S3Credentials chosen(Map<String, String> environment) {
        return S3Credentials.choose(environment, false);
    }

    private static Map<String, String> both(Map<String, String> some, Map<String, String> others) {
        Map<String, String> both = new HashMap<>(some);
        both.putAll(others);
        return both;
    }

    private static Map<String, String> given(
            String name, @Nullable String value, String other, @Nullable String otherValue) {
        Map<String, String> given = new HashMap<>();
        if (value != null) {
            given.put(name, value);
        }
        if (otherValue != null) {
            given.put(other, otherValue);
        }
        return given;
    }
}
