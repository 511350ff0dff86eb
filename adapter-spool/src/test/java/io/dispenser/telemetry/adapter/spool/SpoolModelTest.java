package io.dispenser.telemetry.adapter.spool;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.Rejection;
import io.dispenser.telemetry.core.port.SpoolException;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

/**
 * The spool does what lists do, whatever is asked of it in whatever order, with a disk that fails and files that are
 * changed behind its back: an event is there as long as the bytes of its line are.
 */
@SuppressWarnings("NullAway.Init")
class SpoolModelTest {

    private static final int STEPS = 400;

    @TempDir
    private Path root;

    private final EventFormat<ContainerStatusEvent> format = EventFormat.of(TelemetryTables.STATUS);
    private final Map<Long, List<ContainerStatusEvent>> sealed = new LinkedHashMap<>();
    private final List<String> history = new ArrayList<>();
    private List<ContainerStatusEvent> open = new ArrayList<>();
    private boolean spent;
    private int nextEvent;
    private int rejected;

    private Random random;
    private SpoolFixture fixture;
    private FileSpool<ContainerStatusEvent> spool;

    @RepeatedTest(20)
    void theSpoolDoesWhatListsDo() throws Exception {
        long seed = Long.getLong("spool.seed", System.nanoTime());
        random = new Random(seed);
        fixture = new SpoolFixture(root);
        spool = fixture.open();
        try {
            for (int i = 0; i < STEPS; i++) {
                step();
                compare();
            }
            reopen();
            while (!sealed.isEmpty()) {
                remove();
                compare();
            }
            assertThat(spool.oldest()).isEmpty();
        } catch (AssertionError | Exception e) {
            throw new AssertionError(
                    "seed " + seed + ", after " + history.subList(Math.max(0, history.size() - 20), history.size()), e);
        } finally {
            spool.close();
        }
    }

    private void step() throws Exception {
        int choice = random.nextInt(100);
        if (choice < 40) {
            history.add("append");
            append();
        } else if (choice < 50) {
            history.add("failed append");
            failToAppend();
        } else if (choice < 65) {
            history.add("seal");
            seal();
        } else if (choice < 85) {
            history.add("remove");
            remove();
        } else if (choice < 88) {
            history.add("reject");
            reject();
        } else if (choice < 93) {
            history.add("reopen");
            reopen();
        } else {
            spool.close();
            damage();
            reopen();
        }
    }

    private List<ContainerStatusEvent> someEvents() {
        int from = nextEvent;
        nextEvent += 1 + random.nextInt(6);
        return SampleEvents.statuses(from, nextEvent);
    }

    private void append() throws Exception {
        List<ContainerStatusEvent> events = someEvents();
        long number = openNumber();
        spool.append(events);
        if (spent && !open.isEmpty()) {
            freeze(number);
        }
        spent = false;
        open.addAll(events);
    }

    private void failToAppend() {
        FaultyDisk disk = fixture.disk();
        if (random.nextBoolean()) {
            disk.roomBytes = random.nextInt(100); // less than a line
        } else {
            disk.forceFails = true;
        }
        boolean wasSpent = spent;
        List<ContainerStatusEvent> events = someEvents();
        assertThatThrownBy(() -> {
                    if (wasSpent) {
                        throw SpoolException.failed("not tried: it would begin a new segment first", null);
                    }
                    spool.append(events);
                })
                .isInstanceOf(SpoolException.class);
        spent |= disk.forceFails;
        disk.roomBytes = Long.MAX_VALUE;
        disk.forceFails = false;
    }

    private void seal() throws Exception {
        long number = openNumber();
        assertThat(spool.seal().isPresent()).isEqualTo(!open.isEmpty());
        if (!open.isEmpty()) {
            freeze(number);
            spent = false;
        }
    }

    private void remove() throws Exception {
        if (!sealed.isEmpty()) {
            spool.remove(spool.oldest().orElseThrow());
            sealed.remove(sealed.keySet().iterator().next());
        }
    }

    private static boolean isWaiting(SegmentName segment) {
        return segment.state() != SegmentState.DELIVERED_CORRUPT && segment.state() != SegmentState.REJECTED;
    }

    private void reject() throws Exception {
        if (sealed.isEmpty()) {
            return;
        }
        Batch<ContainerStatusEvent> oldest = spool.oldest().orElseThrow();
        List<ContainerStatusEvent> left = new ArrayList<>();
        List<Rejection> rejections = new ArrayList<>();
        for (ContainerStatusEvent event : oldest.events()) {
            if (rejections.isEmpty() || random.nextBoolean()) {
                rejections.add(new Rejection(event, "no row"));
            } else {
                left.add(event);
            }
        }
        spool.reject(oldest, rejections);
        rejected += rejections.size();
        if (left.isEmpty()) {
            sealed.remove(oldest.number());
        } else {
            sealed.put(oldest.number(), left);
        }
    }

    private void reopen() throws Exception {
        spool.close();
        if (!open.isEmpty()) {
            freeze(openNumber());
        }
        spent = false;
        spool = fixture.open();
    }

    /** Changes one file, and takes from the model what is no longer in it. */
    private void damage() throws IOException {
        List<String> names = fixture.segments();
        String name = names.get(random.nextInt(names.size()));
        SegmentName segment = SegmentName.parse(name).orElseThrow();
        Path file = fixture.folder().resolve(name);
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length == 0 || !isWaiting(segment)) {
            return;
        }
        int position = random.nextInt(bytes.length);
        int how = random.nextInt(4);
        switch (how) {
            case 0 -> bytes = Arrays.copyOf(bytes, position);
            case 1 -> Arrays.fill(bytes, position, Math.min(bytes.length, position + 700), (byte) 0);
            case 2 -> bytes = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(500));
            default -> bytes[position] ^= (byte) (1 << random.nextInt(8));
        }
        history.add("damage " + how + " of " + name + " at " + position);
        Files.write(file, bytes);
        String content = new String(bytes, StandardCharsets.ISO_8859_1);
        if (segment.state() == SegmentState.OPEN) {
            open.removeIf(event -> !content.contains(line(event)));
        } else {
            List<ContainerStatusEvent> events = requireNonNull(sealed.get(segment.number()));
            events.removeIf(event -> !content.contains(line(event)));
            if (events.isEmpty()) {
                sealed.remove(segment.number());
            }
        }
    }

    private String line(ContainerStatusEvent event) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try {
            LineChecksum.writeLine(format.write(event), line);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return line.toString(StandardCharsets.ISO_8859_1).strip();
    }

    private void freeze(long number) {
        sealed.put(number, open);
        open = new ArrayList<>();
    }

    private long openNumber() {
        return SegmentName.parse(fixture.segment(".open").getFileName().toString())
                .orElseThrow()
                .number();
    }

    private void compare() throws SpoolException {
        int waiting = sealed.values().stream().mapToInt(List::size).sum();
        assertThat(spool.openEvents()).isEqualTo(open.size());
        assertThat(spool.events()).isEqualTo(waiting + open.size());
        assertThat(spool.rejectedEvents()).isEqualTo(rejected);
        if (sealed.isEmpty()) {
            assertThat(spool.oldest()).isEmpty();
            return;
        }
        Map.Entry<Long, List<ContainerStatusEvent>> oldest =
                sealed.entrySet().iterator().next();
        assertThat(spool.oldest().orElseThrow())
                .returns(oldest.getKey(), Batch::number)
                .returns(oldest.getValue(), Batch::events)
                .returns(spool.writerId(), Batch::writerId);
    }
}
