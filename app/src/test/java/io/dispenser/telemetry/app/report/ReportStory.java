package io.dispenser.telemetry.app.report;

import static io.dispenser.telemetry.app.report.DraftedSeries.EXITED;
import static io.dispenser.telemetry.app.report.DraftedSeries.FAILED;
import static io.dispenser.telemetry.app.report.DraftedSeries.MISSING;
import static io.dispenser.telemetry.app.report.DraftedSeries.RESTARTING;
import static io.dispenser.telemetry.app.report.DraftedSeries.RUNNING;
import static io.dispenser.telemetry.app.report.DraftedSeries.STARTING;
import static io.dispenser.telemetry.app.report.DraftedSeries.UNHEALTHY;

/**
 * A week that gives a report something to show: a crash loop, a leak that ends in kills, a deployment that was rolled back, a
 * host that fell silent, a night without samples, a nightly job.
 */
final class ReportStory {

    static final int BUCKETS = 1008;
    private static final int DAY = 144;
    private static final int SILENT_SINCE = BUCKETS - 56;
    private static final int GAP_FROM = 430;
    private static final int GAP_TO = 462;

    private ReportStory() {}

    static DraftedDocument week() {
        DraftedDocument week = new DraftedDocument(BUCKETS, 10 * DraftedDocument.MINUTE)
                .host("web-1", BUCKETS - 1)
                .host("web-2", BUCKETS - 1, GAP_FROM, GAP_TO)
                .host("db-1", BUCKETS - 1)
                .host("batch-1", SILENT_SINCE, SILENT_SINCE + 1, BUCKETS)
                .table("dispenser-deployments", "s3a://telemetry-lake/production/dispenser-deployments", 412, null)
                .table(
                        "dispenser-container-status",
                        "s3a://telemetry-lake/production/dispenser-container-status",
                        112_896,
                        null);
        crashLoop(week);
        leak(week);
        rolledBack(week);
        troubled(week);
        calm(week);
        attention(week);
        week.root().putObject("asked").put("since", "7d").putNull("service").putNull("host");
        return week;
    }

    private static void crashLoop(DraftedDocument week) {
        DraftedSeries worker = week.series(
                        0, "shop", "worker", "shop-worker-1", "registry.example.com/shop/worker:2.4.1")
                .limit(256)
                .cpu(DraftedSeries.busy(1, 35, 20))
                .memory(i -> 90 + i % 17)
                .now("restarting", null)
                .output("dial tcp 10.0.3.7:5672: connect: connection refused");
        int since = BUCKETS - 19;
        worker.node.put("exit", 1);
        worker.band(0, BUCKETS, RUNNING);
        for (int i = since; i < BUCKETS; i += 1) {
            worker.band(i, i + 1, i % 3 == 0 ? RUNNING : RESTARTING).restart(i, i % 2 + 1);
        }
        week.deployment(
                since - 0.5,
                0,
                "updated",
                "image_update",
                "registry.example.com/shop/worker:2.4.1",
                "registry.example.com/shop/worker:2.4.0",
                "broke");
    }

    private static void leak(DraftedDocument week) {
        int life = 230;
        DraftedSeries images = week.series(
                        1, "shop", "thumbnails", "shop-thumbnails-1", "registry.example.com/shop/thumbnails:0.9")
                .limit(512)
                .cpu(DraftedSeries.busy(2, 18, 12))
                .memory(i -> Math.min(511, 130 + (i % life) * 1.66));
        for (int kill = life; kill < BUCKETS; kill += life) {
            images.band(kill - 1, kill, FAILED).band(kill, kill + 2, STARTING).restart(kill, 1);
        }
        images.band(GAP_FROM, GAP_TO, 0).node.put("oom", true);
    }

    private static void rolledBack(DraftedDocument week) {
        int deployed = 5 * DAY + 61;
        DraftedSeries api = week.series(1, "shop", "api", "shop-api-1", "registry.example.com/shop/api:1.2.7")
                .limit(1024)
                .cpu(DraftedSeries.busy(3, 60, 45))
                .memory(i -> 420 + 60 * Math.sin(i / 23.0))
                .band(deployed, deployed + 1, STARTING)
                .band(deployed + 1, deployed + 12, UNHEALTHY)
                .band(deployed + 12, deployed + 13, STARTING)
                .band(GAP_FROM, GAP_TO, 0);
        api.node.put("project", "shop");
        week.deployment(
                        deployed + 11.7,
                        2,
                        "updated",
                        "rollback",
                        "registry.example.com/shop/api:1.2.7",
                        "registry.example.com/shop/api:1.3.0",
                        "ok")
                .deployment(
                        deployed,
                        2,
                        "updated",
                        "image_update",
                        "registry.example.com/shop/api:1.3.0",
                        "registry.example.com/shop/api:1.2.7",
                        "broke")
                .deployment(
                        2 * DAY + 70.3,
                        2,
                        "updated",
                        "image_update",
                        "registry.example.com/shop/api:1.2.7",
                        "registry.example.com/shop/api:1.2.6",
                        "ok");
    }

    private static void troubled(DraftedDocument week) {
        int since = BUCKETS - 47;
        week.series(2, "shop", "search", "shop-search-1", "opensearchproject/opensearch:2.19.1")
                .limit(4096)
                .cpu(DraftedSeries.busy(4, 120, 80))
                .memory(i -> 3700 + 120 * Math.sin(i / 40.0))
                .now("running", "unhealthy")
                .output("curl: (28) Operation timed out after 5001 milliseconds with 0 bytes received")
                .band(since, BUCKETS, UNHEALTHY);
        week.series(0, null, "mail", "mail", "mailhog/mailhog:v1.0.1")
                .cpu(i -> 0.3)
                .memory(i -> 22)
                .exited(2, false)
                .band(0, BUCKETS, RUNNING)
                .band(BUCKETS - 210, BUCKETS, FAILED);
        week.series(0, "old", "legacy-cron", "legacy-cron", "debian:11")
                .cpu(i -> 0.1)
                .memory(i -> 9)
                .now("not_found", null)
                .band(0, BUCKETS, RUNNING)
                .band(BUCKETS - 300, BUCKETS, MISSING);
        for (String name : new String[] {"etl", "exports"}) {
            week.series(3, "batch", name, "batch-" + name + "-1", "registry.example.com/batch/" + name + ":7")
                    .limit(2048)
                    .cpu(DraftedSeries.busy(5 + name.length(), 80, 70))
                    .memory(i -> 800 + 300 * Math.sin(i / 70.0))
                    .now("running", null)
                    .band(0, BUCKETS, RUNNING)
                    .band(SILENT_SINCE + 1, BUCKETS, 0);
        }
    }

    private static void calm(DraftedDocument week) {
        DraftedSeries backup = week.series(2, "ops", "backup", "ops-backup-1", "restic/restic:0.17.3")
                .cpu(i -> 85)
                .memory(i -> 310)
                .exited(0, false)
                .band(0, BUCKETS, EXITED);
        for (int night = 81; night < BUCKETS; night += DAY) {
            backup.band(night, night + 6, RUNNING);
        }
        week.series(2, "shop", "postgres", "shop-postgres-1", "postgres:17.2")
                .limit(8192)
                .cpu(DraftedSeries.busy(20, 45, 30))
                .memory(i -> 5200 + i * 0.6);
        week.series(0, "shop", "frontend", "shop-frontend-1", "registry.example.com/shop/frontend:5.1.0")
                .limit(256)
                .cpu(DraftedSeries.busy(21, 12, 10))
                .memory(i -> 118 + i % 9);
        week.series(1, "shop", "frontend", "shop-frontend-1", "registry.example.com/shop/frontend:5.1.0")
                .limit(256)
                .cpu(DraftedSeries.busy(22, 12, 10))
                .memory(i -> 121 + i % 7)
                .band(GAP_FROM, GAP_TO, 0);
        week.series(0, "edge", "traefik", "traefik", "traefik:v3.3")
                .cpu(DraftedSeries.busy(23, 7, 5))
                .memory(i -> 64);
        week.series(2, "shop", "redis", "shop-redis-1", "redis:7.4-alpine")
                .limit(512)
                .cpu(DraftedSeries.busy(24, 4, 2))
                .memory(i -> 96 + i * 0.05)
                .band(300, 318, 3);
        week.deployment(
                        4 * DAY + 66,
                        10,
                        "updated",
                        "manual",
                        "registry.example.com/shop/frontend:5.1.0",
                        "registry.example.com/shop/frontend:5.0.4",
                        "ok")
                .deployment(
                        4 * DAY + 66.5,
                        11,
                        "updated",
                        "manual",
                        "registry.example.com/shop/frontend:5.1.0",
                        "registry.example.com/shop/frontend:5.0.4",
                        "ok");
    }

    private static void attention(DraftedDocument week) {
        week.attention(
                        "crash-loop",
                        3,
                        0,
                        0,
                        BUCKETS - 19,
                        "worker on web-1 has restarted 28 times since 09:20, last with exit code 1")
                .attention(
                        "silent-host",
                        3,
                        3,
                        -1,
                        SILENT_SINCE,
                        "batch-1 has sent no sample for 9 h 20 min; it usually sends one every 10 min")
                .attention("unhealthy", 3, 2, 3, BUCKETS - 47, "search on db-1 has been unhealthy for 7 h 50 min")
                .attention(
                        "out-of-memory",
                        2,
                        1,
                        1,
                        920,
                        "thumbnails on web-2 was killed for lack of memory 4 times, last on 29 Nov; its limit is 512 MiB")
                .attention(
                        "bad-deployment",
                        2,
                        1,
                        2,
                        5 * DAY + 61,
                        "api:1.3.0 broke api on web-2: unhealthy 10 min after it; rolled back after 1 h 57 min")
                .attention(
                        "bad-deployment",
                        2,
                        0,
                        0,
                        BUCKETS - 19.5,
                        "worker:2.4.1 broke worker on web-1: crash looping since; not rolled back")
                .attention("memory", 2, 2, 3, BUCKETS - 1, "search on db-1 uses 93 % of its memory limit of 4 GiB")
                .attention(
                        "not-running", 1, 0, 4, BUCKETS - 210, "mail on web-1 exited with 2 and was not started again")
                .attention("missing", 1, 0, 5, BUCKETS - 300, "legacy-cron on web-1 is not found any more");
    }
}
