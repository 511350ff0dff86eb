package io.dispenser.telemetry.benchmarks;

/**
 * What one process of the harness is to do.
 *
 * @param run its number, which its events bear
 * @param point where it stops
 * @param nth at the how manieth time that it comes there
 * @param flushEvents the most events of a batch
 * @param spoolBytes the most bytes of the spool
 * @param events how many events it records before it ends in order, or -1: it never ends
 */
record RunPlan(int run, FailPoint point, int nth, int flushEvents, long spoolBytes, int events) {

    static final int NO_END = -1;

    /** A process that is never stopped, and ends in order. */
    static RunPlan inOrder(int run, int events) {
        return new RunPlan(run, FailPoint.ANY, 1, 500, 1 << 20, events);
    }

    String line() {
        return String.join(
                " ",
                Integer.toString(run),
                point.name(),
                Integer.toString(nth),
                Integer.toString(flushEvents),
                Long.toString(spoolBytes),
                Integer.toString(events));
    }

    static RunPlan parse(String line) {
        String[] words = line.split(" ", -1);
        return new RunPlan(
                Integer.parseInt(words[0]),
                FailPoint.valueOf(words[1]),
                Integer.parseInt(words[2]),
                Integer.parseInt(words[3]),
                Long.parseLong(words[4]),
                Integer.parseInt(words[5]));
    }
}
