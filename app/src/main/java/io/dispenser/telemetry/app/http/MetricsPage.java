package io.dispenser.telemetry.app.http;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Metrics in the formats of Prometheus and OpenMetrics, whichever the scraper prefers. */
public final class MetricsPage implements Page {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ExpositionFormats formats = ExpositionFormats.init();

    /**
     * @param version the program's version
     * @param metrics what is told, besides what the process takes
     */
    public MetricsPage(String version, List<? extends MeterBinder> metrics) {
        Gauge.builder("dispenser.telemetry.build.info", () -> 1)
                .description("1, with the program's version")
                .tag("version", version)
                .register(registry);
        metrics.forEach(each -> each.bindTo(registry));
        List.of(new ProcessMetrics(), new JvmMemoryMetrics(), new JvmThreadMetrics(), new ClassLoaderMetrics())
                .forEach(each -> each.bindTo(registry));
    }

    @Override
    public Answer get(@Nullable String accept) throws IOException {
        // Protocol buffers are left out, whoever would like them.
        ExpositionFormatWriter writer = formats.getOpenMetricsTextFormatWriter().accepts(accept)
                ? formats.getOpenMetricsTextFormatWriter()
                : formats.getPrometheusTextFormatWriter();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        writer.write(body, registry.getPrometheusRegistry().scrape());
        return new Answer(200, writer.getContentType(), body.toString(StandardCharsets.UTF_8));
    }
}
