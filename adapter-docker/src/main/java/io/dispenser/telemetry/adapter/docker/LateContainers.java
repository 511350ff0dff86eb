package io.dispenser.telemetry.adapter.docker;

import io.dispenser.telemetry.core.time.Deadline;
import io.dispenser.telemetry.core.time.Ticker;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Containers that did not answer in time when they were last asked, and the answers that they gave afterwards. Any thread.
 *
 * @param <A> an answer
 */
final class LateContainers<A> {

    private static final int MOST_REMEMBERED = 10_000;

    private final Duration freshness;
    private final Ticker ticker;
    private final Set<String> late = ConcurrentHashMap.newKeySet();
    private final Map<String, LateAnswer<A>> answers = new ConcurrentHashMap<>();

    private record LateAnswer<A>(A answer, Deadline usable) {}

    /** @param freshness how long an answer that came too late for its asker may be used */
    LateContainers(Duration freshness, Ticker ticker) {
        this.freshness = freshness;
        this.ticker = ticker;
    }

    boolean isLate(String id) {
        return late.contains(id);
    }

    /** It did not answer in time. */
    void missed(String id) {
        late.add(id);
    }

    /** It answered in time. */
    void answered(String id) {
        late.remove(id);
    }

    /** It answered when nobody waited any more. */
    void answeredLate(String id, A answer) {
        answers.put(id, new LateAnswer<>(answer, Deadline.in(freshness, ticker)));
    }

    /** What it answered too late, not long ago. */
    Optional<A> usable(String id) {
        return Optional.ofNullable(answers.get(id))
                .filter(answer -> !answer.usable().isOver())
                .map(LateAnswer::answer);
    }

    /** Answers are kept of those that are late; and where there are too many of them, most are long gone: who hangs is found again. */
    void forgetOld() {
        if (late.size() > MOST_REMEMBERED) {
            late.clear();
        }
        answers.keySet().retainAll(late);
    }
}
