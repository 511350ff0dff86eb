package io.dispenser.telemetry.adapter.delta.groupcommit;

/** What goes wrong in the model, each kind so often at most as a run allows. */
enum ModelFault {
    /** A process is killed, and started anew. */
    CRASH,
    /** A writer's machine is gone for good. */
    DEATH,
    /** Somebody else commits. */
    ALIEN,
    /** A listing lacks a file. */
    LAG,
    /** A file of the inbox arrives damaged. */
    DAMAGE,
    /** A request is refused: it has no effect, and its sender knows. */
    REFUSED,
    /** A request has its effect, and the reply is lost. */
    LOST,
    /** A request is given up by its sender, and arrives later. */
    LATE,
    /** Hours pass, of which a machine may sleep some. */
    HOURS,
    /** Old commits are cleaned away. */
    CLEANING,
    /** The table forgets a writer's number: batches are weeks old by then, though nobody has noticed that time has passed. */
    FORGETTING,
    /** The table is dropped and made anew. */
    ANEW,
    /** A batch can't be read from its writer's disk any more. */
    UNREADABLE;

    private static final int BITS = 2;
    private static final int MOST = (1 << BITS) - 1;

    /** How often is left of {@code budget}. */
    int left(int budget) {
        return (budget >> shift()) & MOST;
    }

    /** A budget with so many of these added. */
    int add(int budget, int times) {
        if (left(budget) + times > MOST) {
            throw new IllegalArgumentException("at most " + MOST + " of a kind");
        }
        return budget + (times << shift());
    }

    int spend(int budget) {
        return budget - (1 << shift());
    }

    @SuppressWarnings("EnumOrdinal") // kept nowhere
    private int shift() {
        return ordinal() * BITS;
    }
}
