package io.dispenser.telemetry.adapter.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.event.DeploymentAction;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.event.TriggerType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;

/**
 * A story on a real engine, and the rows that must come of it, written down by whoever gives the commands: creations,
 * recreations, also of one that is renamed away, updates, restarts, starts after a stop, one-off and crashing containers,
 * health checks that flip; a start of everything; agents that are killed in the middle and started again; and the engine
 * restarted under a living agent and while there is none.
 *
 * <pre>
 *   java -cp … io.dispenser.telemetry.adapter.docker.DeploymentScenario CONTAINERS SEED HAPPENINGS
 * </pre>
 */
final class DeploymentScenario {

    /** Longer than the while without containers after which a start of everything begins. */
    private static final Duration FULL_STOP = Duration.ofSeconds(6);

    private static final String CRASH_LOOP = "crash-loop";
    private static final String FLIPPING = "flipping";
    private static final String[] STEADY = {"sleep", "3600"};

    private final PrivateEngine engine;
    private final ObservedDeployments observed;
    private final Random random;
    private final List<Expected> expected = new ArrayList<>();
    private final Map<String, Service> services = new LinkedHashMap<>();
    private boolean agentLives = true;
    private int jobs;

    private record Expected(
            String containerId,
            String service,
            TriggerType trigger,
            DeploymentAction action,
            boolean creation,
            Instant notBefore,
            Instant notAfter) {
        boolean isOf(DeploymentEvent row) {
            return row.containerId().equals(containerId)
                    && row.service().equals(service)
                    && row.trigger() == trigger
                    && row.action() == action
                    && !row.timestamp().isBefore(notBefore)
                    && !row.timestamp().isAfter(notAfter);
        }
    }

    private record Service(String containerId, String image, int memory) {}

    private DeploymentScenario(PrivateEngine engine, ObservedDeployments observed, long seed) {
        this.engine = engine;
        this.observed = observed;
        this.random = new Random(seed);
    }

    public static void main(String[] arguments) throws Exception {
        int containers = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 50;
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : System.nanoTime();
        int happenings = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 3 * containers;
        System.out.println(run(containers, happenings, seed));
    }

    /** Plays the story; fails if a row is missing, is one too many, or has the wrong trigger or time. */
    static String run(int containers, int happenings, long seed) throws Exception {
        System.out.println("scenario of " + containers + " containers, seed " + seed);
        try (PrivateEngine engine = PrivateEngine.start(false);
                ObservedDeployments observed = new ObservedDeployments(engine.settings())) {
            DeploymentScenario scenario = new DeploymentScenario(engine, observed, seed);
            scenario.play(containers, happenings);
            return scenario.compare();
        } catch (AssertionError e) {
            throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
        }
    }

    private void play(int containers, int happenings) throws Exception {
        createCrashLoop();
        createFlipping();
        observed.start();
        for (int i = 0; i < containers; i++) {
            create("service-" + i, 1);
        }
        for (int i = 0; i < happenings; i++) {
            if (i == happenings / 3) {
                restartEngine();
            } else if (i == happenings / 2) {
                startEverything();
            } else if (i == 2 * happenings / 3) {
                agent(false);
                restartEngine();
                create("created-while-both-were-away", 1);
                agent(true);
            } else {
                happen("service-" + random.nextInt(containers));
            }
        }
        agent(true);
    }

    private void happen(String name) throws Exception {
        switch (random.nextInt(11)) {
            case 0, 1 -> recreate(name, false);
            case 2 -> recreate(name, true);
            case 3 -> change(name, DeploymentAction.RESTARTED, "restart", "-t", "0");
            case 4 -> update(name);
            case 5 -> job();
            case 6 -> agent(false);
            case 7 -> replaceRenamed(name);
            case 8 -> stopAndStart(name, service(name).containerId());
            case 9 -> stopAndStart(CRASH_LOOP, service(CRASH_LOOP).containerId());
            default -> agent(true);
        }
    }

    private void create(String name, int image) throws Exception {
        Instant begin = Instant.now();
        String id = runService(name, image(image), 64);
        boolean known = services.containsKey(name);
        expect(
                id,
                name,
                known ? TriggerType.MANUAL_RELOAD : TriggerType.STARTUP,
                known ? DeploymentAction.RECREATED : DeploymentAction.CREATED,
                begin);
        services.put(name, new Service(id, image(image), 64));
    }

    /** Restarted by its policy, which is no deployment. */
    private void createCrashLoop() throws Exception {
        String id = engine.run(CRASH_LOOP, DockerCli.IMAGE_1, "--restart=always", "sh", "-c", "sleep 0.3; exit 1");
        services.put(CRASH_LOOP, new Service(id, DockerCli.IMAGE_1, 0));
    }

    private void createFlipping() throws Exception {
        String id = engine.run(
                FLIPPING,
                DockerCli.IMAGE_1,
                "--health-interval=500ms",
                "--health-retries=1",
                "--health-cmd=[ $(( $(date +%s) / 2 % 2 )) = 0 ]",
                "sleep",
                "3600");
        services.put(FLIPPING, new Service(id, DockerCli.IMAGE_1, 0));
    }

    /** Everything is removed, and created anew after a while, with a pause that is longer than that in the middle. */
    private void startEverything() throws Exception {
        agent(true);
        awaitRows("rows before the start of everything");
        Map<String, Service> before = new LinkedHashMap<>(services);
        for (Service service : before.values()) {
            engine.docker("rm", "-f", service.containerId());
        }
        Thread.sleep(FULL_STOP.toMillis());
        for (Map.Entry<String, Service> each : before.entrySet()) {
            String name = each.getKey();
            Instant begin = Instant.now();
            if (name.equals(CRASH_LOOP)) {
                createCrashLoop();
            } else if (name.equals(FLIPPING)) {
                Thread.sleep(FULL_STOP.toMillis());
                begin = Instant.now();
                createFlipping();
            } else {
                String image = each.getValue().image();
                services.put(name, new Service(runService(name, image, 64), image, 64));
            }
            expect(service(name).containerId(), name, TriggerType.STARTUP, DeploymentAction.RECREATED, begin);
        }
    }

    private void stopAndStart(String name, String id) throws Exception {
        engine.docker("stop", "-t", "0", id);
        Instant begin = Instant.now();
        engine.docker("start", id);
        expect(id, name, TriggerType.MANUAL_RELOAD, DeploymentAction.STARTED, begin);
    }

    /** As Portainer does it. */
    private void replaceRenamed(String name) throws Exception {
        Service before = service(name);
        engine.docker("stop", "-t", "0", before.containerId());
        engine.docker("rename", before.containerId(), name + "-old");
        Instant begin = Instant.now();
        String id = runService(name, before.image(), before.memory());
        expect(id, name, TriggerType.MANUAL_RELOAD, DeploymentAction.RECREATED, begin);
        engine.docker("rm", "-f", before.containerId());
        services.put(name, new Service(id, before.image(), before.memory()));
    }

    private void recreate(String name, boolean otherImage) throws Exception {
        Service before = service(name);
        String image = otherImage ? image(before.image().endsWith(":1") ? 2 : 1) : before.image();
        engine.docker("rm", "-f", before.containerId());
        Instant begin = Instant.now();
        String id = runService(name, image, before.memory());
        expect(
                id,
                name,
                otherImage ? TriggerType.IMAGE_UPDATE : TriggerType.MANUAL_RELOAD,
                DeploymentAction.RECREATED,
                begin);
        services.put(name, new Service(id, image, before.memory()));
    }

    private void update(String name) throws Exception {
        Service before = service(name);
        int memory = before.memory() + 1;
        change(name, DeploymentAction.UPDATED, "update", "--memory", memory + "m", "--memory-swap", 2 * memory + "m");
        services.put(name, new Service(before.containerId(), before.image(), memory));
    }

    private void change(String name, DeploymentAction action, String... command) throws Exception {
        String id = service(name).containerId();
        List<String> whole = new ArrayList<>(List.of(command));
        whole.add(id);
        Instant begin = Instant.now();
        engine.docker(whole.toArray(String[]::new));
        expect(id, name, TriggerType.MANUAL_RELOAD, action, begin);
    }

    /** A container that is gone before anybody could look at it. */
    private void job() throws Exception {
        String name = "job-" + jobs++;
        Instant begin = Instant.now();
        String id = engine.run(name, DockerCli.IMAGE_1, "--rm", "true");
        expect(id, name, TriggerType.STARTUP, DeploymentAction.CREATED, begin);
    }

    private void agent(boolean lives) throws Exception {
        if (lives && !agentLives) {
            observed.start();
        } else if (!lives && agentLives) {
            observed.kill();
        }
        agentLives = lives;
    }

    /** What happened before must have been heard, as the engine forgets it. */
    private void restartEngine() throws Exception {
        if (agentLives) {
            awaitRows("rows before the engine is restarted");
        } else {
            agent(true);
            awaitRows("rows before the engine is restarted");
            agent(false);
        }
        int connected = observed.count("connected");
        engine.stop();
        engine.start();
        for (Map.Entry<String, Service> service : services.entrySet()) {
            if (!service.getKey().equals(CRASH_LOOP)) { // the engine starts that
                String id = service.getValue().containerId();
                Instant begin = Instant.now();
                engine.docker("start", id);
                expect(id, service.getKey(), TriggerType.MANUAL_RELOAD, DeploymentAction.STARTED, begin);
            }
        }
        if (agentLives) {
            observed.await(() -> observed.count("connected") > connected, "the engine to be followed again");
        }
    }

    private String compare() throws Exception {
        awaitRows("missing rows");
        int looks = 3;
        Thread.sleep(Duration.ofSeconds(4L * looks).toMillis());
        Outcome outcome = outcome();
        assertThat(outcome.missing()).isEmpty();
        assertThat(outcome.extra())
                .as("rows that nothing happened for; told: %s", observed.told())
                .isEmpty();
        assertThat(observed.count("lost")).isZero();
        return expected.size() + " deployments, " + observed.rows().size() + " rows, none missing, none extra; "
                + observed.count("connected") + " connections, "
                + observed.gaps().size() + " gaps told, "
                + outcome.unknowable() + " in them that nobody could know of";
    }

    private void awaitRows(String what) throws InterruptedException {
        try {
            observed.await(() -> missing().isEmpty(), what);
        } catch (AssertionError e) {
            throw new AssertionError("missing: " + missing() + "; " + e.getMessage(), e);
        }
    }

    private List<Expected> missing() {
        return outcome().missing();
    }

    /**
     * What the rows leave open.
     *
     * @param missing what happened and has no row
     * @param unknowable how much happened in a gap that was told, left no trace, and has no row
     * @param extra rows for which nothing happened
     */
    private record Outcome(List<Expected> missing, int unknowable, List<DeploymentEvent> extra) {}

    /**
     * A row is due with its trigger at its time. In a gap that was told, only a container that is there is sure to have a row:
     * what went before it is not known, nor when a change of it was made.
     */
    private Outcome outcome() {
        List<DeploymentEvent> rows = new ArrayList<>(observed.rows());
        List<Expected> open = new ArrayList<>();
        for (Expected each : expected) {
            if (!take(rows, each::isOf)) {
                open.add(each);
            }
        }
        List<Expected> missing = new ArrayList<>();
        int unknowable = 0;
        for (Expected each : open) {
            boolean inGap = observed.gaps().stream()
                    .anyMatch(gap -> !each.notAfter().isBefore(gap.from())
                            && !each.notBefore().isAfter(gap.to()));
            if (inGap && take(rows, row -> row.containerId().equals(each.containerId()))) {
                continue;
            }
            if (inGap && !(each.creation() && isThere(each.containerId()))) {
                unknowable++;
            } else {
                missing.add(each);
            }
        }
        return new Outcome(missing, unknowable, rows);
    }

    private boolean isThere(String containerId) {
        return services.values().stream()
                .anyMatch(service -> service.containerId().equals(containerId));
    }

    private static boolean take(List<DeploymentEvent> rows, Predicate<DeploymentEvent> wanted) {
        return rows.stream().filter(wanted).findFirst().map(rows::remove).orElse(false);
    }

    private void expect(String id, String service, TriggerType trigger, DeploymentAction action, Instant begin) {
        // The engine dates to the nanosecond, a row to the microsecond.
        boolean creation = action == DeploymentAction.CREATED || action == DeploymentAction.RECREATED;
        expected.add(new Expected(id, service, trigger, action, creation, begin.minusMillis(1), Instant.now()));
    }

    private String runService(String name, String image, int memory) throws Exception {
        return engine.run(name, image, with("--memory=" + memory + "m", "--memory-swap=" + 2 * memory + "m", "-e=A=b"));
    }

    private static String[] with(String... options) {
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(List.of(STEADY));
        return all.toArray(String[]::new);
    }

    private Service service(String name) {
        Service service = services.get(name);
        assertThat(service).as(name).isNotNull();
        return java.util.Objects.requireNonNull(service);
    }

    private static String image(int number) {
        return number == 1 ? DockerCli.IMAGE_1 : DockerCli.IMAGE_2;
    }
}
