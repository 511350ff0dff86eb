package io.dispenser.telemetry.app.output;

/**
 * A text of a table's cell that is set off on a terminal with colours.
 *
 * @param text it tells the same without its style
 */
public record Styled(String text, Terminal.Style style) {

    @Override
    public String toString() {
        return text;
    }
}
