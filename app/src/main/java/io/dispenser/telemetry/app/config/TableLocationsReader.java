package io.dispenser.telemetry.app.config;

import static io.dispenser.telemetry.app.config.Setting.BASE_URI;
import static io.dispenser.telemetry.app.config.Setting.TABLE_URI_DEPLOYMENTS;
import static io.dispenser.telemetry.app.config.Setting.TABLE_URI_STATUS;

import io.dispenser.telemetry.app.storage.ServedSchemes;
import io.dispenser.telemetry.app.toml.Diagnostics;
import io.dispenser.telemetry.app.toml.Located;
import io.dispenser.telemetry.app.toml.Section;
import io.dispenser.telemetry.app.toml.TextRule;
import io.dispenser.telemetry.app.toml.TomlFile;
import io.dispenser.telemetry.core.storage.TableUri;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads where the tables are: each by its own key, or under {@code base_uri}. */
final class TableLocationsReader {

    private final TomlFile file;
    private final Diagnostics diagnostics;
    private final ServedSchemes served;
    private final TableUriRule uris;

    TableLocationsReader(TomlFile file, ServedSchemes served) {
        this.file = file;
        this.diagnostics = file.diagnostics();
        this.served = served;
        this.uris = new TableUriRule(file.path(), served, diagnostics);
    }

    /**
     * Both tables' locations, as far as they are written.
     *
     * @param deployments of the deployments table
     * @param status of the container status table
     */
    record TableLocations(
            @Nullable TableLocation deployments, @Nullable TableLocation status) {}

    /** @param needed whether a location that is missing, or that no installed adapter serves, is an error */
    TableLocations read(Section section, boolean needed) {
        Optional<Located<String>> base = section.text(BASE_URI.key())
                .filter(written -> TextRule.apply(written, TableUriRule.REMEDY_IF_EMPTY, diagnostics)
                        .isPresent());
        @Nullable TableLocation deployments = location(section, TABLE_URI_DEPLOYMENTS, base, needed);
        @Nullable TableLocation status = location(section, TABLE_URI_STATUS, base, needed);
        refuseOverlap(deployments, status);
        return new TableLocations(deployments, status);
    }

    private @Nullable TableLocation location(
            Section section, Setting<?> setting, Optional<Located<String>> base, boolean needed) {
        String table = setting.key().substring("table_uri_".length());
        if (section.keys().contains(setting.key())) {
            return section.text(setting.key())
                    .flatMap(written -> uris.apply(written, needed))
                    .orElse(null);
        }
        if (base.isPresent()) {
            return uris.apply(base.get().as(below(base.get().value(), table)), needed)
                    .orElse(null);
        }
        boolean baseIsSurelyMissing = !section.keys().contains(BASE_URI.key()) && file.isSurelyMissing(BASE_URI.key());
        if (needed && baseIsSurelyMissing && file.isSurelyMissing(setting.key())) {
            diagnostics.error(
                    section.location(),
                    section.subjectOf(setting.key()),
                    "missing, and needed when telemetry is enabled",
                    "write a URI or a path, such as " + setting.key() + " = \"file:///var/lib/dispenser/" + table
                            + "\", or " + BASE_URI.key() + " for both tables");
        }
        return null;
    }

    /** As Dispenser joins them: without a second slash. */
    private static String below(String base, String table) {
        return base.endsWith(":///") ? base + table : base.replaceFirst("(?<![/:])/+$", "") + "/" + table;
    }

    private void refuseOverlap(@Nullable TableLocation deployments, @Nullable TableLocation status) {
        if (deployments == null || status == null) {
            return;
        }
        if (!served.haveOneAdapter(deployments.uri().scheme(), status.uri().scheme())) {
            return;
        }
        String one = place(deployments.uri());
        String other = place(status.uri());
        boolean statusIsLater =
                deployments.location().line() <= status.location().line();
        TableLocation later = statusIsLater ? status : deployments;
        TableLocation earlier = statusIsLater ? deployments : status;
        String earlierKey = earlier.key() + " (" + earlier.location() + ")";
        if (one.equals(other)) {
            diagnostics.error(
                    later.location(),
                    later.subject(),
                    "the same place as " + earlierKey,
                    "give each table a place of its own");
        } else if (one.startsWith(other) || other.startsWith(one)) {
            boolean laterIsInside = (statusIsLater ? other : one).length() > (statusIsLater ? one : other).length();
            diagnostics.error(
                    later.location(),
                    later.subject(),
                    (laterIsInside ? "inside the table of " : "around the table of ") + earlierKey,
                    "put the tables side by side");
        }
    }

    /** Whether both are the same place, as far as that can be known. */
    static boolean areSame(TableUri one, TableUri other) {
        return one.scheme().equals(other.scheme()) && place(one).equals(place(other));
    }

    /** For one adapter equal for the same place, and a prefix of every place inside; on this machine, links are followed. */
    private static String place(TableUri uri) {
        String path = uri.scheme().equals("file") ? real(Path.of(uri.path())).toString() : uri.path();
        return uri.authority() + (path.endsWith("/") ? path : path + "/");
    }

    private static Path real(Path path) {
        Path parent = path.getParent();
        try {
            return path.toRealPath();
        } catch (IOException e) { // it is not there yet, but what it is in may be
            return parent == null ? path : real(parent).resolve(path.getFileName());
        }
    }
}
