package io.dispenser.telemetry.app.storage;

import io.dispenser.telemetry.core.storage.StorageAdapter;
import java.util.Set;

/** Where a storage adapter comes from. Its {@code toString} names that place for a person. */
interface AdapterSource {

    /** The URI schemes that it serves, known without loading anything. */
    Set<String> schemes();

    /**
     * The adapter that serves {@code scheme}, which is one of {@link #schemes}; it is loaded if need be.
     *
     * @throws IllegalArgumentException if it can't be loaded, or does not serve the scheme; the message says what to do
     */
    StorageAdapter serving(String scheme);

    /** One that is on the class path. */
    record OfClassPath(StorageAdapter adapter) implements AdapterSource {
        @Override
        public Set<String> schemes() {
            return adapter.schemes();
        }

        @Override
        public StorageAdapter serving(String scheme) {
            return adapter;
        }

        @Override
        public String toString() {
            return "the class path (" + adapter.getClass().getSimpleName() + ")";
        }
    }
}
