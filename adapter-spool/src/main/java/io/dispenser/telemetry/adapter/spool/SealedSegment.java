package io.dispenser.telemetry.adapter.spool;

/**
 * A batch that waits.
 *
 * @param name its file
 * @param writer the writer id that it goes under
 * @param events how many events can be read of it
 * @param bytes the file's size
 */
record SealedSegment(SegmentName name, String writer, int events, long bytes) {

    boolean isDamaged() {
        return name.state() != SegmentState.SEALED;
    }
}
