package io.dispenser.telemetry.adapter.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.SinkException;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.testkit.ProxyRequest;
import io.dispenser.telemetry.testkit.RetryingWriter;
import io.dispenser.telemetry.testkit.SampleEvents;
import io.dispenser.telemetry.testkit.TestProxy;
import org.junit.jupiter.api.Test;

/** A {@link DeltaTableContract} for stores beyond a network: batches are there once whatever becomes of it. */
public abstract class RemoteDeltaTableContract extends DeltaTableContract {

    private static final int FILES = 12;

    /** For subclasses. */
    protected RemoteDeltaTableContract() {}

    /** What all requests of {@link #adapter()} to the store pass through. */
    protected abstract TestProxy proxy();

    /** Whether a request writes a commit. */
    protected boolean isCommit(ProxyRequest request) {
        return (request.method().equals("PUT") || request.method().equals("POST"))
                && request.target().matches(".*_delta_log(/|%2F)\\d{20}\\.json.*");
    }

    /** How many HTTP requests a batch costs in the steady state. */
    protected int requestsOfAppend() {
        return 4;
    }

    @Test
    void aBatchIsThereOnceAfterAnOutage() throws Exception {
        try (DeltaSink<ContainerStatusEvent> sink = sink()) {
            sink.write(batch(0));
            proxy().refuse();
            assertThatExceptionOfType(SinkException.class)
                    .isThrownBy(() -> sink.write(batch(1)))
                    .satisfies(
                            e -> assertThat(e.isPermanent()).as(e.getMessage()).isFalse());
            proxy().mend();
            assertThat(sink.write(batch(1)).version()).isEqualTo(2);
        }
        assertThatTableHolds(SampleEvents.statuses(0, 6));
        assertThatVersionsAre(2);
    }

    @Test
    void aCommitWhoseReplyIsLostIsThereOnce() throws Exception {
        try (DeltaSink<ContainerStatusEvent> sink = sink()) {
            for (int number = 0; number < 6; number++) {
                if (number % 2 == 1) {
                    proxy().cutNextReply(this::isCommit);
                } else {
                    proxy().cutNextRequest(this::isCommit);
                }
                RetryingWriter.write(sink, batch(number));
            }
        }
        assertThatTableHolds(SampleEvents.statuses(0, 18));
        assertThatVersionsAre(6);
    }

    @Test
    void aBatchCostsFewRequests() throws Exception {
        try (DeltaSink<ContainerStatusEvent> sink = sink()) {
            sink.write(batch(0));
            for (int number = 1; number < 4; number++) {
                proxy().forgetRequests();
                sink.write(batch(number));
                assertThat(proxy().requests()).hasSize(requestsOfAppend());
            }
        }
    }

    @Test
    void theNewestRowsCostOneDataFileOfMany() throws Exception {
        try (DeltaSink<ContainerStatusEvent> sink = sink()) {
            for (int number = 0; number < FILES; number++) {
                sink.write(batch(number));
            }
        }
        try (TableStore store = open()) {
            proxy().forgetRequests();
            assertThat(new DeltaTableReader(store)
                            .read(RowQuery.newest(1))
                            .orElseThrow()
                            .rows())
                    .hasSize(1);
        }
        assertThat(proxy().requests())
                .filteredOn(request -> request.target().contains(".parquet"))
                .as("data files")
                .hasSize(1);
        assertThat(proxy().requests())
                .filteredOn(request -> request.target().matches(".*_delta_log(/|%2F)\\d{20}\\.json.*"))
                .as("commits")
                .hasSize(FILES + 1);
    }
}
