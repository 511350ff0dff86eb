package io.dispenser.telemetry.app.command.run;

import io.dispenser.telemetry.app.command.process.CommandContext;
import io.dispenser.telemetry.app.command.process.ShownProgress;
import io.dispenser.telemetry.app.logging.ProgramLogging;
import io.dispenser.telemetry.app.output.Count;
import io.dispenser.telemetry.app.output.Elapsed;
import io.dispenser.telemetry.app.output.ProgressLine;
import io.dispenser.telemetry.app.output.Terminal;
import io.dispenser.telemetry.app.output.TimeLeft;
import io.dispenser.telemetry.core.pipeline.PipelineHealth;
import io.dispenser.telemetry.core.time.Ticker;
import io.dispenser.telemetry.core.time.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells how far the rows are written that waited in the spool at the start: the log has a line at the begin and one at the end;
 * in between, a terminal has a line that is rewritten.
 */
final class Backlog {

    private static final Logger LOG = LoggerFactory.getLogger("telemetry");
    private static final Duration LOOK = Duration.ofMillis(500);

    private final Supplier<List<PipelineHealth>> health;
    private final ProgressLine line;
    private final boolean shown;
    private final Ticker ticker;
    private final long begun;
    private final Map<String, PipelineHealth> atFirst = new HashMap<>();
    private final long total;
    private volatile boolean ended;

    /** @param shown whether there is a terminal that shows the line */
    Backlog(Supplier<List<PipelineHealth>> health, ProgressLine line, boolean shown, Ticker ticker) {
        this.health = health;
        this.line = line;
        this.shown = shown;
        this.ticker = ticker;
        this.begun = ticker.nanos();
        health.get().forEach(pipeline -> atFirst.put(pipeline.table(), pipeline));
        this.total =
                atFirst.values().stream().mapToLong(PipelineHealth::waiting).sum();
    }

    /**
     * Follows what waits now, in a thread of its own, until all of it is written.
     *
     * @return what is to be ended with that whose health it is
     */
    static Backlog follow(CommandContext context, Supplier<List<PipelineHealth>> health) {
        Terminal terminal = Terminal.detect();
        ProgressLine line = ShownProgress.on(context.out(), terminal);
        Backlog backlog = new Backlog(health, line, terminal.interactive(), Ticker.system());
        if (backlog.total > 0) {
            LOG.info("the spool holds {} from earlier, which are written first", Count.of(backlog.total, "row"));
            if (terminal.interactive()) {
                ProgramLogging.beside(line);
            }
            new Worker("telemetry-backlog", backlog::step).start();
        }
        return backlog;
    }

    /** Shows it no longer. */
    void end() {
        ended = true;
        line.close();
    }

    /** Looks, and shows what there is to show. */
    Optional<Duration> step() {
        if (ended) {
            return Optional.empty();
        }
        List<PipelineHealth> now = health.get();
        long done = now.stream().mapToLong(this::done).sum();
        Duration elapsed = Duration.ofNanos(ticker.nanos() - begun);
        if (done >= total) {
            line.clear();
            long aside = now.stream().mapToLong(this::setAside).sum();
            LOG.info(
                    "the {} from earlier {} written, after {}{}",
                    Count.of(total, "row"),
                    total == 1 ? "is" : "are",
                    Elapsed.words(elapsed),
                    aside == 0 ? "" : "; " + aside + " of them are set aside");
            return Optional.empty();
        }
        if (shown) {
            line.update((double) done / total, words(now, done, elapsed));
        }
        return Optional.of(LOOK);
    }

    private List<String> words(List<PipelineHealth> now, long done, Duration elapsed) {
        List<String> words = new ArrayList<>();
        words.add(100 * done / total + " %");
        words.add(done + "/" + Count.of(total, "row") + " from earlier");
        List<String> held = now.stream()
                .filter(pipeline -> pipeline.state() != PipelineHealth.State.WORKING)
                .filter(pipeline -> done(pipeline) < first(pipeline).waiting())
                .map(PipelineHealth::table)
                .toList();
        if (held.isEmpty()) {
            TimeLeft.words(elapsed, (double) done / total).ifPresent(words::add);
        } else {
            words.add(String.join(" and ", held) + " can't be written just now");
        }
        return words;
    }

    /** How many of those that waited are written, or were set aside; those that came later follow them. */
    private long done(PipelineHealth now) {
        PipelineHealth first = first(now);
        if (now.waiting() == 0) {
            return first.waiting();
        }
        return Math.min(first.waiting(), now.written() - first.written() + setAside(now));
    }

    private long setAside(PipelineHealth now) {
        return Math.max(0, now.setAside() - first(now).setAside());
    }

    private PipelineHealth first(PipelineHealth now) {
        return atFirst.getOrDefault(now.table(), now);
    }
}
