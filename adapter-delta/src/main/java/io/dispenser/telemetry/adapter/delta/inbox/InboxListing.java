package io.dispenser.telemetry.adapter.delta.inbox;

import io.dispenser.telemetry.adapter.delta.io.FileWalk;
import io.dispenser.telemetry.core.storage.FileEntry;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a listing of the inbox tells without reading a file. */
public final class InboxListing {

    /** A page of a listing costs as much as a single name does. */
    public static final int PAGE = 1_000;

    private final Set<String> writers = new HashSet<>();
    private long files;
    private boolean newerFormat;
    private @Nullable Instant oldest;

    private InboxListing() {}

    /** The first files by their names; one request. */
    public static InboxListing firstOf(TableStore store) throws TableStoreException {
        return of(store.list(InboxName.DIRECTORY, "", PAGE));
    }

    /** These files. */
    public static InboxListing of(List<FileEntry> files) {
        InboxListing listing = new InboxListing();
        listing.add(files);
        return listing;
    }

    /** All files. */
    public static InboxListing of(TableStore store) throws TableStoreException {
        InboxListing listing = new InboxListing();
        FileWalk walk = new FileWalk(store, InboxName.DIRECTORY);
        for (List<FileEntry> chunk = walk.next(); !chunk.isEmpty(); chunk = walk.next()) {
            listing.add(chunk);
        }
        return listing;
    }

    private void add(List<FileEntry> found) {
        for (FileEntry file : found) {
            Optional<InboxName> name = InboxName.parse(file.name());
            if (name.isPresent()) {
                files++;
                writers.add(name.get().writerId());
                newerFormat |= name.get().format() > InboxName.FORMAT;
                oldest = oldest == null || file.modified().isBefore(oldest) ? file.modified() : oldest;
            }
        }
    }

    public boolean isEmpty() {
        return files == 0;
    }

    public long files() {
        return files;
    }

    public long writers() {
        return writers.size();
    }

    /** When the oldest was written, by the store's clock; null if there is none. */
    @Nullable
    public Instant oldest() {
        return oldest;
    }

    /** Whether there is a file that only a later version of this program can read. */
    public boolean hasNewerFormat() {
        return newerFormat;
    }
}
