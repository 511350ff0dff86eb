package io.dispenser.telemetry.adapter.delta.groupcommit;

import io.dispenser.telemetry.adapter.delta.groupcommit.ModelAnswers.Answer;
import io.dispenser.telemetry.adapter.delta.groupcommit.ModelAnswers.Course;
import io.dispenser.telemetry.adapter.delta.groupcommit.ModelProcess.Program;
import io.dispenser.telemetry.adapter.delta.groupcommit.ModelRequest.Put;
import io.dispenser.telemetry.adapter.delta.groupcommit.ModelState.StoreKey;
import io.dispenser.telemetry.adapter.delta.inbox.InboxName;
import io.dispenser.telemetry.adapter.delta.lease.CommitLease;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * What can happen next in a state of the model: a request of one process is answered, or something else happens to the store.
 *
 * <p>Answers to what only concerns the process itself (how long it sleeps, whose the lease is, what it does next of several
 * things) are no moves of their own: they come with the move before, for nobody else can tell in which order they come.
 */
final class ModelMoves {

    /** @param label what happened */
    record Move(Supplier<String> label, boolean fault, ModelState next) {}

    private static final Optional<CommitLease> HELD = Optional.of(new CommitLease(1, "holder", 1, false, List.of(), 0));

    private final ModelScope scope;
    private final ModelState.Shared shared = new ModelState.Shared();
    private final List<ModelProcess> writers = new ArrayList<>();
    private final ModelProcess holder;
    private final Map<StoreKey, List<Answer>> answers = new HashMap<>();
    private final Set<Long> sound = new HashSet<>();

    /**
     * @param writer what a writer of a name does
     * @param holder what a holder does
     */
    ModelMoves(ModelScope scope, Function<String, Program> writer, Program holder) {
        this.scope = scope;
        for (int number = 0; number < scope.writers().size(); number++) {
            writers.add(new ModelProcess(writer.apply(writerId(number)), shared));
        }
        this.holder = new ModelProcess(holder, shared);
    }

    /** The number of states of each program that were found. */
    List<Integer> programs() {
        List<Integer> sizes =
                new ArrayList<>(writers.stream().map(ModelProcess::size).toList());
        sizes.add(holder.size());
        return sizes;
    }

    private static String writerId(int writer) {
        return "w" + writer;
    }

    ModelState state(int[] words) {
        return ModelState.of(shared, words);
    }

    /** The states that all begins in. */
    List<ModelState> begin() {
        ModelState state = ModelState.begin(shared, processes(), scope.budget());
        List<ModelState> begun = new ArrayList<>();
        for (int writer = 0; writer < writers.size(); writer++) {
            state.spool(writer, (1 << scope.writers().get(writer).size()) - 1);
        }
        begun.add(state);
        for (int process = 0; process < processes(); process++) {
            List<Settled> settled = new ArrayList<>();
            for (ModelState each : begun) {
                settle(each.local(process, program(process).first()), process, false, settled);
            }
            begun = settled.stream().map(Settled::state).toList();
        }
        return begun;
    }

    private int processes() {
        return writers.size() + scope.holders();
    }

    private ModelProcess program(int process) {
        return process < writers.size() ? writers.get(process) : holder;
    }

    private ModelRequest pending(ModelState state, int process) {
        return program(process).pending(state.local(process));
    }

    /** Whether nothing is left to do: nothing waits, and each writer that is there has forgotten all. */
    boolean isQuiet(ModelState state) {
        return state.inbox().isEmpty()
                && state.late().isEmpty()
                && IntStream.range(0, writers.size())
                        .allMatch(writer -> state.isDead(writer) || state.spool(writer) == 0);
    }

    List<Move> from(ModelState state) {
        List<Move> moves = new ArrayList<>();
        for (int process = 0; process < processes(); process++) {
            if (process < writers.size() && state.isDead(process)) {
                continue;
            }
            int by = process;
            ModelRequest pending = pending(state, process);
            if (!(pending instanceof ModelRequest.Done)) {
                List<Answer> all = answers.computeIfAbsent(
                        state.store(program(process).pendingNumber(state.local(process))),
                        key -> ModelAnswers.to(pending, state.copy()));
                for (Answer answer : all) {
                    ModelState next = reply(state.withStoreOf(answer.next()), process, answer.value());
                    add(
                            moves,
                            () -> name(by) + " " + pending + " -> " + shared.values.get(answer.value()),
                            answer.course() == Course.FAULT,
                            next,
                            process);
                }
            }
            mishaps(moves, state, process);
        }
        surroundings(moves, state);
        return moves;
    }

    private String name(int process) {
        return process < writers.size() ? writerId(process) : "holder";
    }

    /** The process goes on with a reply. */
    private ModelState reply(ModelState next, int process, int value) {
        int local = program(process).next(next.local(process), value, next.hoursUnseen(process));
        return next.local(process, local).seen(process);
    }

    private void add(List<Move> moves, Supplier<String> label, boolean fault, ModelState next, int process) {
        List<Settled> settled = new ArrayList<>();
        settle(next, process, false, settled);
        settled.forEach(each -> moves.add(new Move(label, fault || each.killed(), ordered(each.state()))));
    }

    private ModelState ordered(ModelState state) {
        return scope.holders() == 2 ? state.ordered(writers.size(), writers.size() + 1) : state;
    }

    private void mishaps(List<Move> moves, ModelState state, int process) {
        if (state.left(ModelFault.CRASH) > 0 && isWrite(pending(state, process))) {
            add(moves, () -> name(process) + " is killed", true, killed(state, process), process);
        }
        if (process >= writers.size()) {
            return;
        }
        if (state.left(ModelFault.DEATH) > 0) {
            moves.add(new Move(
                    () -> name(process) + " is gone for good",
                    true,
                    state.copy().spend(ModelFault.DEATH).local(process, 0).dead(process)));
        }
        if (state.left(ModelFault.UNREADABLE) > 0) {
            List<Long> numbers = scope.writers().get(process);
            for (int i = 0; i < numbers.size(); i++) {
                if (((state.spool(process) >> i) & 1) != 0) {
                    long lost = numbers.get(i);
                    add(
                            moves,
                            () -> name(process) + " can't read " + lost + " any more",
                            true,
                            unreadable(state, process, i),
                            process);
                }
            }
        }
    }

    /** Whoever is killed before a read might as well be killed after it: that changes nothing for anybody. */
    private static boolean isWrite(ModelRequest request) {
        return request instanceof Put
                || request instanceof ModelRequest.PutCommit
                || request instanceof ModelRequest.Delete
                || request instanceof ModelRequest.SetAside;
    }

    private ModelState killed(ModelState state, int process) {
        return state.copy()
                .spend(ModelFault.CRASH)
                .local(process, program(process).first())
                .seen(process);
    }

    private ModelState unreadable(ModelState state, int writer, int index) {
        long number = scope.writers().get(writer).get(index);
        ModelState next = state.copy().spend(ModelFault.UNREADABLE);
        next.spool(writer, next.spool(writer) & ~(1 << index));
        if (state.inbox().stream().noneMatch(file -> isGood(state, file, writer, number))) {
            next.excuse(scope.bit(writer, index));
        }
        return next.local(writer, program(writer).first()).seen(writer);
    }

    private static boolean isGood(ModelState state, ModelFile file, int writer, long number) {
        return file.name().writerId().equals(writerId(writer))
                && !file.damaged()
                && file.tableId().equals(state.log().tableId())
                && file.numbers().contains(number);
    }

    private void surroundings(List<Move> moves, ModelState state) {
        for (ModelRequest request : state.late()) {
            moves.add(new Move(() -> "late: " + request, false, state.copy().arrive(request)));
        }
        if (state.left(ModelFault.ALIEN) > 0) {
            ModelState next = state.copy().spend(ModelFault.ALIEN);
            moves.add(new Move(
                    () -> "somebody commits", true, next.log(state.log().withAlien(state.hour()))));
        }
        if (state.left(ModelFault.HOURS) > 0) {
            moves.add(new Move(
                    () -> "hours pass",
                    true,
                    state.copy().spend(ModelFault.HOURS).nextHour()));
        }
        if (state.left(ModelFault.CLEANING) > 0) {
            ModelLog cleaned = state.log().cleaned(state.hour());
            if (cleaned.cleaned() > state.log().cleaned()) {
                moves.add(new Move(
                        () -> "old commits go",
                        true,
                        state.copy().spend(ModelFault.CLEANING).log(cleaned)));
            }
        }
        if (state.left(ModelFault.FORGETTING) > 0) {
            for (String writer : state.log().numbers().keySet()) {
                ModelState next = state.copy().spend(ModelFault.FORGETTING);
                moves.add(new Move(
                        () -> "the table forgets the number of " + writer,
                        true,
                        next.log(state.log().forgetting(writer))));
            }
        }
        if (state.left(ModelFault.ANEW) > 0) {
            moves.add(new Move(() -> "the table is made anew", true, anew(state)));
        }
    }

    /** What its writer has not any more went with the old table, or is in a file for it that a person may look at. */
    private ModelState anew(ModelState state) {
        ModelState next = state.copy().spend(ModelFault.ANEW);
        scope.eachBatch((writer, index, number) -> {
            if (state.log().count(writerId(writer), number) > 0 || ((state.spool(writer) >> index) & 1) == 0) {
                next.excuse(scope.bit(writer, index));
            }
        });
        return next.log(state.log().anew(state.hour()));
    }

    /** @param killed whether the process was killed on the way here */
    private record Settled(ModelState state, boolean killed) {}

    /** Answers what concerns the process alone. */
    private void settle(ModelState state, int process, boolean killed, List<Settled> settled) {
        ModelRequest pending = pending(state, process);
        if (pending instanceof ModelRequest.Done && process >= writers.size()) {
            settle(state.local(process, holder.first()), process, killed, settled); // somebody takes the lease
        } else if (pending instanceof ModelRequest.Spool) {
            settle(reply(state, process, shared.values.number(spool(state, process))), process, killed, settled);
        } else if (pending instanceof ModelRequest.IsForgetful) {
            settle(reply(state, process, shared.values.number(state.log().forgetful())), process, killed, settled);
        } else if (pending instanceof ModelRequest.Forget forget) {
            if (state.left(ModelFault.CRASH) > 0) {
                settle(killed(state, process), process, true, settled);
            }
            forget(state, process, forget.numbers());
            settle(reply(state, process, shared.values.number(true)), process, killed, settled);
        } else if (pending instanceof ModelRequest.Name name) {
            String token = String.format(Locale.ROOT, "%016x", (process << 8) | state.names(process));
            InboxName file = new InboxName(name.writerId(), name.last(), token, InboxName.FORMAT);
            settle(reply(state.named(process), process, shared.values.number(file)), process, killed, settled);
        } else {
            List<Object> free = free(pending);
            if (free.isEmpty()) {
                settled.add(new Settled(state, killed));
            }
            free.forEach(value ->
                    settle(reply(state.copy(), process, shared.values.number(value)), process, killed, settled));
        }
    }

    /** The values that a request may have that asks nothing of the store; none if it does. */
    private static List<Object> free(ModelRequest request) {
        if (request instanceof ModelRequest.Sleep) {
            return List.of(true);
        }
        if (request instanceof ModelRequest.TakeLease || request instanceof ModelRequest.IsNewest) {
            return List.of(true, false);
        }
        if (request instanceof ModelRequest.Choose choose) {
            return List.copyOf(LongStream.range(0, choose.below())
                    .mapToObj(each -> (Object) (int) each)
                    .toList());
        }
        if (request instanceof ModelRequest.Lease lease && lease.file().isEmpty()) {
            return List.of(Optional.empty(), HELD);
        }
        return List.of();
    }

    private List<Long> spool(ModelState state, int writer) {
        List<Long> numbers = scope.writers().get(writer);
        return IntStream.range(0, numbers.size())
                .filter(index -> ((state.spool(writer) >> index) & 1) != 0)
                .mapToObj(numbers::get)
                .toList();
    }

    private void forget(ModelState state, int writer, List<Long> numbers) {
        for (long number : numbers) {
            int index = scope.writers().get(writer).indexOf(number);
            if (state.log().count(writerId(writer), number) == 0 && !state.isExcused(scope.bit(writer, index))) {
                throw new ModelViolation(writerId(writer) + " forgets " + number + ", which the table does not have");
            }
            state.spool(writer, state.spool(writer) & ~(1 << index));
        }
    }

    /** Each row is there once at most, and a number stands for all before it. */
    void requireSound(ModelState state) {
        if (!sound.add(state.rows())) {
            return;
        }
        scope.eachBatch((writer, index, number) -> {
            int count = state.log().count(writerId(writer), number);
            if (count > 1) {
                throw new ModelViolation(writerId(writer) + "'s batch " + number + " is there twice");
            }
            if (count == 0
                    && state.log().number(writerId(writer)).orElse(-1) >= number
                    && !state.isExcused(scope.bit(writer, index))) {
                throw new ModelViolation(writerId(writer) + "'s number stands for " + number + ", which is not there");
            }
        });
    }
}
