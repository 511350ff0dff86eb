package io.dispenser.telemetry.adapter.delta.io;

import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/**
 * A Parquet file that is written into memory, in pieces: an array that grows would at times take three times the file's
 * size.
 */
public final class MemoryOutput implements OutputFile {

    private static final int FIRST_PIECE = 16 << 10;
    private static final int LARGEST_PIECE = 1 << 20;

    private final Deque<byte[]> full = new ArrayDeque<>();
    private byte[] piece = new byte[FIRST_PIECE];
    private int used;
    private long size;

    /** The file's content; what was written is forgotten. */
    public byte[] takeContent() {
        byte[] content = new byte[Math.toIntExact(size)];
        int position = 0;
        for (byte[] next = full.poll(); next != null; next = full.poll()) {
            System.arraycopy(next, 0, content, position, next.length);
            position += next.length;
        }
        System.arraycopy(piece, 0, content, position, used);
        piece = new byte[0];
        used = 0;
        return content;
    }

    @Override
    public PositionOutputStream create(long blockSizeHint) {
        return new PositionOutputStream() {
            @Override
            public long getPos() {
                return size;
            }

            @Override
            public void write(int b) {
                makeRoom();
                piece[used++] = (byte) b;
                size++;
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                for (int done = 0; done < length; ) {
                    makeRoom();
                    int count = Math.min(length - done, piece.length - used);
                    System.arraycopy(bytes, offset + done, piece, used, count);
                    used += count;
                    size += count;
                    done += count;
                }
            }
        };
    }

    private void makeRoom() {
        if (used == piece.length) {
            full.add(piece);
            piece = new byte[Math.min(LARGEST_PIECE, Math.max(FIRST_PIECE, 2 * piece.length))];
            used = 0;
        }
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) {
        return create(blockSizeHint);
    }

    @Override
    public boolean supportsBlockSize() {
        return false;
    }

    @Override
    public long defaultBlockSize() {
        return 0;
    }
}
