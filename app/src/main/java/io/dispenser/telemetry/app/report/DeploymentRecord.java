package io.dispenser.telemetry.app.report;

import io.dispenser.telemetry.core.event.DeploymentAction;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import java.util.Comparator;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A deployment, and what the samples around it say of its container. */
final class DeploymentRecord {

    /** How long before a deployment a sample still tells what it came upon: three samples of an agent that takes one every ten minutes. */
    static final long BEFORE_MILLIS = 30 * 60_000L;

    /** How long after a deployment its container's troubles are taken for its doing: health checks fail late, and start periods are minutes. */
    static final long AFTER_MILLIS = 30 * 60_000L;

    /** So many restarts after a deployment are a loop; one or two may be a container that waits for another one. */
    static final int RESTARTS_OF_A_LOOP = 3;

    /** More counts of restarts are not told apart. */
    private static final int MOST_COUNTS = 50;

    /** What an engine tells of SIGINT, SIGKILL and SIGTERM, the signals of {@code docker stop}. */
    private static final Set<Integer> STOPPED = Set.of(130, 137, 143);

    /** As much of a container's id as samples tell. */
    private static final int SHORT_ID = 12;

    /** What came of it. */
    enum Health {
        OK,
        BROKE,
        UNKNOWN
    }

    final long at;

    @Nullable
    String host;

    String service = "";

    @Nullable
    String project;

    @Nullable
    String name;

    /** The beginning of the id of the container that it brought, or changed; empty if that is not told. */
    String containerId = "";

    @Nullable
    String action;

    @Nullable
    String trigger;

    String image = "";
    String sha = "";

    @Nullable
    String previousImage;

    @Nullable
    String previousSha;

    private long beforeAt = Sample.NO_TIME;
    private boolean goodBefore;
    private boolean goodAfter;
    private @Nullable Trouble trouble;
    private int restartsBefore;

    /** The first sample of each count of restarts, where it goes on from before: how many are new is known when all samples are. */
    private final NavigableMap<Integer, Trouble> counts = new TreeMap<>();

    private record Trouble(long at, String words) {}

    DeploymentRecord(long at) {
        this.at = at;
    }

    static DeploymentRecord of(DeploymentEvent event) {
        DeploymentRecord record = new DeploymentRecord(event.timestamp().toEpochMilli());
        DeploymentAction action = event.action();
        record.host = event.origin().host();
        record.project = event.origin().project();
        record.name = event.origin().containerName();
        record.service = event.service();
        record.containerId = event.containerId();
        record.action = action == null ? null : action.columnValue();
        record.trigger = event.trigger().columnValue();
        record.image = event.image();
        record.sha = event.imageSha();
        record.previousImage = event.previousImage();
        record.previousSha = event.previousImageSha();
        return record.cut();
    }

    /** The same with no text longer than a reader can use. */
    DeploymentRecord cut() {
        host = Texts.name(host, Texts.LONGEST_NAME);
        service = Texts.name(service);
        project = Texts.name(project, Texts.LONGEST_NAME);
        name = Texts.name(name, Texts.LONGEST_NAME);
        containerId = containerId.substring(0, Math.min(SHORT_ID, containerId.length()));
        action = Texts.name(action, Texts.LONGEST_NAME);
        trigger = Texts.name(trigger, Texts.LONGEST_NAME);
        image = Texts.name(image);
        sha = Texts.name(sha);
        previousImage = Texts.name(previousImage, Texts.LONGEST_NAME);
        previousSha = Texts.name(previousSha, Texts.LONGEST_NAME);
        return this;
    }

    /** A sample of before; one of a container that could not be inspected says nothing. */
    void before(long time, byte band, String id, int restartCount) {
        if (Bands.state(band) != Bands.UNKNOWN && time > beforeAt && at - time <= BEFORE_MILLIS) {
            beforeAt = time;
            goodBefore = Bands.isGood(band);
            restartsBefore = keepsItsCount() && isOf(id) ? restartCount : 0;
        }
    }

    /** A sample of afterwards, and of before the next deployment: of the container before, which may still be there, nothing is taken. */
    void after(Sample sample, byte band) {
        if (sample.at - at > AFTER_MILLIS || !isOf(sample.containerId)) {
            return;
        }
        goodAfter |= Bands.isGood(band);
        boolean loops = Bands.isInspected(band) && sample.restartCount >= RESTARTS_OF_A_LOOP;
        if (loops && keepsItsCount()) {
            Trouble known = counts.get(sample.restartCount);
            if (known == null ? counts.size() < MOST_COUNTS : sample.at < known.at()) {
                counts.put(sample.restartCount, trouble(sample, band));
            }
            loops = false;
        }
        boolean isFirst = trouble == null || sample.at < trouble.at();
        if (isFirst && (loops || (failed(sample, band) && Bands.state(band) != Bands.RESTARTING))) {
            trouble = trouble(sample, band);
        }
    }

    private static Trouble trouble(Sample sample, byte band) {
        return new Trouble(sample.at, Words.ofTrouble(band, sample.exit, sample.oom));
    }

    private Optional<Trouble> firstTrouble() {
        return Stream.concat(
                        Stream.ofNullable(trouble),
                        counts.tailMap(restartsBefore + RESTARTS_OF_A_LOOP).values().stream())
                .min(Comparator.comparingLong(Trouble::at));
    }

    /** What lies ended by a signal that people send, they have stopped: it did not fail. */
    private static boolean failed(Sample sample, byte band) {
        boolean stopped = Bands.state(band) == Bands.FAILED && STOPPED.contains(sample.exit) && !sample.oom;
        return Bands.isBad(band) && !stopped;
    }

    private boolean isOf(String id) {
        return id.startsWith(containerId);
    }

    /** Whether the engine goes on counting restarts: for a container that is new, or started by hand, it begins at 0. */
    private boolean keepsItsCount() {
        return DeploymentAction.UPDATED.columnValue().equals(action)
                || DeploymentAction.REPORTED.columnValue().equals(action);
    }

    Health health() {
        if (firstTrouble().isPresent()) {
            return goodBefore ? Health.BROKE : Health.UNKNOWN;
        }
        return goodAfter ? Health.OK : Health.UNKNOWN;
    }

    long badAt() {
        return firstTrouble().map(Trouble::at).orElse(Long.MAX_VALUE);
    }

    /** What was seen first, in words: {@code unhealthy}. */
    String bad() {
        return firstTrouble().map(Trouble::words).orElse("");
    }

    /** Whether it brings what {@code broken} had replaced. */
    boolean rollsBack(DeploymentRecord broken, @Nullable DeploymentRecord before) {
        String goodSha = broken.previousSha == null && before != null ? before.sha : broken.previousSha;
        String goodImage = broken.previousImage == null && before != null ? before.image : broken.previousImage;
        if (goodSha != null && !goodSha.isEmpty()) {
            return goodSha.equals(sha) && !sha.equals(broken.sha);
        }
        return goodImage != null && goodImage.equals(image) && !image.equals(broken.image);
    }
}
