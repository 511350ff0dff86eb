package com.example.dirstore;

import io.dispenser.telemetry.core.storage.FileEntry;
import io.dispenser.telemetry.core.storage.FilePaths;
import io.dispenser.telemetry.core.storage.StorageError;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** The files of one table, each written beside the tables first, so that nobody sees one in part. */
final class DirTableStore implements TableStore {

    private final Path root;
    private final Path table;

    DirTableStore(Path root, Path table) {
        this.root = root;
        this.table = table;
    }

    @Override
    public String description() {
        return "directory " + table;
    }

    @Override
    public List<FileEntry> list(String directory, String fromName, int limit) throws TableStoreException {
        FilePaths.requireDirectory(directory);
        Path place = table.resolve(directory);
        List<FileEntry> entries = new ArrayList<>();
        try (Stream<Path> found = Files.isDirectory(place) ? Files.list(place) : Stream.empty()) {
            List<String> names = found.map(file -> file.getFileName().toString())
                    .filter(name -> name.compareTo(fromName) >= 0)
                    .sorted(Comparator.naturalOrder())
                    .toList();
            for (String name : names) {
                if (entries.size() == limit) {
                    break;
                }
                stat(directory.isEmpty() ? name : directory + "/" + name).ifPresent(entries::add);
            }
            return entries;
        } catch (IOException e) {
            throw failed("list", place, e);
        }
    }

    @Override
    public Optional<FileEntry> stat(String path) throws TableStoreException {
        Path file = file(path);
        try {
            return Files.isRegularFile(file)
                    ? Optional.of(new FileEntry(
                            path, Files.size(file), Files.getLastModifiedTime(file).toInstant()))
                    : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failed("read", file, e);
        }
    }

    @Override
    public byte[] read(String path, long offset, int length) throws TableStoreException {
        Path file = file(path);
        FilePaths.requireRange(path, offset, length);
        try (FileChannel channel = reading(file)) {
            if (channel.size() < offset + length) {
                throw new TableStoreException(StorageError.endsBefore(file.toString(), offset + length), null);
            }
            ByteBuffer content = ByteBuffer.allocate(length);
            while (content.hasRemaining() && channel.read(content, offset + content.position()) >= 0) {}
            return content.array();
        } catch (TableStoreException e) {
            throw e;
        } catch (IOException e) {
            throw failed("read", file, e);
        }
    }

    @Override
    public byte[] readAll(String path) throws TableStoreException {
        Path file = file(path);
        try (FileChannel channel = reading(file)) {
            ByteBuffer content = ByteBuffer.allocate(Math.toIntExact(channel.size()));
            while (content.hasRemaining() && channel.read(content) >= 0) {}
            return content.array();
        } catch (TableStoreException e) {
            throw e;
        } catch (IOException e) {
            throw failed("read", file, e);
        }
    }

    @Override
    public void put(String path, byte[] content) throws TableStoreException {
        Path file = file(path);
        try {
            Path upload = upload(file, content);
            Files.move(upload, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            forceDirectories(file);
        } catch (IOException e) {
            throw failed("write", file, e);
        }
    }

    @Override
    public boolean putIfAbsent(String path, byte[] content) throws TableStoreException {
        Path file = file(path);
        boolean written = false;
        try {
            Path upload = upload(file, content);
            try {
                Files.createLink(file, upload); // fails where a file is, and is the only way in: one caller wins
                written = true;
                forceDirectories(file);
            } catch (FileAlreadyExistsException e) {
                return false;
            } finally {
                Files.deleteIfExists(upload);
            }
            return true;
        } catch (IOException e) {
            TableStoreException failure = failed("write", file, e);
            throw written ? new TableStoreException(failure.error().leavingUnknown("write", path), e) : failure;
        }
    }

    @Override
    public void delete(String path) throws TableStoreException {
        Path file = file(path);
        try {
            if (Files.isRegularFile(file)) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw failed("delete", file, e);
        }
    }

    @Override
    public void close() {}

    private Path file(String path) throws TableStoreException {
        FilePaths.requireFile(path);
        return table.resolve(path);
    }

    private static FileChannel reading(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new TableStoreException(StorageError.notFound(file.toString()), null);
        }
        return FileChannel.open(file, StandardOpenOption.READ);
    }

    private Path upload(Path file, byte[] content) throws IOException {
        Files.createDirectories(file.getParent());
        Path upload = Files.createDirectories(root.resolve(".uploads")).resolve(UUID.randomUUID().toString());
        try (FileChannel channel =
                FileChannel.open(upload, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (ByteBuffer left = ByteBuffer.wrap(content); left.hasRemaining(); ) {
                channel.write(left);
            }
            channel.force(true);
        }
        return upload;
    }

    /** A new name is on the disk when its directory is, and the directories above that may be new. */
    private void forceDirectories(Path file) throws IOException {
        for (Path directory = file.getParent(); directory.startsWith(root); directory = directory.getParent()) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private static TableStoreException failed(String operation, Path file, IOException cause) {
        StorageError error = cause instanceof NoSuchFileException
                ? StorageError.notFound(file.toString())
                : StorageError.unavailable(cause.toString(), "").during(operation, file.toString());
        return new TableStoreException(error, cause);
    }
}
