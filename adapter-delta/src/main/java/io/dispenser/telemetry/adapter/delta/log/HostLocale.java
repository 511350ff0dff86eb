package io.dispenser.telemetry.adapter.delta.log;

import java.util.Locale;

/**
 * Whether Delta Kernel can be used under the default locale. Kernel names the files of the log with {@link
 * String#format(String, Object...)}, and so with the digits of that locale; no reader recognises others than plain ones.
 */
public final class HostLocale {

    private HostLocale() {}

    /**
     * Makes sure that Kernel names files as readers of the table expect them.
     *
     * @throws IllegalStateException if numbers are formatted with other digits than 0 to 9
     */
    public static void requirePlainDigits() {
        Locale locale = Locale.getDefault(Locale.Category.FORMAT);
        String digits = String.format(locale, "%d", 1_234_567_890);
        if (!digits.equals("1234567890")) {
            throw new IllegalStateException(
                    "the default locale " + locale.toLanguageTag() + " writes numbers as " + digits
                            + ", and Delta Kernel would name the files of a table so: call"
                            + " Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT) at the start of the program, or start the"
                            + " JVM with -Duser.language.format=en");
        }
    }
}
