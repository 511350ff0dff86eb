package io.dispenser.telemetry.app.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.CreationException;
import com.google.inject.Guice;
import io.dispenser.telemetry.core.storage.StorageAdapter;
import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.TableUri;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders with an adapter; what is loaded from a real one, the check of the packed program shows. */
class InstalledAdaptersTest {

    @TempDir
    private Path adapters;

    @BeforeEach
    void anAdapterWithoutAnyJar() throws IOException {
        Files.createDirectory(adapters.resolve("s3"));
        Files.writeString(adapters.resolve("readme.txt"), "no adapter");
    }

    @Test
    void aFoldersSchemesAreKnownWithoutLoadingIt() {
        assertThat(installed(List.of()).schemes()).containsExactly("s3", "s3a");
    }

    @Test
    void whatIsMissingInAFolderIsToldWhenATableNeedsIt() {
        StorageAdapters storage = inject(installed(List.of()));
        assertThatThrownBy(() -> storage.credentialSource(TableUri.parse("s3://bucket/x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(adapters.resolve("s3").toString())
                .hasMessageContaining("install this program anew");
    }

    @Test
    void anAdapterOnTheClassPathAndOneInAFolderForOneSchemeAreAnErrorAtStart() throws IOException {
        Files.createDirectory(adapters.resolve("local"));
        StorageAdapter local =
                ServiceLoader.load(StorageAdapter.class).findFirst().orElseThrow();
        assertThatThrownBy(() -> inject(installed(List.of(local)))).isInstanceOf(CreationException.class);
    }

    private InstalledAdapters installed(List<StorageAdapter> onTheClassPath) {
        return InstalledAdapters.of(onTheClassPath, Optional.of(adapters));
    }

    private static StorageAdapters inject(InstalledAdapters installed) {
        return Guice.createInjector(new StorageModule(installed, StorageSettings.NONE))
                .getInstance(StorageAdapters.class);
    }
}
