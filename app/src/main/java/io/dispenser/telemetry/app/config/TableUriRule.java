package io.dispenser.telemetry.app.config;

import io.dispenser.telemetry.app.storage.ServedSchemes;
import io.dispenser.telemetry.app.toml.Diagnostics;
import io.dispenser.telemetry.app.toml.Located;
import io.dispenser.telemetry.app.toml.TextRule;
import io.dispenser.telemetry.core.storage.TableUri;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Turns what was written for a table's URI into one, or into a finding. */
final class TableUriRule {

    static final String REMEDY_IF_EMPTY = "write a URI such as file:///var/lib/dispenser/status, or a path";

    private static final Pattern ONE_SLASH = Pattern.compile("^([A-Za-z][A-Za-z0-9+.-]+):(?!//).*", Pattern.DOTALL);

    private final DirectoryRule directories;
    private final Set<String> served;
    private final Diagnostics diagnostics;

    TableUriRule(Path file, ServedSchemes served, Diagnostics diagnostics) {
        this.directories = new DirectoryRule(file, diagnostics);
        this.served = served.schemes();
        this.diagnostics = diagnostics;
    }

    /**
     * @param mustBeServed whether it matters that an adapter is installed
     */
    Optional<TableLocation> apply(Located<String> written, boolean mustBeServed) {
        return TextRule.apply(written, REMEDY_IF_EMPTY, diagnostics)
                .flatMap(text -> TableUri.isUri(text) ? uri(written, mustBeServed) : path(written, mustBeServed));
    }

    private Optional<TableLocation> uri(Located<String> written, boolean mustBeServed) {
        TableUri uri;
        try {
            uri = TableUri.parse(written.value());
        } catch (IllegalArgumentException e) {
            return refuse(written, String.valueOf(e.getMessage()), "");
        }
        if (uri.scheme().equals("file")) {
            return fileUri(written, uri, mustBeServed);
        }
        if (!isServed(written, uri.scheme(), mustBeServed)) {
            return Optional.empty();
        }
        if (uri.authority().isEmpty()) {
            return refuse(written, "names no bucket or container", "write " + uri.scheme() + "://bucket/path");
        }
        return Optional.of(location(uri, written));
    }

    private Optional<TableLocation> fileUri(Located<String> written, TableUri uri, boolean mustBeServed) {
        if (!uri.authority().isEmpty() && !uri.authority().equalsIgnoreCase("localhost")) {
            String path = uri.authority().contains("@") // it may be a secret
                    ? "path"
                    : uri.authority() + (uri.path().equals("/") ? "" : uri.path());
            return refuse(
                    written,
                    "after file:// and before the next slash stands a host, and there can be none",
                    "write three slashes for an absolute path, file:///" + path + ", or only the path, " + path
                            + ", for one relative to this file");
        }
        return isServed(written, "file", mustBeServed) ? directory(written, uri.path()) : Optional.empty();
    }

    private Optional<TableLocation> path(Located<String> written, boolean mustBeServed) {
        String text = written.value();
        if (ONE_SLASH.matcher(text).matches()) {
            String scheme = text.substring(0, text.indexOf(':'));
            return refuse(
                    written,
                    "begins like a URI, but :// is not there",
                    "write " + scheme + "://… for a URI, or ./" + scheme + ":… if a directory has that name");
        }
        return isServed(written, "file", mustBeServed) ? directory(written, text) : Optional.empty();
    }

    private Optional<TableLocation> directory(Located<String> written, String path) {
        return directories
                .directory(written, path)
                .map(directory -> location(TableUri.ofDirectory(directory), written));
    }

    private static TableLocation location(TableUri uri, Located<String> written) {
        return new TableLocation(uri, written.key(), written.location(), written.subject());
    }

    private boolean isServed(Located<String> written, String scheme, boolean mustBeServed) {
        if (!mustBeServed || served.contains(scheme)) {
            return true;
        }
        diagnostics.error(
                written,
                "no storage adapter for scheme '" + scheme + "' (installed: "
                        + (served.isEmpty() ? "none" : String.join(", ", served)) + ")",
                ServedSchemes.HOW_TO_ADD);
        return false;
    }

    private Optional<TableLocation> refuse(Located<String> written, String message, String remedy) {
        diagnostics.error(written, message, remedy);
        return Optional.empty();
    }
}
