package io.dispenser.telemetry.app.host;

import io.dispenser.telemetry.app.config.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Where the spools are: where the configuration says, else in the system's place for such data, and for a user without the
 * right to that, beside the configuration.
 */
public final class SpoolPlace {

    private static final Path BESIDE_THE_CONFIGURATION = Path.of(".dispenser", "telemetry", "spool");

    private final @Nullable Path configured;
    private final Path system;
    private final Path own;

    /**
     * @param configured what the configuration says, if it says anything
     * @param configurationFile the configuration's file
     */
    public SpoolPlace(Optional<Path> configured, Path configurationFile) {
        this(configured, configurationFile, Path.of(Setting.SPOOL_DIR.defaultText()));
    }

    SpoolPlace(Optional<Path> configured, Path configurationFile, Path system) {
        this.configured = configured.orElse(null);
        this.system = system;
        this.own = configurationFile.toAbsolutePath().normalize().resolveSibling(BESIDE_THE_CONFIGURATION);
    }

    /** The directory to write to; makes the system's place if that is how to find out whether it can be used. */
    public Path forWriting() {
        if (configured != null) {
            return configured;
        }
        try {
            Files.createDirectories(system);
            return Files.isWritable(system) ? system : own;
        } catch (IOException e) {
            return own;
        }
    }

    /** The directory that {@link #forWriting} would choose for this user; makes nothing. */
    public Path planned() {
        if (configured != null) {
            return configured;
        }
        Path existing = nearestExisting(system);
        return Files.isDirectory(existing) && Files.isWritable(existing) ? system : own;
    }

    /**
     * The directory to look into: the one with an agent, which may be another user's, else one that is there.
     *
     * @param hasAgent whether one can be asked in a directory
     */
    public Path forReading(Predicate<Path> hasAgent) {
        Path planned = planned();
        if (configured != null) {
            return planned;
        }
        List<Path> places = planned.equals(system) ? List.of(system, own) : List.of(own, system);
        return places.stream()
                .filter(hasAgent)
                .findFirst()
                .or(() -> places.stream().filter(Files::exists).findFirst())
                .orElse(planned);
    }

    /** {@code directory}, or the directory in which the first one that is missing would be made. */
    public static Path nearestExisting(Path directory) {
        Path parent = directory.getParent();
        return Files.exists(directory) || parent == null ? directory : nearestExisting(parent);
    }
}
