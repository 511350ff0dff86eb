package io.dispenser.telemetry.app.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.CreationException;
import com.google.inject.Guice;
import io.dispenser.telemetry.core.storage.StorageAdapter;
import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableUri;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StorageAdaptersTest {

    @Test
    void theAdapterIsChosenByScheme() {
        StorageAdapters adapters =
                adapters(new NamedAdapter("A", Set.of("x", "y")), new NamedAdapter("B", Set.of("z")));
        assertThat(adapters.credentialSource(TableUri.parse("y://bucket/t"))).isEqualTo("A");
        assertThat(adapters.credentialSource(TableUri.parse("z://bucket/t"))).isEqualTo("B");
        assertThat(adapters.schemes()).containsExactly("x", "y", "z");
    }

    @Test
    void aSchemeThatNobodyServesIsRefusedWithThoseThatAre() {
        assertThatThrownBy(() -> adapters(new NamedAdapter("A", Set.of("x"))).open(TableUri.parse("s3://bucket/t")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "no storage adapter for scheme 's3' (installed: x); use one that is installed, or add an adapter:"
                                + " a folder under adapters/ (docs/extend.md, section \"Storage adapters of your own\")");
    }

    @Test
    void twoAdaptersForOneSchemeAreAnErrorAtStart() {
        assertThatThrownBy(() -> adapters(new NamedAdapter("A", Set.of("x")), new NamedAdapter("B", Set.of("x"))))
                .isInstanceOf(CreationException.class)
                .hasMessageContaining(
                        "more than one storage adapter for scheme 'x': the class path (NamedAdapter) and");
    }

    @Test
    void theLocalAdapterIsInstalled() {
        assertThat(InstalledAdapters.ofProcess().schemes()).contains("file");
    }

    private static StorageAdapters adapters(StorageAdapter... adapters) {
        StorageSettings settings = new StorageSettings(Map.of(), Map.of());
        return Guice.createInjector(new StorageModule(InstalledAdapters.of(List.of(adapters)), settings))
                .getInstance(StorageAdapters.class);
    }

    private record NamedAdapter(String name, Set<String> schemes) implements StorageAdapter {
        @Override
        public String credentialSource(TableUri uri, StorageSettings settings) {
            return name;
        }

        @Override
        public TableStore open(TableUri uri, StorageSettings settings) {
            throw new UnsupportedOperationException();
        }
    }
}
