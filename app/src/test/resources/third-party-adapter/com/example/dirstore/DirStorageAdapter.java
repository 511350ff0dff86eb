package com.example.dirstore;

import io.dispenser.telemetry.core.storage.StorageAdapter;
import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableUri;
import java.nio.file.Path;
import java.util.Set;

/** A storage adapter of somebody else: {@code dir://name/path} is the directory {@code $DIR_ROOT/name/path}. */
public final class DirStorageAdapter implements StorageAdapter {

    @Override
    public Set<String> schemes() {
        return Set.of("dir");
    }

    @Override
    public String credentialSource(TableUri uri, StorageSettings settings) {
        return "none needed below " + root(uri, settings);
    }

    @Override
    public TableStore open(TableUri uri, StorageSettings settings) {
        Path root = root(uri, settings);
        return new DirTableStore(root, root.resolve(uri.authority() + uri.path()));
    }

    private static Path root(TableUri uri, StorageSettings settings) {
        String root = settings.environment().get("DIR_ROOT");
        if (root == null) {
            throw new IllegalArgumentException(uri + ": set DIR_ROOT to the directory that holds the tables");
        }
        return Path.of(root).toAbsolutePath();
    }
}
