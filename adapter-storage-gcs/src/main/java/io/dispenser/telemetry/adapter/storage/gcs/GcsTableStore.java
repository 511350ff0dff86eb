package io.dispenser.telemetry.adapter.storage.gcs;

import com.google.cloud.hadoop.repackaged.gcs.com.google.api.services.storage.model.Objects;
import com.google.cloud.hadoop.repackaged.gcs.com.google.api.services.storage.model.StorageObject;
import io.dispenser.telemetry.core.storage.CreationId;
import io.dispenser.telemetry.core.storage.FileEntry;
import io.dispenser.telemetry.core.storage.FilePaths;
import io.dispenser.telemetry.core.storage.FirstByName;
import io.dispenser.telemetry.core.storage.ListingPages;
import io.dispenser.telemetry.core.storage.StorageError;
import io.dispenser.telemetry.core.storage.StorageError.Reason;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The objects of a bucket whose names begin with the table's path. The store shows an object whole or not at all, to everybody
 * from the moment on at which it says that it has it.
 *
 * <p>{@link #putIfAbsent} is the store's own precondition, generation 0. The object carries the {@link CreationId} of the call that wrote it.
 * So where an answer got lost, or a refusal may be the answer to the second copy of a request whose first one was carried out
 * (proxies repeat requests, too), the object itself tells whose it is, even from one with the same content.
 */
final class GcsTableStore implements TableStore {

    private final GcsLocation location;
    private final GcsClient client;
    private final GcsErrorTranslator translator;

    GcsTableStore(GcsLocation location, GcsClient client, GcsErrorTranslator translator) {
        this.location = location;
        this.client = client;
        this.translator = translator;
    }

    @Override
    public String description() {
        return "Google Cloud Storage, " + location.uri("");
    }

    @Override
    public List<FileEntry> list(String directory, String fromName, int limit) throws TableStoreException {
        FilePaths.requireDirectory(directory);
        String below = location.below(directory);
        FirstByName first = new FirstByName(fromName, limit);
        ListingPages pages = new ListingPages(directory + " in " + description());
        try {
            String token = null;
            boolean isLast;
            do {
                Objects page = client.list(below, below + commonStart(fromName), token);
                List<StorageObject> objects = page.getItems() == null ? List.of() : page.getItems();
                for (StorageObject object : objects) {
                    if (object.getName() == null || !object.getName().startsWith(below)) {
                        throw translator.noAnswer("list", directory, "an object that was not asked for");
                    }
                    String name = object.getName().substring(below.length());
                    first.add(name, entry(location.path(object.getName()), object));
                }
                token = page.getNextPageToken();
                isLast = token == null || first.isComplete();
                if (!isLast) {
                    pages.another(objects.isEmpty() ? null : objects.get(0).getName(), token);
                }
            } while (!isLast);
        } catch (TableStoreException e) {
            throw e;
        } catch (IOException e) {
            throw translator.listing(directory, e);
        }
        return first.entries();
    }

    /**
     * The store orders names by code point, we by code unit. The two differ from the first surrogate or later character on; up
     * to there they agree, and what comes after is sorted here.
     */
    private static String commonStart(String fromName) {
        for (int i = 0; i < fromName.length(); i++) {
            if (fromName.charAt(i) >= Character.MIN_SURROGATE) {
                return fromName.substring(0, i);
            }
        }
        return fromName;
    }

    @Override
    public Optional<FileEntry> stat(String path) throws TableStoreException {
        FilePaths.requireObject(path, location.object(path));
        try {
            return Optional.of(entry(path, client.look(location.object(path))));
        } catch (TableStoreException e) {
            throw e;
        } catch (IOException e) {
            TableStoreException failure = translator.ofFile("read", path, e);
            if (failure.reason() == Reason.NOT_FOUND) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    private FileEntry entry(String path, StorageObject object) throws TableStoreException {
        if (object.getSize() == null || object.getTimeCreated() == null) {
            throw translator.noAnswer("look at", path, "an object without size or time");
        }
        return new FileEntry(
                path,
                object.getSize().longValueExact(),
                Instant.ofEpochMilli(object.getTimeCreated().getValue()));
    }

    @Override
    public byte[] read(String path, long offset, int length) throws TableStoreException {
        FilePaths.requireObject(path, location.object(path));
        FilePaths.requireRange(path, offset, length);
        if (length == 0) {
            return readNothing(path, offset);
        }
        try {
            byte[] content = client.read(location.object(path), offset, length);
            if (content.length == length) {
                return content;
            }
        } catch (IOException e) {
            if (!GcsErrorTranslator.isPastTheEnd(e)) {
                throw translator.ofFile("read", path, e);
            }
        }
        throw tooShort(path, offset + length);
    }

    /** No request asks for no bytes. */
    private byte[] readNothing(String path, long offset) throws TableStoreException {
        FileEntry entry =
                stat(path).orElseThrow(() -> new TableStoreException(StorageError.notFound(location.uri(path)), null));
        if (offset > entry.size()) {
            throw tooShort(path, offset);
        }
        return new byte[0];
    }

    private TableStoreException tooShort(String path, long end) {
        return new TableStoreException(StorageError.endsBefore(location.uri(path), end), null);
    }

    @Override
    public byte[] readAll(String path) throws TableStoreException {
        FilePaths.requireObject(path, location.object(path));
        try {
            return client.readAll(location.object(path));
        } catch (IOException e) {
            throw translator.ofFile("read", path, e);
        }
    }

    @Override
    public void put(String path, byte[] content) throws TableStoreException {
        FilePaths.requireObject(path, location.object(path));
        try {
            client.put(location.object(path), content);
        } catch (IOException e) {
            throw translator.writing(path, e);
        }
    }

    @Override
    public boolean putIfAbsent(String path, byte[] content) throws TableStoreException {
        FilePaths.requireObject(path, location.object(path));
        CreationId id = CreationId.next();
        try {
            client.putIfAbsent(location.object(path), content, id);
            return true;
        } catch (IOException e) {
            if (GcsErrorTranslator.isConflict(e) || GcsErrorTranslator.mayBeDone(e)) {
                // Also if it is not there: the request may still be under way.
                TableStoreException unknown = translator.outcomeUnknown(path, e);
                return id.matches(CreationId.fileAfter(unknown, location.uri(path), () -> creationIdOf(path)));
            }
            throw translator.writing(path, e);
        }
    }

    private String creationIdOf(String path) throws TableStoreException {
        try {
            return client.creationIdOf(location.object(path));
        } catch (IOException e) {
            throw translator.ofFile("look at", path, e);
        }
    }

    @Override
    public void delete(String path) throws TableStoreException {
        FilePaths.requireObject(path, location.object(path));
        try {
            client.delete(location.object(path));
        } catch (IOException e) {
            TableStoreException failure = translator.ofFile("delete", path, e);
            if (failure.reason() != Reason.NOT_FOUND) {
                throw failure;
            }
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
