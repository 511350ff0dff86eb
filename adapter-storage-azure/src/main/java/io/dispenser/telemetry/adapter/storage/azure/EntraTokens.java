package io.dispenser.telemetry.adapter.storage.azure;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.dispenser.telemetry.core.storage.NetworkError;
import io.dispenser.telemetry.core.storage.ReplyLimit;
import io.dispenser.telemetry.core.storage.StoreRoute;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.azurebfs.oauth2.AccessTokenProvider;
import org.apache.hadoop.fs.azurebfs.oauth2.AzureADToken;

/**
 * Fetches tokens of Entra ID for an application, by its secret or its federated token, as the connector does, but on the way that
 * the settings say: the connector's own requests go by what is set for all of the JVM.
 */
final class EntraTokens extends AccessTokenProvider {

    /** What may stand in a header. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/=-]+");

    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");
    private static final JsonFactory JSON = new JsonFactory();
    private static final String PREFIX = "fs.azure.account.oauth2.";

    private final StoreRoute route;
    private final Map<String, String> properties;
    private final Duration patience;
    private final HttpClient http;

    private EntraTokens(StoreRoute route, Map<String, String> properties, Duration patience) {
        this.route = route;
        this.properties = properties;
        this.patience = patience;
        this.http = RoutedClient.of(route, patience);
    }

    /** @param properties those that {@link AzureCredentials} makes for the connector; they hold secrets */
    static EntraTokens of(StoreRoute toStore, Map<String, String> properties, Duration patience) {
        String endpoint = properties.getOrDefault(
                PREFIX + "client.endpoint",
                properties.get(PREFIX + "msi.authority") + properties.get(PREFIX + "msi.tenant")
                        + "/oauth2/v2.0/token");
        return new EntraTokens(toStore.toward(URI.create(endpoint)), properties, patience);
    }

    @Override
    protected AzureADToken refreshToken() throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(route.server())
                .timeout(patience)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form(), UTF_8));
        RoutedClient.logIn(request, route);
        try {
            HttpResponse<InputStream> reply = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream in = ReplyLimit.limited(reply.body(), ReplyLimit.MESSAGE_BYTES)) {
                return token(reply.statusCode(), new String(in.readAllBytes(), UTF_8));
            }
        } catch (AzureTokenException e) {
            throw e;
        } catch (IOException e) {
            throw new AzureTokenException(
                    route.error(NetworkError.of(e), "it", e).message(), false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a token was fetched");
        }
    }

    private String form() throws IOException {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "client_credentials");
        form.put("client_id", properties.getOrDefault(PREFIX + "client.id", ""));
        form.put("scope", "https://storage.azure.com/.default");
        String file = properties.get(PREFIX + "token.file");
        if (file == null) {
            form.put("client_secret", properties.getOrDefault(PREFIX + "client.secret", ""));
        } else {
            form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
            form.put("client_assertion", federated(Path.of(file)));
        }
        return form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static String federated(Path file) throws IOException {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new AzureTokenException(AzureErrorTranslator.NO_TOKEN_FILE, true);
        }
    }

    private AzureADToken token(int status, String body) throws AzureTokenException {
        if (status != 200) {
            var proxy = route.refusal(status, fields(body).containsKey("error"), "it");
            throw proxy.isPresent()
                    ? new AzureTokenException(
                            proxy.get().message(), !proxy.get().reason().isRetryable())
                    : AzureErrorTranslator.ofTokenAnswer(status, body);
        }
        Map<String, String> fields = fields(body);
        String text = fields.getOrDefault("access_token", "");
        String seconds = fields.getOrDefault("expires_in", "");
        if (!TOKEN.matcher(text).matches() || !SECONDS.matcher(seconds).matches()) {
            throw new AzureTokenException("its answer makes no sense", false);
        }
        AzureADToken token = new AzureADToken();
        token.setAccessToken(text);
        token.setExpiry(Date.from(InstantSource.system().instant().plusSeconds(Long.parseLong(seconds))));
        return token;
    }

    /** The fields of a JSON object whose values are texts or numbers, as texts; what can't be read has none. */
    private static Map<String, String> fields(String body) {
        Map<String, String> fields = new HashMap<>();
        try (JsonParser json = JSON.createParser(body)) {
            boolean isObject = json.nextToken() == JsonToken.START_OBJECT;
            while (isObject && json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                if (json.nextToken().isScalarValue()) {
                    fields.put(name, json.getText());
                } else {
                    json.skipChildren();
                }
            }
            return fields;
        } catch (IOException e) {
            return Map.of();
        }
    }
}
