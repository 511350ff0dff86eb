package io.dispenser.telemetry.adapter.delta.analysis;

import static io.dispenser.telemetry.adapter.delta.analysis.KnownAnswers.host;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which images are in use since when. */
final class ImageAnswers {

    private final KnownAnswers known;

    ImageAnswers(KnownAnswers known) {
        this.known = known;
    }

    List<List<String>> images() {
        List<List<String>> rows = new ArrayList<>();
        // Each service has one container in the last sample of a host here, so there is one row for each container.
        for (ContainerStatusEvent used : HostAnswers.lastSamples(known.statuses(30))) {
            String image = used.run().image();
            if (image == null || used.containerId().isEmpty()) {
                continue;
            }
            @Nullable DeploymentEvent newest = null;
            for (DeploymentEvent deployment : known.deployments(30)) {
                if (KnownAnswers.shortId(deployment).equals(used.containerId())) {
                    newest = deployment;
                }
            }
            @Nullable String digest = newest == null ? null : newest.imageSha();
            @Nullable Instant since = newest == null ? null : created(newest);
            rows.add(Question.row(
                    used.service(),
                    host(used.origin()),
                    image,
                    digest,
                    1,
                    since == null ? sampled(used, image) : since));
        }
        return rows;
    }

    private @Nullable Instant sampled(ContainerStatusEvent used, String image) {
        @Nullable Instant since = null;
        for (ContainerStatusEvent row : known.statuses(30)) {
            @Nullable String other = row.run().image();
            if (row.service().equals(used.service())
                    && host(row.origin()).equals(host(used.origin()))
                    && other != null) {
                since = !other.equals(image) ? null : since == null ? row.timestamp() : since;
            }
        }
        return since;
    }

    /** When the oldest of the containers with this digest that followed one another was created; null if it replaced one. */
    private @Nullable Instant created(DeploymentEvent newest) {
        String digest = newest.imageSha();
        @Nullable DeploymentEvent oldest = null;
        boolean other = false;
        for (DeploymentEvent deployment : known.deployments(30)) {
            if (deployment.service().equals(newest.service())
                    && host(deployment.origin()).equals(host(newest.origin()))
                    && !deployment.timestamp().isAfter(newest.timestamp())) {
                if (!deployment.imageSha().equals(digest)) {
                    other = true;
                    oldest = null;
                } else if (oldest == null || deployment.containerCreatedAt().isBefore(oldest.containerCreatedAt())) {
                    oldest = deployment;
                }
            }
        }
        if (oldest == null || (!other && digest.equals(oldest.previousImageSha()))) {
            return null;
        }
        return oldest.containerCreatedAt();
    }
}
