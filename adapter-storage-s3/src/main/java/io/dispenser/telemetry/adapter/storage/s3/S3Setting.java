package io.dispenser.telemetry.adapter.storage.s3;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One setting of the environment or of the options, as it is read everywhere here. */
final class S3Setting {

    private S3Setting() {}

    /** The value of a setting; a blank one is none. */
    static Optional<String> text(Map<String, String> settings, String name) {
        return Optional.ofNullable(settings.get(name)).map(String::strip).filter(text -> !text.isEmpty());
    }

    /** @throws IllegalArgumentException if {@code text} is no address of a server */
    static URI address(String setting, String text) {
        try {
            URI uri = new URI(text);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            if ((scheme.equals("http") || scheme.equals("https"))
                    && uri.getHost() != null
                    && uri.getUserInfo() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Told below, without the text: it may hold a secret.
        }
        throw new IllegalArgumentException(
                setting + " is no address of a store: expected https://host or http://host:port, without keys in it");
    }
}
