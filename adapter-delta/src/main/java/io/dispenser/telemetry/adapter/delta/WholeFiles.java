package io.dispenser.telemetry.adapter.delta;

import java.io.IOException;

/** Where the contents of files come from that are read whole; at first, the store. */
@FunctionalInterface
interface WholeFiles {

    /** The content of a file; {@code path} is the store's. */
    byte[] readAll(String path) throws IOException;
}
