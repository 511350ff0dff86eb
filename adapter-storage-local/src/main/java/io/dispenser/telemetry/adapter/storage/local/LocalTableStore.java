package io.dispenser.telemetry.adapter.storage.local;

import io.dispenser.telemetry.core.storage.FileEntry;
import io.dispenser.telemetry.core.storage.FilePaths;
import io.dispenser.telemetry.core.storage.ReplyLimit;
import io.dispenser.telemetry.core.storage.StorageError;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The files of one directory tree. Writing is {@link LocalWriter}'s; reading is plain. Of directories that
 * became empty, those go that this process made.
 *
 * <p>Files whose names look like the writer's temporary ones don't exist for callers.
 */
final class LocalTableStore implements TableStore {

    private static final int PIECE_BYTES = 256 << 10;

    private final Path root;
    private final LocalWriter writer;

    LocalTableStore(Path root, LocalDisk disk) {
        this(root, disk, false);
    }

    LocalTableStore(Path root, LocalDisk disk, boolean singleWriter) {
        this.root = root;
        this.writer = new LocalWriter(root, disk, singleWriter);
    }

    @Override
    public String description() {
        return "directory " + root;
    }

    @Override
    public List<FileEntry> list(String directory, String fromName, int limit) throws TableStoreException {
        Path place = LocalNames.directory(root, directory);
        NavigableMap<String, FileEntry> first = new TreeMap<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(place)) {
            for (Path file : found) {
                String name = String.valueOf(file.getFileName());
                boolean wanted = first.size() < limit || name.compareTo(first.lastKey()) < 0;
                if (wanted && name.compareTo(fromName) >= 0 && !LocalNames.isTemporary(name)) {
                    String path = directory.isEmpty() ? name : directory + "/" + name;
                    entryOf(path, file).ifPresent(entry -> first.put(name, entry));
                    if (first.size() > limit) {
                        first.pollLastEntry();
                    }
                }
            }
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (DirectoryIteratorException e) {
            throw LocalErrorTranslator.listing(place, new IOException(e.getMessage(), e));
        } catch (IOException e) {
            throw LocalErrorTranslator.listing(place, e);
        }
        return List.copyOf(first.values());
    }

    @Override
    public Optional<FileEntry> stat(String path) throws TableStoreException {
        Path file = LocalNames.file(root, path);
        try {
            Optional<FileEntry> entry = entryOf(path, file);
            // Java 25 takes that for nothing being there.
            if (entry.isEmpty() && LocalErrorTranslator.isBelowAFile(file)) {
                throw new NotDirectoryException(file.toString());
            }
            return entry;
        } catch (IOException e) {
            throw LocalErrorTranslator.reading(file, e);
        }
    }

    private static Optional<FileEntry> entryOf(String path, Path file) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.isRegularFile()
                    ? Optional.of(new FileEntry(
                            path,
                            attributes.size(),
                            attributes.lastModifiedTime().toInstant()))
                    : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public byte[] read(String path, long offset, int length) throws TableStoreException {
        Path file = LocalNames.file(root, path);
        FilePaths.requireRange(path, offset, length);
        byte[] content;
        try (SeekableByteChannel in = Files.newByteChannel(file)) {
            content = read(in.position(offset), (int) Math.min(length, Math.max(0, in.size() - offset)));
        } catch (IOException e) {
            throw LocalErrorTranslator.reading(file, e);
        }
        if (content.length < length || (length == 0 && offset > sizeOf(file))) {
            throw new TableStoreException(StorageError.endsBefore(file.toString(), offset + length), null);
        }
        return content;
    }

    private static long sizeOf(Path file) throws TableStoreException {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw LocalErrorTranslator.reading(file, e);
        }
    }

    @Override
    public byte[] readAll(String path) throws TableStoreException {
        Path file = LocalNames.file(root, path);
        try (SeekableByteChannel in = Files.newByteChannel(file)) {
            ReplyLimit.require(in.size(), ReplyLimit.fileBytes());
            return read(in, (int) in.size());
        } catch (ReplyLimit.TooLargeException e) {
            throw new TableStoreException(e.at("file " + file), e);
        } catch (IOException e) {
            throw LocalErrorTranslator.reading(file, e);
        }
    }

    /** What is there of {@code length} bytes, in large pieces: each is a call of the system, and memory outside of the heap. */
    private static byte[] read(SeekableByteChannel in, int length) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(length);
        while (content.position() < length) {
            content.limit(Math.min(length, content.position() + PIECE_BYTES));
            if (in.read(content) < 0) {
                return Arrays.copyOf(content.array(), content.position());
            }
        }
        return content.array();
    }

    @Override
    public void put(String path, byte[] content) throws TableStoreException {
        writer.put(LocalNames.file(root, path), content);
    }

    @Override
    public boolean putIfAbsent(String path, byte[] content) throws TableStoreException {
        return writer.putIfAbsent(LocalNames.file(root, path), content);
    }

    @Override
    public boolean putIfAbsentUnforced(String path, byte[] content) throws TableStoreException {
        return writer.putIfAbsentUnforced(LocalNames.file(root, path), content);
    }

    @Override
    public void delete(String path) throws TableStoreException {
        writer.delete(LocalNames.file(root, path));
    }

    @Override
    public void close() {}
}
