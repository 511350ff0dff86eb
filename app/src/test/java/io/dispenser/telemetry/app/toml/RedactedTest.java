package io.dispenser.telemetry.app.toml;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values in messages. */
class RedactedTest {

    @ParameterizedTest
    @CsvSource({
        "s3://bucket/a, s3://bucket/a",
        "s3://AKIA:hunter2@bucket/a, s3://AKIA:…@bucket/a",
        "az://container/a?sv=1&sig=hunter2, az://container/a?…",
        "abfss://container@account/a, abfss://container@account/a",
        "file:///what?, file:///what?",
        "/home/me:you@here, /home/me:you@here",
        "s3://AKIA:hun/ter2@bucket/a, s3://AKIA:…@bucket/a",
        "s3://AKIA:hun@ter/2@bucket/a, s3://AKIA:…@bucket/a",
        "s3://AK/IA:hunter2@bucket/a, s3://…@bucket/a",
        "s3://hunter2@bucket/a, s3://…@bucket/a",
        "https://hunter/2@example.org/t, https://…@example.org/t",
        "see http://me:hunter2@host, see http://me:…@host",
        "abfss://container:hunter2@account/a, abfss://container:…@account/a",
        "abfss://hun/ter2@account/a, abfss://…@account/a",
        "az://container@account/a, az://container@account/a",
        "az://HUNTER2@account/a, az://…@account/a",
        "user:hunter2@127.0.0.1:9464, user:…@127.0.0.1:9464",
        "user:hun/ter2@127.0.0.1:9464, user:…@127.0.0.1:9464",
        "shop/web@sha256:0a1b, shop/web@sha256:0a1b",
        "registry:5000/shop/web@sha256:0a1b, registry:5000/shop/web@sha256:0a1b",
        "file:///home/a@b, file:///home/a@b",
        "@hourly, @hourly",
    })
    void secretsAreHidden(String text, String expected) {
        assertThat(Redacted.quoted(text)).isEqualTo('"' + expected + '"');
    }

    @Test
    void controlCharactersAreWrittenOut() {
        assertThat(Redacted.quoted("a\nb\tc\u001B[31md\u202E")).isEqualTo("\"a\\nb\\tc\\u001B[31md\\u202E\"");
    }

    @Test
    void longTextIsCutBetweenCodePoints() {
        assertThat(Redacted.plain("😀".repeat(200))).isEqualTo("😀".repeat(120) + "…");
        assertThat(Redacted.plain("😀".repeat(120))).isEqualTo("😀".repeat(120));
    }
}
