package io.dispenser.telemetry.app.toml;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The expressions and tags of templates that could not be rendered. What was rendered has a mark in the place of each
 * expression, so that it costs the values that it is a part of, and no others; whoever needs such a value says here what follows
 * from its loss, and that is told once, at the expression. One that nobody needs is Dispenser's business.
 */
public final class FailedExpressions {

    /** Noncharacters, which no text holds, around the number of the expression; what comes after is for a person. */
    private static final Pattern MARK = Pattern.compile("\uFDD2([0-9]+)\uFDD3");

    private final List<Failed> all = new ArrayList<>();

    /**
     * One that failed.
     *
     * @param subject the expression, if that says more than its place
     * @param message why
     * @param remedy what to do
     * @param consequences what follows, each in a few words
     */
    public record Failed(
            SourceLocation location, String subject, String message, String remedy, Set<String> consequences) {

        /** Something is not known because of it. */
        public void costs(String consequence) {
            consequences.add(consequence);
        }
    }

    Failed add(SourceLocation location, String subject, String message, String remedy) {
        Failed failed = new Failed(location, subject, message, remedy, new LinkedHashSet<>());
        all.add(failed);
        return failed;
    }

    /** Stands for all uses of what a broken file would have defined; that it is broken is an error, and told by itself. */
    public Failed ofBrokenFile(Path file) {
        return add(SourceLocation.wholeFile(file), "", "", "");
    }

    /** What stands for an expression in the rendered text. */
    String markOf(Failed failed, String expression) {
        String harmless = expression.replaceAll("[\"'\\\\\\p{Cntrl}]", " ");
        return "\uFDD2" + all.indexOf(failed) + "\uFDD3" + harmless;
    }

    /** The first failed expression that {@code rendered} is made of. */
    public Optional<Failed> in(String rendered) {
        Matcher mark = MARK.matcher(rendered);
        return mark.find() ? Optional.of(all.get(Integer.parseInt(mark.group(1)))) : Optional.empty();
    }

    /** Whether a failed expression is a part of {@code rendered}. */
    public static boolean isIn(String rendered) {
        return MARK.matcher(rendered).find();
    }

    /** The text for a person. */
    static String withoutMarks(String rendered) {
        return MARK.matcher(rendered).replaceAll("");
    }

    List<Failed> all() {
        return Collections.unmodifiableList(all);
    }
}
