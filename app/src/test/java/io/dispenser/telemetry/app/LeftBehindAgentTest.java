package io.dispenser.telemetry.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.adapter.delta.DeltaSink;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.SinkException;
import io.dispenser.telemetry.core.storage.StorageAdapter;
import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableUri;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An agent that has nothing to write itself commits what another host handed over before it was gone. */
@Timeout(120)
class LeftBehindAgentTest {

    private static final String INBOX = "_delta_log/_dispenser/inbox";

    @TempDir
    private Path folder;

    @Test
    void rowsOfAHostThatIsGoneAreInTheTableSoonAfterAnotherOnesStart() throws Exception {
        Files.writeString(folder.resolve("dispenser.toml"), """
                [telemetry]
                enabled = true
                base_uri = "tables"
                spool_dir = "spool"
                """);
        try (TableStore store = status()) {
            handOverAndGo(store);
            try (AgentProcess agent = AgentProcess.start(
                    folder, Map.of("DOCKER_HOST", "unix://" + folder.resolve("no-engine.sock")), "run")) {
                agent.awaitLog("this agent commits for all of them now");
                while (!store.list(INBOX, "").isEmpty()) {
                    TimeUnit.MILLISECONDS.sleep(50);
                }
                assertThat(AgentProcess.outputOf(folder, "tables", "--format", "json"))
                        .contains("\"rows\":3,", "\"inbox_files\":0,", "\"commit_lease_held\":true");
                assertThat(agent.terminate()).as(agent.log()).isZero();
            }
            assertThat(AgentProcess.outputOf(folder, "tables"))
                    .contains("status: nothing waits in the inbox; the commit lease was given back by ");
        }
    }

    private void handOverAndGo(TableStore store) throws Exception {
        Thread host = new Thread(() -> {
            try (var sink = new DeltaSink<>(TelemetryTables.STATUS, status(), "test/1", DeltaSink.Commits.GROUPED)) {
                sink.write(new Batch<>("gone", 0, SampleEvents.statuses(0, 3)));
            } catch (InterruptedException e) {
                // As it should be: it was waiting for a holder.
            } catch (SinkException e) {
                throw new IllegalStateException(e);
            }
        });
        host.start();
        while (store.list(INBOX, "").isEmpty()) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        host.interrupt();
        host.join();
    }

    private TableStore status() {
        try {
            return ServiceLoader.load(StorageAdapter.class)
                    .findFirst()
                    .orElseThrow()
                    .open(TableUri.ofDirectory(folder.resolve("tables/status")), StorageSettings.NONE);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
