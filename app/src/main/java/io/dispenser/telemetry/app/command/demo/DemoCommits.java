package io.dispenser.telemetry.app.command.demo;

import io.dispenser.telemetry.app.output.ByteSize;
import io.dispenser.telemetry.app.output.Count;
import io.dispenser.telemetry.app.output.ProgressLine;
import io.dispenser.telemetry.core.pipeline.FlushReport;
import io.dispenser.telemetry.core.pipeline.PipelineListener;
import io.dispenser.telemetry.core.pipeline.WriteFailure;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Keeps what was committed until the thread that draws the progress says it. */
final class DemoCommits implements PipelineListener {

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    @Override
    public void flushed(FlushReport report) {
        lines.add(String.format(
                Locale.ROOT,
                "  wrote %s to %s: version %d, %s, %s",
                Count.of(report.events(), "row"),
                report.table(),
                report.receipt().version(),
                Count.of(report.receipt().files(), "file"),
                ByteSize.words(report.receipt().bytes())));
    }

    @Override
    public void writeFailed(WriteFailure failure) {
        lines.add("  " + failure.table() + ": " + failure.problem());
    }

    void sayTo(ProgressLine progress) {
        for (String line = lines.poll(); line != null; line = lines.poll()) {
            progress.say(line);
        }
    }
}
