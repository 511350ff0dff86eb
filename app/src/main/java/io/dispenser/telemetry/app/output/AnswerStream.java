package io.dispenser.telemetry.app.output;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A print stream that knows why it could not be written to its end. {@link PrintStream} only knows that it could not, which is
 * not enough: a reader that wants no more is no trouble, a disk that is full is. Each line is written when it is whole.
 */
public final class AnswerStream extends PrintStream {

    private static final int BUFFER_BYTES = 8192;

    // inode(7), and stat.h of macOS too
    private static final int FILE_TYPE = 0xF000;
    private static final int PIPE = 0x1000;
    private static final int SOCKET = 0xC000;

    private final Remembering target;
    private final boolean hasReader;

    private AnswerStream(Remembering target, Charset charset, boolean hasReader) {
        super(new BufferedOutputStream(target, BUFFER_BYTES), true, charset);
        this.target = target;
        this.hasReader = hasReader;
    }

    /** The standard output, with the encoding that {@link System#out} has. */
    public static AnswerStream ofProcess() {
        // Java 17 knows the second, and only of a terminal.
        String encoding = System.getProperty("stdout.encoding", System.getProperty("sun.stdout.encoding", ""));
        return into(
                new FileOutputStream(FileDescriptor.out),
                !encoding.isEmpty() && Charset.isSupported(encoding)
                        ? Charset.forName(encoding)
                        : Charset.defaultCharset(),
                isRead(Path.of("/dev/stdout")));
    }

    /**
     * A stream of texts into {@code target}.
     *
     * @param hasReader whether a program at the other end takes them, so that a failure means that it has gone
     */
    public static AnswerStream into(OutputStream target, Charset charset, boolean hasReader) {
        return new AnswerStream(new Remembering(target), charset, hasReader);
    }

    /**
     * Writes what is held, and tells why not everything got to its target.
     *
     * @return the reason; empty if all is written, and if the reader of a pipe has gone: who asks for ten lines wants no more
     */
    public Optional<String> trouble() {
        flush();
        IOException failure = target.failure;
        return failure == null || hasReader ? Optional.empty() : Optional.ofNullable(failure.getMessage());
    }

    /** By its kind: the failure itself is told apart by its text alone, which is in the system's language. */
    private static boolean isRead(Path file) {
        try {
            int type = (int) Files.getAttribute(file, "unix:mode") & FILE_TYPE;
            return type == PIPE || type == SOCKET;
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return false;
        }
    }

    private static final class Remembering extends FilterOutputStream {

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
            if (failure == null) {
                failure = e;
            }
        }
    }
}
