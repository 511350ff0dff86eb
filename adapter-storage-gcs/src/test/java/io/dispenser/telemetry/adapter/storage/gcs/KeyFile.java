package io.dispenser.telemetry.adapter.storage.gcs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Locale;

/**
 * A service account's key file, with a key that is made for the test.
 *
 * @param secret what must be seen nowhere
 */
record KeyFile(Path path, String secret) {

    static KeyFile write(Path folder, String tokenService) throws IOException, GeneralSecurityException {
        KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
        keys.initialize(2048);
        String secret = Base64.getEncoder()
                .encodeToString(keys.generateKeyPair().getPrivate().getEncoded());
        String json = String.format(Locale.ROOT, """
                {
                  "type": "service_account",
                  "project_id": "test",
                  "private_key_id": "0123456789",
                  "private_key": "-----BEGIN PRIVATE KEY-----\\n%s\\n-----END PRIVATE KEY-----\\n",
                  "client_email": "telemetry@test.iam.gserviceaccount.com",
                  "client_id": "1",
                  "token_uri": "http://%s/token"
                }
                """, secret, tokenService);
        return new KeyFile(Files.writeString(folder.resolve("key.json"), json, UTF_8), secret);
    }
}
