package io.dispenser.telemetry.app.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.app.config.SettingValue.Bounds;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The declarations of the settings. */
class SettingTest {

    @ParameterizedTest
    @MethodSource("settings")
    void aNumbersDefaultIsWithinItsBounds(Setting<?> setting) {
        Bounds bounds = setting.value().bounds();
        if (setting.type().equals("whole number")) {
            assertThat(bounds).isNotNull();
            requireNonNull(bounds);
            if (!setting.defaultText().isEmpty()) {
                assertThat(Long.parseLong(setting.defaultText())).isBetween(bounds.minimum(), bounds.maximum());
            }
            assertThat(bounds.reason()).isNotEmpty();
        } else {
            assertThat(bounds).isNull();
        }
        assertThat(setting.meaning()).isNotEmpty().doesNotEndWith(".");
    }

    static Stream<Setting<?>> settings() {
        return Arrays.stream(Setting.Table.values()).flatMap(table -> Setting.of(table).stream());
    }
}
