package io.dispenser.telemetry.app.report;

import io.dispenser.telemetry.app.report.Attention.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What of a container somebody should look at. */
final class ContainerRules {

    /** Memory above this share of its limit is near it: the kernel begins to reclaim in earnest, and a small burst kills. */
    private static final double NEAR_LIMIT = 0.9;

    /** What was so long ago is no longer news: it still counts, as the past. */
    private static final long RECENT_MILLIS = 24 * 60 * 60_000L;

    /** A loop is still going on if its last restart is no older than this when its host was last heard of. */
    private static final long GOING_ON_MILLIS = CrashLoop.WINDOW_MILLIS;

    /** A container that was there for less, and is gone, was a job. */
    private static final long SETTLED_MILLIS = 12 * 60 * 60_000L;

    /** One that was there in fewer of its host's samples from its first to its last one comes and goes. */
    private static final double SETTLED_SHARE = 0.5;

    private final Buckets buckets;
    private final long now;
    private final Map<String, Integer> ofService = new HashMap<>();
    private final Set<String> presentServices = new HashSet<>();
    private final List<Attention> found = new ArrayList<>();

    ContainerRules(Buckets buckets, List<Series> all) {
        this.buckets = buckets;
        this.now = buckets.to();
        for (Series each : all) {
            String service = serviceKey(each);
            ofService.merge(service, 1, Integer::sum);
            if (isPresent(each) && Bands.state(each.band) != Bands.NOT_FOUND) {
                presentServices.add(service);
            }
        }
    }

    private static String serviceKey(Series series) {
        return series.host.index + " " + series.service;
    }

    /** Whether the latest samples of its host have it. */
    private static boolean isPresent(Series series) {
        return series.host.last() - series.latest <= HostRecord.INTERVALS_OF_A_GAP * series.host.usualInterval();
    }

    /** {@code api on web-1}; with the container's name where the service has several. */
    String label(Series series) {
        boolean only = ofService.getOrDefault(serviceKey(series), 1) == 1;
        String host = series.host.name;
        return Texts.quoted(only ? series.service : series.name) + (host == null ? "" : " on " + Texts.quoted(host));
    }

    /** What is to be said of one. */
    List<Attention> of(Series series, int[] restarts) {
        found.clear();
        int state = Bands.state(series.band);
        boolean present = isPresent(series);
        int[] close = series.cells.restarts(buckets.inOrder(CrashLoop.span(buckets.width())));
        CrashLoop loop = CrashLoop.latest(restarts, close, buckets.width());
        boolean loops = loop != null && crashLoop(series, loop, state);
        if (series.kills() > 0 && !loops) {
            killed(series);
        }
        if (state == Bands.NOT_FOUND) {
            missing(series, Attention.TROUBLED, " has no container");
        } else if (!present) {
            gone(series, state);
        } else if (state == Bands.RUNNING) {
            running(series);
        } else if (!loops) {
            notRunning(series, state);
        }
        return List.copyOf(found);
    }

    /** Whether it is the reason for whatever the container's state is now. */
    private boolean crashLoop(Series series, CrashLoop loop, int state) {
        boolean goesOn = state == Bands.RESTARTING || series.lastRestart >= series.host.last() - GOING_ON_MILLIS;
        boolean last = buckets.start(loop.to() + 1) > series.lastRestart;
        goesOn &= last;
        int severity = goesOn
                ? Attention.BROKEN
                : now - buckets.start(loop.to()) < RECENT_MILLIS ? Attention.TROUBLED : Attention.NOTABLE;
        long began = Math.max(buckets.start(loop.from()), series.first);
        String when = goesOn
                ? "has restarted " + times(loop.restarts()) + " since " + Words.time(began)
                : "restarted " + times(loop.restarts()) + " from " + Words.time(began) + " on, and stopped doing so";
        String cause = series.exit == Sample.NO_EXIT && series.kills() == 0
                ? ""
                : ", last with " + Words.end(series.exit, series.kills() > 0);
        add(Kind.CRASH_LOOP, severity, series, began, when + cause);
        return goesOn;
    }

    private static String times(int count) {
        return count == 1 ? "once" : count == 2 ? "twice" : count + " times";
    }

    private void killed(Series series) {
        int severity = now - series.lastKill < RECENT_MILLIS ? Attention.BROKEN : Attention.TROUBLED;
        String limit = series.memoryLimit <= 0 ? "" : "; its limit is " + Words.memory(series.memoryLimit);
        add(
                Kind.OUT_OF_MEMORY,
                severity,
                series,
                series.lastKill,
                "was killed for want of memory " + times(series.kills()) + ", last at " + Words.time(series.lastKill)
                        + limit);
    }

    private void running(Series series) {
        if (Bands.health(series.band) == Bands.UNHEALTHY) {
            String since = series.lastGood == Sample.NO_TIME
                    ? " and was never seen healthy"
                    : "; it was last healthy at " + Words.time(series.lastGood);
            long at = series.lastGood == Sample.NO_TIME ? series.first : series.lastGood;
            add(Kind.UNHEALTHY, Attention.BROKEN, series, at, "is unhealthy" + since);
        }
        double used = lately(series);
        if (series.memoryLimit > 0 && used >= NEAR_LIMIT * series.memoryLimit) {
            add(
                    Kind.MEMORY,
                    Attention.TROUBLED,
                    series,
                    series.latest,
                    "has used " + Math.round(100 * used / series.memoryLimit) + " % of its memory limit of "
                            + Words.memory(series.memoryLimit));
        }
    }

    /** The largest memory of the last hour, or of the last bucket where that is longer. */
    private double lately(Series series) {
        double largest = series.memory;
        int last = buckets.of(series.latest);
        int first = Math.max(0, last - (int) (CrashLoop.WINDOW_MILLIS / buckets.width()) + 1);
        for (int bucket = first; bucket <= last; bucket++) {
            double used = series.cells.memoryMax(bucket);
            largest = Double.isNaN(used) ? largest : Math.max(largest, used);
        }
        return largest;
    }

    private void notRunning(Series series, int state) {
        boolean ran = series.upSamples > 0;
        String since = ran ? "; it was last seen running at " + Words.time(series.lastUp) : "";
        long at = ran ? series.lastUp : series.first;
        switch (state) {
            case Bands.FAILED, Bands.DEAD ->
                add(
                        Kind.NOT_RUNNING,
                        ran ? Attention.TROUBLED : Attention.NOTABLE,
                        series,
                        at,
                        (state == Bands.DEAD ? "is dead, after " : "has exited with ")
                                + Words.end(series.exit, series.oom)
                                + since);
            case Bands.RESTARTING -> add(Kind.NOT_RUNNING, Attention.TROUBLED, series, at, "is restarting" + since);
            case Bands.EXITED -> {
                // What runs most of the time is no job that has done its work.
                if (2 * series.upSamples > series.samples) {
                    add(Kind.NOT_RUNNING, Attention.NOTABLE, series, at, "has stopped (exit code 0)" + since);
                }
            }
            case Bands.PAUSED, Bands.CREATED -> {
                String word = state == Bands.PAUSED ? "is paused" : "was created and does not run";
                add(Kind.NOT_RUNNING, Attention.NOTABLE, series, at, word + since);
            }
            default -> {}
        }
    }

    private void gone(Series series, int state) {
        boolean settled = series.latest - series.first >= SETTLED_MILLIS
                && series.samples * series.host.usualInterval() >= SETTLED_SHARE * (series.latest - series.first);
        if (settled && state == Bands.RUNNING && !presentServices.contains(serviceKey(series))) {
            missing(series, Attention.NOTABLE, " is gone");
        }
    }

    private void missing(Series series, int severity, String what) {
        boolean ran = series.lastUp != Sample.NO_TIME;
        String since = ran ? "; it was last seen running at " + Words.time(series.lastUp) : "";
        add(Kind.MISSING, severity, series, ran ? series.lastUp : series.first, what.strip() + since);
    }

    private void add(Kind kind, int severity, Series series, long at, String words) {
        found.add(Attention.of(kind, severity, series, at, label(series) + " " + words));
    }

    /** {@code api on web-1} for a deployment, whose container may have no samples. */
    String label(DeploymentRecord deployment, @Nullable Series series) {
        if (series != null) {
            return label(series);
        }
        String host = deployment.host;
        return Texts.quoted(deployment.service) + (host == null ? "" : " on " + Texts.quoted(host));
    }
}
