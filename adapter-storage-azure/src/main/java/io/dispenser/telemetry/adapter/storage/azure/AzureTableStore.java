package io.dispenser.telemetry.adapter.storage.azure;

import io.dispenser.telemetry.core.storage.CreationId;
import io.dispenser.telemetry.core.storage.FileEntry;
import io.dispenser.telemetry.core.storage.FilePaths;
import io.dispenser.telemetry.core.storage.FirstByName;
import io.dispenser.telemetry.core.storage.ListingPages;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;

/**
 * The files of a table in a container, each operation one request of the Blob service, which accounts with a hierarchical
 * namespace have as well. There is a second one only where somebody else's file is in the way, or a range is not there.
 *
 * <p>A file is written by one Put Blob with all of its content, and if it must not be there, on the condition
 * {@code If-None-Match: *}: the service does that whole or not at all, and for one of many. (The connector's streams make an
 * empty file that everybody sees, and fill it afterwards.) Directories are neither needed nor made.
 *
 * <p>Each such write bears a {@link CreationId} as metadata. Where a reply gets lost, or says that the file is there, which may be
 * the answer to a repetition of ours, the id on the file tells whose it is.
 *
 * <p>A listing is one request for each 5000 files and directories of the directory, up to the last one that is wanted and
 * whatever its first name: not all clouds of this service can start in the middle.
 */
final class AzureTableStore implements TableStore {

    private static final String CREATION_ID = "x-ms-meta-" + CreationId.METADATA_NAME;

    private final AzureLocation location;
    private final BlobClient client;
    private final AzureErrorTranslator translator;

    AzureTableStore(AzureLocation location, BlobClient client, AzureErrorTranslator translator) {
        this.location = location;
        this.client = client;
        this.translator = translator;
    }

    @Override
    public String description() {
        return location.toString();
    }

    @Override
    public List<FileEntry> list(String directory, String fromName, int limit) throws TableStoreException {
        AzureNames.requireDirectory(directory);
        String prefix = location.blob(directory);
        if (!prefix.isEmpty()) {
            prefix += "/";
        }
        FirstByName first = new FirstByName(fromName, limit);
        ListingPages pages = new ListingPages(directory + " in " + description());
        String marker = "";
        boolean isLast;
        do {
            BlobListing page = page(directory, prefix, marker);
            for (BlobListing.Blob blob : page.blobs()) {
                String name = blob.name().substring(prefix.length());
                String path = directory.isEmpty() ? name : directory + "/" + name;
                first.add(name, new FileEntry(path, blob.size(), blob.modified()));
            }
            marker = page.nextMarker();
            isLast = marker.isEmpty() || first.isComplete();
            if (!isLast) {
                pages.another(
                        page.blobs().isEmpty() ? null : page.blobs().get(0).name(), marker);
            }
        } while (!isLast);
        return first.entries();
    }

    private BlobListing page(String directory, String prefix, String marker) throws TableStoreException {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("restype", "container");
        query.put("comp", "list");
        query.put("delimiter", "/");
        query.put("include", "metadata");
        query.put("maxresults", Integer.toString(client.pageSize()));
        if (!prefix.isEmpty()) {
            query.put("prefix", prefix);
        }
        if (!marker.isEmpty()) {
            query.put("marker", marker);
        }
        BlobReply reply = send("list", directory, BlobRequest.of("GET", location.query(query)));
        if (reply.isAbsent()) {
            return new BlobListing(List.of(), "");
        }
        requireSuccess("list", directory, reply);
        try {
            return BlobListing.parse(reply.body());
        } catch (XMLStreamException | DateTimeParseException | NumberFormatException e) {
            throw translator.noAnswerOfTheService("list", directory, e);
        }
    }

    @Override
    public Optional<FileEntry> stat(String path) throws TableStoreException {
        AzureNames.requireFile(path, location.blob(path));
        BlobReply reply = send("read", path, BlobRequest.of("HEAD", location.address(path)));
        if (reply.isAbsent() || (reply.isSuccess() && reply.isDirectory())) {
            return Optional.empty();
        }
        requireSuccess("read", path, reply);
        try {
            return Optional.of(new FileEntry(
                    path,
                    Long.parseLong(reply.header("Content-Length")),
                    BlobListing.time(reply.header("Last-Modified"))));
        } catch (DateTimeParseException | NumberFormatException e) {
            throw translator.noAnswerOfTheService("read", path, e);
        }
    }

    @Override
    public byte[] read(String path, long offset, int length) throws TableStoreException {
        AzureNames.requireFile(path, location.blob(path));
        FilePaths.requireRange(path, offset, length);
        if (length == 0) {
            long size = stat(path).orElseThrow(() -> translator.notFound(path)).size();
            if (offset > size) {
                throw translator.endsBefore(path, offset);
            }
            return new byte[0];
        }
        long end = offset + length;
        BlobReply reply = send(
                "read",
                path,
                BlobRequest.of("GET", location.address(path)).with("x-ms-range", "bytes=" + offset + "-" + (end - 1)));
        if (reply.status() == 416) {
            // Also a directory has nothing that could be read.
            if (stat(path).isEmpty()) {
                throw translator.notFound(path);
            }
            throw translator.endsBefore(path, end);
        }
        byte[] content = content(path, reply);
        if (reply.status() != 206 || content.length != length) {
            throw translator.endsBefore(path, end);
        }
        return content;
    }

    @Override
    public byte[] readAll(String path) throws TableStoreException {
        AzureNames.requireFile(path, location.blob(path));
        return content(path, send("read", path, BlobRequest.of("GET", location.address(path))));
    }

    @Override
    public void put(String path, byte[] content) throws TableStoreException {
        AzureNames.requireFile(path, location.blob(path));
        requireSuccess("write", path, send("write", path, BlobRequest.put(location.address(path), content)));
    }

    @Override
    public boolean putIfAbsent(String path, byte[] content) throws TableStoreException {
        AzureNames.requireFile(path, location.blob(path));
        CreationId id = CreationId.next();
        BlobRequest request = BlobRequest.put(location.address(path), content)
                .with("If-None-Match", "*")
                .with(CREATION_ID, id.value());
        BlobReply reply;
        try {
            reply = client.send(request);
        } catch (NoReplyException e) {
            TableStoreException failure = translator.of("write", path, e);
            if (e.isInDoubt()) {
                return isOurs(path, id, failure);
            }
            throw failure;
        }
        if (reply.isSuccess()) {
            return true;
        }
        TableStoreException failure = translator.of("write", path, reply);
        if (reply.status() == 409 || reply.status() == 412 || reply.inDoubt()) {
            return isOurs(path, id, failure);
        }
        throw failure;
    }

    /** Whether the file that is there is the one that this call wrote; {@code failure} if there is none. */
    private boolean isOurs(String path, CreationId id, TableStoreException failure) throws TableStoreException {
        BlobReply found = CreationId.fileAfter(failure, location.file(path), () -> head(path));
        if (found.isDirectory()) {
            throw translator.directoryInTheWay(path);
        }
        return id.matches(found.header(CREATION_ID));
    }

    private BlobReply head(String path) throws TableStoreException {
        BlobReply reply = send("look at", path, BlobRequest.of("HEAD", location.address(path)));
        if (reply.isAbsent()) {
            throw translator.notFound(path);
        }
        requireSuccess("look at", path, reply);
        return reply;
    }

    @Override
    public void delete(String path) throws TableStoreException {
        AzureNames.requireFile(path, location.blob(path));
        BlobReply reply = send("delete", path, BlobRequest.of("DELETE", location.address(path)));
        // A directory is no file: one that holds files is left as it is.
        if (!reply.isAbsent() && !reply.code().equals("DirectoryIsNotEmpty")) {
            requireSuccess("delete", path, reply);
        }
    }

    private byte[] content(String path, BlobReply reply) throws TableStoreException {
        if (reply.isAbsent() || (reply.isSuccess() && reply.isDirectory())) {
            throw translator.notFound(path);
        }
        requireSuccess("read", path, reply);
        return reply.body();
    }

    private BlobReply send(String action, String path, BlobRequest request) throws TableStoreException {
        try {
            return client.send(request);
        } catch (NoReplyException e) {
            throw translator.of(action, path, e);
        }
    }

    private void requireSuccess(String action, String path, BlobReply reply) throws TableStoreException {
        if (!reply.isSuccess()) {
            throw translator.of(action, path, reply);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
