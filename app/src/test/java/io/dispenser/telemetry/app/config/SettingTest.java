package io.dispenser.telemetry.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The declarations of the settings. */
class SettingTest {

    @ParameterizedTest
    @EnumSource
    void aNumbersDefaultIsWithinItsBounds(Setting setting) {
        if (setting.type() == Setting.Type.WHOLE_NUMBER) {
            assertThat(Long.parseLong(setting.defaultValue()))
                    .isBetween(setting.bounds().minimum(), setting.bounds().maximum());
            assertThat(setting.bounds().reason()).isNotEmpty();
        } else {
            assertThat(setting.bounds().maximum()).isZero();
        }
        assertThat(setting.meaning()).isNotEmpty().doesNotEndWith(".");
        assertThat(setting.type().message()).isNotEmpty();
    }
}
