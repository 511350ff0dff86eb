package io.dispenser.telemetry.core.storage;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * How much of a store's reply is read. Whoever answers at the address of a store, by mistake or by a defect, may answer without
 * an end, and a program that reads on runs out of memory.
 */
public final class ReplyLimit {

    /** A page of a list: a thousand names of a thousand bytes, escaped, with what stands around them. */
    public static final long PAGE_BYTES = 32L << 20;

    /** What a store says of itself or of an error. */
    public static final long MESSAGE_BYTES = 1L << 20;

    private static final long LEAST_FILE_BYTES = 64L << 20;

    private ReplyLimit() {}

    /** A whole file: of what memory there is, as much as leaves room for what is made of it. */
    public static long fileBytes() {
        return Math.min(
                Integer.MAX_VALUE - 64L,
                Math.max(LEAST_FILE_BYTES, Runtime.getRuntime().maxMemory() / 4));
    }

    /** A reply has more bytes than it may have. */
    public static final class TooLargeException extends IOException {

        private static final long serialVersionUID = 1L;

        public TooLargeException(long limit) {
            super("the reply has more than " + limit + " bytes, so it was not read to its end");
        }

        /** What to say of {@code server}, whose reply it was. */
        public StorageError at(String server) {
            return StorageError.broken(
                    server + ": " + getMessage(),
                    "check that this is the store's address, and no proxy's; a file so large is none of a table's log");
        }
    }

    /**
     * Makes sure that a reply of a known length may be read.
     *
     * @throws TooLargeException if it is too long
     */
    public static void require(long length, long limit) throws TooLargeException {
        if (length > limit) {
            throw new TooLargeException(limit);
        }
    }

    /** A stream that fails with {@link TooLargeException} after {@code limit} bytes. */
    public static InputStream limited(InputStream in, long limit) {
        return new Limited(in, limit);
    }

    private static final class Limited extends FilterInputStream {

        private final long limit;
        private long read;

        Limited(InputStream in, long limit) {
            super(in);
            this.limit = limit;
        }

        @Override
        public int read() throws IOException {
            int next = super.read();
            count(next < 0 ? 0 : 1);
            return next;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = super.read(target, offset, length);
            count(Math.max(0, count));
            return count;
        }

        @Override
        public long skip(long wanted) throws IOException {
            long skipped = super.skip(wanted);
            count(skipped);
            return skipped;
        }

        @Override
        public boolean markSupported() {
            return false;
        }

        private void count(long more) throws TooLargeException {
            read += more;
            require(read, limit);
        }
    }
}
