package io.dispenser.telemetry.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dispenser.telemetry.core.storage.StorageAdapter;
import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableUri;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/**
 * What every {@link StorageAdapter} does, and the {@link TableStoreContract} of the stores it opens, also between processes:
 * each process is a JVM with this test's class path that opens the table by {@link #adapter()}'s class name,
 * {@link #uri()} and {@link #settings()}.
 */
public abstract class StorageAdapterContract extends TableStoreContract {

    private static final int PROCESSES = 4;

    /** The adapter, of a public class with a public constructor without parameters. */
    protected abstract StorageAdapter adapter();

    /** The table of this test: nothing is there before the test. The same on each call in one test. */
    protected abstract TableUri uri();

    /** What the adapter needs to open {@link #uri()}, here and in other processes. */
    protected StorageSettings settings() {
        return StorageSettings.NONE;
    }

    /** URIs that the adapter refuses, each with a part of the message that tells a person what to write. */
    protected abstract Map<String, String> refused();

    /** How many names the racing processes fight for. */
    protected int contestedNames() {
        return 150;
    }

    @Override
    protected TableStore open() throws Exception {
        return adapter().open(uri(), settings());
    }

    @Test
    void itIsFoundAsAService() {
        List<Class<?>> found = new ArrayList<>();
        ServiceLoader.load(StorageAdapter.class).forEach(adapter -> found.add(adapter.getClass()));
        assertThat(found).contains(adapter().getClass());
    }

    @Test
    void itsSchemesAreInLowerCase() {
        assertThat(adapter().schemes())
                .isNotEmpty()
                .contains(uri().scheme())
                .allSatisfy(scheme -> assertThat(scheme).isEqualTo(scheme.toLowerCase(Locale.ROOT)));
    }

    @Test
    void itSaysWhereItsCredentialsComeFromAndNotWhatTheyAre() {
        String source = adapter().credentialSource(uri(), settings());
        assertThat(source).isNotBlank();
        settings().environment().forEach((name, value) -> {
            if (name.contains("SECRET") || name.contains("KEY")) {
                assertThat(source).doesNotContain(value);
            }
        });
    }

    @Test
    void whatItCantServeIsRefusedWithWhatToWrite() {
        assertThat(refused()).isNotEmpty();
        refused().forEach((text, remedy) -> {
            TableUri refused = TableUri.parse(text);
            assertThatIllegalArgumentException()
                    .as(text)
                    .isThrownBy(() -> adapter().open(refused, settings()).close())
                    .withMessageContaining(remedy);
            assertThatIllegalArgumentException()
                    .as(text)
                    .isThrownBy(() -> adapter().credentialSource(refused, settings()))
                    .withMessageContaining(remedy);
        });
    }

    @Test
    void ofRacingProcessesExactlyOneWrites() throws Exception {
        List<StoreProcess> racers = new ArrayList<>();
        try {
            for (int i = 0; i < PROCESSES; i++) {
                racers.add(StoreProcess.start(StoreProcessMain.class, "racer-" + i, adapter(), uri(), settings()));
            }
            for (StoreProcess racer : racers) {
                racer.awaitReady();
            }
            for (StoreProcess racer : racers) {
                racer.tell(Integer.toString(contestedNames()));
            }
            List<String> claims = new ArrayList<>();
            for (StoreProcess racer : racers) {
                claims.addAll(racer.said());
            }
            assertThat(claims).as("names that a process says it wrote").doesNotHaveDuplicates();
            assertThat(claims).hasSize(contestedNames());
            try (TableStore store = open()) {
                for (StoreProcess racer : racers) {
                    for (String name : racer.said()) {
                        assertThat(text(store, name)).isEqualTo(racer.name() + " wrote " + name);
                    }
                }
                assertThat(store.list(StoreProcessMain.DIRECTORY, "")).hasSize(contestedNames());
            }
        } finally {
            racers.forEach(StoreProcess::close);
        }
    }

    @Test
    void whatAProcessWroteOutlivesIt() throws Exception {
        try (StoreProcess writer = StoreProcess.start(StoreProcessMain.class, "writer", adapter(), uri(), settings())) {
            writer.awaitReady();
            writer.tell("3");
            // The process halts at once after the last write: no store was closed, no shutdown hook ran.
            assertThat(writer.said()).hasSize(3);
            try (TableStore store = open()) {
                for (String name : writer.said()) {
                    assertThat(text(store, name)).isEqualTo("writer wrote " + name);
                }
            }
        }
    }
}
