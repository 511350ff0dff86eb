package io.dispenser.telemetry.core.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableUriTest {

    @ParameterizedTest
    @CsvSource({
        "s3://my_bucket/a/b, s3, my_bucket, /a/b",
        "S3://Bucket/A/, s3, Bucket, /A",
        "gs://bucket, gs, bucket, /",
        "abfss://c@account.dfs.core.windows.net/x, abfss, c@account.dfs.core.windows.net, /x",
        "s3://bucket/a%20b, s3, bucket, /a%20b",
    })
    void aUriIsTakenApartLiterally(String text, String scheme, String authority, String path) {
        assertThat(TableUri.parse(text)).isEqualTo(new TableUri(scheme, authority, path));
    }

    @Test
    void aFileUriHasNoAuthority() {
        assertThat(TableUri.parse("file:///var/log/x/")).isEqualTo(new TableUri("file", "", "/var/log/x"));
        assertThat(TableUri.ofDirectory(Path.of("/var/log/../log/x"))).hasToString("file:///var/log/x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "/a/b", "://a", "1s://a", "s3:/a"})
    void whatIsNoUriIsRefused(String text) {
        assertThatThrownBy(() -> TableUri.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("scheme://");
    }
}
