package io.dispenser.telemetry.app.report;

import io.dispenser.telemetry.app.output.Elapsed;
import io.dispenser.telemetry.app.report.Attention.Kind;
import io.dispenser.telemetry.app.report.DeploymentRecord.Health;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which deployments broke what had been well, and whether somebody took them back. */
final class DeploymentRules {

    /** A return to the image before within this time is a rollback; later it is another deployment. */
    private static final long ROLLBACK_MILLIS = 24 * 60 * 60_000L;

    private final ContainerRules names;

    DeploymentRules(ContainerRules names) {
        this.names = names;
    }

    /** What is to be said of a container's deployments. */
    List<Attention> of(Series series) {
        List<Attention> found = new ArrayList<>();
        List<DeploymentRecord> all = series.deployments.all();
        for (int i = 0; i < all.size(); i++) {
            DeploymentRecord each = all.get(i);
            if (each.health() == Health.BROKE) {
                found.add(bad(series, all, i));
            }
        }
        return found;
    }

    private Attention bad(Series series, List<DeploymentRecord> all, int i) {
        DeploymentRecord broken = all.get(i);
        DeploymentRecord rollback = rollback(all, i);
        String image = broken.image.isEmpty() ? "a deployment" : Texts.quoted(broken.image);
        String text = image + " broke " + names.label(series) + " at " + Words.time(broken.at) + ": " + broken.bad()
                + " after " + Elapsed.words(Duration.ofMillis(broken.badAt() - broken.at));
        boolean well = rollback != null && rollback.health() == Health.OK;
        boolean isLast = i == all.size() - 1;
        String end;
        if (rollback != null) {
            end = "; rolled back after " + Elapsed.words(Duration.ofMillis(rollback.at - broken.at))
                    + (well ? "" : ", which did not help");
        } else {
            end = isLast ? "; not rolled back" : "; another deployment followed";
        }
        boolean recovered = well || Bands.isGood(series.band);
        return new Attention(
                Kind.BAD_DEPLOYMENT,
                recovered ? Attention.TROUBLED : Attention.BROKEN,
                series.host,
                series,
                broken,
                broken.at,
                text + end);
    }

    private static @Nullable DeploymentRecord rollback(List<DeploymentRecord> all, int i) {
        DeploymentRecord broken = all.get(i);
        DeploymentRecord before = i == 0 ? null : all.get(i - 1);
        for (int j = i + 1; j < all.size(); j++) {
            DeploymentRecord later = all.get(j);
            if (later.at - broken.at > ROLLBACK_MILLIS) {
                return null;
            }
            if (later.rollsBack(broken, before)) {
                return later;
            }
        }
        return null;
    }
}
