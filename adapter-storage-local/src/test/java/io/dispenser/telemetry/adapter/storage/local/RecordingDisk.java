package io.dispenser.telemetry.adapter.storage.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The real disk, with a list of what it was asked, which can be told to fail. */
final class RecordingDisk implements LocalDisk {

    /** What happens instead of, or after, an operation. */
    interface Fault {
        void strike(String operation) throws IOException;
    }

    private final LocalDisk disk = new SystemDisk();
    private final List<String> operations = new ArrayList<>();
    private Fault before = operation -> {};
    private Fault after = operation -> {};

    /** Operations so far, temporary names shown as {@code TMP}. */
    List<String> operations() {
        return operations;
    }

    void failBefore(Fault fault) {
        this.before = fault;
    }

    void failAfter(Fault fault) {
        this.after = fault;
    }

    @Override
    public void makeDirectory(Path directory) throws IOException {
        run("make " + name(directory), () -> disk.makeDirectory(directory));
    }

    @Override
    public void writeForced(Path file, byte[] content) throws IOException {
        run("write+force " + name(file), () -> disk.writeForced(file, content));
    }

    @Override
    public void write(Path file, byte[] content) throws IOException {
        run("write " + name(file), () -> disk.write(file, content));
    }

    @Override
    public void link(Path file, Path name) throws IOException {
        run("link " + name(file) + " as " + name(name), () -> disk.link(file, name));
    }

    @Override
    public void rename(Path file, Path name) throws IOException {
        run("rename " + name(file) + " to " + name(name), () -> disk.rename(file, name));
    }

    @Override
    public void remove(Path file) throws IOException {
        run("remove " + name(file), () -> disk.remove(file));
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        run("force " + name(directory), () -> disk.forceDirectory(directory));
    }

    private interface Operation {
        void run() throws IOException;
    }

    private void run(String description, Operation operation) throws IOException {
        operations.add(description);
        before.strike(description);
        operation.run();
        after.strike(description);
    }

    private static String name(Path path) {
        String name = String.valueOf(path.getFileName());
        return LocalNames.isTemporary(name) ? "TMP" : name;
    }
}
