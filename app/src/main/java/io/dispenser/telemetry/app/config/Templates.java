package io.dispenser.telemetry.app.config;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.interpret.MissingEndTagException;
import com.hubspot.jinjava.interpret.RenderResult;
import com.hubspot.jinjava.interpret.TemplateError;
import com.hubspot.jinjava.interpret.UnknownTokenException;
import com.hubspot.jinjava.tree.parse.StringTokenScannerSymbols;
import io.dispenser.telemetry.core.time.DaemonThreads;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Renders Dispenser's files as Dispenser does: Jinja, with {@code ${ name }} for a variable, and a variable that nobody
 * defined as an error.
 */
final class Templates {

    private static final Pattern TAG = Pattern.compile("\\$\\{|\\{[%#]");
    private static final int MAX_CHARS = 4 * 1024 * 1024;
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final Map<String, Object> variables;
    private final boolean complete;
    private final Duration longest;

    /**
     * @param variables their values: texts, numbers, true or false
     * @param complete whether these are all: what was wrong with their files is not told again at each use
     */
    Templates(Map<String, Object> variables, boolean complete) {
        this(variables, complete, LONGEST);
    }

    /** @param longest how long a file may take */
    Templates(Map<String, Object> variables, boolean complete, Duration longest) {
        this.variables = Map.copyOf(variables);
        this.complete = complete;
        this.longest = longest;
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
        Optional<TemplateExpression.Unknown> unknown = TemplateSubset.firstUnknown(text, variables);
        if (unknown.isPresent()) {
            diagnostics.error(
                    SourceLocation.at(file, text, unknown.get().offset()),
                    "",
                    unknown.get().message(),
                    "write it with what the README lists, which is the same for Dispenser and for telemetry");
            return Optional.empty();
        }
        Optional<RenderResult> whole = rendering(file, text, diagnostics);
        if (whole.isEmpty()) {
            return Optional.empty();
        }
        RenderResult result = whole.get();
        if (!result.getErrors().isEmpty()) {
            report(file, result.getErrors().get(0), diagnostics);
            return Optional.empty();
        }
        String rendered = result.getOutput();
        return rendering(file, LineMark.beforeEachLine(text), diagnostics)
                .map(marked -> new Rendered(rendered, SourceLines.of(text, rendered, marked.getOutput())));
    }

    private void report(Path file, TemplateError error, Diagnostics diagnostics) {
        SourceLocation location =
                new SourceLocation(file, Math.max(1, error.getLineno()), Math.max(1, error.getStartPosition()));
        @Nullable Exception cause = error.getException();
        if (cause instanceof UnknownTokenException unknown) {
            if (!complete) {
                return;
            }
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
        if (cause instanceof MissingEndTagException open) {
            problem = "the tag that begins here has no " + Redacted.plain(open.getEndTag());
        }
        diagnostics.error(location, "", problem, "correct the tag: ${ name }, or {% if … %} … {% endif %}");
    }

    /** In a thread of its own, since nothing else bounds a loop in loops; a template may set variables of its own. */
    private Optional<RenderResult> rendering(Path file, String text, Diagnostics diagnostics) {
        FutureTask<RenderResult> rendering =
                new FutureTask<>(() -> Engine.JINJAVA.renderForResult(text, new HashMap<>(variables)));
        DaemonThreads.start("template", rendering);
        String problem;
        String remedy = "write a simpler template";
        try {
            return Optional.of(rendering.get(longest.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            problem = "the template is not rendered within " + longest.toMillis() + " ms";
        } catch (ExecutionException e) {
            problem = e.getCause() instanceof StackOverflowError
                    ? "the template is nested too deeply"
                    : "the template can't be rendered"; // its engine's words may show a secret
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            problem = "interrupted while the template was rendered";
        }
        diagnostics.error(SourceLocation.wholeFile(file), "", problem, remedy);
        return Optional.empty();
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
