package io.dispenser.telemetry.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dispenser.telemetry.core.storage.FileStore;
import io.dispenser.telemetry.core.storage.FileStoreException;
import io.dispenser.telemetry.core.storage.StorageAdapter;
import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.TableUri;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** A process that opens a store and writes files that other processes want to write too; see {@link StoreProcess}. */
final class StoreProcessMain {

    private StoreProcessMain() {}

    public static void main(String[] args) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        PrintStream out = new PrintStream(System.out, true, UTF_8);
        String name = line(in);
        StorageAdapter adapter = Class.forName(line(in))
                .asSubclass(StorageAdapter.class)
                .getConstructor()
                .newInstance();
        TableUri uri = TableUri.parse(line(in));
        StorageSettings settings = new StorageSettings(entries(in), entries(in));
        // Never closed: the process ends as in a crash.
        FileStore store = adapter.open(uri, settings);
        store.list(StoreProcess.DIRECTORY, "");
        out.println("ready");
        int files = Integer.parseInt(line(in).substring("race ".length()));
        for (int i = 0; i < files; i++) {
            String file = StoreProcess.DIRECTORY + "/" + "%05d.json".formatted(i);
            if (writes(store, file, (name + " wrote " + file).getBytes(UTF_8))) {
                out.println("won " + file);
            }
        }
        Runtime.getRuntime().halt(0);
    }

    /** Where the store doesn't know what became of it, the file itself tells. */
    private static boolean writes(FileStore store, String file, byte[] content) throws FileStoreException {
        try {
            return store.putIfAbsent(file, content);
        } catch (FileStoreException e) {
            if (e.reason() != FileStoreException.Reason.OUTCOME_UNKNOWN) {
                throw e;
            }
            return Arrays.equals(store.readAll(file), content);
        }
    }

    private static Map<String, String> entries(BufferedReader in) throws IOException {
        Map<String, String> entries = new HashMap<>();
        for (int left = Integer.parseInt(line(in)); left > 0; left--) {
            entries.put(line(in), line(in));
        }
        return entries;
    }

    private static String line(BufferedReader in) throws IOException {
        String line = in.readLine();
        if (line == null) {
            throw new IOException("the parent process is gone");
        }
        return line;
    }
}
