package io.dispenser.telemetry.adapter.storage.azure;

import io.dispenser.telemetry.core.storage.FileEntry;
import io.dispenser.telemetry.core.storage.FilePaths;
import io.dispenser.telemetry.core.storage.FileStore;
import io.dispenser.telemetry.core.storage.FileStoreException;
import io.dispenser.telemetry.core.storage.FirstByName;
import io.dispenser.telemetry.core.storage.ListingPages;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.xml.stream.XMLStreamException;

/**
 * The files of a table in a container, each operation one request of the Blob service, which accounts with a hierarchical
 * namespace have as well. There is a second one only where somebody else's file is in the way, or a range is not there.
 *
 * <p>A file is written by one Put Blob with all of its content, and if it must not be there, on the condition
 * {@code If-None-Match: *}: the service does that whole or not at all, and for one of many. (The connector's streams make an
 * empty file that everybody sees, and fill it afterwards.) Directories are neither needed nor made.
 *
 * <p>Each such write bears an id of its own as metadata. Where a reply gets lost, or says that the file is there, which may be
 * the answer to a repetition of ours, the id on the file tells whose it is.
 *
 * <p>A listing is one request for each 5000 files and directories of the directory, up to the last one that is wanted and
 * whatever its first name: not all clouds of this service can start in the middle.
 */
final class AzureFileStore implements FileStore {

    /** The metadata of a file that was written if absent. */
    private static final String WRITE_ID = "x-ms-meta-dispenser_write";

    private final AzureLocation location;
    private final BlobClient client;
    private final AzureFailures failures;

    AzureFileStore(AzureLocation location, BlobClient client, AzureFailures failures) {
        this.location = location;
        this.client = client;
        this.failures = failures;
    }

    @Override
    public String description() {
        return location.toString();
    }

    @Override
    public List<FileEntry> list(String directory, String fromName, int limit) throws FileStoreException {
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

    private BlobListing page(String directory, String prefix, String marker) throws FileStoreException {
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
            throw failures.senseless("list", directory, e);
        }
    }

    @Override
    public Optional<FileEntry> stat(String path) throws FileStoreException {
        AzureNames.requireFile(path);
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
            throw failures.senseless("read", path, e);
        }
    }

    @Override
    public byte[] read(String path, long offset, int length) throws FileStoreException {
        AzureNames.requireFile(path);
        FilePaths.requireRange(path, offset, length);
        if (length == 0) {
            long size = stat(path).orElseThrow(() -> failures.absent(path)).size();
            if (offset > size) {
                throw failures.tooShort(path, size, offset);
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
            throw failures.tooShort(
                    path, stat(path).orElseThrow(() -> failures.absent(path)).size(), end);
        }
        byte[] content = content(path, reply);
        if (reply.status() != 206 || content.length != length) {
            throw failures.tooShort(path, offset + content.length, end);
        }
        return content;
    }

    @Override
    public byte[] readAll(String path) throws FileStoreException {
        AzureNames.requireFile(path);
        return content(path, send("read", path, BlobRequest.of("GET", location.address(path))));
    }

    @Override
    public void put(String path, byte[] content) throws FileStoreException {
        AzureNames.requireFile(path);
        requireSuccess("write", path, send("write", path, BlobRequest.put(location.address(path), content)));
    }

    @Override
    public boolean putIfAbsent(String path, byte[] content) throws FileStoreException {
        AzureNames.requireFile(path);
        String writeId = UUID.randomUUID().toString();
        BlobRequest request = BlobRequest.put(location.address(path), content)
                .with("If-None-Match", "*")
                .with(WRITE_ID, writeId);
        BlobReply reply;
        try {
            reply = client.send(request);
        } catch (NoReplyException e) {
            FileStoreException failure = failures.of("write", path, e);
            if (e.isInDoubt()) {
                return isOurs(path, writeId, failure);
            }
            throw failure;
        }
        if (reply.isSuccess()) {
            return true;
        }
        FileStoreException failure = failures.of("write", path, reply);
        if (reply.status() == 409 || reply.status() == 412 || reply.inDoubt()) {
            return isOurs(path, writeId, failure);
        }
        throw failure;
    }

    /** Whose the file is that is there; {@code failure} if there is none, so that a write of ours might yet arrive. */
    private boolean isOurs(String path, String writeId, FileStoreException failure) throws FileStoreException {
        BlobReply found;
        try {
            found = client.send(BlobRequest.of("HEAD", location.address(path)));
        } catch (NoReplyException e) {
            throw failures.doubtful(path, failure);
        }
        if (found.isSuccess() && !found.isDirectory()) {
            return found.header(WRITE_ID).equals(writeId);
        }
        if (found.isSuccess()) {
            throw failures.directoryInTheWay(path);
        }
        if (found.isAbsent()) {
            throw failure;
        }
        throw failures.doubtful(path, failure);
    }

    @Override
    public void delete(String path) throws FileStoreException {
        AzureNames.requireFile(path);
        BlobReply reply = send("delete", path, BlobRequest.of("DELETE", location.address(path)));
        // A directory is no file: one that holds files is left as it is.
        if (!reply.isAbsent() && !reply.code().equals("DirectoryIsNotEmpty")) {
            requireSuccess("delete", path, reply);
        }
    }

    private byte[] content(String path, BlobReply reply) throws FileStoreException {
        if (reply.isAbsent() || (reply.isSuccess() && reply.isDirectory())) {
            throw failures.absent(path);
        }
        requireSuccess("read", path, reply);
        return reply.body();
    }

    private BlobReply send(String action, String path, BlobRequest request) throws FileStoreException {
        try {
            return client.send(request);
        } catch (NoReplyException e) {
            throw failures.of(action, path, e);
        }
    }

    private void requireSuccess(String action, String path, BlobReply reply) throws FileStoreException {
        if (!reply.isSuccess()) {
            throw failures.of(action, path, reply);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
