package io.dispenser.telemetry.adapter.docker;

import io.dispenser.telemetry.core.container.ContainerSnapshot;
import io.dispenser.telemetry.core.container.Inspection;
import io.dispenser.telemetry.core.port.Ticker;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Inspects many containers. An inspection takes the container's lock in the engine, so a wedged container hangs its own
 * inspection. It costs the others nothing: it holds one of several places, for one deadline, and the next time it comes last;
 * and it is not asked again while the call that hangs has not ended.
 */
final class Inspections {

    static final int AT_ONCE = 8;

    /** After so many deadlines no further container is asked, so that a sweep ends although most containers hang. */
    private static final int DEADLINES_PER_SWEEP = 6;

    private static final int MOST_BYTES = 4 << 20;
    private static final int MOST_REMEMBERED = 10_000;

    private final TimedCalls calls;
    private final Duration deadline;
    private final Ticker ticker;
    private final Semaphore places = new Semaphore(AT_ONCE, true);
    private final Map<String, TimedCall<?>> lastCalls = new ConcurrentHashMap<>();
    private final Set<String> late = ConcurrentHashMap.newKeySet();

    Inspections(TimedCalls calls, Duration deadline, Ticker ticker) {
        this.calls = calls;
        this.deadline = deadline;
        this.ticker = ticker;
    }

    /** The endings in the order of {@code ids}; fails only if the engine can't be reached. */
    List<Inspection> of(List<String> ids) throws CallFailure, InterruptedException {
        Sweep sweep = new Sweep(ids.size());
        try {
            for (int index : lateOnesLast(ids)) {
                sweep.ask(index, ids.get(index));
            }
            return sweep.endings();
        } catch (InterruptedException | CallFailure e) {
            sweep.breakOff();
            throw e;
        }
    }

    private List<Integer> lateOnesLast(List<String> ids) {
        List<Integer> order = new ArrayList<>(ids.size());
        List<Integer> last = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            (late.contains(ids.get(i)) ? last : order).add(i);
        }
        order.addAll(last);
        return order;
    }

    private TimedCall<Inspection> start(String id) {
        String path = "/containers/" + URLEncoder.encode(id, StandardCharsets.UTF_8) + "/json";
        TimedCall<Inspection> call = calls.start(deadline, client -> {
            try {
                ContainerSnapshot snapshot = ContainerJson.snapshot(Reply.json(client, path, MOST_BYTES));
                return new Inspection.Answered(snapshot);
            } catch (CallFailure e) {
                if (e.kind() == CallFailure.Kind.MISSING) {
                    return new Inspection.Gone(id);
                }
                throw e;
            }
        });
        lastCalls.put(id, call);
        var unused = call.end.thenRun(() -> lastCalls.remove(id, call));
        return call;
    }

    private void remember(String id, boolean wasLate) {
        if (!wasLate) {
            late.remove(id);
        } else if (late.size() < MOST_REMEMBERED) {
            late.add(id);
        }
    }

    /** One call of {@link #of}. */
    private final class Sweep {

        private final List<CompletableFuture<Inspection>> endings = new ArrayList<>();
        private final List<TimedCall<Inspection>> started = new ArrayList<>();
        private final CompletableFuture<CallFailure> unreachable = new CompletableFuture<>();
        private final long begin = ticker.nanos();
        private final long nanos = deadline.multipliedBy(DEADLINES_PER_SWEEP).toNanos();

        Sweep(int size) {
            for (int i = 0; i < size; i++) {
                endings.add(new CompletableFuture<>());
            }
        }

        void ask(int index, String id) throws InterruptedException, CallFailure {
            CompletableFuture<Inspection> ending = endings.get(index);
            TimedCall<?> last = lastCalls.get(id);
            if (last != null && last.hangs()) {
                ending.complete(new Inspection.Unanswered(id, "its previous inspection still hangs"));
                return;
            }
            if (!places.tryAcquire(nanos - (ticker.nanos() - begin), TimeUnit.NANOSECONDS)) {
                ending.complete(new Inspection.Unanswered(id, "not asked: too many other containers do not answer"));
                return;
            }
            TimedCall<Inspection> call;
            try {
                requireReachable();
                call = start(id);
            } catch (CallFailure | RuntimeException e) {
                places.release();
                throw e;
            }
            started.add(call);
            var unused = call.answer.whenComplete((inspection, failure) -> {
                places.release();
                ending.complete(failure == null ? answered(inspection) : unanswered(id, failure));
            });
        }

        List<Inspection> endings() throws InterruptedException, CallFailure {
            List<Inspection> inspections = new ArrayList<>(endings.size());
            for (CompletableFuture<Inspection> ending : endings) {
                try {
                    inspections.add(ending.get());
                } catch (ExecutionException e) {
                    throw new IllegalStateException("an inspection always has an ending", e);
                }
                requireReachable();
            }
            return inspections;
        }

        void breakOff() {
            CallFailure reason = new CallFailure(CallFailure.Kind.LATE, "the sweep was given up", null);
            started.forEach(call -> call.breakOff(reason));
        }

        private Inspection answered(Inspection inspection) {
            remember(inspection.containerId(), false);
            return inspection;
        }

        private Inspection unanswered(String id, Throwable failure) {
            CallFailure.Kind kind = failure instanceof CallFailure known ? known.kind() : CallFailure.Kind.BAD_ANSWER;
            remember(id, kind == CallFailure.Kind.LATE);
            if (kind == CallFailure.Kind.UNREACHABLE && failure instanceof CallFailure known) {
                unreachable.complete(known);
            }
            return new Inspection.Unanswered(id, CallFailure.wordsOf(failure));
        }

        private void requireReachable() throws CallFailure {
            CallFailure failure = unreachable.getNow(null);
            if (failure != null) {
                throw failure;
            }
        }
    }
}
