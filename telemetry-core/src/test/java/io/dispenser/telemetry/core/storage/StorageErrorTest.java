package io.dispenser.telemetry.core.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dispenser.telemetry.core.storage.StorageError.Reason;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageErrorTest {

    @Test
    void anExceptionSaysWhatIsWrongAndWhatToDo() {
        StorageError error = new StorageError(Reason.DENIED, "the store forbids it", "ask for the right");
        TableStoreException e = new TableStoreException(error.during("read", "s3://lake/a"), null);
        assertThat(e).hasMessage("can't read s3://lake/a: the store forbids it; ask for the right");
        assertThat(e.error().remedy()).isEqualTo("ask for the right");
        assertThat(e.isRetryable()).isFalse();
        assertThat(new TableStoreException(Reason.NOT_FOUND, "gone", null)).hasMessage("gone");
    }

    @Test
    void aWriteThatMayBeDoneIsUnknownAndMayBeTriedAgain() {
        StorageError error =
                new StorageError(Reason.UNAVAILABLE, "no answer", "wait").leavingUnknown("write", "s3://lake/a");
        assertThat(error.reason()).isEqualTo(Reason.OUTCOME_UNKNOWN);
        assertThat(error.message()).isEqualTo("can't tell whether the write of s3://lake/a was done: no answer; wait");
        assertThat(new TableStoreException(error, null).isRetryable()).isTrue();
    }

    @Test
    void aNameThatIsTooLongIsRefused() throws Exception {
        FilePaths.requireLength("abc", 3, 3, "bytes");
        assertThatExceptionOfType(TableStoreException.class)
                .isThrownBy(() -> FilePaths.requireLength("abcd", 4, 3, "bytes"))
                .withMessage("'abcd' has 4 bytes, and the store takes names of up to 3; give the table a shorter path")
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.BROKEN));
    }

    @Test
    void aKeyHasUpToAThousandBytesAndNotLetters() throws Exception {
        FilePaths.requireObject("a", "a".repeat(1024));
        assertThatExceptionOfType(TableStoreException.class)
                .isThrownBy(() -> FilePaths.requireObject("a", "\u00e4".repeat(513)))
                .withMessageContaining("has 1026 bytes");
        assertThatExceptionOfType(TableStoreException.class).isThrownBy(() -> FilePaths.requireObject("", "table/"));
    }

    @Test
    void anOptionIsTrueOrFalse() {
        assertThat(settings("true").anonymous()).isTrue();
        assertThat(settings(" TRUE ").anonymous()).isTrue();
        assertThat(settings("false").anonymous()).isFalse();
        assertThat(settings(" ").anonymous()).isFalse();
        assertThat(StorageSettings.NONE.anonymous()).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings("yes").anonymous())
                .withMessage("anonymous = yes: expected true or false");
    }

    private static StorageSettings settings(String anonymous) {
        return new StorageSettings(Map.of(), Map.of("anonymous", anonymous));
    }

    @Test
    void whatSomebodyHasToChangeLasts(@TempDir Path place) {
        for (Path where : List.of(place, place.resolve("not/made/yet"))) {
            assertThat(DiskError.isLasting(new AccessDeniedException("a"), where))
                    .isTrue();
            assertThat(DiskError.isLasting(new FileAlreadyExistsException("a"), where))
                    .isTrue();
            assertThat(DiskError.isLasting(new FileSystemException("a", null, "No space left on device"), where))
                    .isFalse();
            assertThat(DiskError.isLasting(new IOException("Input/output error"), where))
                    .isFalse();
        }
    }

    @Test
    void aDiskIsLookedAtAndItsTextIsRead(@TempDir Path place) {
        IOException plain = new IOException("Input/output error");
        assertThat(DiskError.ofWriting(plain, place, 10)).isEqualTo(DiskError.OTHER);
        assertThat(DiskError.ofWriting(plain, place, Long.MAX_VALUE / 2)).isEqualTo(DiskError.FULL);
        for (String full : new String[] {"No space left on device", "Disk quota exceeded"}) {
            IOException e = new FileSystemException("a", null, full);
            assertThat(DiskError.ofWriting(e, place, 10)).isEqualTo(DiskError.FULL);
            assertThat(DiskError.ofReading(e)).isEqualTo(DiskError.OTHER);
            assertThat(DiskError.textOf(e)).isEqualTo(full);
        }
        assertThat(DiskError.ofWriting(new AccessDeniedException("a"), place, 10))
                .isEqualTo(DiskError.NOT_PERMITTED);
        assertThat(DiskError.ofReading(new FileSystemException("a", null, "Operation not permitted")))
                .isEqualTo(DiskError.NOT_PERMITTED);
    }
}
