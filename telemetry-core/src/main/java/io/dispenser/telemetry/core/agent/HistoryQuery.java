package io.dispenser.telemetry.core.agent;

import io.dispenser.telemetry.core.port.DeploymentHistory;
import io.dispenser.telemetry.core.port.RecordedDeployment;
import io.dispenser.telemetry.core.port.SinkException;
import io.dispenser.telemetry.core.time.Backoff;
import io.dispenser.telemetry.core.time.Worker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks the history on a thread of its own, which lives until there is an answer, so that nobody else waits for a store. One
 * question at a time: the follower's thread asks and takes the answer.
 */
final class HistoryQuery {

    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration MAX_RETRY = Duration.ofSeconds(60);

    private final DeploymentHistory history;
    private final AgentListener listener;
    private final Runnable answered;
    private final Consumer<Worker.Step> thread;
    private final Backoff backoff = new Backoff(FIRST_RETRY, MAX_RETRY, new SplittableRandom());

    private Set<String> containerIds = Set.of();
    private Instant since = Instant.EPOCH;
    private boolean asked;
    private @Nullable Answer answer;

    /**
     * What came of a question.
     *
     * @param recorded what was recorded
     * @param failure why that can't be told, nor be waited for; null if it is told
     */
    record Answer(
            List<RecordedDeployment> recorded, @Nullable String failure) {}

    /**
     * @param answered called when there is an answer
     * @param thread runs steps until there is no next one
     */
    HistoryQuery(DeploymentHistory history, AgentListener listener, Runnable answered, Consumer<Worker.Step> thread) {
        this.history = history;
        this.listener = listener;
        this.answered = answered;
        this.thread = thread;
    }

    /** Asks, unless an earlier question has no answer yet. */
    void ask(Set<String> containers, Instant from) {
        synchronized (this) {
            if (asked) {
                return;
            }
            asked = true;
            containerIds = Set.copyOf(containers);
            since = from;
        }
        thread.accept(this::step);
    }

    /** Whether a question was asked and its answer not taken yet. */
    synchronized boolean isUnderWay() {
        return asked;
    }

    /** Takes the answer; the next question may be asked then. */
    synchronized Optional<Answer> take() {
        Optional<Answer> taken = Optional.ofNullable(answer);
        if (taken.isPresent()) {
            answer = null;
            asked = false;
        }
        return taken;
    }

    private Optional<Duration> step() throws InterruptedException {
        try {
            answer(new Answer(history.of(containerIds, since), null));
        } catch (SinkException e) {
            if (!e.isPermanent()) {
                return Optional.of(later(String.valueOf(e.getMessage())));
            }
            answer(new Answer(List.of(), String.valueOf(e.getMessage())));
        } catch (OutOfMemoryError e) {
            return Optional.of(later("unexpected: " + e));
        } catch (RuntimeException | LinkageError e) { // a defect, which asking again won't mend
            answer(new Answer(List.of(), "unexpected: " + e));
        }
        return Optional.empty();
    }

    private Duration later(String reason) {
        Duration wait = backoff.next();
        listener.historyUnavailable(reason, wait);
        return wait;
    }

    private void answer(Answer found) {
        listener.historyAnswered();
        backoff.reset();
        synchronized (this) {
            answer = found;
        }
        answered.run();
    }
}
