package io.dispenser.telemetry.benchmarks;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * What a process tells its parent, by lines through a pipe. One line is one write: when {@link #line} has returned, the
 * line is in the pipe and outlives the process. Any thread.
 */
public final class Report {

    private final OutputStream pipe;

    /** A report through standard output. */
    Report() {
        this.pipe = new FileOutputStream(FileDescriptor.out);
    }

    /** Says {@code line}. */
    public synchronized void line(String line) {
        try {
            pipe.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            Runtime.getRuntime().halt(1); // the parent is gone, and nobody wants this process any more
        }
    }
}
