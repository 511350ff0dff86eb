package io.dispenser.telemetry.core.storage;

import java.util.Set;

/**
 * A family of stores, chosen by URI scheme. Adapters are found with {@link java.util.ServiceLoader}, so an implementation
 * is public and has a public constructor without parameters.
 */
public interface StorageAdapter {

    /**
     * The URI schemes that it serves, in lower case: names for the same places, so that two of its URIs which differ in the
     * scheme alone are one table. An adapter that the program is to find in a folder declares them in its jar's manifest as
     * well, as {@code Dispenser-Storage-Schemes}, with spaces between them.
     */
    Set<String> schemes();

    /**
     * Says in words where it would find its credentials, without using them: {@code AWS keys of the environment}.
     *
     * @throws IllegalArgumentException if {@code uri} can't be served; the message tells a person why and what to write
     */
    String credentialSource(TableUri uri, StorageSettings settings);

    /**
     * Opens the place where a table is, or will be. Creates nothing there.
     *
     * @throws IllegalArgumentException if {@code uri} can't be served; the message tells a person why and what to write
     * @throws TableStoreException if the store can't be used
     */
    TableStore open(TableUri uri, StorageSettings settings) throws TableStoreException;
}
