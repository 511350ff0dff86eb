package io.dispenser.telemetry.app.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a builder has gathered, judged and put in order. */
final class ReportFindings {

    /** A container with what is to be said of it. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Judged(Series series, int[] restarts, long restartCount, List<Attention> attention) {

        private int severity() {
            return attention.stream().mapToInt(Attention::severity).max().orElse(0);
        }
    }

    private static final Comparator<Judged> WORST_FIRST = Comparator.comparingInt(Judged::severity)
            .thenComparingInt(each -> each.attention().size())
            .thenComparingLong(Judged::restartCount)
            .thenComparingInt(each -> Bands.rank(each.series().band))
            .reversed()
            .thenComparing(each -> each.series().service)
            .thenComparing(each -> each.series().name)
            .thenComparingInt(each -> each.series().host.index);

    final List<HostRecord> hosts;
    final List<Judged> series = new ArrayList<>();
    final List<Attention> attention = new ArrayList<>();

    /** The newest first. */
    final List<DeploymentRecord> deployments;

    private final HostRules hostRules;
    private final Map<String, HostRecord> hostsByName = new HashMap<>();
    private final Map<DeploymentRecord, Series> owners = new HashMap<>();
    private final Map<String, @Nullable Series> onlyOfService = new HashMap<>();

    ReportFindings(ReportBuilder builder) {
        this.hosts = ordered(builder.hosts());
        hosts.forEach(host -> hostsByName.put(host.name == null ? "" : host.name, host));
        this.hostRules = new HostRules(builder.scope());
        this.deployments = new ArrayList<>(builder.deployments());
        deployments.sort(
                Comparator.comparingLong((DeploymentRecord each) -> each.at).reversed());
        List<Series> all = builder.series();
        ContainerRules containers = new ContainerRules(builder.buckets(), all);
        DeploymentRules deployed = new DeploymentRules(containers);
        for (HostRecord host : hosts) {
            attention.addAll(hostRules.of(host));
        }
        for (Series each : all) {
            int[] restarts = each.cells.restarts();
            List<Attention> found = new ArrayList<>(containers.of(each, restarts));
            found.addAll(deployed.of(each));
            attention.addAll(found);
            series.add(new Judged(each, restarts, SeriesJson.sum(restarts), found));
            each.deployments.all().forEach(deployment -> owners.put(deployment, each));
            String service = serviceKey(each.host.name, each.service);
            onlyOfService.put(service, onlyOfService.containsKey(service) ? null : each);
        }
        attention.sort(Attention.WORST_FIRST);
        series.sort(WORST_FIRST);
    }

    private static List<HostRecord> ordered(Collection<HostRecord> unordered) {
        List<HostRecord> hosts = new ArrayList<>(unordered);
        hosts.sort(Comparator.comparing(host -> host.name == null ? "" : host.name));
        for (int i = 0; i < hosts.size(); i++) {
            hosts.get(i).index = i;
        }
        return hosts;
    }

    private static String serviceKey(@Nullable String host, String service) {
        return host + " " + service;
    }

    /** The host of that name, or null if nothing was told of it. */
    @Nullable
    HostRecord host(@Nullable String name) {
        return hostsByName.get(name == null ? "" : name);
    }

    boolean isSilent(HostRecord host) {
        return hostRules.isSilent(host);
    }

    /** The container of a deployment, or, where the tables don't name containers alike, the only one of its service. */
    @Nullable
    Series owner(DeploymentRecord deployment) {
        Series owner = owners.get(deployment);
        return owner != null ? owner : onlyOfService.get(serviceKey(deployment.host, deployment.service));
    }
}
