package io.dispenser.telemetry.app.report;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes a report's document of samples and deployments, in whatever order they come. Memory does not grow with their number, but
 * with that of the containers, and is bounded there too: with more of them the buckets of time become wider. Deployments that come
 * before the samples around them are judged by those; later ones only by samples that come afterwards. Not safe for several threads.
 */
public final class ReportBuilder {

    /** Buckets of all containers together; about 46 bytes each. */
    private static final int MOST_CELLS = 1_500_000;

    /** More containers are only counted. */
    private static final int MOST_SERIES = 25_000;

    /** So many that are left out are told apart, to be counted. */
    private static final int MOST_COUNTED = 200_000;

    /** More deployments are not kept, the oldest first. */
    private static final int MOST_DEPLOYMENTS = 20_000;

    /** By so much a host's clock may be ahead: what is beyond is a clock to be set right. */
    static final long CLOCK_TOLERANCE_MILLIS = 2 * 60_000L;

    private final ReportScope scope;
    private final Buckets buckets;
    private final Map<String, HostRecord> hosts = new LinkedHashMap<>();
    private final Map<SeriesKey, Series> series = new LinkedHashMap<>();
    private final SeriesKey probe = new SeriesKey();
    private final Set<Integer> leftOut = new HashSet<>();
    private final List<ReportTable> tables = new ArrayList<>();
    private final List<DeploymentRecord> deployments = new ArrayList<>();
    private final Sample converted = new Sample();
    private long pages;
    private long samples;
    private long futureRows;
    private long deploymentCount;
    private @Nullable Series last;

    public ReportBuilder(ReportScope scope) {
        this.scope = scope;
        this.buckets = new Buckets(scope.from().toEpochMilli(), scope.made().toEpochMilli());
    }

    /** Takes a sample; those of other times, services and hosts than the report's are left out. */
    public void sample(ContainerStatusEvent event) {
        sample(converted.of(event));
    }

    /** Takes a deployment; those of other times, services and hosts than the report's are left out. */
    public void deployment(DeploymentEvent event) {
        deployment(DeploymentRecord.of(event));
    }

    /** Tells of a table that is read. */
    public void table(ReportTable table) {
        tables.add(table);
    }

    /** Whether it is one of the report's, and not of the future. */
    boolean sample(Sample sample) {
        if (!isWanted(sample.service, sample.host) || sample.at < buckets.from()) {
            return false;
        }
        if (isFuture(sample.at, sample.host)) {
            return false;
        }
        sample.at = Math.min(sample.at, buckets.to() - 1);
        samples++;
        Series of = series(sample);
        if (of == null) {
            return true;
        }
        of.host.sampled(sample.at);
        int bucket = buckets.of(sample.at);
        if (!of.cells.hasPage(bucket)) {
            makeRoom();
            bucket = buckets.of(sample.at);
        }
        of.add(sample, bucket, buckets.order(sample.at));
        return true;
    }

    /** Rows of the future are counted; a little of it is the present of a clock that is ahead a little. */
    private boolean isFuture(long at, @Nullable String host) {
        if (at < buckets.to() + CLOCK_TOLERANCE_MILLIS) {
            return false;
        }
        futureRows++;
        if (hasRoomFor(host)) {
            host(host).future(at);
        }
        return true;
    }

    private boolean hasRoomFor(@Nullable String host) {
        return hosts.size() < MOST_SERIES || hosts.containsKey(host == null ? "" : Texts.name(host));
    }

    /** The host of a sample of before the covered time, if it is one of the report's and has none since. */
    @Nullable
    HostRecord silentUntilNow(String service, @Nullable String host) {
        HostRecord found = isWanted(service, host) && hasRoomFor(host) ? host(host) : null;
        return found == null || found.isSampled() ? null : found;
    }

    private boolean isWanted(String service, @Nullable String host) {
        String onlyService = scope.service();
        String onlyHost = scope.host();
        return (onlyService == null || onlyService.equals(service)) && (onlyHost == null || onlyHost.equals(host));
    }

    /** The one of a sample; the same again costs three comparisons of references. */
    private @Nullable Series series(Sample sample) {
        if (last != null && probe.isOf(sample)) {
            return last;
        }
        probe.set(sample.host, sample.service, sample.name);
        last = series.get(probe);
        if (last == null) {
            last = newSeries();
        }
        return last;
    }

    private @Nullable Series newSeries() {
        if (series.size() >= MOST_SERIES) {
            if (leftOut.size() < MOST_COUNTED) {
                leftOut.add(probe.hashCode());
            }
            return null;
        }
        SeriesKey key = probe.copy();
        Series made = new Series(host(key.host()), key.service(), key.containerName(), buckets.count());
        series.put(key, made);
        return made;
    }

    private HostRecord host(@Nullable String name) {
        String known = name == null ? null : Texts.name(name);
        return hosts.computeIfAbsent(known == null ? "" : known, key -> new HostRecord(known));
    }

    private void makeRoom() {
        while ((pages + 1) * Cells.PAGE > MOST_CELLS && coarsen()) {
            pages = 0;
            series.values().forEach(each -> pages += each.cells.pageCount());
        }
        pages++;
    }

    /** Makes the buckets wider; false if they can't be. */
    boolean coarsen() {
        int factor = buckets.nextFactor();
        if (factor == 1 || buckets.count() <= 1) {
            return false;
        }
        series.values().forEach(each -> each.cells.coarsen(factor));
        buckets.coarsen(factor);
        return true;
    }

    /** Whether it is one of the report's, and not of the future. */
    boolean deployment(DeploymentRecord deployment) {
        if (!isWanted(deployment.service, deployment.host) || deployment.at < buckets.from()) {
            return false;
        }
        if (isFuture(deployment.at, deployment.host)) {
            return false;
        }
        deploymentCount++;
        probe.set(deployment.host, deployment.service, deployment.name);
        last = null;
        Series of = series.get(probe);
        if (of == null) {
            of = newSeries();
        }
        if (of != null) {
            of.add(deployment);
        }
        deployments.add(deployment);
        if (deployments.size() > 2 * MOST_DEPLOYMENTS) {
            forgetTheOldest();
        }
        return true;
    }

    private void forgetTheOldest() {
        deployments.sort(
                Comparator.comparingLong((DeploymentRecord each) -> each.at).reversed());
        long oldest = deployments.get(MOST_DEPLOYMENTS - 1).at;
        deployments.subList(MOST_DEPLOYMENTS, deployments.size()).clear();
        series.values().forEach(each -> each.deployments.removeIf(known -> known.at < oldest));
    }

    ReportScope scope() {
        return scope;
    }

    Buckets buckets() {
        return buckets;
    }

    Collection<HostRecord> hosts() {
        return hosts.values();
    }

    /** Those that samples tell of. */
    List<Series> series() {
        return series.values().stream().filter(each -> each.samples > 0).toList();
    }

    List<DeploymentRecord> deployments() {
        return deployments;
    }

    List<ReportTable> tables() {
        return tables;
    }

    long samples() {
        return samples;
    }

    long deploymentCount() {
        return deploymentCount;
    }

    long futureRows() {
        return futureRows;
    }

    int seriesLeftOut() {
        return leftOut.size();
    }
}
