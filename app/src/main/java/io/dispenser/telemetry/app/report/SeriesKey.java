package io.dispenser.telemetry.app.report;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What tells one container's samples from another's. It can be set anew as long as no map holds it. */
final class SeriesKey {

    private @Nullable String host;
    private String service = "";
    private String name = "";

    private @Nullable String hostGiven;
    private String serviceGiven = "";
    private @Nullable String nameGiven;

    /** @param containerName null in tables that don't tell: then the service's only container is meant */
    void set(@Nullable String hostName, String serviceName, @Nullable String containerName) {
        hostGiven = hostName;
        serviceGiven = serviceName;
        nameGiven = containerName;
        host = hostName == null ? null : Texts.name(hostName);
        service = Texts.name(serviceName);
        name = containerName == null ? service : Texts.name(containerName);
    }

    /** Whether a sample has the very texts that this was set to. */
    @SuppressWarnings("ReferenceEquality") // other objects of equal texts are found by the map
    boolean isOf(Sample sample) {
        return sample.service == serviceGiven && sample.host == hostGiven && sample.name == nameGiven;
    }

    SeriesKey copy() {
        SeriesKey copy = new SeriesKey();
        copy.set(host, service, name);
        return copy;
    }

    @Nullable
    String host() {
        return host;
    }

    String service() {
        return service;
    }

    String containerName() {
        return name;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SeriesKey key
                && service.equals(key.service)
                && name.equals(key.name)
                && Objects.equals(host, key.host);
    }

    @Override
    public int hashCode() {
        return (31 * service.hashCode() + name.hashCode()) * 31 + (host == null ? 0 : host.hashCode());
    }
}
