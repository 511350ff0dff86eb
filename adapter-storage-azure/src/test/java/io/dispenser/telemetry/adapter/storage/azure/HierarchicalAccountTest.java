package io.dispenser.telemetry.adapter.storage.azure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dispenser.telemetry.adapter.storage.azure.StubService.Answer;
import io.dispenser.telemetry.core.storage.FileEntry;
import io.dispenser.telemetry.core.storage.StorageError.Reason;
import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import io.dispenser.telemetry.core.storage.TableUri;
import java.time.Instant;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/**
 * Accounts with a hierarchical namespace have directories, which the Blob service shows as blobs. Azurite has no such
 * accounts, so a stand-in answers as the service's documentation says.
 */
class HierarchicalAccountTest {

    private static final String MODIFIED = "Thu, 05 Mar 2026 11:22:33 GMT";
    private static final Map<String, String> DIRECTORY = Map.of(
            "x-ms-meta-hdi_isfolder",
            "true",
            "x-ms-resource-type",
            "directory",
            "Content-Length",
            "0",
            "Last-Modified",
            MODIFIED);

    @Test
    void directoriesAreNotListed() throws Exception {
        String first = page(
                "page-2",
                blob("t/_delta_log/00000000000000000001.json", "12", "<ResourceType>file</ResourceType>", ""),
                blob("t/_delta_log/_sidecars", "0", "<ResourceType>directory</ResourceType>", ""),
                "<BlobPrefix><Name>t/_delta_log/_sidecars/</Name></BlobPrefix>",
                blob("t/_delta_log/marker", "0", "", "<Metadata><hdi_isfolder>true</hdi_isfolder></Metadata>"),
                blob("t/_delta_log/", "0", "", ""));
        String second = page(
                "",
                blob(
                        "t/_delta_log/00000000000000000000.json",
                        "3",
                        "",
                        "<Metadata><Name>b</Name><ResourceType>directory</ResourceType></Metadata>"),
                "<Blob><Name Encoded=\"true\">t%2F_delta_log%2Fa%01+b</Name><Properties><Last-Modified>" + MODIFIED
                        + "</Last-Modified><Content-Length>4</Content-Length></Properties></Blob>");
        try (StubService service = StubService.answering(request ->
                        new Answer(200, Map.of(), request.target().contains("marker=page-2") ? second : first));
                TableStore store = open(service)) {
            Instant modified = Instant.parse("2026-03-05T11:22:33Z");
            assertThat(store.list("_delta_log", ""))
                    .containsExactly(
                            new FileEntry("_delta_log/00000000000000000000.json", 3, modified),
                            new FileEntry("_delta_log/00000000000000000001.json", 12, modified),
                            new FileEntry("_delta_log/a\u0001+b", 4, modified));
            assertThat(store.list("_delta_log", "00000000000000000001"))
                    .extracting(FileEntry::size)
                    .containsExactly(12L, 4L);
            assertThat(service.seen()).hasSize(4);
        }
    }

    @Test
    void aDirectoryIsNoFile() throws Exception {
        try (StubService service = StubService.answering(request -> switch (request.method()) {
                    case "PUT" -> Answer.error(409, "BlobAlreadyExists");
                    case "DELETE" -> Answer.error(409, "DirectoryIsNotEmpty");
                    default ->
                        request.headers().containsKey("x-ms-range")
                                ? Answer.error(416, "InvalidRange")
                                : new Answer(200, DIRECTORY, "");
                });
                TableStore store = open(service)) {
            assertThat(store.stat("_delta_log")).isEmpty();
            assertThat(reason(() -> store.readAll("_delta_log"))).isEqualTo(Reason.NOT_FOUND);
            assertThat(reason(() -> store.read("_delta_log", 0, 1))).isEqualTo(Reason.NOT_FOUND);
            assertThat(reason(() -> store.read("_delta_log", 0, 0))).isEqualTo(Reason.NOT_FOUND);
            assertThat(reason(() -> store.putIfAbsent("_delta_log", new byte[1])))
                    .isEqualTo(Reason.BROKEN);
            store.delete("_delta_log");
        }
    }

    @Test
    void aFileIsWrittenByOneRequestWithAllOfItAndWithoutItsDirectories() throws Exception {
        try (StubService service = StubService.answering(request -> new Answer(201, Map.of(), ""));
                TableStore store = open(service)) {
            assertThat(store.putIfAbsent("a/b/c.json", "content".getBytes(UTF_8)))
                    .isTrue();
            assertThat(service.seen()).hasSize(1);
            StubService.Seen put = service.seen().get(0);
            assertThat(put).hasToString("PUT /acme/lake/t/a/b/c.json");
            assertThat(put.body()).isEqualTo("content");
            assertThat(put.headers())
                    .containsEntry("if-none-match", "*")
                    .containsEntry("x-ms-blob-type", "BlockBlob")
                    .containsEntry("content-length", "7");
        }
    }

    @Test
    void aFileInTheDirectorysPlaceIsInTheWay() throws Exception {
        try (StubService service =
                        StubService.answering(request -> request.method().equals("PUT")
                                ? Answer.error(409, "ResourceTypeMismatch")
                                : Answer.error(404, "BlobNotFound"));
                TableStore store = open(service)) {
            assertThat(reason(() -> store.put("a/b", new byte[1]))).isEqualTo(Reason.BROKEN);
            assertThat(reason(() -> store.putIfAbsent("a/b", new byte[1]))).isEqualTo(Reason.BROKEN);
        }
    }

    private static String blob(String name, String size, String property, String metadata) {
        return "<Blob><Name>" + name + "</Name><Properties><Last-Modified>" + MODIFIED
                + "</Last-Modified><Content-Length>" + size + "</Content-Length>" + property + "</Properties>"
                + metadata + "</Blob>";
    }

    private static String page(String next, String... entries) {
        return "\uFEFF<?xml version=\"1.0\" encoding=\"utf-8\"?><EnumerationResults ContainerName=\"lake\"><Prefix>t/</Prefix><Blobs>"
                + String.join("", entries) + "</Blobs><NextMarker>" + next + "</NextMarker></EnumerationResults>";
    }

    private static Reason reason(ThrowingCallable call) {
        TableStoreException e = catchThrowableOfType(TableStoreException.class, call);
        assertThat(e).isNotNull();
        return e.reason();
    }

    private static TableStore open(StubService service) {
        StorageSettings settings = new StorageSettings(
                Map.of("AZURE_STORAGE_ACCOUNT", "acme", "AZURE_STORAGE_KEY", "a2V5"),
                Map.of("endpoint", service.address() + "/acme"));
        return new AzureStorageAdapter().open(TableUri.parse("adls://lake/t"), settings);
    }
}
