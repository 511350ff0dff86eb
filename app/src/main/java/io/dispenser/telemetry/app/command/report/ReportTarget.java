package io.dispenser.telemetry.app.command.report;

import io.dispenser.telemetry.app.command.process.CommandFailure;
import io.dispenser.telemetry.app.command.process.ExitCode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** The file that a report becomes: all of it, or what was there before. */
public final class ReportTarget {

    /** What writes a report. */
    @FunctionalInterface
    public interface Content {
        void write(OutputStream out) throws IOException;
    }

    private final Path named;
    private final Path file;
    private final Path folder;

    /** @throws CommandFailure if it is seen at once that no file can be written there */
    public ReportTarget(Path named) throws CommandFailure {
        this.named = named;
        this.file = followed(named);
        if (file.toString().isEmpty()) {
            throw new CommandFailure(ExitCode.USAGE, "-o names no file; leave it out for report.html");
        }
        Path parent = file.toAbsolutePath().getParent();
        if (parent == null || Files.isDirectory(file)) {
            throw new CommandFailure(ExitCode.USAGE, file + " is a folder; name a file in it: -o report.html");
        }
        this.folder = parent;
        if (!Files.isDirectory(folder)) {
            throw new CommandFailure(
                    ExitCode.USAGE, folder + " is not there, or no folder; make it, or name another with -o");
        }
        if (!Files.isWritable(folder)
                && (Files.notExists(file) || Files.isRegularFile(file))) { // before a table is read for nothing
            throw new CommandFailure(
                    ExitCode.FAILURE, file + " can't be written (access denied); name another file with -o");
        }
    }

    /**
     * Writes the file.
     *
     * @return its size
     * @throws CommandFailure if it can't be written; nothing is left behind
     */
    public long write(Content content) throws CommandFailure {
        try {
            if (isOpenedAsItIs()) {
                try (OutputStream out = Files.newOutputStream(file)) {
                    content.write(out);
                }
                return 0;
            }
            // Not made as a file for temporary things is: others may read a report, as umask says.
            Path unfinished = folder.resolve("." + file.getFileName() + "." + UUID.randomUUID() + ".tmp");
            try {
                try (OutputStream out = Files.newOutputStream(unfinished, StandardOpenOption.CREATE_NEW)) {
                    content.write(out);
                }
                long size = Files.size(unfinished);
                move(unfinished);
                return size;
            } finally {
                Files.deleteIfExists(unfinished);
            }
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.FAILURE,
                    file + " can't be written (" + reason(e) + "); name another file with -o, or free the disk");
        }
    }

    /** Where a link leads, since it is not the link that is to become a report; a link to nothing becomes one. */
    private static Path followed(Path file) {
        try {
            return Files.isSymbolicLink(file) && !isOfTheSystem(file) ? file.toRealPath() : file;
        } catch (IOException e) {
            return file;
        }
    }

    /** Such as /dev/stdout, which says to write into what is open, also where that is a file: nothing may be put in its place. */
    private static boolean isOfTheSystem(Path file) {
        Path place = file.toAbsolutePath().normalize();
        return place.startsWith("/dev") || place.startsWith("/proc");
    }

    /** Whether it is a pipe, or a device. */
    private boolean isOpenedAsItIs() {
        return Files.exists(file)
                && (!Files.isRegularFile(file) || (Files.isSymbolicLink(file) && isOfTheSystem(file)));
    }

    private void move(Path unfinished) throws IOException {
        try {
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static String reason(IOException e) {
        if (e instanceof java.nio.file.AccessDeniedException) {
            return "access denied";
        }
        return e instanceof NoSuchFileException ? "the folder is gone" : String.valueOf(e.getMessage());
    }

    @Override
    public String toString() {
        return named.toString();
    }
}
