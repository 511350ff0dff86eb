package io.dispenser.telemetry.adapter.storage.gcs;

import com.google.cloud.hadoop.repackaged.gcs.com.google.api.client.http.HttpHeaders;
import com.google.cloud.hadoop.repackaged.gcs.com.google.api.services.storage.Storage;
import com.google.cloud.hadoop.repackaged.gcs.com.google.api.services.storage.model.Objects;
import com.google.cloud.hadoop.repackaged.gcs.com.google.api.services.storage.model.StorageObject;
import io.dispenser.telemetry.core.storage.CreationId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The requests that a file store makes to one bucket, each of them one HTTP request.
 *
 * <p>They are made through the client of the JSON API that lies inside of Google's Hadoop connector, with the connector's
 * credentials, retries and properties (see {@link GcsConnection}), and not through its {@code FileSystem} or its
 * {@code GoogleCloudStorage}: the first asks for parents and markers of directories with each step, and forbids names that the
 * store allows; the second writes everything by resumable uploads, two requests each, and reads metadata before it reads
 * content. An object of which nobody may see a part takes one request here, precondition included.
 *
 * <p>Any number of threads may call.
 */
final class GcsClient implements AutoCloseable {

    /** As many as the store gives. */
    private static final long PAGE = 1000;

    private static final int BUFFER_BYTES = 1 << 16;

    private final String bucket;
    private final GcsConnection connection;

    GcsClient(String bucket, GcsConnection connection) {
        this.bucket = bucket;
        this.connection = connection;
    }

    /**
     * The objects whose names begin with {@code prefix}, without a further slash, from the name {@code start} on: one page.
     *
     * @param token what the page before it says; null for the first one
     */
    Objects list(String prefix, String start, @Nullable String token) throws IOException {
        Storage.Objects.List list = connection
                .patient()
                .objects()
                .list(bucket)
                .setPrefix(prefix)
                .setDelimiter("/")
                .setStartOffset(start)
                .setMaxResults(PAGE)
                .setPageToken(token)
                .setFields("items(name,size,timeCreated),nextPageToken");
        return connection.deadline().within(list::execute);
    }

    /** Size and time of an object. */
    StorageObject look(String object) throws IOException {
        return execute(connection.patient().objects().get(bucket, object).setFields("size,timeCreated"));
    }

    /** The creation id of an object; empty if it bears none. */
    String creationIdOf(String object) throws IOException {
        Map<String, String> metadata = execute(
                        connection.patient().objects().get(bucket, object).setFields("metadata"))
                .getMetadata();
        return metadata == null ? "" : metadata.getOrDefault(CreationId.METADATA_NAME, "");
    }

    /** A whole object. */
    byte[] readAll(String object) throws IOException {
        return content(connection.patient().objects().get(bucket, object));
    }

    /** What there is of a range. */
    byte[] read(String object, long offset, int length) throws IOException {
        Storage.Objects.Get get = connection.patient().objects().get(bucket, object);
        get.getRequestHeaders().setRange("bytes=" + offset + "-" + (offset + length - 1));
        return content(get);
    }

    /** Writes an object, in the place of one that may be there. */
    void put(String object, byte[] content) throws IOException {
        connection.deadline().within(insert(connection.patient(), object, content, new StorageObject())::execute);
    }

    /** Writes an object if there is none of its name, once and with {@code id} in its metadata; else fails with 412. */
    void putIfAbsent(String object, byte[] content, CreationId id) throws IOException {
        Storage.Objects.Insert insert = insert(
                connection.once(),
                object,
                content,
                new StorageObject().setMetadata(Map.of(CreationId.METADATA_NAME, id.value())));
        connection.deadline().within(insert.setIfGenerationMatch(0L)::execute);
    }

    /** Removes an object. */
    void delete(String object) throws IOException {
        connection.deadline().within(connection.patient().objects().delete(bucket, object)::execute);
    }

    @Override
    public void close() {
        connection.close();
    }

    private Storage.Objects.Insert insert(Storage storage, String object, byte[] content, StorageObject metadata)
            throws IOException {
        // Objects that everybody may read are cached for an hour if they don't say otherwise.
        metadata.setCacheControl("no-store");
        Storage.Objects.Insert insert = storage.objects()
                .insert(bucket, metadata, new WatchedContent(content, connection.deadline()))
                .setName(object)
                .setFields("generation");
        insert.setDisableGZipContent(true);
        insert.getMediaHttpUploader().setDirectUploadEnabled(true);
        return insert;
    }

    private StorageObject execute(Storage.Objects.Get get) throws IOException {
        return connection.deadline().within(get::execute);
    }

    private byte[] content(Storage.Objects.Get get) throws IOException {
        // As it is stored: neither packed for the way nor unpacked at its end.
        HttpHeaders headers = get.getRequestHeaders();
        headers.setAcceptEncoding(null);
        get.setReturnRawInputStream(true);
        return connection.deadline().within(() -> {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            byte[] buffer = new byte[BUFFER_BYTES];
            try (InputStream in = get.executeMediaAsInputStream()) {
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    connection.deadline().progress();
                    content.write(buffer, 0, read);
                }
            }
            return content.toByteArray();
        });
    }
}
