package io.dispenser.telemetry.core.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dispenser.telemetry.core.storage.StorageError.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CreationIdTest {

    @Test
    void twoCallsHaveTwoIds() {
        CreationId mine = CreationId.next();
        assertThat(mine.matches(mine.value())).isTrue();
        assertThat(mine.matches(CreationId.next().value())).isFalse();
        assertThat(mine.matches(null)).isFalse();
        assertThat(mine.matches("")).isFalse();
    }

    @Test
    void itsNameIsOneThatEveryStoreKeepsAsItIs() {
        assertThat(CreationId.METADATA_NAME).matches("[a-z]+");
    }

    @Test
    void aFileThatIsThereIsShown() throws Exception {
        assertThat(CreationId.fileAfter(failure(Reason.OUTCOME_UNKNOWN), "a", () -> "file"))
                .isEqualTo("file");
    }

    /** Only a store that refused a write for good, and shows that there is no file, leaves no doubt. */
    @ParameterizedTest
    @CsvSource({
        "OUTCOME_UNKNOWN, NOT_FOUND,   OUTCOME_UNKNOWN",
        "OUTCOME_UNKNOWN, UNAVAILABLE, OUTCOME_UNKNOWN",
        "OUTCOME_UNKNOWN, BROKEN,      OUTCOME_UNKNOWN",
        "UNAVAILABLE,     NOT_FOUND,   UNAVAILABLE",
        "UNAVAILABLE,     UNAVAILABLE, OUTCOME_UNKNOWN",
        "DENIED,          NOT_FOUND,   DENIED",
        "DENIED,          DENIED,      OUTCOME_UNKNOWN",
        "BROKEN,          BROKEN,      OUTCOME_UNKNOWN"
    })
    void aFileThatCantBeShownLeavesTheOutcomeUnknown(Reason write, Reason look, Reason outcome) {
        TableStoreException written = failure(write);
        TableStoreException e = catchThrowableOfType(
                TableStoreException.class,
                () -> CreationId.fileAfter(written, "a", () -> {
                    throw failure(look);
                }));
        assertThat(e.reason()).isEqualTo(outcome);
        assertThat(e).hasMessageContaining("wrong").hasMessageContaining("mend it");
        assertThat(written.getSuppressed()).hasSize(1);
    }

    private static TableStoreException failure(Reason reason) {
        return new TableStoreException(new StorageError(reason, "wrong", "mend it"), null);
    }
}
