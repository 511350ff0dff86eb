package io.dispenser.telemetry.adapter.storage.azure;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/** A request to the Blob service, before it is authorized. */
final class BlobRequest {

    /** Of a time when the service knew all that is used here, so that every cloud and emulator of today knows it. */
    private static final String VERSION = "2021-12-02";

    private final String method;
    private final URI address;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final byte[] body;

    private BlobRequest(String method, URI address, byte[] body) {
        this.method = method;
        this.address = address;
        this.body = body;
        headers.put("x-ms-version", VERSION);
    }

    /** @param address with names percent-encoded */
    static BlobRequest of(String method, URI address) {
        return new BlobRequest(method, address, new byte[0]);
    }

    /** Put Blob: all of a file at once. */
    static BlobRequest put(URI address, byte[] content) {
        return new BlobRequest("PUT", address, content).with("x-ms-blob-type", "BlockBlob");
    }

    BlobRequest with(String header, String value) {
        headers.put(header, value);
        return this;
    }

    String method() {
        return method;
    }

    URI address() {
        return address;
    }

    Map<String, String> headers() {
        return headers;
    }

    byte[] body() {
        return body;
    }

    boolean writes() {
        return method.equals("PUT") || method.equals("DELETE");
    }
}
