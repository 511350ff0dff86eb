package io.dispenser.telemetry.adapter.docker;

import io.dispenser.telemetry.core.time.Deadline;
import io.dispenser.telemetry.core.time.Ticker;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;

/**
 * Asks many containers the same question. An answer may take the container's lock in the engine, so a wedged container hangs
 * its own; that costs the others nothing. A call holds one of several places for a moment only, however long it lasts. A
 * container that did not answer is asked apart from then on: without a place, and nobody waits for it longer than for the
 * others; and it is not asked again while its last call is under way.
 *
 * @param <A> an answer, or what stands for none
 */
final class ContainerCalls<A> {

    /** Asks one container, by its id made fit for a path. */
    @FunctionalInterface
    interface Question<A> {
        A ask(Requests requests, String id, String pathId) throws IOException, CallFailure;
    }

    /** So many calls may hang; beyond, those that are asked apart wait for their turn. */
    static final int MOST_HANGING = 256;

    /** How long those that are asked apart have for an answer when all others are done. */
    private static final Duration APART = Duration.ofMillis(250);

    /** With less time left, no call has a chance. */
    private static final Duration LEAST = Duration.ofMillis(1);

    private final Question<A> question;
    private final BiFunction<String, String, A> unanswered;
    private final TimedCalls calls;
    private final Duration hold;
    private final Ticker ticker;
    private final Semaphore places;
    private final Map<String, TimedCall<A>> underWay = new ConcurrentHashMap<>();
    private final LateContainers<A> late;

    private record Ending<A>(A answer, boolean isAnswer) {}

    /**
     * @param atOnce how many containers are asked at once
     * @param hold how long a call holds its place at most
     * @param freshness how long an answer that came too late for its asker may be used
     * @param unanswered what stands for the answer of a container (its id) that gave none, and why
     */
    ContainerCalls(
            TimedCalls calls,
            int atOnce,
            Duration hold,
            Duration freshness,
            Ticker ticker,
            Question<A> question,
            BiFunction<String, String, A> unanswered) {
        this.places = new Semaphore(atOnce, true);
        this.hold = hold;
        this.late = new LateContainers<>(freshness, ticker);
        this.question = question;
        this.unanswered = unanswered;
        this.calls = calls;
        this.ticker = ticker;
    }

    /**
     * The endings in the order of {@code ids}, within {@code atMost}; fails only if the engine can't be reached.
     *
     * @param lateOnesToo whether the answer to an earlier call will do that came too late for it
     */
    List<A> of(List<String> ids, Duration atMost, boolean lateOnesToo) throws CallFailure, InterruptedException {
        Round round = new Round(ids, atMost);
        try {
            for (int index = 0; index < ids.size(); index++) {
                if (!round.isApart(index)) {
                    round.ask(index);
                }
            }
            for (int index = 0; index < ids.size(); index++) {
                if (round.isApart(index)) {
                    round.askApart(index);
                }
            }
            List<A> answers = round.endings(lateOnesToo);
            late.forgetOld();
            return answers;
        } catch (InterruptedException | CallFailure e) {
            round.breakOff();
            throw e;
        }
    }

    private TimedCall<A> start(String id) {
        String pathId = URLEncoder.encode(id, StandardCharsets.UTF_8);
        TimedCall<A> call = calls.start(requests -> question.ask(requests, id, pathId));
        underWay.put(id, call);
        var unused = call.end.thenRun(() -> underWay.remove(id, call));
        return call;
    }

    /** One call of {@link #of}. */
    private final class Round {

        private final List<String> ids;
        private final List<CompletableFuture<Ending<A>>> endings = new ArrayList<>();
        private final List<TimedCall<A>> started = new ArrayList<>();
        private final boolean[] apart;
        private final CompletableFuture<CallFailure> unreachable = new CompletableFuture<>();
        private final Duration atMost;
        private final Deadline end;

        Round(List<String> ids, Duration atMost) {
            this.ids = ids;
            this.atMost = atMost;
            this.end = Deadline.in(atMost, ticker);
            this.apart = new boolean[ids.size()];
            for (int i = 0; i < ids.size(); i++) {
                endings.add(new CompletableFuture<>());
                apart[i] = ids.size() > 1 && late.isLate(ids.get(i)); // one alone keeps nobody waiting
            }
        }

        boolean isApart(int index) {
            return apart[index];
        }

        void ask(int index) throws InterruptedException, CallFailure {
            String id = ids.get(index);
            boolean place = places.tryAcquire(end.left().toNanos(), TimeUnit.NANOSECONDS);
            if (place && end.left().compareTo(LEAST) < 0) {
                places.release();
                place = false;
            }
            if (!place) {
                none(index, "not asked: too many others take all the time");
                return;
            }
            AtomicBoolean held = new AtomicBoolean(true);
            Runnable release = () -> {
                if (held.getAndSet(false)) {
                    places.release();
                }
            };
            try {
                requireReachable();
                TimedCall<A> call = start(index, id);
                calls.later(hold, release);
                var unused = call.answer.whenComplete((answer, failure) -> release.run());
            } catch (CallFailure | RuntimeException e) {
                release.run();
                throw e;
            }
        }

        void askApart(int index) throws CallFailure {
            String id = ids.get(index);
            requireReachable();
            if (underWay.containsKey(id)) {
                none(index, "its previous call still hangs");
            } else if (underWay.size() >= MOST_HANGING) {
                none(index, "not asked: too many others do not answer");
            } else {
                start(index, id);
            }
        }

        private TimedCall<A> start(int index, String id) {
            TimedCall<A> call = ContainerCalls.this.start(id);
            started.add(call);
            var unused = call.answer.whenComplete((answer, failure) -> {
                if (failure != null) {
                    failed(index, failure);
                } else if (endings.get(index).complete(new Ending<>(answer, true))) {
                    late.answered(id);
                } else {
                    late.answeredLate(id, answer);
                }
            });
            return call;
        }

        private void failed(int index, Throwable failure) {
            if (failure instanceof CallFailure known && known.kind() == CallFailure.Kind.UNREACHABLE) {
                unreachable.complete(known);
            }
            if (failure instanceof CallFailure known && known.kind() == CallFailure.Kind.LATE) {
                late.missed(ids.get(index));
            }
            none(index, CallFailure.wordsOf(failure));
        }

        private void none(int index, String why) {
            endings.get(index).complete(new Ending<>(unanswered.apply(ids.get(index), why), false));
        }

        List<A> endings(boolean lateOnesToo) throws InterruptedException, CallFailure {
            await(false, end);
            Duration left = end.left();
            await(true, Deadline.in(left.compareTo(APART) < 0 ? left : APART, ticker));
            List<A> answers = new ArrayList<>(ids.size());
            for (int index = 0; index < ids.size(); index++) {
                requireReachable();
                answers.add(ending(index, lateOnesToo));
            }
            return answers;
        }

        private void await(boolean those, Deadline until) throws InterruptedException, CallFailure {
            for (int index = 0; index < endings.size(); index++) {
                if (apart[index] == those) {
                    try {
                        endings.get(index).get(until.left().toNanos(), TimeUnit.NANOSECONDS);
                    } catch (TimeoutException e) {
                        late.missed(ids.get(index));
                    } catch (ExecutionException e) {
                        throw new IllegalStateException("a question always has an ending", e);
                    }
                    requireReachable();
                }
            }
        }

        private A ending(int index, boolean lateOnesToo) {
            none(index, "no answer within " + atMost.toMillis() / 1000.0 + " s");
            Ending<A> ending = endings.get(index).join();
            return ending.isAnswer() || !lateOnesToo
                    ? ending.answer()
                    : late.usable(ids.get(index)).orElse(ending.answer());
        }

        private void requireReachable() throws CallFailure {
            CallFailure failure = unreachable.getNow(null);
            if (failure != null) {
                throw failure;
            }
        }

        void breakOff() {
            CallFailure reason = new CallFailure(CallFailure.Kind.LATE, "the sample was given up", null);
            started.forEach(call -> call.breakOff(reason));
        }
    }
}
