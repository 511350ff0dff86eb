package io.dispenser.telemetry.adapter.delta.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.adapter.delta.io.FileWalk;
import io.dispenser.telemetry.adapter.delta.io.TablePaths;
import io.dispenser.telemetry.adapter.delta.log.LogFileName.Kind;
import io.dispenser.telemetry.core.storage.FileEntry;
import io.dispenser.telemetry.testkit.InMemoryTableStore;
import io.dispenser.telemetry.testkit.ManualInstants;
import io.dispenser.telemetry.testkit.StoreOperation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What has expired of any log, found in chunks, is what it is when all of the log is looked at together. */
class ExpiredLogTest {

    private static final Instant CUTOFF = Instant.parse("2026-03-08T00:00:00Z");
    private static final int LOGS = 400;

    private record Named(FileEntry file, LogFileName name) {}

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 10, FileWalk.CHUNK})
    void whatGoesIsWhatTheWholeLogSays(int chunk) throws Exception {
        int found = 0;
        for (int seed = 0; seed < LOGS; seed++) {
            InMemoryTableStore store = log(new Random(seed), true);
            List<String> expected = expired(store);
            ExpiredLog expired = new ExpiredLog(store, CUTOFF, OptionalLong.empty(), Long.MAX_VALUE, chunk);
            List<String> imagined = drain(store, expired, seed % 2 == 0);
            assertThat(imagined).as("of log %d", seed).isEqualTo(expected);
            assertThat(expired.isCut()).isFalse();
            found += expected.size();
        }
        assertThat(found).as("the logs had something to find").isGreaterThan(LOGS);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 7, FileWalk.CHUNK})
    void aLimitLeavesWholeVersionsAndTheNextTimeGoesOn(int chunk) throws Exception {
        for (int seed = 0; seed < LOGS; seed++) {
            Random random = new Random(seed);
            InMemoryTableStore store = log(random, false);
            List<String> expected = expired(store);
            int limit = 1 + random.nextInt(20);
            List<String> gone = new ArrayList<>();
            boolean cut = true;
            while (cut) {
                ExpiredLog expired = new ExpiredLog(store, CUTOFF, OptionalLong.empty(), limit, chunk);
                List<String> some = drain(store, expired, true);
                assertThat(some).hasSizeLessThanOrEqualTo(limit);
                gone.addAll(some);
                cut = expired.isCut();
                List<String> left = expired(store);
                assertThat(cut || left.isEmpty())
                        .as("all of log %d is gone", seed)
                        .isTrue();
                if (!left.isEmpty() && some.size() < limit) {
                    LogFileName first = LogFileName.parse(left.get(0)).orElseThrow();
                    assertThat(first.kind()).isEqualTo(Kind.CHECKPOINT);
                }
            }
            assertThat(gone).as("of log %d", seed).isEqualTo(expected);
        }
    }

    @Test
    void theRestOfTheLogIsNotListed() throws Exception {
        ManualInstants clock = new ManualInstants(CUTOFF);
        InMemoryTableStore store = new InMemoryTableStore(clock);
        for (int version = 0; version <= 100; version++) {
            if (version == 15) {
                put(store, version, "checkpoint.parquet");
                clock.set(CUTOFF.plusSeconds(1));
            }
            put(store, version, "json");
        }
        ExpiredLog expired = new ExpiredLog(store, CUTOFF, OptionalLong.empty(), Long.MAX_VALUE, 10);

        assertThat(drain(store, expired, false)).hasSize(15);
        assertThat(store.requests(StoreOperation.LIST))
                .as("two chunks to find the checkpoint, the second of them once more")
                .isEqualTo(3);

        store.put(TablePaths.LOG + "/_last_checkpoint", "{\"version\": 14}".getBytes(UTF_8));
        expired = new ExpiredLog(store, CUTOFF, OptionalLong.empty(), Long.MAX_VALUE, 10);
        assertThat(drain(store, expired, false))
                .as("readers don't begin at 15 yet")
                .isEmpty();
        expired = new ExpiredLog(store, CUTOFF, OptionalLong.of(15), Long.MAX_VALUE, 10);
        assertThat(drain(store, expired, false)).as("as if they did").hasSize(15);
    }

    /** The names of what is found; deleted as it is, or not. */
    private static List<String> drain(InMemoryTableStore store, ExpiredLog expired, boolean delete) throws Exception {
        List<String> names = new ArrayList<>();
        while (!expired.isDone()) {
            for (FileEntry file : expired.next()) {
                names.add(file.name());
                if (delete) {
                    store.delete(file.path());
                }
            }
        }
        return names;
    }

    /** The rule, applied to the whole log. */
    private static List<String> expired(InMemoryTableStore store) throws Exception {
        List<Named> log = new ArrayList<>();
        for (FileEntry file : store.list(TablePaths.LOG, "")) {
            LogFileName.parse(file.name()).ifPresent(name -> log.add(new Named(file, name)));
        }
        TreeMap<Long, Integer> partsLeft = new TreeMap<>();
        for (Named each : log) {
            if (each.name().kind() == Kind.CHECKPOINT && each.file().size() > 0) {
                partsLeft.merge(each.name().version(), each.name().parts() - 1, (left, parts) -> left - 1);
            }
        }
        TreeSet<Long> checkpoints = new TreeSet<>();
        partsLeft.forEach((version, left) -> {
            if (left <= 0) {
                checkpoints.add(version);
            }
        });
        long firstKept = -1;
        for (Named each : log) {
            if (each.name().kind() == Kind.COMMIT) {
                firstKept = each.name().version();
                if (each.file().modified().isAfter(CUTOFF)) {
                    break;
                }
            }
        }
        Long base = checkpoints.floor(
                Math.min(firstKept, LastCheckpoint.version(store).orElse(Long.MAX_VALUE)));
        return base == null
                ? List.of()
                : log.stream()
                        .filter(each -> each.name().version() < base
                                && !each.file().modified().isAfter(CUTOFF))
                        .map(each -> each.file().name())
                        .toList();
    }

    /** A log such as many writers and cleaners, some of which died, may leave. */
    private static InMemoryTableStore log(Random random, boolean untidy) throws Exception {
        ManualInstants clock = new ManualInstants(CUTOFF);
        InMemoryTableStore store = new InMemoryTableStore(clock);
        int first = random.nextInt(200);
        int young = first + random.nextInt(60);
        int last = first + random.nextInt(60);
        for (int version = first; version <= last; version++) {
            clock.set(CUTOFF.plusSeconds(
                    version > young || (untidy && random.nextInt(40) == 0) ? 1 + random.nextInt(9) : 0));
            if (random.nextInt(50) > 0) {
                put(store, version, "json");
            }
            if (random.nextInt(5) > 0) {
                put(store, version, "crc");
            }
            if (untidy && random.nextInt(10) == 0) {
                put(store, version, String.format(Locale.ROOT, "%020d.compacted.json", version + random.nextInt(10)));
            }
            switch (random.nextInt(16)) {
                case 0, 1 -> put(store, version, "checkpoint.parquet");
                case 2 -> put(store, version, "checkpoint.00000000-0000-0000-0000-000000000001.json");
                case 3, 4 -> {
                    for (int part = 1; part <= (random.nextBoolean() ? 3 : 2); part++) {
                        put(store, version, String.format(Locale.ROOT, "checkpoint.%010d.%010d.parquet", part, 3));
                    }
                }
                case 5 ->
                    store.put(
                            TablePaths.LOG + String.format(Locale.ROOT, "/%020d.checkpoint.parquet", version),
                            new byte[0]);
                default -> {}
            }
        }
        store.put(TablePaths.LOG + "/.hidden", new byte[1]);
        if (random.nextInt(3) > 0) {
            store.put(
                    TablePaths.LOG + "/_last_checkpoint",
                    String.format(Locale.ROOT, "{\"version\": %d}", first + random.nextInt(60))
                            .getBytes(UTF_8));
        }
        return store;
    }

    private static void put(InMemoryTableStore store, long version, String suffix) throws Exception {
        store.put(TablePaths.LOG + String.format(Locale.ROOT, "/%020d.", version) + suffix, new byte[1]);
    }
}
