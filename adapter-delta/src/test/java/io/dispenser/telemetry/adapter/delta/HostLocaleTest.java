package io.dispenser.telemetry.adapter.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispenser.telemetry.adapter.delta.log.LogFileName;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.InMemoryTableStore;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.util.Locale;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A program that embeds us under a default locale with digits of its own. */
class HostLocaleTest {

    private final Locale locale = Locale.getDefault();
    private final Locale format = Locale.getDefault(Locale.Category.FORMAT);
    private final InMemoryTableStore store = new InMemoryTableStore();

    @AfterEach
    void restore() {
        Locale.setDefault(locale);
        Locale.setDefault(Locale.Category.FORMAT, format);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ar-EG",
                "ar-SA",
                "fa-IR",
                "mr-IN",
                "bn-BD",
                "ne-NP",
                "my-MM",
                "ckb-IQ",
                "ps-AF",
                "th-TH-u-nu-thai"
            })
    void whatNeedsKernelRefusesAndSaysWhatToSet(String tag) {
        Locale.setDefault(Locale.forLanguageTag(tag));
        refuses(() -> new DeltaSink<>(TelemetryTables.STATUS, store, "test/1"), tag);
        refuses(() -> new DeltaTableReader(store), tag);
        refuses(() -> DeltaTableCheck.look(TelemetryTables.STATUS, store), tag);
        refuses(() -> new DeltaMaintenance("status", store, "test/1"), tag);
        assertThat(store.requests()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ar-EG", "fa-IR", "my-MM"})
    void withTheCategoryOfFormatsSetAsTheMessageSaysATableIsWrittenAndRead(String tag) throws Exception {
        Locale.setDefault(Locale.forLanguageTag(tag));
        Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
        try (var sink = new DeltaSink<>(TelemetryTables.STATUS, store.anotherClient(), "test/1")) {
            sink.write(new Batch<>("w", 0, SampleEvents.statuses(0, 3)));
        }
        assertThat(DeltaTableCheck.look(TelemetryTables.STATUS, store).version())
                .hasValue(1);
        assertThat(Locale.getDefault(Locale.Category.DISPLAY)).isEqualTo(Locale.forLanguageTag(tag));
        assertThat(store.paths()).isNotEmpty().allMatch(path -> path.chars().allMatch(c -> c < 128));
    }

    @Test
    void oursAreNamedInPlainDigitsWhereverTheProgramRuns() {
        Locale.setDefault(Locale.forLanguageTag("ar-EG"));
        assertThat(LogFileName.commitPath(12)).isEqualTo("_delta_log/00000000000000000012.json");
    }

    private static void refuses(ThrowingCallable construction, String tag) {
        assertThatThrownBy(construction)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll(
                        "the default locale " + tag.replace("-u-nu-thai", ""),
                        "Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT)",
                        "-Duser.language.format=en");
    }
}
