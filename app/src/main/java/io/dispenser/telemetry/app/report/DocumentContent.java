package io.dispenser.telemetry.app.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What of all that was found a document has room for: the worst containers and their hosts, the newest deployments. */
final class DocumentContent {

    /** Bytes of the containers, without their details, and of the hosts that they are on. */
    private static final int MOST_OF_SUMMARIES = 2_400_000;

    /** Bytes of the hosts that come on top of those. */
    private static final int MOST_OF_OTHER_HOSTS = 300_000;

    private static final int MOST_DEPLOYMENTS = 1_000;
    private static final int MOST_OF_DEPLOYMENTS = 700_000;

    /** By their names; where each stands is its index. */
    final List<HostRecord> hosts = new ArrayList<>();

    final List<String> summaries = new ArrayList<>();
    final Map<Series, Integer> seriesIndexes = new HashMap<>();

    /** The newest first. */
    final List<DeploymentRecord> deployments = new ArrayList<>();

    private final Map<HostRecord, Integer> hostIndexes = new HashMap<>();
    private final Map<DeploymentRecord, Integer> deploymentIndexes = new HashMap<>();
    private final ReportFindings findings;
    private final SeriesJson form;
    private final HostJson hostForm;

    DocumentContent(ReportFindings findings, Buckets buckets) throws IOException {
        this.findings = findings;
        this.form = new SeriesJson(buckets);
        this.hostForm = new HostJson(findings, buckets.to());
        List<ReportFindings.Judged> told = chooseContainers();
        for (int i = 0; i < told.size(); i++) {
            seriesIndexes.put(told.get(i).series(), i);
            summaries.add(summary(told.get(i)));
        }
        chooseDeployments();
    }

    private List<ReportFindings.Judged> chooseContainers() throws IOException {
        List<ReportFindings.Judged> told = new ArrayList<>();
        Set<HostRecord> needed = new LinkedHashSet<>();
        long left = MOST_OF_SUMMARIES;
        for (ReportFindings.Judged each : findings.series) {
            HostRecord host = each.series().host;
            left -= PageJson.size(summary(each)) + (needed.contains(host) ? 0 : size(host));
            if (left < 0) {
                break;
            }
            told.add(each);
            needed.add(host);
        }
        left = MOST_OF_OTHER_HOSTS;
        for (HostRecord host : findings.hosts) {
            if (!needed.contains(host)) {
                left -= size(host);
                if (left < 0) {
                    break;
                }
                needed.add(host);
            }
        }
        hosts.addAll(needed);
        hosts.sort(Comparator.comparingInt(host -> host.index));
        for (int i = 0; i < hosts.size(); i++) {
            hostIndexes.put(hosts.get(i), i);
        }
        return told;
    }

    private String summary(ReportFindings.Judged each) throws IOException {
        Integer host = hostIndexes.getOrDefault(each.series().host, each.series().host.index);
        return PageJson.fields(json -> form.summary(each.series(), host, each.restarts(), json));
    }

    private int size(HostRecord host) throws IOException {
        return PageJson.size(PageJson.written(json -> hostForm.write(host, json)));
    }

    private void chooseDeployments() throws IOException {
        long left = MOST_OF_DEPLOYMENTS;
        for (DeploymentRecord each : findings.deployments) {
            left -= PageJson.size(PageJson.written(json -> write(each, json)));
            if (left < 0 || deployments.size() == MOST_DEPLOYMENTS) {
                break;
            }
            deploymentIndexes.put(each, deployments.size());
            deployments.add(each);
        }
    }

    void write(DeploymentRecord each, JsonGenerator json) throws IOException {
        Series owner = findings.owner(each);
        HostRecord host = owner != null ? owner.host : findings.host(each.host);
        DeploymentJson.write(each, index(host), index(owner), json);
    }

    /** Where a host stands; null if there is none, or no room for it. */
    @Nullable
    Integer index(@Nullable HostRecord host) {
        return host == null ? null : hostIndexes.get(host);
    }

    @Nullable
    Integer index(@Nullable Series series) {
        return series == null ? null : seriesIndexes.get(series);
    }

    @Nullable
    Integer index(@Nullable DeploymentRecord deployment) {
        return deployment == null ? null : deploymentIndexes.get(deployment);
    }
}
