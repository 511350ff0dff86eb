package io.dispenser.telemetry.app.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.storage.StorageAdapter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the manifests of our own adapters declare is what their classes serve, in the jars that are packed. */
class PackedManifestsCheck {

    private static final Path HOME = Path.of("target/dispenser-telemetry").toAbsolutePath();

    @ParameterizedTest
    @CsvSource({"s3, S3StorageAdapter", "gcs, GcsStorageAdapter", "azure, AzureStorageAdapter"})
    void aFolderDeclaresWhatItsAdapterServes(String name, String type) {
        AdapterFolder folder = AdapterFolder.of(HOME.resolve("adapters").resolve(name));
        Set<String> declared = new HashSet<>(folder.schemes());
        assertThat(declared).isNotEmpty().allSatisfy(scheme -> {
            StorageAdapter adapter = folder.serving(scheme);
            assertThat(adapter.getClass().getSimpleName()).isEqualTo(type);
            assertThat(adapter.schemes()).isEqualTo(declared);
        });
    }

    @Test
    void theLocalAdapterDeclaresWhatItServes() throws IOException {
        StorageAdapter local =
                ServiceLoader.load(StorageAdapter.class).findFirst().orElseThrow();
        try (Stream<Path> jars = Files.list(HOME.resolve("lib"))) {
            Path jar = jars.filter(file -> file.getFileName().toString().startsWith("adapter-storage-local-"))
                    .findFirst()
                    .orElseThrow();
            assertThat(AdapterManifest.of(jar).orElseThrow().schemes()).isEqualTo(local.schemes());
        }
    }

    @Test
    void thePackedFoldersAreUsedWithoutAWarning() {
        InstalledAdapters installed = InstalledAdapters.of(List.of(), Optional.of(HOME.resolve("adapters")));
        assertThat(installed.warnings()).isEmpty();
        assertThat(installed.conflicts()).isEmpty();
        assertThat(installed.schemes()).contains("s3", "s3a", "gs", "az", "adls", "abfs", "abfss");
    }
}
