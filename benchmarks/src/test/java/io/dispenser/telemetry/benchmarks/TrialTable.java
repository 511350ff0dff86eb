package io.dispenser.telemetry.benchmarks;

import io.dispenser.telemetry.adapter.storage.s3.S3Server;
import io.dispenser.telemetry.adapter.storage.s3.S3StorageAdapter;
import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import io.dispenser.telemetry.core.storage.TableUri;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** The table of a trial, in one of the stores that the trial is made with. */
interface TrialTable {

    /** A new client of the table's store, as the program opens it. */
    TableStore store() throws TableStoreException;

    /** The folder that holds the table's files or, for the store's server, the objects. */
    Path files();

    /** Deletes the table's files. */
    default void drop() throws IOException {
        FileTrees.delete(files());
        Files.createDirectory(files());
    }

    /** Brings the table back to what {@code backup} holds, a copy of its files. */
    default void putBack(Path backup) throws IOException {
        FileTrees.delete(files());
        FileTrees.copy(backup, files());
    }

    /** What delta-rs calls it. */
    String deltaRsName();

    /** What delta-rs needs to get at it. */
    Map<String, String> deltaRsEnvironment();

    /** The stores. */
    enum Kind {
        LOCAL_DISK {
            @Override
            TrialTable make(Path folder) {
                return new OnLocalDisk(folder.resolve("table"));
            }
        },
        S3 {
            @Override
            TrialTable make(Path folder) throws Exception {
                S3Server server = S3Server.start();
                String bucket = "trial-" + UUID.randomUUID();
                return new InBucket(server, bucket, server.makeBucket(bucket));
            }
        };

        /** @param folder a folder of the trial's own, of which {@code table} is free */
        abstract TrialTable make(Path folder) throws Exception;
    }

    /** In a directory. */
    record OnLocalDisk(Path files) implements TrialTable {

        @Override
        public TableStore store() {
            return CrashFiles.store(files);
        }

        @Override
        public String deltaRsName() {
            return files.toString();
        }

        @Override
        public Map<String, String> deltaRsEnvironment() {
            return Map.of();
        }
    }

    /** In a bucket of the S3 server of the tests, whose objects are files. */
    record InBucket(S3Server server, String bucket, Path files) implements TrialTable {

        @Override
        public TableStore store() throws TableStoreException {
            return new S3StorageAdapter().open(TableUri.parse("s3a://" + bucket + "/lake/table"), settings());
        }

        @Override
        public String deltaRsName() {
            return "s3://" + bucket + "/lake/table";
        }

        @Override
        public Map<String, String> deltaRsEnvironment() {
            Map<String, String> environment = new HashMap<>(settings().environment());
            environment.put("AWS_ENDPOINT_URL", server.uri().toString());
            environment.put("AWS_ALLOW_HTTP", "true");
            return environment;
        }

        private StorageSettings settings() {
            return S3Server.settings(server.uri(), Map.of());
        }
    }
}
