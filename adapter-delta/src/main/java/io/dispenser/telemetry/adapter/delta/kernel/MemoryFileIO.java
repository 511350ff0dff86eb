package io.dispenser.telemetry.adapter.delta.kernel;

import io.delta.kernel.defaults.engine.fileio.FileIO;
import io.delta.kernel.defaults.engine.fileio.InputFile;
import io.delta.kernel.defaults.engine.fileio.OutputFile;
import io.delta.kernel.defaults.engine.fileio.PositionOutputStream;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.util.Optional;

/** Takes the one file that Kernel's Parquet writer writes, and the settings that this writer asks for. */
final class MemoryFileIO implements FileIO {

    private final BufferedOutput file = new BufferedOutput();

    byte[] content() {
        return file.content();
    }

    @Override
    public OutputFile newOutputFile(String path) {
        return new OutputFile() {
            @Override
            public String path() {
                return path;
            }

            @Override
            public PositionOutputStream create(boolean atomicWrite) {
                return file;
            }

            @Override
            public void writeAtomically(CloseableIterator<String> data, boolean overwrite) {
                throw new UnsupportedOperationException();
            }
        };
    }

    @Override
    public FileStatus getFileStatus(String path) {
        return FileStatus.of(path, file.getPos(), 0);
    }

    @Override
    public String resolvePath(String path) {
        return path;
    }

    /** Gzip: of what this writer can do, the codec that needs no native library. */
    @Override
    public Optional<String> getConf(String confKey) {
        return confKey.equals("parquet.compression") ? Optional.of("GZIP") : Optional.empty();
    }

    @Override
    public CloseableIterator<FileStatus> listFrom(String filePath) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean mkdirs(String path) {
        throw new UnsupportedOperationException();
    }

    @Override
    public InputFile newInputFile(String path, long fileSize) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean delete(String path) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void copyFileAtomically(String srcPath, String destPath, boolean overwrite) {
        throw new UnsupportedOperationException();
    }
}
