package io.dispenser.telemetry.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispenser.telemetry.testkit.TestAuthority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ca_file} in {@code [telemetry.storage]} and in {@code [telemetry.docker]}. */
class CertificateSettingsTest {

    private static final String TABLES = "table_uri_deployments = \"d\"\ntable_uri_status = \"s\"\n";

    @TempDir
    Path temp;

    @Test
    void aFileOfCertificatesIsFoundBesideTheConfiguration() throws Exception {
        Path file = TestAuthority.in(temp.resolve("authority")).file();
        TelemetryConfiguration read =
                read("storage.ca_file = \"authority/authority.pem\"\ndocker.ca_file = \"" + file + "\"\n");
        assertThat(read.storageOptions()).isEqualTo(Map.of("ca_file", file.toString()));
        assertThat(read.find(Setting.DOCKER_CA_FILE)).hasValue(file);
        assertThat(read.writesLike(read("storage.ca_file = \"authority/authority.pem\"\n")))
                .as("another engine's authority is no other observation alone: it has to be connected anew")
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"storage", "docker"})
    void whatIsNoneIsAMistakeAtItsPlace(String table) throws Exception {
        Files.writeString(temp.resolve("empty.pem"), "");
        Files.writeString(temp.resolve("text.pem"), "hello");
        int column = table.length() + 12;
        Map.of(
                        "absent.pem", "does not exist",
                        "empty.pem", "is empty",
                        "text.pem", "holds no certificate in PEM",
                        ".", "is a directory")
                .forEach((file, words) -> assertThatThrownBy(() -> read(table + ".ca_file = \"" + file + "\"\n"))
                        .isInstanceOf(ConfigurationException.class)
                        .hasMessageContainingAll(
                                "dispenser.toml:4:" + column + " telemetry." + table + ".ca_file",
                                words,
                                "certificates of your authorities in PEM, or leave the key out"));
    }

    private TelemetryConfiguration read(String lines) throws Exception {
        return new ConfigurationFolder(temp)
                .with("dispenser.toml", "[telemetry]\n" + TABLES + lines)
                .load();
    }
}
