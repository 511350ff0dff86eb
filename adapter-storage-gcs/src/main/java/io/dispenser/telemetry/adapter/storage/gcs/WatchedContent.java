package io.dispenser.telemetry.adapter.storage.gcs;

import com.google.cloud.hadoop.repackaged.gcs.com.google.api.client.http.AbstractInputStreamContent;
import java.io.ByteArrayInputStream;
import java.io.InputStream;

/** The content of a file on its way to the store; each part that was sent is told to {@code deadline}. */
final class WatchedContent extends AbstractInputStreamContent {

    private final byte[] content;
    private final CallDeadline deadline;

    WatchedContent(byte[] content, CallDeadline deadline) {
        super("application/octet-stream");
        this.content = content;
        this.deadline = deadline;
    }

    @Override
    public InputStream getInputStream() {
        return new ByteArrayInputStream(content) {
            @Override
            public synchronized int read(byte[] buffer, int offset, int length) {
                // The part before this one is written.
                deadline.progress();
                return super.read(buffer, offset, length);
            }
        };
    }

    @Override
    public long getLength() {
        return content.length;
    }

    @Override
    public boolean retrySupported() {
        return true;
    }
}
