package io.dispenser.telemetry.adapter.storage.local;

import io.dispenser.telemetry.core.storage.StorageAdapter;
import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableUri;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Set;

/**
 * Directories of this machine: {@code file:///path}. What is
 * there is looked at when the store is used, not when it is opened. With the option {@code single_writer} a file system needs no
 * hard links.
 */
public final class LocalStorageAdapter implements StorageAdapter {

    @Override
    public Set<String> schemes() {
        return Set.of("file");
    }

    @Override
    public String credentialSource(TableUri uri, StorageSettings settings) {
        directory(uri);
        return "none needed: files of this machine, as user " + System.getProperty("user.name");
    }

    @Override
    public TableStore open(TableUri uri, StorageSettings settings) {
        return new LocalTableStore(
                directory(uri), new SystemDisk(), settings.flag("single_writer").orElse(false));
    }

    private static Path directory(TableUri uri) {
        if (!uri.scheme().equals("file")) {
            throw new IllegalArgumentException(uri + " is not on the local disk: expected file:///path");
        }
        if (!uri.authority().isEmpty() && !uri.authority().equals("localhost")) {
            boolean secret = uri.authority().contains("@"); // it may be
            throw new IllegalArgumentException("after file:// and before the next slash stands a host"
                    + (secret ? "" : ", '" + uri.authority() + "'")
                    + ", and only this machine's files can be reached: an absolute path has three slashes, file:///"
                    + (secret ? "path" : uri.authority() + (uri.path().equals("/") ? "" : uri.path())));
        }
        if (uri.path().equals("/")) {
            throw new IllegalArgumentException(uri + " names no directory: expected file:///path");
        }
        try {
            return Path.of(uri.path()).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(LocalNames.unusable(uri.path(), e), e);
        }
    }
}
