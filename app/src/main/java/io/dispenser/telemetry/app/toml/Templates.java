package io.dispenser.telemetry.app.toml;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.interpret.MissingEndTagException;
import com.hubspot.jinjava.interpret.RenderResult;
import com.hubspot.jinjava.interpret.TemplateError;
import com.hubspot.jinjava.interpret.UnknownTokenException;
import com.hubspot.jinjava.tree.parse.StringTokenScannerSymbols;
import io.dispenser.telemetry.app.toml.EditedTemplate.LostBlock;
import io.dispenser.telemetry.app.toml.FailedExpressions.Failed;
import io.dispenser.telemetry.core.time.DaemonThreads;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
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
public final class Templates {

    private static final Pattern TAG = Pattern.compile("\\$\\{|\\{[%#]");
    private static final int MAX_CHARS = 4 * 1024 * 1024;
    private static final String REMEDY_OF_UNKNOWN =
            "write it with what docs/configure.md lists, which is the same for Dispenser and for telemetry";
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final Map<String, Object> variables;
    private final @Nullable Failed lost;
    private final Duration longest;

    /**
     * @param variables their values: texts, numbers, true or false
     * @param lost what was wrong with their files, so that these are not all; null if they are. It is not told again at each use.
     */
    public Templates(Map<String, Object> variables, @Nullable Failed lost) {
        this(variables, lost, LONGEST);
    }

    /** @param longest how long a file may take */
    public Templates(Map<String, Object> variables, @Nullable Failed lost, Duration longest) {
        this.variables = Map.copyOf(variables);
        this.lost = lost;
        this.longest = longest;
    }

    public Map<String, Object> variables() {
        return variables;
    }

    /** What was wrong with the variables' files; null if nothing was. */
    @Nullable
    public Failed lost() {
        return lost;
    }

    /**
     * A template's text.
     *
     * @param text what was rendered
     * @param lines where that stands in the template
     * @param lost what was cut out of it with its tags
     */
    record Rendered(String text, SourceLines lines, List<LostBlock> lost) {}

    /**
     * Renders the text of {@code file}. What can't be rendered of it is lost: an expression with the values that it is a part of,
     * a tag with all that is inside of it. Empty when that is the whole file: {@link Diagnostics#unrendered} says why.
     */
    Optional<Rendered> render(Path file, String text, Diagnostics diagnostics) {
        if (!TAG.matcher(text).find()) {
            return Optional.of(new Rendered(text, SourceLines.unchanged(), List.of()));
        }
        EditedTemplate template = new EditedTemplate(file, text, diagnostics.failed());
        while (true) {
            Optional<TemplateExpression.Unknown> unknown = TemplateSubset.firstUnknown(template.now(), variables);
            if (unknown.isPresent()) {
                int offset = unknown.get().offset();
                Failed failed = diagnostics
                        .failed()
                        .add(template.location(offset), "", unknown.get().message(), REMEDY_OF_UNKNOWN);
                if (!template.cutOut(offset, failed)) {
                    return unrendered(file, failed, diagnostics);
                }
                continue;
            }
            Attempt attempt = rendering(template.now());
            if (attempt.result() == null) {
                Failed failed = diagnostics
                        .failed()
                        .add(SourceLocation.wholeFile(file), "", attempt.problem(), "write a simpler template");
                return unrendered(file, failed, diagnostics);
            }
            if (attempt.result().getErrors().isEmpty()) {
                String rendered = attempt.result().getOutput();
                RenderResult marked =
                        rendering(LineMark.beforeEachLine(template.now())).result();
                SourceLines lines =
                        marked == null ? SourceLines.unchanged() : SourceLines.of(text, rendered, marked.getOutput());
                return Optional.of(new Rendered(rendered, lines, template.lostBlocks()));
            }
            TemplateError error = attempt.result().getErrors().get(0);
            int offset = template.offset(error.getLineno(), error.getStartPosition());
            Failed failed = failed(template.location(offset), error, diagnostics.failed());
            if (!template.cutOut(offset, failed)) {
                return unrendered(file, failed, diagnostics);
            }
        }
    }

    private static Optional<Rendered> unrendered(Path file, Failed failed, Diagnostics diagnostics) {
        diagnostics.unrendered(file, failed);
        return Optional.empty();
    }

    private Failed failed(SourceLocation location, TemplateError error, FailedExpressions all) {
        @Nullable Exception cause = error.getException();
        if (cause instanceof UnknownTokenException unknown) {
            if (lost != null) {
                return lost; // that is told at the variable's own place
            }
            String name = Redacted.plain(unknown.getToken());
            return all.add(
                    location,
                    SecretReference.to(name),
                    "no variable has this name",
                    "define it in dispenser.vars, or in a file *.dispenser.vars, beside dispenser.toml");
        }
        // The engine's own words may show the value of a variable, and that may be a secret.
        String problem = "the template can't be rendered";
        if (cause instanceof MissingEndTagException open) {
            problem = "the tag that begins here has no " + Redacted.plain(open.getEndTag());
        }
        return all.add(location, "", problem, "correct the tag: ${ name }, or {% if … %} … {% endif %}");
    }

    /** What came of an attempt: a result, or a problem. */
    private record Attempt(@Nullable RenderResult result, String problem) {}

    /** In a thread of its own, since nothing else bounds a loop in loops; a template may set variables of its own. */
    private Attempt rendering(String text) {
        FutureTask<RenderResult> rendering =
                new FutureTask<>(() -> Engine.JINJAVA.renderForResult(text, new HashMap<>(variables)));
        DaemonThreads.start("template", rendering);
        try {
            return new Attempt(rendering.get(longest.toMillis(), TimeUnit.MILLISECONDS), "");
        } catch (TimeoutException e) {
            return new Attempt(null, "the template is not rendered within " + longest.toMillis() + " ms");
        } catch (ExecutionException e) {
            return new Attempt(
                    null,
                    e.getCause() instanceof StackOverflowError
                            ? "the template is nested too deeply"
                            : "the template can't be rendered"); // its engine's words may show a secret
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Attempt(null, "interrupted while the template was rendered");
        }
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
