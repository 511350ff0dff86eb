package io.dispenser.telemetry.adapter.delta.groupcommit;

import io.dispenser.telemetry.adapter.delta.groupcommit.ModelIo.Reply;
import io.dispenser.telemetry.adapter.delta.groupcommit.ModelIo.Suspended;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A process of the model, as the states that it can be in. Which they are, and which reply leads from which to which, is learned
 * from the program itself: it is run anew, with the replies so far, whenever a reply comes that was not tried in that state.
 */
final class ModelProcess {

    /** What is modelled. */
    @FunctionalInterface
    interface Program {

        void run(ModelIo io) throws Exception;
    }

    /** A state that a program waits in. */
    private record Waiting(List<Reply> replies, ModelRequest pending, int number) {}

    private static final int SUSPENSIONS_BITS = 2;

    private final Program program;
    private final ModelState.Shared shared;
    private final List<Waiting> states = new ArrayList<>();
    private final Map<List<Object>, Integer> numbers = new HashMap<>();
    private final Map<Long, Integer> moves = new HashMap<>();

    ModelProcess(Program program, ModelState.Shared shared) {
        this.program = program;
        this.shared = shared;
        run(List.of());
    }

    /** The number of the state that a program begins in. */
    int first() {
        return 0;
    }

    ModelRequest pending(int state) {
        return states.get(state).pending();
    }

    /** The number of what is pending, among all requests. */
    int pendingNumber(int state) {
        return states.get(state).number();
    }

    /**
     * The state that a reply leads to.
     *
     * @param value the number of its value among all values
     */
    int next(int state, int value, int suspensions) {
        long move = ((long) state << Integer.SIZE) | ((long) value << SUSPENSIONS_BITS) | suspensions;
        return moves.computeIfAbsent(move, same -> {
            List<Reply> all = new ArrayList<>(states.get(state).replies());
            all.add(new Reply(shared.values.get(value), suspensions));
            return run(all);
        });
    }

    /** How many states were found. */
    int size() {
        return states.size();
    }

    private int run(List<Reply> replies) {
        ModelIo io = new ModelIo(replies);
        try {
            program.run(io);
        } catch (Suspended suspended) {
            List<Object> key = io.key(suspended.request);
            Integer known = numbers.get(key);
            if (known == null) {
                known = states.size();
                numbers.put(key, known);
                int pending = shared.requests.number(suspended.request);
                states.add(new Waiting(List.copyOf(replies), suspended.request, pending));
            }
            return known;
        } catch (Exception e) {
            throw new AssertionError("after " + replies, e);
        }
        throw new AssertionError("a program that ends says Done");
    }
}
