package io.dispenser.telemetry.app.config;

import io.dispenser.telemetry.app.config.Setting.Table;
import io.dispenser.telemetry.core.container.ContainerFilter;
import io.dispenser.telemetry.core.container.ContainerFilter.Patterns;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code [telemetry.docker]}: how long the engine is waited for, and which containers are looked at. */
final class DockerReader {

    private final SettingReader settings;

    DockerReader(SettingReader settings) {
        this.settings = settings;
    }

    /** How long each request to the engine may take. */
    Duration timeout(@Nullable Section section) {
        return Duration.ofSeconds(settings.number(section, Setting.DOCKER_TIMEOUT));
    }

    ContainerFilter filter(@Nullable Section section) {
        settings.refuseUnknown(section, Table.DOCKER);
        if (section == null) {
            return ContainerFilter.EVERYTHING;
        }
        return new ContainerFilter(
                new Patterns(
                        texts(section, Setting.DOCKER_INCLUDE_NAMES),
                        texts(section, Setting.DOCKER_INCLUDE_IMAGES),
                        texts(section, Setting.DOCKER_INCLUDE_LABELS),
                        texts(section, Setting.DOCKER_INCLUDE_PROJECTS)),
                new Patterns(
                        texts(section, Setting.DOCKER_EXCLUDE_NAMES),
                        texts(section, Setting.DOCKER_EXCLUDE_IMAGES),
                        texts(section, Setting.DOCKER_EXCLUDE_LABELS),
                        texts(section, Setting.DOCKER_EXCLUDE_PROJECTS)));
    }

    private static List<String> texts(Section section, Setting setting) {
        return section.texts(setting.key()).map(Located::value).orElse(List.of());
    }
}
