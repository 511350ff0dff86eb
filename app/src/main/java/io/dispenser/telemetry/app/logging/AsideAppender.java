package io.dispenser.telemetry.app.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import io.dispenser.telemetry.app.output.ProgressLine;
import org.jspecify.annotations.Nullable;

/** Writes lines to the console, and above the progress that a terminal shows there. */
final class AsideAppender extends ConsoleAppender<ILoggingEvent> {

    private volatile @Nullable ProgressLine progress;

    /** From the next line on. */
    void beside(ProgressLine shown) {
        progress = shown;
    }

    @Override
    protected void subAppend(ILoggingEvent event) {
        ProgressLine shown = progress;
        if (shown == null) {
            super.subAppend(event);
        } else {
            shown.aside(() -> super.subAppend(event));
        }
    }
}
