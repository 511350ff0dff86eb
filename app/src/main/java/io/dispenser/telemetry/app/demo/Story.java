package io.dispenser.telemetry.app.demo;

import static io.dispenser.telemetry.core.event.RestartPolicy.ALWAYS;
import static io.dispenser.telemetry.core.event.RestartPolicy.NO;
import static io.dispenser.telemetry.core.event.RestartPolicy.ON_FAILURE;
import static io.dispenser.telemetry.core.event.RestartPolicy.UNLESS_STOPPED;

import io.dispenser.telemetry.app.demo.SimulatedContainer.Traits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * What happens on the simulated engine: a small shop in about fifteen seconds. The town at a moment depends on nothing but
 * the moment; afterwards it stays as it is. A sample every two seconds sees each happening.
 */
final class Story {

    private static final Traits WEB = new Traits(UNLESS_STOPPED, 128, 500_000_000, 2, 1, 1, true);
    static final Traits API = new Traits(ALWAYS, 512, 1_000_000_000, 1, 0, 2, true);
    static final Traits WORKER = new Traits(ON_FAILURE, 256, 0, 0, 0, 1, false);
    private static final Traits DB = new Traits(UNLESS_STOPPED, 1024, 2_000_000_000, 0, 2, 1, true);
    private static final Traits CACHE = new Traits(ALWAYS, 64, 0, 0, 0, 1, false);
    static final Traits REPORT = new Traits(NO, 0, 0, 0, 1, 1, false);

    /** How long before the end of the time before it the containers that have always been there were created. */
    static final Duration LONG_AGO = Duration.ofDays(40);

    /** The same of the api, which is that of a rollback, and of the worker. */
    static final Duration API_SINCE = Duration.ofDays(3).minusMinutes(22);

    static final Duration WORKER_SINCE = Duration.ofHours(30);

    /** How long after its creation a container is started. */
    static final Duration STARTED_AFTER = Duration.ofMillis(400);

    private static final int HEALTH_RETRIES = 3;
    private static final String SHOP_IS_DOWN = "GET http://localhost:8080/health: 503 Service Unavailable\n"
            + "{\"status\":\"down\",\"reason\":\"the api does not answer\"}";

    private final Instant start;
    private final Instant before;
    private final List<Beat> beats = new ArrayList<>();

    private record Beat(Duration at, BiConsumer<Town, Instant> happening) {}

    Story(Instant start) {
        this(start, start);
    }

    /** @param before the end of the time before it, which the ages of the containers that are there at its start are told from */
    Story(Instant start, Instant before) {
        this.start = start;
        this.before = before;
        tellOfTheTimeBefore();
        tellOfTheDeployments();
        tellOfTheTroubles();
        beats.sort((one, other) -> one.at().compareTo(other.at()));
    }

    /** The town after {@code elapsed} from the start of the story, with all changes from before the start until then. */
    Town at(Duration elapsed) {
        Town town = new Town();
        for (Beat beat : beats) {
            if (beat.at().compareTo(elapsed) <= 0) {
                beat.happening().accept(town, start.plus(beat.at()));
            }
        }
        return town;
    }

    /** When the last thing has happened. */
    Duration end() {
        return beats.get(beats.size() - 1).at();
    }

    /** When the story begins. */
    Instant start() {
        return start;
    }

    private void tellOfTheTimeBefore() {
        existsSince(LONG_AGO, SimulatedImage.DB, DB);
        existsSince(LONG_AGO, SimulatedImage.CACHE, CACHE);
        existsSince(API_SINCE, SimulatedImage.API_OLD, API);
        existsSince(WORKER_SINCE, SimulatedImage.WORKER, WORKER);
    }

    private void tellOfTheDeployments() {
        at(1_000, (town, now) -> town.create(SimulatedImage.WEB, 1, WEB, now));
        at(1_300, (town, now) -> town.container("web").start(now));
        at(2_300, (town, now) -> town.container("web").passHealthCheck());

        at(1_600, (town, now) -> town.create(SimulatedImage.REPORT, 1, REPORT, now));
        at(1_800, (town, now) -> town.container("report").start(now));
        at(5_500, (town, now) -> town.container("report").exit(3, now));
        at(11_500, (town, now) -> town.remove("report", now));
        at(11_600, (town, now) -> town.create(SimulatedImage.REPORT, 2, REPORT, now));
        at(11_800, (town, now) -> town.container("report").start(now));
        at(14_900, (town, now) -> town.container("report").exit(0, now));

        at(6_000, (town, now) -> town.container("api").exit(143, now));
        at(6_200, (town, now) -> town.remove("api", now));
        at(6_400, (town, now) -> town.create(SimulatedImage.API_NEW, 2, API, now));
        at(6_800, (town, now) -> town.container("api").start(now));
        at(9_300, (town, now) -> town.container("api").passHealthCheck());

        at(9_600, (town, now) -> town.update("db", 1536, now));
        at(12_700, (town, now) -> town.restart("cache", now));
    }

    private void tellOfTheTroubles() {
        at(4_500, (town, now) -> town.container("web").failHealthCheck(SHOP_IS_DOWN, HEALTH_RETRIES));
        at(6_100, (town, now) -> town.container("web").failHealthCheck(SHOP_IS_DOWN, HEALTH_RETRIES));
        at(7_700, (town, now) -> town.container("web").failHealthCheck(SHOP_IS_DOWN, HEALTH_RETRIES));
        at(9_400, (town, now) -> town.container("web").failHealthCheck(SHOP_IS_DOWN, HEALTH_RETRIES));
        at(10_900, (town, now) -> town.container("web").passHealthCheck());

        at(3_100, (town, now) -> town.container("worker").crash(1, now));
        at(3_300, (town, now) -> town.container("worker").start(now));
        at(7_500, (town, now) -> town.container("worker").runOutOfMemory(now));
        at(10_400, (town, now) -> town.container("worker").start(now));
    }

    private void existsSince(Duration age, SimulatedImage image, Traits traits) {
        Duration created = Duration.between(start, before).minus(age);
        happens(created, (town, now) -> town.create(image, 1, traits, now));
        happens(created.plus(STARTED_AFTER), (town, now) -> {
            town.container(image.service()).start(now);
            if (traits.healthCheck()) {
                town.container(image.service()).passHealthCheck();
            }
        });
    }

    private void at(long millis, BiConsumer<Town, Instant> happening) {
        happens(Duration.ofMillis(millis), happening);
    }

    private void happens(Duration at, BiConsumer<Town, Instant> happening) {
        beats.add(new Beat(at, happening));
    }
}
