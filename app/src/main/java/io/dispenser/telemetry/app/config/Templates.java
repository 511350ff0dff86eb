package io.dispenser.telemetry.app.config;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.interpret.MissingEndTagException;
import com.hubspot.jinjava.interpret.RenderResult;
import com.hubspot.jinjava.interpret.TemplateError;
import com.hubspot.jinjava.interpret.UnknownTagException;
import com.hubspot.jinjava.interpret.UnknownTokenException;
import com.hubspot.jinjava.tree.parse.StringTokenScannerSymbols;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Renders Dispenser's files as Dispenser does: Jinja, with {@code ${ name }} for a variable, and a variable that nobody
 * defined as an error.
 */
final class Templates {

    private static final Pattern TAG = Pattern.compile("\\$\\{|\\{[%#]");
    private static final int MAX_CHARS = 4 * 1024 * 1024;

    private final Map<String, Object> variables;

    /** @param variables their values: texts, numbers, true or false */
    Templates(Map<String, Object> variables) {
        this.variables = Map.copyOf(variables);
    }

    /**
     * A template's text.
     *
     * @param text what was rendered
     * @param lines where that stands in the template
     */
    record Rendered(String text, SourceLines lines) {}

    /** Renders the text of {@code file}; empty when a finding says why that can't be done. */
    Optional<Rendered> render(Path file, String text, Diagnostics diagnostics) {
        if (!TAG.matcher(text).find()) {
            return Optional.of(new Rendered(text, SourceLines.unchanged()));
        }
        RenderResult result = rendering(text);
        if (!result.getErrors().isEmpty()) {
            report(file, result.getErrors().get(0), diagnostics);
            return Optional.empty();
        }
        String rendered = result.getOutput();
        String marked = rendering(LineMark.beforeEachLine(text)).getOutput();
        return Optional.of(new Rendered(rendered, SourceLines.of(text, rendered, marked)));
    }

    private static void report(Path file, TemplateError error, Diagnostics diagnostics) {
        SourceLocation location =
                new SourceLocation(file, Math.max(1, error.getLineno()), Math.max(1, error.getStartPosition()));
        @Nullable Exception cause = error.getException();
        if (cause instanceof UnknownTokenException unknown) {
            String name = Redacted.plain(unknown.getToken());
            diagnostics.error(
                    location,
                    SecretReference.to(name),
                    "no variable has this name",
                    "define it in dispenser.vars, or in a file *.dispenser.vars, beside dispenser.toml");
            return;
        }
        // The engine's own words may show the value of a variable, and that may be a secret.
        String problem = "the template can't be rendered";
        if (cause instanceof UnknownTagException unknown) {
            problem = "there is no tag " + Redacted.plain(unknown.getTag());
        } else if (cause instanceof MissingEndTagException open) {
            problem = "the tag that begins here has no " + Redacted.plain(open.getEndTag());
        }
        diagnostics.error(location, "", problem, "correct the tag: ${ name }, or {% if … %} … {% endif %}");
    }

    private RenderResult rendering(String text) {
        return Engine.JINJAVA.renderForResult(text, new HashMap<>(variables)); // a template may set some of its own
    }

    /** Made when the first template is met: where no file is one, its classes are not even loaded. */
    private static final class Engine {

        static final Jinjava JINJAVA = new Jinjava(JinjavaConfig.newBuilder()
                .withTokenScannerSymbols(StringTokenScannerSymbols.builder()
                        .withVariableStartString("${")
                        .withVariableEndString("}")
                        .withBlockStartString("{%")
                        .withBlockEndString("%}")
                        .withCommentStartString("{#")
                        .withCommentEndString("#}")
                        .build())
                .withFailOnUnknownTokens(true)
                .withNestedInterpretationEnabled(false)
                .withMaxOutputSize(MAX_CHARS)
                .build());
    }
}
