package io.dispenser.telemetry.adapter.docker;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispenser.telemetry.core.container.Inspection;
import io.dispenser.telemetry.core.container.ResourceUsage;
import io.dispenser.telemetry.core.time.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/** What an engine is asked of each container: how it is, and what it uses. Any thread. */
final class ContainerQuestions {

    static final int INSPECTIONS_AT_ONCE = 16;

    /** Longer than an engine takes that is well; so one that is busy is asked more at once, not less. */
    private static final Duration INSPECTION_HOLD = Duration.ofMillis(50);

    /**
     * Many, since an engine up to 20.10 collects statistics once a second: a request waits for its next second, together
     * with all that wait then. A newer engine answers at once, and then few are under way.
     */
    private static final int USAGES_AT_ONCE = 256;

    private static final Duration USAGE_HOLD = Duration.ofSeconds(3);

    private final Api api;
    private final TimedCalls inspectCalls;
    private final TimedCalls usageCalls;
    private final ContainerCalls<Inspection> inspections;
    private final ContainerCalls<Optional<ResourceUsage>> usages;

    /**
     * @param timeout how long a request may take, and how long an answer that came too late may be used
     * @param calls makes calls of which so many may be under way
     */
    ContainerQuestions(Api api, Duration timeout, IntFunction<TimedCalls> calls) {
        this.api = api;
        int hanging = ContainerCalls.MOST_HANGING + TimedCalls.MOST_THREADS;
        this.inspectCalls = calls.apply(INSPECTIONS_AT_ONCE + hanging);
        this.usageCalls = calls.apply(USAGES_AT_ONCE + hanging);
        this.inspections = new ContainerCalls<>(
                inspectCalls,
                INSPECTIONS_AT_ONCE,
                INSPECTION_HOLD,
                timeout,
                Ticker.system(),
                this::inspection,
                Inspection.Unanswered::new);
        this.usages = new ContainerCalls<>(
                usageCalls,
                USAGES_AT_ONCE,
                USAGE_HOLD,
                timeout,
                Ticker.system(),
                this::usage,
                (id, why) -> Optional.empty());
    }

    /**
     * How containers are, in the order of {@code ids}, within {@code atMost}.
     *
     * @param lateOnesToo whether the answer to an earlier call will do that came too late for it
     */
    List<Inspection> inspections(List<String> ids, Duration atMost, boolean lateOnesToo)
            throws CallFailure, InterruptedException {
        return inspections.of(ids, atMost, lateOnesToo);
    }

    /** What those use that could tell, within {@code atMost}. */
    List<ResourceUsage> usages(List<String> ids, Duration atMost) throws CallFailure, InterruptedException {
        return usages.of(ids, atMost, true).stream().flatMap(Optional::stream).toList();
    }

    private Inspection inspection(Requests requests, String id, String pathId) throws IOException, CallFailure {
        try {
            return new Inspection.Answered(
                    ContainerJson.snapshot(api.json(requests, "/containers/" + pathId + "/json")));
        } catch (CallFailure e) {
            if (e.kind() == CallFailure.Kind.MISSING) {
                return new Inspection.Gone(id);
            }
            throw e;
        }
    }

    private Optional<ResourceUsage> usage(Requests requests, String id, String pathId) throws IOException, CallFailure {
        if (!api.hasOneShot(requests)) {
            return Optional.empty();
        }
        JsonNode stats = api.json(requests, "/containers/" + pathId + "/stats?stream=false&one-shot=true");
        return Optional.of(api.isPodman(requests) ? UsageJson.podmansUsage(id, stats) : UsageJson.usage(id, stats));
    }

    void close() {
        inspectCalls.close();
        usageCalls.close();
    }
}
