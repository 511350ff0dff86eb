package io.dispenser.telemetry.adapter.spool;

import io.dispenser.telemetry.benchmarks.FailPoint;
import io.dispenser.telemetry.benchmarks.FailPoints;
import io.dispenser.telemetry.benchmarks.Report;
import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.port.SpoolException;
import io.dispenser.telemetry.core.table.TelemetryTable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A spool's disk that stops at fail points, and tells what it does: what may not have happened yet before it is done, what
 * is durable after it was. A file that is deleted gets another name outside of the spool first, so that a cut of the power,
 * which may bring it back, can be played.
 */
public final class WatchedDisk implements SpoolDisk {

    private final SpoolDisk disk;
    private final Path graveyard;
    private final FailPoints points;
    private final Report report;
    private volatile boolean opening = true;

    private WatchedDisk(SpoolDisk disk, Path graveyard, FailPoints points, Report report) {
        this.disk = disk;
        this.graveyard = graveyard;
        this.points = points;
        this.report = report;
    }

    /** A file spool on such a disk; {@code graveyard} is a folder on the same one. */
    public static <E extends TelemetryEvent> FileSpool<E> open(
            TelemetryTable<E> table,
            Path folderOfAllTables,
            Path graveyard,
            FileSpoolOptions options,
            FailPoints points,
            Report report)
            throws IOException, SpoolException {
        Path folder = folderOfAllTables.resolve(table.name());
        WatchedDisk disk = new WatchedDisk(JdkDisk.of(folder), Files.createDirectories(graveyard), points, report);
        FileSpool<E> spool = FileSpool.open(
                table, EventFormat.of(table), new SpoolFolder(folder, disk), MachineIdentity.here(), options);
        disk.opening = false;
        return spool;
    }

    @Override
    public AppendFile create(Path file) throws IOException {
        say("create", file);
        return new WatchedFile(file, disk.create(file));
    }

    @Override
    public void cut(Path file, long length) throws IOException {
        disk.cut(file, length);
        say("force " + length, file);
        points.reached(FailPoint.RECOVERY_AFTER_CUT);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        boolean seals = to.toString().endsWith(".sealed");
        if (seals) {
            points.reached(opening ? FailPoint.RECOVERY_BEFORE_SEAL : FailPoint.BEFORE_SEAL);
        }
        say("rename " + to.getFileName(), from);
        disk.rename(from, to);
        if (seals && opening) {
            points.reached(FailPoint.RECOVERY_AFTER_SEAL);
        }
    }

    @Override
    public void delete(Path file) throws IOException {
        if (Files.exists(file)) {
            Path grave = graveyard.resolve(file.getFileName());
            Files.deleteIfExists(grave);
            Files.createLink(grave, file);
            say("delete", file);
        }
        disk.delete(file);
        points.reached(FailPoint.AFTER_DELETE);
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
        points.reached(opening ? FailPoint.RECOVERY_BEFORE_FOLDER_FORCE : FailPoint.BEFORE_FOLDER_FORCE);
        disk.forceFolder(folder);
        say("force-folder", folder);
        points.reached(opening ? FailPoint.RECOVERY_AFTER_FOLDER_FORCE : FailPoint.AFTER_FOLDER_FORCE);
    }

    @Override
    public long usableBytes() throws IOException {
        return disk.usableBytes();
    }

    private void say(String what, Path file) {
        report.line("disk " + file.getFileName() + ' ' + what);
    }

    private final class WatchedFile implements AppendFile {

        private final Path path;
        private final AppendFile file;
        private long length;

        WatchedFile(Path path, AppendFile file) {
            this.path = path;
            this.file = file;
        }

        @Override
        public int write(ByteBuffer bytes, long position) throws IOException {
            if (!opening && points.isArmed(FailPoint.IN_WRITE)) {
                ByteBuffer half = bytes.duplicate();
                file.write(half.limit(bytes.position() + bytes.remaining() / 2), position);
                points.reached(FailPoint.IN_WRITE);
            }
            int written = file.write(bytes, position);
            length = position + written;
            return written;
        }

        @Override
        public void truncate(long newLength) throws IOException {
            file.truncate(newLength);
            length = newLength;
        }

        @Override
        public void force(boolean metadata) throws IOException {
            points.reached(FailPoint.BEFORE_FORCE);
            long forced = length;
            file.force(metadata);
            say("force " + forced, path);
            points.reached(FailPoint.AFTER_FORCE);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
