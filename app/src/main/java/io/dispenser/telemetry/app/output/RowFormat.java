package io.dispenser.telemetry.app.output;

/** The formats that a user can choose from. */
public enum RowFormat {
    /** Aligned columns within the terminal's width. */
    TABLE,
    /** JSON Lines: an object a row. */
    JSON,
    /** RFC 4180, with a header. */
    CSV;

    /** The format's writer for an output of the given abilities. */
    public RowWriter writer(Terminal terminal) {
        return writer(terminal, Integer.MAX_VALUE);
    }

    /**
     * The format's writer for an output of the given abilities.
     *
     * @param essential for people, so many of the first columns are worth that texts are cut; further ones only stand where there is room
     */
    public RowWriter writer(Terminal terminal, int essential) {
        return switch (this) {
            case TABLE -> new TextTable(terminal, essential);
            case JSON -> new JsonLines();
            case CSV -> new Csv(terminal.interactive());
        };
    }
}
