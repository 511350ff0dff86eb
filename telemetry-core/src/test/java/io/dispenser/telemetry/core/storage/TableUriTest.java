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
        "s3://bucket/a%20b, s3, bucket, /a b",
        "file:///a%20b/%C3%A4+%25, file, '', /a b/ä+%",
        "gs://bucket/a b/ä/, gs, bucket, /a b/ä",
        "az://c/%23%3f, az, c, /#?",
        "file://localhost/p, file, localhost, /p",
        "hdfs://name:8020/p, hdfs, name:8020, /p",
        "hdfs://me@[fe80::1]:8020/p@q, hdfs, me@[fe80::1]:8020, /p@q",
    })
    void aUriIsTakenApartAndDecoded(String text, String scheme, String authority, String path) {
        TableUri uri = TableUri.parse(text);

        assertThat(uri).isEqualTo(new TableUri(scheme, authority, path));
        assertThat(TableUri.parse(uri.toString())).as("in writing").isEqualTo(uri);
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

    @ParameterizedTest
    @CsvSource({
        "file:///a/../b, ..",
        "s3://bucket/a/%2e%2E/b, ..",
        "gs://bucket/./b, name",
        "az://c/a//b, //",
        "s3://bucket//b, //",
        "s3://bucket/a?versionId=1, query",
        "file:///a#b, fragment",
        "s3://bucket?sig=secret, query",
        "file:///a%b, %25",
        "file:///100%, %25",
        "s3://bucket/a%2Fb, slash",
        "s3://bucket/a%00b, control",
        "s3://bucket/a%ffb, UTF-8",
        "s3://key:secret@bucket/a, password",
        "s3://key:secret/secret@bucket/a, password",
        "az://account:secret@container/a, password",
        "gs://:secret@bucket/a, password",
    })
    void whatEnginesDisagreeOnIsRefusedWithASentence(String text, String word) {
        assertThatThrownBy(() -> TableUri.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(word)
                .message()
                .doesNotContain("secret");
    }

    @Test
    void aDirectoryIsTakenLiterally() {
        TableUri uri = TableUri.ofDirectory(Path.of("/data/100%/a%20b#1"));

        assertThat(uri.path()).isEqualTo("/data/100%/a%20b#1");
        assertThat(TableUri.parse(uri.toString())).isEqualTo(uri);
    }
}
