package io.dispenser.telemetry.adapter.storage.azure;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.azurebfs.services.AbfsJdkHttpOperation;
import org.apache.hadoop.fs.azurebfs.services.SharedKeyCredentials;

/** Requests signed with the account's key, by the connector. */
final class SharedKeyAuthorization implements Authorization {

    private final SharedKeyCredentials key;

    SharedKeyAuthorization(SharedKeyCredentials key) {
        this.key = key;
    }

    @Override
    public Map<String, String> headers(BlobRequest request) throws IOException {
        Draft draft = new Draft(request);
        key.signRequest(draft, request.body().length);
        return draft.added;
    }

    /** The connector signs its own kind of request only: this one is filled in, signed, and never connected. */
    private static final class Draft extends AbfsJdkHttpOperation {

        private final Map<String, String> added = new HashMap<>();

        Draft(BlobRequest request) throws IOException {
            super(request.address().toURL(), request.method(), List.of(), Duration.ZERO, Duration.ZERO, null);
            request.headers().forEach(super::setRequestProperty);
        }

        @Override
        public void setRequestProperty(String name, String value) {
            super.setRequestProperty(name, value);
            added.put(name, value);
        }
    }
}
