package io.dispenser.telemetry.app.output;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A print stream that knows why it could not be written to its end. {@link PrintStream} only knows that it could not, which is
 * not enough: a reader that wants no more is no trouble, a disk that is full is.
 */
public final class AnswerStream extends PrintStream {

    private static final int BUFFER_BYTES = 8192;

    private final Remembering target;

    private AnswerStream(Remembering target, Charset charset) {
        super(new BufferedOutputStream(target, BUFFER_BYTES), false, charset);
        this.target = target;
    }

    /** The standard output, with the encoding that {@link System#out} has. */
    public static AnswerStream ofProcess() {
        // Java 17 knows the second, and only of a terminal.
        String encoding = System.getProperty("stdout.encoding", System.getProperty("sun.stdout.encoding", ""));
        return into(
                new FileOutputStream(FileDescriptor.out),
                !encoding.isEmpty() && Charset.isSupported(encoding)
                        ? Charset.forName(encoding)
                        : Charset.defaultCharset());
    }

    /** A stream of texts into {@code target}. */
    public static AnswerStream into(OutputStream target, Charset charset) {
        return new AnswerStream(new Remembering(target), charset);
    }

    /**
     * Writes what is held, and tells why not everything got to its target.
     *
     * @return the reason; empty if all is written, and if the reader of a pipe has gone: who asks for ten lines wants no more
     */
    public Optional<String> trouble() {
        flush();
        IOException failure = target.failure;
        return failure == null ? Optional.empty() : Optional.ofNullable(failure.getMessage());
    }

    private static final class Remembering extends FilterOutputStream {

        private static final String READER_HAS_GONE = "Broken pipe";

        private volatile @Nullable IOException failure;

        Remembering(OutputStream target) {
            super(target);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                remember(e);
                throw e;
            }
        }

        @Override
        public void flush() throws IOException {
            try {
                out.flush();
            } catch (IOException e) {
                remember(e);
                throw e;
            }
        }

        private void remember(IOException e) {
            if (failure == null && !READER_HAS_GONE.equals(e.getMessage())) {
                failure = e;
            }
        }
    }
}
