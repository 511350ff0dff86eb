package io.dispenser.telemetry.adapter.delta.io;

import java.io.IOException;

/** Where the contents of files come from that are read whole; at first, the store. */
@FunctionalInterface
public interface WholeFiles {

    /** The content of a file; {@code path} is the store's. */
    byte[] readAll(String path) throws IOException;
}
