package io.dispenser.telemetry.app.documents;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of code of a page.
 *
 * @param line where it begins, counted from 1
 * @param info what stands behind the backticks: {@code sql title="Trino"}
 */
record Fence(Document document, int line, String info, String text) {

    private static final Pattern TITLE = Pattern.compile("title=\"([^\"]+)\"");

    String language() {
        return info.split(" ", 2)[0];
    }

    /** Empty where it has none. */
    String title() {
        Matcher title = TITLE.matcher(info);
        return title.find() ? title.group(1) : "";
    }

    /** For people who have to mend it: {@code docs/operate.md:12}. */
    String place() {
        return document.path() + ":" + line;
    }
}
