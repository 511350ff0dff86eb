package io.dispenser.telemetry.adapter.delta.io;

import io.delta.kernel.defaults.engine.fileio.FileIO;
import io.delta.kernel.defaults.engine.fileio.InputFile;
import io.delta.kernel.defaults.engine.fileio.OutputFile;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import io.dispenser.telemetry.core.storage.FileEntry;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Puts a {@link TableStore} under Kernel. Kernel is told that every table is at {@value TablePaths#ROOT}, an address that no Hadoop
 * file system serves, and all it reads and writes below that address goes to the store: so the atomic commit is the store's
 * put-if-absent, and nothing else.
 *
 * <p>A {@link TableStoreException} passes through Kernel as it is, except that a missing file is Kernel's {@link
 * FileNotFoundException}. In particular an unknown outcome stays one: it is neither a success nor Kernel's {@link
 * FileAlreadyExistsException}.
 */
public final class TableStoreIO implements FileIO {

    /** Any file but a very large one is fetched whole. */
    private static final long MAX_WHOLE_BYTES = 8L << 20;

    private final TableStore store;
    private final WholeFiles wholeFiles;
    private final long maxWholeBytes;
    private final Predicate<String> hidden;
    private final @Nullable CommitsAhead commits;

    /** @param hidden files, by their path in the store, that Kernel doesn't get to see, and may write over */
    public TableStoreIO(TableStore store, Predicate<String> hidden) {
        this(store, store::readAll, MAX_WHOLE_BYTES, hidden, null);
    }

    /** For a log that is only read, from its newest commit on: several commits are fetched at once. */
    public static TableStoreIO ofReplays(TableStore store, Predicate<String> hidden) {
        CommitsAhead commits = new CommitsAhead(store);
        return new TableStoreIO(store, commits, MAX_WHOLE_BYTES, hidden, commits);
    }

    /** @param maxWholeBytes files up to this size are fetched whole, from {@code wholeFiles} */
    public TableStoreIO(TableStore store, WholeFiles wholeFiles, long maxWholeBytes) {
        this(store, wholeFiles, maxWholeBytes, path -> false, null);
    }

    private TableStoreIO(
            TableStore store,
            WholeFiles wholeFiles,
            long maxWholeBytes,
            Predicate<String> hidden,
            @Nullable CommitsAhead commits) {
        this.store = store;
        this.wholeFiles = wholeFiles;
        this.maxWholeBytes = maxWholeBytes;
        this.hidden = hidden;
        this.commits = commits;
    }

    @Override
    public CloseableIterator<FileStatus> listFrom(String filePath) throws IOException {
        String path = TablePaths.relative(filePath);
        int slash = path.lastIndexOf('/');
        // Kernel looks at the first files of the whole log after each checkpoint, and at no more of them.
        FileWalk walk = new FileWalk(
                store, slash < 0 ? "" : path.substring(0, slash), path.substring(slash + 1), FileWalk.CHUNK);
        if (commits != null) {
            commits.newList();
        }
        List<FileEntry> first = walk.next();
        return new CloseableIterator<>() {

            private boolean ended = first.isEmpty();
            private Iterator<FileEntry> chunk = seen(first);

            @Override
            public boolean hasNext() {
                while (!chunk.hasNext() && !ended) {
                    try {
                        List<FileEntry> next = walk.next();
                        ended = next.isEmpty();
                        chunk = seen(next);
                    } catch (TableStoreException e) {
                        throw new UncheckedIOException(e);
                    }
                }
                return chunk.hasNext();
            }

            @Override
            public FileStatus next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return status(chunk.next());
            }

            @Override
            public void close() {}
        };
    }

    private Iterator<FileEntry> seen(List<FileEntry> files) {
        if (commits != null) {
            files.forEach(commits::listed);
        }
        return files.stream().filter(file -> !hidden.test(file.path())).iterator();
    }

    @Override
    public FileStatus getFileStatus(String path) throws IOException {
        return status(store.stat(TablePaths.relative(path)).orElseThrow(() -> new FileNotFoundException(path)));
    }

    @Override
    public String resolvePath(String path) {
        return path;
    }

    /** Directories are made by themselves. */
    @Override
    public boolean mkdirs(String path) {
        return true;
    }

    @Override
    public InputFile newInputFile(String path, long fileSize) {
        return new StoreInput(store, wholeFiles, path, fileSize, maxWholeBytes, hidden);
    }

    @Override
    public OutputFile newOutputFile(String path) {
        return new StoreOutput(store, path, hidden);
    }

    @Override
    public boolean delete(String path) throws IOException {
        store.delete(TablePaths.relative(path));
        return true;
    }

    @Override
    public Optional<String> getConf(String confKey) {
        return Optional.empty();
    }

    @Override
    public void copyFileAtomically(String srcPath, String destPath, boolean overwrite) throws IOException {
        byte[] content;
        try {
            content = store.readAll(TablePaths.relative(srcPath));
        } catch (TableStoreException e) {
            throw StoreInput.notFoundAsKernelSaysIt(srcPath, e);
        }
        StoreOutput.writeWhole(store, destPath, content, overwrite);
    }

    private static FileStatus status(FileEntry entry) {
        return FileStatus.of(
                TablePaths.kernel(entry.path()), entry.size(), entry.modified().toEpochMilli());
    }
}
