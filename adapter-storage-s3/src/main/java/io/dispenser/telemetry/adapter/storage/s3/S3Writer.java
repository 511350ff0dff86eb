package io.dispenser.telemetry.adapter.storage.s3;

import io.dispenser.telemetry.core.storage.CreationId;
import io.dispenser.telemetry.core.storage.TableStoreException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.zip.CRC32;
import org.apache.hadoop.fs.s3a.api.RequestFactory;
import org.apache.hadoop.fs.s3a.impl.AWSClientConfig;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * Writing. A file is put with one request, which S3 makes visible whole or not at all.
 *
 * <p>Put-if-absent is a PUT on the condition {@code If-None-Match: *}. "412 Precondition Failed" says that somebody's file is
 * there, and it may be our own: the connector sends a request again whose reply got lost. So each call puts a {@link
 * CreationId} into the object's metadata, and where more than one request was sent, or none was answered, the object is read
 * back, and that id tells whose it is. "409 Conflict" means that another request for the same name is under way: that is
 * waited for.
 *
 * <p>For stores without conditional writes, and for a table of a single writer only, there is a look (HEAD) and a PUT.
 */
final class S3Writer {

    private static final int CONFLICT_ATTEMPTS = 6;
    private static final int CONFLICT_WAIT_MILLIS = 40;

    /** What is left of the time of an operation when its PUT took all it may. */
    private static final Duration LOOK_TIMEOUT = Duration.ofSeconds(5);

    private final S3Location location;
    private final S3Client client;
    private final RequestFactory requests;
    private final S3ErrorTranslator translator;

    S3Writer(S3Location location, S3Connector connector, S3ErrorTranslator translator) {
        this.location = location;
        this.client = connector.client();
        this.requests = connector.requests();
        this.translator = translator;
    }

    void put(String path, byte[] content) throws TableStoreException {
        try {
            send(content, request(path, content));
        } catch (SdkException e) {
            throw translator.writing("write", path, e);
        }
    }

    boolean putIfAbsent(String path, byte[] content) throws TableStoreException {
        CreationId id = CreationId.next();
        if (location.singleWriter() && isThere(path)) {
            return false;
        }
        PutObjectRequest.Builder request =
                request(path, content).metadata(Map.of(CreationId.METADATA_NAME, id.value()));
        if (!location.singleWriter()) {
            request.ifNoneMatch("*");
        }
        for (int attempt = 1; ; attempt++) {
            try {
                send(content, request);
                return true;
            } catch (SdkException e) {
                int status = S3ErrorTranslator.status(e);
                boolean sentOnce = Integer.valueOf(1).equals(e.numAttempts()) && attempt == 1;
                if (status == 412 && sentOnce) {
                    return false;
                }
                if (status == 409 && attempt < CONFLICT_ATTEMPTS) {
                    pause(attempt, path, e);
                } else if (status == 412 || status == 409 || S3ErrorTranslator.mayBeDone(e)) {
                    return isOurs(path, id, content, e);
                } else {
                    throw translator.writing("write", path, e);
                }
            }
        }
    }

    private PutObjectRequest.Builder request(String path, byte[] content) {
        return withChecksum(
                requests.newPutObjectRequestBuilder(location.key(path), null, content.length, false), content);
    }

    /** Buckets with object lock take nothing without one. MD5 is what every store knows, and not what every JVM may have. */
    private static PutObjectRequest.Builder withChecksum(PutObjectRequest.Builder request, byte[] content) {
        try {
            byte[] md5 = MessageDigest.getInstance("MD5").digest(content);
            return request.contentMD5(Base64.getEncoder().encodeToString(md5));
        } catch (NoSuchAlgorithmException e) {
            CRC32 crc = new CRC32();
            crc.update(content);
            byte[] bytes = ByteBuffer.allocate(Integer.BYTES)
                    .putInt((int) crc.getValue())
                    .array();
            return request.checksumCRC32(Base64.getEncoder().encodeToString(bytes));
        }
    }

    private void send(byte[] content, PutObjectRequest.Builder request) {
        if (content.length > 1 << 20) {
            // A big file over a slow line may take its time: a second more for each MiB.
            Duration timeout = S3Connector.CALL_TIMEOUT.plusSeconds(content.length >> 20);
            AWSClientConfig.setRequestTimeout(request, timeout);
        }
        var unused = client.putObject(request.build(), RequestBody.fromBytes(content));
    }

    private boolean isThere(String path) throws TableStoreException {
        HeadObjectRequest.Builder request = requests.newHeadObjectRequestBuilder(location.key(path));
        AWSClientConfig.setRequestTimeout(request, LOOK_TIMEOUT);
        try {
            var unused = client.headObject(request.build());
            return true;
        } catch (SdkException e) {
            if (S3ErrorTranslator.isNotFound(e)) {
                return false;
            }
            throw translator.reading("look at", path, e);
        }
    }

    /** Whether the object at {@code path} is the one that this call wrote; also if it is not there, it may yet arrive. */
    private boolean isOurs(String path, CreationId id, byte[] content, SdkException failure)
            throws TableStoreException {
        TableStoreException unknown = translator.outcomeUnknown("write", path, failure);
        ResponseBytes<GetObjectResponse> found = CreationId.fileAfter(unknown, location.uri(path), () -> lookAt(path));
        String foundId = found.response().metadata().get(CreationId.METADATA_NAME);
        if (foundId == null && Arrays.equals(found.asByteArrayUnsafe(), content)) {
            // Of another program that wrote the very same, or ours in a store that drops metadata.
            throw unknown;
        }
        return id.matches(foundId);
    }

    private ResponseBytes<GetObjectResponse> lookAt(String path) throws TableStoreException {
        GetObjectRequest.Builder request = requests.newGetObjectRequestBuilder(location.key(path));
        AWSClientConfig.setRequestTimeout(request, LOOK_TIMEOUT);
        try {
            return client.getObjectAsBytes(request.build());
        } catch (SdkException e) {
            throw translator.reading("look at", path, e);
        }
    }

    private void pause(int attempt, String path, SdkException conflict) throws TableStoreException {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextInt(CONFLICT_WAIT_MILLIS * attempt) + 1L);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw translator.writing("write", path, conflict);
        }
    }
}
