package io.dispenser.telemetry.app.report;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The samples of one container name of one service on one host. */
final class Series {

    /** So many kills for want of memory are told apart; beyond, there is no telling which one is new. */
    private static final int MOST_KILLS = 100;

    final HostRecord host;
    final String service;
    final String name;
    final Cells cells;

    /** The deployments of it, by their times. */
    final DeploymentTimes deployments = new DeploymentTimes();

    @Nullable
    String project;

    @Nullable
    String image;

    @Nullable
    String output;

    String containerId = "";
    String stateWord = "";
    String healthWord = "";
    byte band;
    long latest = Sample.NO_TIME;
    long first = Long.MAX_VALUE;
    long started = Sample.NO_TIME;
    long memory = Sample.NO_BYTES;
    long memoryLimit = Sample.NO_BYTES;
    double cpu = Double.NaN;
    int restartCount;
    long samples;
    long upSamples;

    /** The latest sample in which it did well; and in which it ran. */
    long lastGood = Sample.NO_TIME;

    long lastUp = Sample.NO_TIME;

    /** How it ended last, by the latest sample that tells. */
    private long endTold = Sample.NO_TIME;

    int exit = Sample.NO_EXIT;
    boolean oom;

    /** The latest start or end that was the engine's doing. */
    long lastRestart = Sample.NO_TIME;

    long lastKill = Sample.NO_TIME;
    private final Set<Long> kills = new HashSet<>(0);

    private String previousId = "";
    private int previousIdHash;
    private long previous = Sample.NO_TIME;

    Series(HostRecord host, String service, String name, int buckets) {
        this.host = host;
        this.service = service;
        this.name = name;
        this.cells = new Cells(buckets);
    }

    /** Takes a sample; its time since the one that came before it goes to the host. */
    @SuppressWarnings("ReferenceEquality") // the same object again is no other container, without a look at its letters
    void add(Sample sample, int bucket, int time) {
        byte sampleBand = sample.band;
        if (sample.containerId != previousId) {
            if (!sample.containerId.equals(previousId)) {
                if (sample.at == previous && !previousId.isEmpty() && !sample.containerId.isEmpty()) {
                    cells.several();
                }
                previousIdHash = sample.containerId.hashCode();
            }
            previousId = sample.containerId;
        }
        cells.add(bucket, sampleBand, sample, time, previousIdHash);
        if (previous != Sample.NO_TIME && sample.at != previous) {
            host.interval(Math.max(sample.at, previous), Math.abs(sample.at - previous));
        }
        previous = sample.at;
        samples++;
        first = Math.min(first, sample.at);
        int state = Bands.state(sampleBand);
        if (state == Bands.RUNNING) {
            upSamples++;
            lastUp = Math.max(lastUp, sample.at);
            if (Bands.isGood(sampleBand)) {
                lastGood = Math.max(lastGood, sample.at);
            }
        }
        if (sample.at > latest || (sample.at == latest && Bands.rank(sampleBand) > Bands.rank(band))) {
            take(sample, sampleBand);
        }
        if (sample.at >= endTold && (sample.exit != Sample.NO_EXIT || sample.oom)) {
            endTold = sample.at;
            exit = sample.exit == Sample.NO_EXIT && sample.oom ? exit : sample.exit;
        }
        if (sample.oom) {
            killed(sample);
        }
        if (sample.restartCount > 0 && Bands.isInspected(sampleBand)) {
            restarted(sample, state);
        }
        if (!deployments.isEmpty()) {
            watch(sample, sampleBand);
        }
    }

    private void take(Sample sample, byte sampleBand) {
        latest = sample.at;
        band = sampleBand;
        stateWord = sample.state == null ? "unknown" : Texts.name(sample.state);
        healthWord = sample.health == null ? "none" : Texts.name(sample.health);
        containerId = sample.containerId;
        project = Texts.name(sample.project, Texts.LONGEST_NAME);
        image = sample.image == null ? image : Texts.name(sample.image, Texts.LONGEST_IMAGE);
        output = Texts.name(sample.output, Texts.LONGEST_OUTPUT);
        started = sample.started();
        memory = sample.memory;
        memoryLimit = sample.memoryLimit;
        cpu = sample.cpu;
        restartCount = sample.restartCount;
        oom = sample.oom;
    }

    private void killed(Sample sample) {
        long finished = sample.finished();
        long when = finished == Sample.NO_TIME ? sample.at : finished;
        lastKill = Math.max(lastKill, when);
        if (kills.size() < MOST_KILLS) {
            // Without the time of the end there is no telling two kills of one container apart.
            kills.add(finished == Sample.NO_TIME ? sample.containerId.hashCode() : finished);
        }
    }

    private void restarted(Sample sample, int state) {
        long when = sample.at;
        if (state == Bands.RUNNING) {
            long begun = sample.started();
            when = begun == Sample.NO_TIME ? sample.at - 1000 * sample.uptimeSeconds : begun;
        } else if (sample.finishedMicros != Sample.NO_TIME) {
            when = sample.finished();
        }
        lastRestart = Math.max(lastRestart, Math.min(when, sample.at));
    }

    private void watch(Sample sample, byte sampleBand) {
        DeploymentRecord done = deployments.notAfter(sample.at);
        if (done != null) {
            done.after(sample, sampleBand);
        }
        DeploymentRecord next = deployments.after(sample.at);
        if (next != null) {
            next.before(sample.at, sampleBand, sample.containerId, sample.restartCount);
        }
    }

    /** Takes a deployment; what it came upon is known if it comes before the samples, or with them in the order of their times. */
    void add(DeploymentRecord deployment) {
        if (latest != Sample.NO_TIME && latest < deployment.at) {
            deployment.before(latest, band, containerId, restartCount);
        }
        deployments.add(deployment);
    }

    int kills() {
        return kills.size();
    }

    /** The largest memory of the covered time, and of CPU; NaN if none is known. */
    double memoryPeak() {
        double peak = Double.NaN;
        for (int bucket = 0; bucket < cells.buckets(); bucket++) {
            peak = larger(peak, cells.memoryMax(bucket));
        }
        return peak;
    }

    double cpuPeak() {
        double peak = Double.NaN;
        for (int bucket = 0; bucket < cells.buckets(); bucket++) {
            peak = larger(peak, cells.cpuMax(bucket));
        }
        return peak;
    }

    private static double larger(double one, double other) {
        return Double.isNaN(one) || other > one ? other : one;
    }
}
