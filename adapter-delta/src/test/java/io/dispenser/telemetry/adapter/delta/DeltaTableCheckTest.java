package io.dispenser.telemetry.adapter.delta;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.SinkException;
import io.dispenser.telemetry.core.storage.ForwardingTableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.InMemoryTableStore;
import io.dispenser.telemetry.testkit.SampleEvents;
import io.dispenser.telemetry.testkit.StoreFault;
import io.dispenser.telemetry.testkit.StoreOperation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeltaTableCheckTest {

    private final InMemoryTableStore store = new InMemoryTableStore();

    @Test
    void anEmptyPlaceIsUsableAndStaysEmpty() {
        TableCheckResult findings = DeltaTableCheck.look(TelemetryTables.STATUS, store);

        assertThat(findings.problems()).isEmpty();
        assertThat(findings.isUsable()).isTrue();
        assertThat(findings.version()).isEmpty();
        assertThat(store.paths()).isEmpty();
    }

    @Test
    void aTableThatFitsIsUsable() throws Exception {
        try (var sink = new DeltaSink<>(TelemetryTables.STATUS, store.anotherClient(), "test/1")) {
            sink.write(new Batch<>("w", 0, SampleEvents.statuses(0, 3)));
            sink.write(new Batch<>("w", 1, SampleEvents.statuses(3, 6)));
        }
        List<String> before = store.paths();

        TableCheckResult findings = DeltaTableCheck.look(TelemetryTables.STATUS, store);

        assertThat(findings.isUsable()).isTrue();
        assertThat(findings.version()).hasValue(2);
        assertThat(findings.files()).hasValue(2);
        assertThat(store.paths()).isEqualTo(before);
    }

    @Test
    void whereATableIsNothingIsWrittenOrDeletedNotEvenForAMoment() throws Exception {
        try (var sink = new DeltaSink<>(TelemetryTables.STATUS, store.anotherClient(), "test/1")) {
            sink.prepare();
        }
        List<String> before = store.paths();
        InMemoryTableStore readOnly = store.anotherClient();
        readOnly.beforeNext(StoreOperation.DELETE, path -> true, () -> {
            throw new AssertionError("something was there to delete");
        });

        assertThat(DeltaTableCheck.look(TelemetryTables.STATUS, readOnly, DeltaSink.Commits.OWN)
                        .isUsable())
                .isTrue();
        assertThat(store.paths()).isEqualTo(before);
        assertThat(readOnly.requests(StoreOperation.PUT)).isZero();

        readOnly.failNext(StoreOperation.PUT_IF_ABSENT, path -> true, StoreFault.DENIED);
        assertThat(DeltaTableCheck.look(TelemetryTables.STATUS, readOnly, DeltaSink.Commits.OWN)
                        .problems())
                .singleElement()
                .asString()
                .contains("can't be written");
    }

    @Test
    void aLogThatOnlyItsChecksumAnswersForIsAProblem() throws Exception {
        try (var sink = new DeltaSink<>(TelemetryTables.STATUS, store.anotherClient(), "test/1")) {
            sink.write(new Batch<>("w", 0, SampleEvents.statuses(0, 3)));
            sink.write(new Batch<>("w", 1, SampleEvents.statuses(3, 6)));
        }
        String commit = "_delta_log/00000000000000000001.json";
        byte[] whole = store.readAll(commit);
        store.put(commit, Arrays.copyOf(whole, whole.length / 2));

        assertThat(DeltaTableCheck.look(TelemetryTables.STATUS, store).problems())
                .singleElement()
                .asString()
                .contains("00000000000000000001.json");
    }

    @Test
    void whereNothingCanBeDeletedMaintenanceAloneIsMissed() {
        store.failNext(StoreOperation.DELETE, path -> true, StoreFault.DENIED);

        TableCheckResult findings = DeltaTableCheck.look(TelemetryTables.STATUS, store);

        assertThat(findings.isUsable()).isTrue();
        assertThat(findings.warnings()).singleElement().asString().contains("will not vacuum");
    }

    @Test
    void whatHandingOverTakesIsTriedBelowTheLogAndNothingOfItStays() throws Exception {
        List<String> before = someTable();
        List<String> probes = new ArrayList<>();
        InMemoryTableStore client = store.anotherClient();
        client.beforeNext(StoreOperation.DELETE, path -> true, () -> probes.addAll(store.paths()));

        TableCheckResult findings = DeltaTableCheck.look(TelemetryTables.STATUS, client);

        assertThat(findings.isUsable()).isTrue();
        assertThat(findings.warnings()).isEmpty();
        assertThat(findings.steps())
                .last()
                .extracting(TableCheckResult.Step::name)
                .isEqualTo("hand over");
        probes.removeAll(before);
        assertThat(probes).singleElement().asString().startsWith("_delta_log/_dispenser/check-");
        assertThat(store.paths()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({
        "LIST, refuses to list files in _delta_log/_dispenser",
        "PUT_IF_ABSENT, refuses to create a file in _delta_log/_dispenser",
        "PUT, refuses to write over a file in _delta_log/_dispenser",
        "READ_ALL, refuses to read a file in _delta_log/_dispenser"
    })
    void aRightThatHandingOverTakesAndThatIsMissingIsAProblemOfThoseWhoMayHandOver(
            StoreOperation operation, String sentence) throws Exception {
        List<String> before = someTable();
        InMemoryTableStore client = store.anotherClient();
        client.failNext(operation, path -> path.startsWith("_delta_log/_dispenser"), StoreFault.DENIED);

        TableCheckResult findings = DeltaTableCheck.look(TelemetryTables.STATUS, client);

        assertThat(findings.problems())
                .singleElement()
                .asString()
                .contains(sentence, "neither hand its rows over nor commit for others", "group_commit = \"never\"");
        assertThat(findings.isPermanent()).isTrue();
        assertThat(store.paths()).isEqualTo(before);

        InMemoryTableStore other = store.anotherClient();
        other.failNext(operation, path -> path.startsWith("_delta_log/_dispenser"), StoreFault.DENIED);
        assertThat(DeltaTableCheck.look(TelemetryTables.STATUS, other, DeltaSink.Commits.OWN)
                        .isUsable())
                .isTrue();
    }

    @Test
    void whereNothingCanBeDeletedBelowTheLogOneTrialStaysHoweverOftenItIsMade() throws Exception {
        List<String> before = someTable();
        for (int check = 0; check < 3; check++) {
            InMemoryTableStore client = store.anotherClient();
            client.failNext(StoreOperation.DELETE, path -> true, StoreFault.DENIED);
            TableCheckResult findings = DeltaTableCheck.look(TelemetryTables.STATUS, client);
            assertThat(findings.isUsable()).isTrue();
            assertThat(findings.warnings())
                    .singleElement()
                    .asString()
                    .contains(
                            "files in _delta_log/_dispenser can't be deleted",
                            "rows are handed over and committed all the same",
                            "maintenance needs it too");
            assertThat(store.paths()).hasSize(before.size() + 1);
        }
        assertThat(DeltaTableCheck.look(TelemetryTables.STATUS, store.anotherClient())
                        .warnings())
                .isEmpty();
        assertThat(store.paths()).isEqualTo(before);
    }

    /** The files of a table of one batch. */
    private List<String> someTable() throws Exception {
        try (var sink = new DeltaSink<>(TelemetryTables.STATUS, store.anotherClient(), "test/1")) {
            sink.write(new Batch<>("w", 0, SampleEvents.statuses(0, 3)));
        }
        return store.paths();
    }

    @Test
    void aStoreThatChangesWhatItIsSentIsFound() {
        TableCheckResult findings = DeltaTableCheck.look(TelemetryTables.STATUS, new ForwardingTableStore(store) {
            @Override
            public boolean putIfAbsent(String path, byte[] content) throws TableStoreException {
                String framed =
                        Integer.toHexString(content.length) + ";chunk-signature=0\r\n" + new String(content, UTF_8);
                return store.putIfAbsent(path, framed.getBytes(UTF_8));
            }
        });

        assertThat(findings.problems()).singleElement().asString().contains("gave back", "signed chunks");
        assertThat(findings.isPermanent()).isTrue();
        assertThat(store.paths()).isEmpty();
    }

    @Test
    void aSilentStoreIsNotWaitedForAndNotAskedAgain() {
        CountDownLatch end = new CountDownLatch(1);
        AtomicInteger requests = new AtomicInteger();
        TableCheckResult findings = DeltaTableCheck.look(
                TelemetryTables.STATUS,
                new ForwardingTableStore(store) {
                    @Override
                    public byte[] readAll(String path) throws TableStoreException {
                        requests.incrementAndGet();
                        try {
                            end.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                        return store.readAll(path);
                    }
                },
                DeltaSink.Commits.AUTO,
                Duration.ofMillis(200));
        end.countDown();

        assertThat(findings.problems()).singleElement().asString().contains("does not answer", "check its address");
        assertThat(findings.isPermanent()).isFalse();
        assertThat(requests).hasValue(1);
    }

    @Test
    void theOtherTableDoesNotFit() throws Exception {
        try (var sink = new DeltaSink<>(TelemetryTables.DEPLOYMENTS, store.anotherClient(), "test/1")) {
            sink.write(new Batch<>("w", 0, SampleEvents.deployments(0, 3)));
        }

        TableCheckResult findings = DeltaTableCheck.look(TelemetryTables.STATUS, store);

        assertThat(findings.version()).hasValue(1);
        assertThat(findings.problems()).anyMatch(problem -> problem.contains("no column state"));
    }

    @Test
    void aPlaceThatCanNotBeWrittenIsAProblem() {
        store.failNext(StoreOperation.PUT_IF_ABSENT, path -> true, StoreFault.DENIED);

        assertThat(DeltaTableCheck.look(TelemetryTables.STATUS, store).problems())
                .singleElement()
                .asString()
                .contains("memory:/table can't be written");
    }

    @Test
    void aPlaceThatCanNotBeReachedIsAProblem() {
        store.failNext(StoreOperation.LIST, path -> true, StoreFault.UNAVAILABLE);

        assertThat(DeltaTableCheck.look(TelemetryTables.STATUS, store).problems())
                .singleElement()
                .asString()
                .contains("dispenser-container-status", "UNAVAILABLE");
    }

    @Test
    void theProbeOfAnotherAgentIsNoTableAndNoProblem() throws Exception {
        List<String> probes = new ArrayList<>();
        InMemoryTableStore other = store.anotherClient();
        other.beforeNext(StoreOperation.DELETE, path -> true, () -> {
            probes.addAll(store.paths());
            try (var sink = new DeltaSink<>(TelemetryTables.STATUS, store.anotherClient(), "test/1")) {
                sink.write(new Batch<>("w", 0, SampleEvents.statuses(0, 3)));
            } catch (SinkException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });

        assertThat(DeltaTableCheck.look(TelemetryTables.STATUS, other).problems())
                .isEmpty();
        assertThat(probes).singleElement().asString().startsWith("_delta_log/.");
        assertThat(DeltaTableCheck.look(TelemetryTables.STATUS, store).version())
                .hasValue(1);
    }

    @Test
    void aStoreThatLetsASecondWriterWinIsAProblem() {
        assertThat(DeltaTableCheck.look(TelemetryTables.STATUS, new Overwriting(store))
                        .problems())
                .singleElement()
                .asString()
                .contains("commits would be lost", "conditional writes", "single_writer = true");
        assertThat(store.paths()).isEmpty();
    }

    @Test
    void aTableInSuchAStoreStaysAsItIsAndIsNotWritten() throws Exception {
        try (var sink = new DeltaSink<>(TelemetryTables.STATUS, store.anotherClient(), "test/1")) {
            sink.write(new Batch<>("w", 0, SampleEvents.statuses(0, 3)));
        }
        byte[] commit = store.readAll("_delta_log/00000000000000000001.json");

        assertThat(DeltaTableCheck.look(TelemetryTables.STATUS, new Overwriting(store))
                        .problems())
                .singleElement()
                .asString()
                .contains("commits would be lost");
        try (var sink = new DeltaSink<>(TelemetryTables.STATUS, new Overwriting(store.anotherClient()), "test/1")) {
            assertThatThrownBy(sink::prepare).hasMessageContaining("commits would be lost");
        }
        assertThat(store.readAll("_delta_log/00000000000000000001.json")).isEqualTo(commit);
    }

    /** A store without put-if-absent that says it has one. */
    private static final class Overwriting extends ForwardingTableStore {

        Overwriting(InMemoryTableStore store) {
            super(store);
        }

        @Override
        public boolean putIfAbsent(String path, byte[] content) throws TableStoreException {
            put(path, content);
            return true;
        }
    }
}
