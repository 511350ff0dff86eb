package io.dispenser.telemetry.adapter.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** What the spool does to the disk. Everything that may fail or must be forced goes through here, so that tests can count and break it. */
interface SpoolDisk {

    /** Creates an empty file that did not exist. */
    AppendFile create(Path file) throws IOException;

    /** Shortens {@code file} to {@code length} bytes, durably. */
    void cut(Path file, long length) throws IOException;

    /** Renames atomically, over {@code to} if it exists; durable when the folder is forced. */
    void rename(Path from, Path to) throws IOException;

    /** Deletes, if it exists; durable when the folder is forced. */
    void delete(Path file) throws IOException;

    /** Makes creations, renames and deletions in {@code folder} durable. */
    void forceFolder(Path folder) throws IOException;

    /** Bytes that this process may still write to the disk of the spool. */
    long usableBytes() throws IOException;

    /** A file that is being written; used by one thread at a time. */
    interface AppendFile extends Closeable {

        /** Writes some of {@code bytes} at {@code position} and returns how many, at least one. */
        int write(ByteBuffer bytes, long position) throws IOException;

        void truncate(long length) throws IOException;

        /** Makes what was written durable, and with {@code metadata} the file's own times too. */
        void force(boolean metadata) throws IOException;
    }
}
