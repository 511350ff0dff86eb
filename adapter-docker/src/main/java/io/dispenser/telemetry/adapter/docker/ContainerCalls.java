package io.dispenser.telemetry.adapter.docker;

import com.github.dockerjava.transport.DockerHttpClient;
import io.dispenser.telemetry.core.time.Deadline;
import io.dispenser.telemetry.core.time.Ticker;
import java.io.IOException;
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
import java.util.function.BiFunction;

/**
 * Asks many containers the same question. An answer may take the container's lock in the engine, so a wedged container hangs
 * its own. It costs the others nothing: it holds one of several places, for one deadline, and the next time it comes last;
 * and it is not asked again while the call that hangs has not ended.
 *
 * @param <A> an answer, or what stands for none
 */
final class ContainerCalls<A> {

    /** Asks one container, by its id made fit for a path. */
    @FunctionalInterface
    interface Question<A> {
        A ask(DockerHttpClient client, String id, String pathId) throws IOException, CallFailure;
    }

    /** After so many deadlines no further container is asked, so that a sample ends although most containers hang. */
    private static final int DEADLINES_PER_SAMPLE = 6;

    /** With less time left, no call has a chance. */
    private static final Duration LEAST = Duration.ofMillis(1);

    private static final int MOST_REMEMBERED = 10_000;

    private final Question<A> question;
    private final BiFunction<String, String, A> unanswered;
    private final TimedCalls calls;
    private final Duration deadline;
    private final Ticker ticker;
    private final Semaphore places;
    private final Map<String, TimedCall<?>> lastCalls = new ConcurrentHashMap<>();
    private final Set<String> late = ConcurrentHashMap.newKeySet();

    /**
     * @param atOnce how many containers are asked at once
     * @param unanswered what stands for the answer of a container (its id) that gave none, and why
     */
    ContainerCalls(
            TimedCalls calls,
            int atOnce,
            Duration deadline,
            Ticker ticker,
            Question<A> question,
            BiFunction<String, String, A> unanswered) {
        this.places = new Semaphore(atOnce, true);
        this.question = question;
        this.unanswered = unanswered;
        this.calls = calls;
        this.deadline = deadline;
        this.ticker = ticker;
    }

    /** The endings in the order of {@code ids}, within {@code atMost}; fails only if the engine can't be reached. */
    List<A> of(List<String> ids, Duration atMost) throws CallFailure, InterruptedException {
        Sample sample = new Sample(ids.size(), atMost);
        try {
            for (int index : lateOnesLast(ids)) {
                sample.ask(index, ids.get(index));
            }
            return sample.endings();
        } catch (InterruptedException | CallFailure e) {
            sample.breakOff();
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

    private TimedCall<A> start(String id, Duration within) {
        String pathId = URLEncoder.encode(id, StandardCharsets.UTF_8);
        TimedCall<A> call = calls.start(within, client -> question.ask(client, id, pathId));
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
    private final class Sample {

        private final List<CompletableFuture<A>> endings = new ArrayList<>();
        private final List<TimedCall<A>> started = new ArrayList<>();
        private final CompletableFuture<CallFailure> unreachable = new CompletableFuture<>();
        private final Deadline end;

        Sample(int size, Duration atMost) {
            Duration most = deadline.multipliedBy(DEADLINES_PER_SAMPLE);
            this.end = Deadline.in(atMost, ticker).atMost(most);
            for (int i = 0; i < size; i++) {
                endings.add(new CompletableFuture<>());
            }
        }

        void ask(int index, String id) throws InterruptedException, CallFailure {
            CompletableFuture<A> ending = endings.get(index);
            TimedCall<?> last = lastCalls.get(id);
            if (last != null && last.hangs()) {
                ending.complete(unanswered.apply(id, "its previous call still hangs"));
                return;
            }
            boolean place = places.tryAcquire(end.left().toNanos(), TimeUnit.NANOSECONDS);
            Duration within = Duration.ofNanos(Math.min(end.left().toNanos(), deadline.toNanos()));
            if (place && within.compareTo(LEAST) < 0) {
                places.release();
                place = false;
            }
            if (!place) {
                ending.complete(unanswered.apply(id, "not asked: too many other containers do not answer"));
                return;
            }
            TimedCall<A> call;
            try {
                requireReachable();
                call = start(id, within);
            } catch (CallFailure | RuntimeException e) {
                places.release();
                throw e;
            }
            started.add(call);
            var unused = call.answer.whenComplete((answer, failure) -> {
                places.release();
                ending.complete(failure == null ? answered(id, answer) : failed(id, failure));
            });
        }

        List<A> endings() throws InterruptedException, CallFailure {
            List<A> answers = new ArrayList<>(endings.size());
            for (CompletableFuture<A> ending : endings) {
                try {
                    answers.add(ending.get());
                } catch (ExecutionException e) {
                    throw new IllegalStateException("a question always has an ending", e);
                }
                requireReachable();
            }
            return answers;
        }

        void breakOff() {
            CallFailure reason = new CallFailure(CallFailure.Kind.LATE, "the sample was given up", null);
            started.forEach(call -> call.breakOff(reason));
        }

        private A answered(String id, A answer) {
            remember(id, false);
            return answer;
        }

        private A failed(String id, Throwable failure) {
            CallFailure.Kind kind = failure instanceof CallFailure known ? known.kind() : CallFailure.Kind.BAD_ANSWER;
            remember(id, kind == CallFailure.Kind.LATE);
            if (kind == CallFailure.Kind.UNREACHABLE && failure instanceof CallFailure known) {
                unreachable.complete(known);
            }
            return unanswered.apply(id, CallFailure.wordsOf(failure));
        }

        private void requireReachable() throws CallFailure {
            CallFailure failure = unreachable.getNow(null);
            if (failure != null) {
                throw failure;
            }
        }
    }
}
