package io.dispenser.telemetry.adapter.docker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The lines of an endless reply, each of a bounded length and each as soon as it is whole. */
final class EventLines {

    private static final int MOST_LINE_BYTES = 1 << 20;

    private final InputStream in;
    private final byte[] buffer = new byte[8 << 10];
    private int position;
    private int limit;

    EventLines(InputStream in) {
        this.in = in;
    }

    /** The next line that is not empty, or null at the end. */
    byte @Nullable [] next() throws IOException, CallFailure {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            if (position == limit) {
                position = 0;
                limit = Math.max(0, in.read(buffer));
                if (limit == 0) {
                    return line.size() == 0 ? null : line.toByteArray();
                }
            }
            int end = position;
            while (end < limit && buffer[end] != '\n') {
                end++;
            }
            line.write(buffer, position, end - position);
            boolean whole = end < limit;
            position = whole ? end + 1 : end;
            if (line.size() > MOST_LINE_BYTES) {
                throw new CallFailure(
                        CallFailure.Kind.BAD_ANSWER,
                        "an event is longer than " + (MOST_LINE_BYTES >> 10) + " KiB",
                        null);
            }
            if (whole && !line.toString(StandardCharsets.UTF_8).isBlank()) {
                return line.toByteArray();
            }
            if (whole) {
                line.reset();
            }
        }
    }
}
