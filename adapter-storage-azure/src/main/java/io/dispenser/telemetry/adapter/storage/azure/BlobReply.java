package io.dispenser.telemetry.adapter.storage.azure;

import java.net.http.HttpHeaders;

/** What the Blob service answered. */
final class BlobReply {

    private final int status;
    private final HttpHeaders headers;
    private final byte[] body;
    private final boolean inDoubt;

    BlobReply(int status, HttpHeaders headers, byte[] body, boolean inDoubt) {
        this.status = status;
        this.headers = headers;
        this.body = body;
        this.inDoubt = inDoubt;
    }

    /** The HTTP status. */
    int status() {
        return status;
    }

    byte[] body() {
        return body;
    }

    /** Whether the request, or an attempt at it before, may have been done without our knowing. */
    boolean inDoubt() {
        return inDoubt;
    }

    boolean isSuccess() {
        return status / 100 == 2;
    }

    /** The header's value; empty if it is not there. */
    String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    /** The service's code of an error, such as {@code BlobNotFound}; empty if it gave none. */
    String code() {
        return header("x-ms-error-code");
    }

    /** There is no such blob, but its container is there. */
    boolean isAbsent() {
        return status == 404 && (code().equals("BlobNotFound") || code().equals("PathNotFound"));
    }

    /** A directory: hierarchical accounts show them as empty blobs, and so do tools that make markers in flat ones. */
    boolean isDirectory() {
        return header("x-ms-meta-hdi_isfolder").equalsIgnoreCase("true")
                || header("x-ms-resource-type").equals("directory");
    }
}
