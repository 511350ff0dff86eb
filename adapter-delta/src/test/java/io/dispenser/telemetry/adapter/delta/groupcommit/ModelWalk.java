package io.dispenser.telemetry.adapter.delta.groupcommit;

import io.dispenser.telemetry.adapter.delta.groupcommit.ModelMoves.Move;
import io.dispenser.telemetry.core.time.Deadline;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** Ways through a model that has too many states to go through all of them: with faults for a while, then without until quiet. */
final class ModelWalk {

    private static final int WITH_FAULTS = 40;

    /** All faults at once would be over before anything is under way. */
    private static final int RARE = 6;

    /** Whoever goes on at random finds to quiet in some hundred moves. */
    private static final int MOST = 20_000;

    private final ModelMoves moves;
    private final RandomGenerator random;

    /**
     * What was gone through.
     *
     * @param longest how many moves it took at most until all was quiet, once nothing more went wrong
     */
    record Walked(long walks, long moves, int longest) {}

    ModelWalk(ModelScope scope, long seed) {
        this.moves = new ModelMoves(scope, ModelPrograms::writer, ModelPrograms::holder);
        this.random = new SplittableRandom(seed);
    }

    /** @throws ModelViolation with the way there, if something happens that must not */
    Walked walk(Deadline end) {
        long walks = 0;
        long made = 0;
        int longest = 0;
        while (!end.isOver()) {
            List<Supplier<String>> way = new ArrayList<>();
            List<ModelState> begin = moves.begin();
            ModelState state = begin.get(random.nextInt(begin.size()));
            try {
                for (int move = 0; move < WITH_FAULTS; move++) {
                    state = next(state, random.nextInt(RARE) == 0, way);
                }
                int left = 0;
                while (!moves.isQuiet(state)) {
                    state = next(state, false, way);
                    if (++left == MOST) {
                        throw new ModelViolation("it does not get quiet");
                    }
                }
                longest = Math.max(longest, left);
            } catch (ModelViolation e) {
                throw new ModelViolation(way.stream()
                        .map(Supplier::get)
                        .collect(Collectors.joining("\n  ", e.getMessage() + "\n  ", "")));
            }
            walks++;
            made += way.size();
        }
        return new Walked(walks, made, longest);
    }

    private ModelState next(ModelState state, boolean faults, List<Supplier<String>> way) {
        moves.requireSound(state);
        List<Move> all = moves.from(state).stream()
                .filter(move -> faults || !move.fault())
                .toList();
        if (all.isEmpty()) {
            return state;
        }
        Move chosen = all.get(random.nextInt(all.size()));
        way.add(chosen.label());
        return chosen.next();
    }
}
