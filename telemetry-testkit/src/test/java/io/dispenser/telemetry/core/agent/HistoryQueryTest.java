package io.dispenser.telemetry.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.port.DeploymentHistory;
import io.dispenser.telemetry.core.time.Worker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whatever ends a question, those who wait for its answer learn of it. */
class HistoryQueryTest {

    private final Deque<Error> failures = new ArrayDeque<>();
    private final List<Duration> waits = new ArrayList<>();
    private int answered;
    private final List<Worker.Step> steps = new ArrayList<>();
    private final DeploymentHistory history = (containerIds, since) -> {
        if (!failures.isEmpty()) {
            throw failures.remove();
        }
        return List.of();
    };
    private final HistoryQuery query = new HistoryQuery(
            history,
            new AgentListener() {
                @Override
                public void historyUnavailable(String reason, Duration retryIn) {
                    waits.add(retryIn);
                }

                @Override
                public void historyAnswered() {
                    answered++;
                }
            },
            () -> {},
            steps::add);

    @Test
    void aClassThatCannotBeLinkedIsAnAnswerSinceAskingAgainWontMendIt() throws Exception {
        failures.add(new NoClassDefFoundError("org/example/Missing"));
        query.ask(Set.of("c"), Instant.EPOCH);
        assertThat(steps.get(0).step()).isEmpty();
        assertThat(query.take())
                .hasValueSatisfying(answer -> assertThat(answer.failure()).contains("org/example/Missing"));
        assertThat(query.isUnderWay()).isFalse();
    }

    @Test
    void withTooLittleMemoryItIsAskedAgain() throws Exception {
        failures.add(new OutOfMemoryError("scripted"));
        query.ask(Set.of("c"), Instant.EPOCH);
        Optional<Duration> wait = steps.get(0).step();
        assertThat(wait).isPresent();
        assertThat(waits).containsExactly(wait.get());
        assertThat(query.take()).isEmpty();
        assertThat(answered).isZero();
        assertThat(steps.get(0).step()).isEmpty();
        assertThat(query.take())
                .hasValueSatisfying(answer -> assertThat(answer.failure()).isNull());
        assertThat(answered).as("what was told to wait waits no longer").isEqualTo(1);
    }
}
