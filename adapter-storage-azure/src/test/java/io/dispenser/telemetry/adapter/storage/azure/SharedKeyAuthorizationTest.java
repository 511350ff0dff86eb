package io.dispenser.telemetry.adapter.storage.azure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.hadoop.fs.azurebfs.services.SharedKeyCredentials;
import org.junit.jupiter.api.Test;

/** The connector's signature, against the text that the service's documentation says is to be signed. */
class SharedKeyAuthorizationTest {

    private static final String KEY = Base64.getEncoder().encodeToString("a key".getBytes(UTF_8));

    @Test
    void aWriteIsSignedWithItsConditionAndMetadata() throws Exception {
        BlobRequest put = BlobRequest.put(
                        URI.create("https://acme.blob.core.windows.net/lake/t/a%20b%2Bc"), new byte[42])
                .with("If-None-Match", "*")
                .with("x-ms-meta-a", "b");
        Map<String, String> headers = sign(put);
        String text = "PUT\n\n\n42\n\n\n\n\n\n*\n\n\nx-ms-blob-type:BlockBlob\nx-ms-date:" + headers.get("x-ms-date")
                + "\nx-ms-meta-a:b\nx-ms-version:2021-12-02\n/acme/lake/t/a%20b%2Bc";
        assertThat(headers)
                .containsOnlyKeys("x-ms-date", "Authorization")
                .containsEntry("Authorization", "SharedKey acme:" + hmac(text));
    }

    @Test
    void aListingIsSignedWithItsQuery() throws Exception {
        BlobRequest list = BlobRequest.of(
                "GET",
                URI.create(
                        "https://acme.blob.core.windows.net/lake?restype=container&comp=list&prefix=t%2Fa%20%2B&delimiter=%2F"));
        Map<String, String> headers = sign(list);
        String text = "GET\n\n\n\n\n\n\n\n\n\n\n\nx-ms-date:" + headers.get("x-ms-date")
                + "\nx-ms-version:2021-12-02\n/acme/lake\ncomp:list\ndelimiter:/\nprefix:t/a +\nrestype:container";
        assertThat(headers).containsEntry("Authorization", "SharedKey acme:" + hmac(text));
    }

    private static Map<String, String> sign(BlobRequest request) throws Exception {
        return new SharedKeyAuthorization(new SharedKeyCredentials("acme", KEY)).headers(request);
    }

    private static String hmac(String text) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("a key".getBytes(UTF_8), "HmacSHA256"));
        return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(UTF_8)));
    }
}
