package io.dispenser.telemetry.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * What of a spool's folder is not forced to the disk, as its processes tell; and a cut of the power, which takes some or
 * all of that away. A kill leaves the page cache as it is, so without this a spool that forces nothing would pass.
 *
 * <p>Of what is not forced a cut takes the newest: of the folder's changes those from some moment on, as a file system with
 * a journal does, and of each file what was written after some byte.
 */
final class UnforcedDisk {

    /** A change of the folder's entries that may not have reached the disk. */
    private record Change(String file, String what) {}

    private final Path folder;
    private final Path graveyard;
    private final List<Change> changes = new ArrayList<>();
    private final Map<String, Long> forced = new HashMap<>();

    UnforcedDisk(Path folder, Path graveyard) {
        this.folder = folder;
        this.graveyard = graveyard;
    }

    /** Takes note of what a process said of its disk: {@code file what}. */
    void heard(String said) {
        int space = said.indexOf(' ');
        String file = said.substring(0, space);
        String what = said.substring(space + 1);
        if (what.equals("force-folder")) {
            changes.clear();
        } else if (what.startsWith("force ")) {
            forced.put(file, Long.parseLong(what.substring("force ".length())));
        } else {
            changes.add(new Change(file, what));
            if (what.equals("create")) {
                forced.put(file, 0L);
            } else if (what.startsWith("rename ")) {
                move(file, what.substring("rename ".length()));
            }
        }
    }

    /** Cuts the power. What is there afterwards is on the disk. */
    void cutPower(Random random) throws IOException {
        int kept = random.nextBoolean() ? 0 : random.nextInt(changes.size() + 1);
        for (int i = changes.size() - 1; i >= kept; i--) {
            undo(changes.get(i));
        }
        changes.clear();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : (Iterable<Path>) files.sorted()::iterator) {
                shorten(file, random);
            }
        }
    }

    private void undo(Change change) throws IOException {
        Path file = folder.resolve(change.file());
        if (change.what().equals("create")) {
            Files.deleteIfExists(file);
        } else if (change.what().equals("delete")) {
            Path grave = graveyard.resolve(change.file());
            if (Files.exists(grave) && !Files.exists(file)) {
                Files.move(grave, file);
            }
        } else {
            String name = change.what().substring("rename ".length());
            if (Files.exists(folder.resolve(name))) { // else the kill came before the rename
                Files.move(folder.resolve(name), file, StandardCopyOption.ATOMIC_MOVE);
            }
            move(name, change.file());
        }
    }

    private void shorten(Path file, Random random) {
        Long safe = forced.get(String.valueOf(file.getFileName()));
        try {
            long length = Files.size(file);
            if (safe == null || safe >= length) {
                return;
            }
            long kept = random.nextBoolean() ? safe : safe + random.nextInt(Math.toIntExact(length - safe) + 1);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(kept);
            }
            forced.put(String.valueOf(file.getFileName()), kept);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void move(String file, String name) {
        Long length = forced.remove(file);
        if (length != null) {
            forced.put(name, length);
        }
    }
}
