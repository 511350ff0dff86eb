package io.dispenser.telemetry.app.report;

import io.dispenser.telemetry.core.event.ContainerState;
import io.dispenser.telemetry.core.event.HealthStatus;
import org.jspecify.annotations.Nullable;

/** The state and the health of a sample as one byte, state in the low half; and which of two is worse. */
final class Bands {

    static final int NO_SAMPLE = 0;
    static final int RUNNING = 1;
    static final int CREATED = 2;
    static final int PAUSED = 3;
    static final int RESTARTING = 4;
    static final int REMOVING = 5;
    static final int EXITED = 6;
    static final int FAILED = 7;
    static final int DEAD = 8;
    static final int NOT_FOUND = 9;
    static final int UNKNOWN = 10;
    static final int OTHER_STATE = 11;

    static final int NO_CHECK = 0;
    static final int HEALTHY = 1;
    static final int STARTING = 2;
    static final int UNHEALTHY = 3;
    static final int OTHER_HEALTH = 4;

    /** How bad a state is, by its code; what one can't tell is worse than what runs, and better than what has failed. */
    private static final int[] STATE_RANKS = {0, 1, 3, 5, 12, 4, 2, 13, 14, 10, 6, 7};

    private static final int[] HEALTH_RANKS = {0, 0, 3, 11, 7};

    private static final int HALF = 4;
    private static final int LOW = 0xF;

    private static final short[] RANKS = ranks();

    private Bands() {}

    private static short[] ranks() {
        short[] ranks = new short[1 << (2 * HALF)];
        for (int health = 0; health < HEALTH_RANKS.length; health++) {
            for (int state = 1; state < STATE_RANKS.length; state++) {
                int worst = Math.max(STATE_RANKS[state], HEALTH_RANKS[health]);
                int sum = STATE_RANKS[state] + HEALTH_RANKS[health];
                ranks[state | (health << HALF)] = (short) ((((worst << 6) | sum) << 1) | (health > 0 ? 1 : 0));
            }
        }
        return ranks;
    }

    static byte of(@Nullable String state, @Nullable String health, boolean failed) {
        return (byte) (state(state, failed) | (health(health) << HALF));
    }

    private static int state(@Nullable String word, boolean failed) {
        if (word == null) {
            return UNKNOWN;
        }
        return switch (word) {
            case "running" -> RUNNING;
            case "created" -> CREATED;
            case "paused" -> PAUSED;
            case "restarting" -> RESTARTING;
            case "removing" -> REMOVING;
            case "exited" -> failed ? FAILED : EXITED;
            case "dead" -> DEAD;
            case "not_found" -> NOT_FOUND;
            default -> word.equals(ContainerState.UNKNOWN.columnValue()) ? UNKNOWN : OTHER_STATE;
        };
    }

    private static int health(@Nullable String word) {
        if (word == null || word.equals(HealthStatus.NONE.columnValue())) {
            return NO_CHECK;
        }
        return switch (word) {
            case "healthy" -> HEALTHY;
            case "starting" -> STARTING;
            case "unhealthy" -> UNHEALTHY;
            default -> OTHER_HEALTH;
        };
    }

    static int state(byte band) {
        return band & LOW;
    }

    static int health(byte band) {
        return (band >> HALF) & LOW;
    }

    /** The order of what is worse: 0 for no sample. */
    static int rank(byte band) {
        return RANKS[band & 0xFF];
    }

    static byte worse(byte one, byte other) {
        return rank(other) > rank(one) ? other : one;
    }

    /** Whether a container was inspected: a sample of another one tells nothing of restarts, and its count of 0 is none. */
    static boolean isInspected(byte band) {
        int state = state(band);
        return state != NOT_FOUND && state != UNKNOWN;
    }

    /** Whether it does what it is there for, as far as one can see. */
    static boolean isGood(byte band) {
        return state(band) == RUNNING && health(band) <= HEALTHY;
    }

    /** Whether it failed: it does not run although it should, or says itself that it is not well. */
    static boolean isBad(byte band) {
        int state = state(band);
        return state == RESTARTING
                || state == FAILED
                || state == DEAD
                || (state == RUNNING && health(band) == UNHEALTHY);
    }
}
