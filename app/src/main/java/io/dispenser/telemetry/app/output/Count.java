package io.dispenser.telemetry.app.output;

/** Numbers of things, for people: {@code 1 file}, {@code 2 files}. */
public final class Count {

    private Count() {}

    /**
     * The number with its thing.
     *
     * @param thing in the singular, of a word that takes an {@code s}
     */
    public static String of(long number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }
}
