package io.dispenser.telemetry.adapter.storage.s3;

import io.dispenser.telemetry.core.storage.FileEntry;
import io.dispenser.telemetry.core.storage.FilePaths;
import io.dispenser.telemetry.core.storage.FirstByName;
import io.dispenser.telemetry.core.storage.ListingPages;
import io.dispenser.telemetry.core.storage.StorageError;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.s3a.api.RequestFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The objects of one bucket whose keys begin with the table's path. Each operation is one request, and one more for each
 * further thousand files of a list; writing is {@link S3Writer}'s. S3 has no directories, and none are made up.
 */
final class S3TableStore implements TableStore {

    private static final int PAGE = 1000;

    private final S3Location location;
    private final S3Connector connector;
    private final S3Client client;
    private final RequestFactory requests;
    private final S3ErrorTranslator translator;
    private final S3Writer writer;

    S3TableStore(S3Location location, S3Connector connector) {
        this.location = location;
        this.connector = connector;
        this.client = connector.client();
        this.requests = connector.requests();
        this.translator = new S3ErrorTranslator(location);
        this.writer = new S3Writer(location, connector, translator);
    }

    @Override
    public String description() {
        return location.name()
                + location.endpoint().map(uri -> " at " + uri).orElse("")
                + (location.singleWriter() ? " (for a single writer)" : "");
    }

    @Override
    public List<FileEntry> list(String directory, String fromName, int limit) throws TableStoreException {
        FilePaths.requireDirectory(directory);
        String prefix = location.key(directory.isEmpty() ? "" : directory + "/");
        ListObjectsV2Request.Builder request = requests.newListObjectsV2RequestBuilder(prefix, "/", PAGE);
        startBefore(fromName).ifPresent(name -> request.startAfter(prefix + name));
        FirstByName first = new FirstByName(fromName, limit);
        ListingPages pages = new ListingPages(directory + " in " + description());
        try {
            boolean isLast;
            do {
                ListObjectsV2Response page = client.listObjectsV2(request.build());
                for (S3Object object : page.contents()) {
                    requireWhole(directory, object, prefix);
                    String name = object.key().substring(prefix.length());
                    String path = directory.isEmpty() ? name : directory + "/" + name;
                    first.add(name, new FileEntry(path, object.size(), object.lastModified()));
                }
                request.continuationToken(page.nextContinuationToken());
                if (page.isTruncated() == null) {
                    throw translator.noList(directory, "its list lacks the end, where it says whether there is more");
                }
                isLast = !page.isTruncated() || first.isComplete();
                if (!isLast) {
                    String firstKey = page.contents().isEmpty()
                            ? null
                            : page.contents().get(0).key();
                    pages.another(firstKey, page.nextContinuationToken());
                }
            } while (!isLast);
        } catch (SdkException e) {
            throw translator.reading("list", directory, e);
        }
        return first.entries();
    }

    private void requireWhole(String directory, S3Object object, String prefix) throws TableStoreException {
        if (object.key() == null || !object.key().startsWith(prefix)) {
            throw translator.noList(directory, "its list names " + object.key() + ", which was not asked for");
        }
        if (object.size() == null || object.lastModified() == null) {
            throw translator.noList(
                    directory,
                    "its list tells no " + (object.size() == null ? "size" : "time") + " of " + object.key());
        }
    }

    /**
     * A name shortly before {@code fromName}, for a list that begins after it. Nothing for names beyond ASCII, where the
     * order of the store is not the caller's.
     */
    private static Optional<String> startBefore(String fromName) {
        if (fromName.isEmpty() || !fromName.chars().allMatch(c -> c > ' ' + 1 && c < 127)) {
            return Optional.empty();
        }
        int last = fromName.length() - 1;
        char before = (char) (fromName.charAt(last) - 1);
        // A slash would be the end of a directory's name.
        return Optional.of(fromName.substring(0, last) + (before == '/' ? '.' : before));
    }

    @Override
    public Optional<FileEntry> stat(String path) throws TableStoreException {
        FilePaths.requireObject(path, location.key(path));
        try {
            HeadObjectResponse head = client.headObject(
                    requests.newHeadObjectRequestBuilder(location.key(path)).build());
            if (head.contentLength() == null || head.lastModified() == null) {
                throw translator.noList(path, "it tells no size or no time of the file");
            }
            return Optional.of(new FileEntry(path, head.contentLength(), head.lastModified()));
        } catch (SdkException e) {
            if (S3ErrorTranslator.isNotFound(e)) {
                return Optional.empty();
            }
            throw translator.reading("look at", path, e);
        }
    }

    @Override
    public byte[] read(String path, long offset, int length) throws TableStoreException {
        FilePaths.requireObject(path, location.key(path));
        FilePaths.requireRange(path, offset, length);
        if (length == 0) {
            // HTTP has no empty ranges.
            FileEntry file = stat(path)
                    .orElseThrow(() -> new TableStoreException(StorageError.notFound(location.uri(path)), null));
            if (offset > file.size()) {
                throw endsBefore(path, offset);
            }
            return new byte[0];
        }
        GetObjectRequest.Builder request = requests.newGetObjectRequestBuilder(location.key(path))
                .range("bytes=" + offset + "-" + (offset + length - 1));
        byte[] content;
        try {
            content = client.getObjectAsBytes(request.build()).asByteArrayUnsafe();
        } catch (SdkException e) {
            if (S3ErrorTranslator.status(e) == 416) {
                throw endsBefore(path, offset + length);
            }
            throw translator.reading("read", path, e);
        }
        if (content.length != length) {
            throw endsBefore(path, offset + length);
        }
        return content;
    }

    private TableStoreException endsBefore(String path, long end) {
        return new TableStoreException(StorageError.endsBefore(location.uri(path), end), null);
    }

    @Override
    public byte[] readAll(String path) throws TableStoreException {
        FilePaths.requireObject(path, location.key(path));
        try {
            return client.getObjectAsBytes(requests.newGetObjectRequestBuilder(location.key(path))
                            .build())
                    .asByteArrayUnsafe();
        } catch (SdkException e) {
            throw translator.reading("read", path, e);
        }
    }

    @Override
    public void put(String path, byte[] content) throws TableStoreException {
        FilePaths.requireObject(path, location.key(path));
        writer.put(path, content);
    }

    @Override
    public boolean putIfAbsent(String path, byte[] content) throws TableStoreException {
        FilePaths.requireObject(path, location.key(path));
        return writer.putIfAbsent(path, content);
    }

    @Override
    public void delete(String path) throws TableStoreException {
        FilePaths.requireObject(path, location.key(path));
        try {
            client.deleteObject(
                    requests.newDeleteObjectRequestBuilder(location.key(path)).build());
        } catch (SdkException e) {
            if (!S3ErrorTranslator.isNotFound(e)) {
                throw translator.writing("delete", path, e);
            }
        }
    }

    @Override
    public void close() {
        connector.close();
    }
}
