package io.dispenser.telemetry.app.config;

import static io.dispenser.telemetry.app.config.Setting.BUFFER_SIZE;
import static io.dispenser.telemetry.app.config.Setting.ENABLED;
import static io.dispenser.telemetry.app.config.Setting.FLUSH_INTERVAL;
import static io.dispenser.telemetry.app.config.Setting.SHUTDOWN_TIMEOUT;
import static io.dispenser.telemetry.app.config.Setting.SPOOL_DIR;
import static io.dispenser.telemetry.app.config.Setting.SPOOL_MAX_MB;
import static io.dispenser.telemetry.app.config.Setting.STATUS_INTERVAL;
import static io.dispenser.telemetry.app.config.Setting.TABLE_URI_DEPLOYMENTS;
import static io.dispenser.telemetry.app.config.Setting.TABLE_URI_STATUS;

import io.dispenser.telemetry.app.config.Setting.Table;
import io.dispenser.telemetry.app.config.TelemetryConfiguration.TelemetrySection;
import io.dispenser.telemetry.app.storage.StorageFamily;
import io.dispenser.telemetry.core.storage.TableUri;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads {@code [telemetry]}. */
final class TelemetryReader {

    private static final String TABLE = "telemetry";
    private static final long BYTES_A_MIB = 1024L * 1024;
    private static final List<String> KNOWN_KEYS = Stream.concat(
                    Setting.of(Table.TELEMETRY).stream().map(Setting::key),
                    Arrays.stream(Table.values()).map(Table::tableName).filter(name -> !name.isEmpty()))
            .toList();

    private final TomlFile file;
    private final Findings findings;
    private final TableUriRule uris;
    private final SettingReader settings;

    TelemetryReader(TomlFile file, Set<String> installedSchemes) {
        this.file = file;
        this.findings = file.findings();
        this.uris = new TableUriRule(file.path(), installedSchemes, findings);
        this.settings = new SettingReader(findings);
    }

    TelemetrySection read() {
        @Nullable Section section = file.table(TABLE).orElse(null);
        if (section == null) {
            warnOfMistypedTable();
        } else {
            refuseUnknownKeys(section);
        }
        Optional<Boolean> written = Optional.ofNullable(section)
                .flatMap(there -> there.flag(ENABLED.key()))
                .map(Written::value);
        boolean enabled = written.orElse(Boolean.parseBoolean(ENABLED.defaultValue()));
        boolean meantToBeEnabled = written.orElse(section != null && isWrittenSomehow(section, ENABLED));
        @Nullable TableLocation deployments = location(section, TABLE_URI_DEPLOYMENTS, meantToBeEnabled);
        @Nullable TableLocation status = location(section, TABLE_URI_STATUS, meantToBeEnabled);
        refuseOverlap(deployments, status);
        return new TelemetrySection(
                enabled,
                deployments,
                status,
                Duration.ofSeconds(settings.number(section, STATUS_INTERVAL)),
                Math.toIntExact(settings.number(section, BUFFER_SIZE)),
                Duration.ofSeconds(settings.number(section, FLUSH_INTERVAL)),
                Optional.ofNullable(section)
                        .flatMap(there -> there.text(SPOOL_DIR.key()))
                        .flatMap(new DirectoryRule(file.path(), findings)::apply)
                        .orElse(null),
                settings.number(section, SPOOL_MAX_MB) * BYTES_A_MIB,
                Duration.ofSeconds(settings.number(section, SHUTDOWN_TIMEOUT)),
                inner(section, Table.STORAGE)
                        .map(new StorageReader(findings)::read)
                        .orElse(Map.of()),
                settings.flag(section, Setting.RESOURCE_USAGE),
                new DockerReader(settings).read(inner(section, Table.DOCKER).orElse(null)),
                new MaintenanceReader(settings, findings)
                        .read(inner(section, Table.MAINTENANCE).orElse(null)));
    }

    private static Optional<Section> inner(@Nullable Section section, Table table) {
        return Optional.ofNullable(section).flatMap(there -> there.table(table.tableName()));
    }

    private boolean isWrittenSomehow(Section section, Setting setting) {
        return section.keys().contains(setting.key()) || !file.isSurelyMissing(setting.key());
    }

    private void warnOfMistypedTable() {
        if (file.keys().contains(TABLE)) {
            return;
        }
        for (String key : file.keys()) {
            if (NearestKey.distance(key, TABLE) <= 2) {
                findings.warning(
                        file.placeOfKey(key),
                        "[" + key + "]",
                        "there is no [telemetry], so telemetry is disabled",
                        "write [telemetry] if that was meant");
            }
        }
    }

    private void refuseUnknownKeys(Section section) {
        for (String key : section.keys()) {
            if (!KNOWN_KEYS.contains(key) && section.isTrusted(key)) {
                NearestKey.refuse(section, key, KNOWN_KEYS, findings);
            }
        }
    }

    private @Nullable TableLocation location(@Nullable Section section, Setting setting, boolean needed) {
        if (section == null) {
            return null;
        }
        if (!section.keys().contains(setting.key())) {
            if (needed && file.isSurelyMissing(setting.key())) {
                findings.error(
                        section.place(),
                        TABLE + "." + setting.key(),
                        "missing, and needed when telemetry is enabled",
                        "write a URI or a path, such as " + setting.key() + " = \"file:///var/lib/dispenser/"
                                + setting.key().substring("table_uri_".length()) + "\"");
            }
            return null;
        }
        return section.text(setting.key())
                .flatMap(written -> uris.apply(written, needed))
                .orElse(null);
    }

    private void refuseOverlap(@Nullable TableLocation deployments, @Nullable TableLocation status) {
        if (deployments == null || status == null) {
            return;
        }
        String one = identity(deployments.uri());
        String other = identity(status.uri());
        boolean statusIsLater = deployments.place().line() <= status.place().line();
        TableLocation later = statusIsLater ? status : deployments;
        String earlier = TABLE + "." + (statusIsLater ? TABLE_URI_DEPLOYMENTS : TABLE_URI_STATUS).key() + " ("
                + (statusIsLater ? deployments : status).place() + ")";
        if (one.equals(other)) {
            findings.error(
                    later.place(),
                    later.subject(),
                    "the same place as " + earlier,
                    "give each table a place of its own");
        } else if (one.startsWith(other) || other.startsWith(one)) {
            boolean laterIsInside = (statusIsLater ? other : one).length() > (statusIsLater ? one : other).length();
            findings.error(
                    later.place(),
                    later.subject(),
                    (laterIsInside ? "inside the table of " : "around the table of ") + earlier,
                    "put the tables side by side");
        }
    }

    /** Equal for the same place, and a prefix of the identity of every place inside. */
    private static String identity(TableUri uri) {
        String family = StorageFamily.of(uri.scheme()).map(Enum::name).orElse(uri.scheme());
        return family + "://" + uri.authority() + (uri.path().endsWith("/") ? uri.path() : uri.path() + "/");
    }
}
