package io.dispenser.telemetry.app.config;

import io.dispenser.telemetry.app.toml.Diagnostics;
import io.dispenser.telemetry.app.toml.Located;
import io.dispenser.telemetry.app.toml.Section;
import io.dispenser.telemetry.app.toml.TextRule;
import io.dispenser.telemetry.core.maintenance.MaintenanceWindow;
import io.dispenser.telemetry.core.net.CertificateFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.LongFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What may be written for a setting, and what becomes of it.
 *
 * @param type the type in words, as TOML has it
 * @param defaultText the default as TOML would write it; empty where there is none
 * @param byDefault what it becomes where nothing is written, or null where that is decided elsewhere
 * @param bounds what a whole number may be; null for other types
 * @param reading reads it from the key of a section; what can't be used becomes a finding, and empty
 * @param <T> what it becomes
 */
record SettingValue<T>(
        String type,
        String defaultText,
        @Nullable T byDefault,
        @Nullable Bounds bounds,
        BiFunction<Section, String, Optional<T>> reading) {

    private static final Pattern URL = Pattern.compile("https?://[^/\\s]+(/\\S*)?");

    /** A user, a query or a fragment. */
    private static final Pattern PERHAPS_SECRET = Pattern.compile("https?://[^/\\s]*@.*|[^?#]*[?#].*");

    /**
     * What a whole number may be.
     *
     * @param minimum the least value
     * @param maximum the greatest value
     * @param reason why it can't be greater
     */
    record Bounds(long minimum, long maximum, String reason) {}

    /** True or false; null if something else decides where nothing is written. */
    static SettingValue<Boolean> flag(@Nullable Boolean byDefault) {
        return new SettingValue<>(
                "boolean",
                byDefault == null ? "" : byDefault.toString(),
                byDefault,
                null,
                (section, key) -> section.flag(key).map(Located::value));
    }

    static SettingValue<Duration> seconds(long byDefault, Bounds bounds) {
        return number(byDefault, bounds, Duration::ofSeconds);
    }

    static <T> SettingValue<T> number(long byDefault, Bounds bounds, LongFunction<T> as) {
        return new SettingValue<>(
                "whole number",
                Long.toString(byDefault),
                as.apply(byDefault),
                bounds,
                (section, key) -> section.wholeNumber(key)
                        .filter(written -> isWithin(bounds, "for " + byDefault, written, section.diagnostics()))
                        .map(written -> as.apply(written.value())));
    }

    /** A number of days; nothing ends by itself where none is written. */
    static SettingValue<Integer> days() {
        Bounds bounds = new Bounds(1, 36_500, "rows of more than a century are kept by leaving the key out");
        return new SettingValue<>(
                "whole number",
                "",
                null,
                bounds,
                (section, key) -> section.wholeNumber(key)
                        .filter(written -> isWithin(bounds, "to keep them for ever", written, section.diagnostics()))
                        .map(written -> Math.toIntExact(written.value())));
    }

    static SettingValue<List<String>> texts() {
        return new SettingValue<>(
                "list of texts",
                "",
                List.of(),
                null,
                (section, key) -> section.texts(key).map(Located::value));
    }

    /** Any text, to be judged by whoever acts on it. */
    static SettingValue<String> text() {
        return text("", (section, written) -> Optional.of(written.value()));
    }

    /** A word or name that isn't empty. */
    static SettingValue<String> name() {
        return text("", (section, written) -> checked(section, written));
    }

    /** One of a few words. */
    static SettingValue<String> word(String byDefault, String... others) {
        List<String> words =
                Stream.concat(Stream.of(byDefault), Arrays.stream(others)).toList();
        return new SettingValue<>(
                "text",
                byDefault,
                byDefault,
                null,
                (section, key) -> section.text(key).flatMap(written -> {
                    if (words.contains(written.value())) {
                        return Optional.of(written.value());
                    }
                    section.diagnostics().error(written, "not one of " + String.join(", ", words), "write one of them");
                    return Optional.empty();
                }));
    }

    static SettingValue<String> url() {
        return text("", (section, written) -> {
            Optional<String> url = checked(section, written);
            if (url.isPresent() && !URL.matcher(url.get()).matches()) {
                section.diagnostics().error(written, "not a URL", "write http://host:port or https://host:port");
                return Optional.empty();
            }
            if (url.isPresent() && PERHAPS_SECRET.matcher(url.get()).matches()) {
                section.diagnostics()
                        .error(
                                written,
                                "has a user or a query, which may be a secret and is no part of a service's address",
                                "write scheme, host and port, and give credentials in the environment");
                return Optional.empty();
            }
            return url;
        });
    }

    static SettingValue<Path> directory(String byDefault) {
        return text(
                byDefault,
                (section, written) -> new DirectoryRule(section.file(), section.diagnostics()).apply(written));
    }

    /** A file, relative to the file that names it. */
    static SettingValue<Path> file() {
        return text("", SettingValue::path);
    }

    /** The same of certificates in PEM. */
    static SettingValue<Path> certificates() {
        return text(
                "",
                (section, written) -> path(section, written).filter(file -> holdsCertificates(file, section, written)));
    }

    private static Optional<Path> path(Section section, Located<String> written) {
        return TextRule.apply(written, "write the path of a file, or leave the key out", section.diagnostics())
                .flatMap(path -> new DirectoryRule(section.file(), section.diagnostics()).directory(written, path));
    }

    private static boolean holdsCertificates(Path file, Section section, Located<String> written) {
        try {
            var unused = CertificateFile.read(file);
            return true;
        } catch (CertificateFile.UnusableException e) {
            section.diagnostics()
                    .error(
                            written,
                            "the file " + file + " " + e.getMessage(),
                            "name a file with the certificates of your authorities in PEM, or leave the key out");
            return false;
        }
    }

    static SettingValue<ListenAddress> listenAddress() {
        return text("", (section, written) -> {
            Optional<ListenAddress> address = ListenAddress.parse(written.value());
            if (address.isEmpty()) {
                section.diagnostics()
                        .error(
                                written,
                                "not an address to listen at",
                                "write host and port, such as 127.0.0.1:9464 or [::1]:9464, or leave the key out");
            }
            return address;
        });
    }

    static SettingValue<MaintenanceWindow> window() {
        return text("", (section, written) -> {
            try {
                return Optional.of(MaintenanceWindow.parse(written.value()));
            } catch (IllegalArgumentException e) {
                section.diagnostics()
                        .error(
                                written,
                                String.valueOf(e.getMessage()),
                                "write such a window, or leave the key out for any hour");
                return Optional.empty();
            }
        });
    }

    private static <T> SettingValue<T> text(String defaultText, BiFunction<Section, Located<String>, Optional<T>> as) {
        return new SettingValue<>(
                "text",
                defaultText,
                null,
                null,
                (section, key) -> section.text(key).flatMap(written -> as.apply(section, written)));
    }

    private static Optional<String> checked(Section section, Located<String> written) {
        return TextRule.apply(written, "write a value, or leave the key out", section.diagnostics());
    }

    private static boolean isWithin(Bounds bounds, String byDefault, Located<Long> written, Diagnostics diagnostics) {
        String remedy = "write a number from " + bounds.minimum() + " to " + bounds.maximum() + ", or leave it out "
                + byDefault;
        if (written.value() < bounds.minimum()) {
            diagnostics.error(written, "less than " + bounds.minimum(), remedy);
            return false;
        }
        if (written.value() > bounds.maximum()) {
            diagnostics.error(written, "more than " + bounds.maximum() + ": " + bounds.reason(), remedy);
            return false;
        }
        return true;
    }
}
