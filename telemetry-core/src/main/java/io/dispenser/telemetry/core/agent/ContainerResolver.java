package io.dispenser.telemetry.core.agent;

import io.dispenser.telemetry.core.container.ContainerSummary;
import io.dispenser.telemetry.core.container.ServiceCatalog;
import io.dispenser.telemetry.core.container.ServiceDefinition;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which container a report means. */
final class ContainerResolver {

    private static final int SHORT_ID = 12;
    private static final int MOST_NAMED = 20;

    private final ServiceCatalog catalog;

    ContainerResolver(ServiceCatalog catalog) {
        this.catalog = catalog;
    }

    /**
     * The one that {@code report} means among all containers of the engine.
     *
     * @throws ReportDeclined if it is none, or not certain
     */
    ContainerSummary find(DeploymentReport report, List<ContainerSummary> containers) throws ReportDeclined {
        String service = report.service();
        if (!catalog.services().isEmpty() && catalog.definition(service).isEmpty()) {
            throw ReportDeclined.invalid("no service is named " + service + "; configured: "
                    + listed(catalog.services().stream().map(ServiceDefinition::name)));
        }
        List<ContainerSummary> ofService = containers.stream()
                .filter(container -> isOf(service, container))
                .toList();
        if (report.container() != null) {
            return chosen(service, report.container(), ofService, containers);
        }
        if (ofService.isEmpty()) {
            throw ReportDeclined.refused("service " + service + " has no container now; services that have one: "
                    + listed(containers.stream()
                            .flatMap(container -> catalog.serviceOf(container).stream())
                            .distinct()
                            .sorted()));
        }
        return only(service, ofService);
    }

    private ContainerSummary chosen(
            String service, String wanted, List<ContainerSummary> ofService, List<ContainerSummary> all)
            throws ReportDeclined {
        List<ContainerSummary> named = matching(wanted, ofService);
        if (!named.isEmpty()) {
            return only(service, named);
        }
        Optional<ContainerSummary> elsewhere = matching(wanted, all).stream().findFirst();
        if (elsewhere.isPresent()) {
            ContainerSummary other = elsewhere.get();
            throw ReportDeclined.invalid("container " + words(other) + " is not of service " + service + ": it is "
                    + catalog.serviceOf(other).map(its -> "of " + its).orElse("not managed"));
        }
        throw ReportDeclined.invalid("there is no container " + wanted + "; containers of service " + service + ": "
                + listed(ofService.stream().map(ContainerResolver::words)));
    }

    private static ContainerSummary only(String service, List<ContainerSummary> found) throws ReportDeclined {
        if (found.size() > 1) {
            throw ReportDeclined.invalid("several containers of service " + service
                    + " may be meant; say which of them it is: "
                    + found.stream().map(ContainerResolver::words).collect(Collectors.joining(", ")));
        }
        return found.get(0);
    }

    /** By name, else by id, as the engine's own commands do it. */
    private static List<ContainerSummary> matching(String wanted, List<ContainerSummary> containers) {
        List<ContainerSummary> named =
                filtered(containers, container -> container.name().equals(wanted));
        return named.isEmpty()
                ? filtered(containers, container -> container.id().startsWith(wanted))
                : named;
    }

    private static List<ContainerSummary> filtered(
            List<ContainerSummary> containers, Predicate<ContainerSummary> condition) {
        return containers.stream().filter(condition).toList();
    }

    private boolean isOf(String service, ContainerSummary container) {
        return catalog.serviceOf(container).filter(service::equals).isPresent();
    }

    private static String listed(Stream<String> names) {
        List<String> all = names.toList();
        String more = all.size() > MOST_NAMED ? " and " + (all.size() - MOST_NAMED) + " more" : "";
        return all.isEmpty() ? "none" : all.stream().limit(MOST_NAMED).collect(Collectors.joining(", ")) + more;
    }

    private static String words(ContainerSummary container) {
        String id = container.id();
        return container.name() + " (" + id.substring(0, Math.min(SHORT_ID, id.length())) + ", "
                + container.state().columnValue() + ")";
    }
}
