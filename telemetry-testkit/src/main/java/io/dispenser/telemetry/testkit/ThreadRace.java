package io.dispenser.telemetry.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Threads that try the same thing at the same moment, round after round; and who of them succeeded. */
final class ThreadRace {

    /** One racer's turn in one round. */
    interface Attempt {
        boolean wins(int racer, int round) throws Exception;
    }

    /** What is to be true of the winners of a round. */
    interface Verdict {
        void check(int round, List<Integer> winners) throws Exception;
    }

    private final List<List<Integer>> winners;

    private ThreadRace(List<List<Integer>> winners) {
        this.winners = winners;
    }

    /** Runs the race to its end. An attempt that throws fails the race. */
    static ThreadRace between(int racers, int rounds, Attempt attempt) throws Exception {
        CyclicBarrier start = new CyclicBarrier(racers);
        ExecutorService threads = Executors.newFixedThreadPool(racers);
        try {
            List<Future<List<Integer>>> running = new ArrayList<>();
            for (int i = 0; i < racers; i++) {
                int racer = i;
                running.add(threads.submit(() -> roundsWon(racer, rounds, start, attempt)));
            }
            List<List<Integer>> winners = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                winners.add(new ArrayList<>());
            }
            for (int racer = 0; racer < racers; racer++) {
                for (int round : running.get(racer).get(5, TimeUnit.MINUTES)) {
                    winners.get(round).add(racer);
                }
            }
            return new ThreadRace(winners);
        } finally {
            threads.shutdownNow();
        }
    }

    private static List<Integer> roundsWon(int racer, int rounds, CyclicBarrier start, Attempt attempt)
            throws Exception {
        List<Integer> won = new ArrayList<>();
        try {
            for (int round = 0; round < rounds; round++) {
                start.await(2, TimeUnit.MINUTES);
                if (attempt.wins(racer, round)) {
                    won.add(round);
                }
            }
        } catch (Exception | AssertionError e) {
            // Nobody waits for a racer that fell.
            start.reset();
            throw e;
        }
        return won;
    }

    void forEachRound(Verdict verdict) throws Exception {
        for (int round = 0; round < winners.size(); round++) {
            verdict.check(round, winners.get(round));
        }
    }
}
