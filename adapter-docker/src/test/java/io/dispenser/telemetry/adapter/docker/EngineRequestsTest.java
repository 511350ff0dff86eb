package io.dispenser.telemetry.adapter.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispenser.telemetry.core.port.ChangeStream;
import io.dispenser.telemetry.core.port.ContainerEngine;
import io.dispenser.telemetry.core.port.EngineException;
import io.dispenser.telemetry.core.port.EngineException.Reason;
import io.dispenser.telemetry.testkit.RecordingChangeListener;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an engine is asked for, and what is said where a proxy before it does not let that through. */
@Timeout(120)
class EngineRequestsTest {

    private static final String HTML =
            "<html><body><h1>403 Forbidden</h1>\nRequest forbidden by administrative rules.\n</body></html>\n";
    private static final Pattern DOCUMENTED = Pattern.compile("(?m)^\\| `(GET [^`]+)` \\|");

    @TempDir
    Path folder;

    @Test
    void theDocumentedRequestsAreThoseThatAreMade() throws Exception {
        Set<String> made = new TreeSet<>();
        for (String podman : List.of("", "Libpod-Api-Version: 5.2.1\r\n")) {
            try (WorstEngine worst = proxied("nothing", 403, podman)) {
                worst.engine.limitations();
                worst.engine.ping();
                worst.engine.list();
                worst.engine.inspect(List.of("a"));
                worst.engine.usage(List.of("a"), ContainerEngine.PATIENCE);
                worst.engine.image("registry.example.org/shop/api:1");
                worst.engine.history(Instant.EPOCH);
                worst.engine.changes(null, new RecordingChangeListener()).close();
                worst.server.paths.forEach(path -> made.add(EngineReply.name(path)));
            }
        }
        String document = Files.readString(Path.of("../docs/engine-requests.md"), StandardCharsets.UTF_8);
        Set<String> documented = DOCUMENTED
                .matcher(document)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
        assertThat(made).containsExactlyInAnyOrderElementsOf(documented);
    }

    /** CPU, memory, processes, network and disks. */
    @Test
    void oneReadingOfAContainerServesAllItsColumns() throws Exception {
        try (WorstEngine worst = proxied("nothing", 403, "")) {
            worst.engine.usage(List.of("a", "b"), ContainerEngine.PATIENCE);

            assertThat(worst.server.paths)
                    .filteredOn(path -> path.contains("/containers/"))
                    .hasSize(2)
                    .allMatch(path -> path.contains("/stats"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/images/, GET /images/{id}/json, IMAGES=1, image_size_mb",
        "/events, GET /events, EVENTS=1, looking at intervals",
        "/stats, GET /containers/{id}/stats, CONTAINERS=1, CPU and memory"
    })
    void whatIsRefusedIsNamedWithItsCureAndWhatIsMissing(String refused, String request, String cure, String missing)
            throws Exception {
        for (int status : List.of(401, 403, 404, 405)) {
            try (WorstEngine worst = proxied(refused, status, "")) {
                assertThat(worst.engine.limitations())
                        .singleElement()
                        .asString()
                        .contains(missing, request + ": refused (HTTP status " + status + ")", cure);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/_ping", "/containers/json", "/containers/000"})
    void whatNothingGoesWithoutIsAFailureThatNamesRequestAndCure(String refused) throws Exception {
        try (WorstEngine worst = proxied(refused, 403, "")) {
            String cure = refused.equals("/_ping") ? "PING=1" : "CONTAINERS=1";
            assertThatThrownBy(() -> {
                        worst.engine.ping();
                        worst.engine.limitations();
                    })
                    .isInstanceOfSatisfying(
                            EngineException.class, e -> assertThat(e.reason()).isEqualTo(Reason.REFUSED))
                    .hasMessageContaining(
                            EngineReply.name(refused.equals("/containers/000") ? refused + "/json" : refused))
                    .hasMessageContaining(cure);
        }
    }

    @Test
    void anEngineWhoseEventsAreRefusedHasAMuteStreamAndNoHistory() throws Exception {
        try (WorstEngine worst = proxied("/events", 403, "")) {
            RecordingChangeListener heard = new RecordingChangeListener();
            try (ChangeStream stream = worst.engine.changes(null, heard)) {
                assertThat(stream.mute()).contains("GET /events: refused");
                assertThat(worst.engine.history(Instant.EPOCH).changes()).isEmpty();
                assertThat(worst.engine.history(Instant.EPOCH).oldest()).isNull();
            }
            assertThat(heard.ends()).isEmpty();
        }
    }

    @Test
    void anImageThatIsNotThereIsNotOneThatIsNotTold() throws Exception {
        try (WorstEngine worst = proxied("/images", 403, "")) {
            assertThatThrownBy(() -> worst.engine.image("a"))
                    .isInstanceOfSatisfying(
                            EngineException.class, e -> assertThat(e.reason()).isEqualTo(Reason.REFUSED));
        }
        try (WorstEngine worst = proxied("nothing", 403, "")) {
            assertThatThrownBy(() -> worst.engine.image("missing"))
                    .isInstanceOfSatisfying(
                            EngineException.class, e -> assertThat(e.reason()).isEqualTo(Reason.MISSING));
        }
    }

    @Test
    void anAuthorizationPluginsWordsAreTold() throws Exception {
        try (WorstEngine worst = new WorstEngine(
                folder,
                WorstEngine.FAIR,
                connection -> connection.reply(
                        connection.path.contains("json") ? 403 : 200,
                        "{\"message\":\"authorization denied by plugin x\"}"))) {
            assertThatThrownBy(worst.engine::list)
                    .hasMessageContaining("GET /containers/json: refused: authorization denied by plugin x");
        }
    }

    /** An engine with one container, behind a proxy that refuses paths with {@code refused} in them. */
    private WorstEngine proxied(String refused, int status, String headers) throws Exception {
        return new WorstEngine(folder, WorstEngine.FAIR, connection -> {
            Matcher id = Pattern.compile("/containers/([^/]+)/json").matcher(connection.path);
            if (connection.path.contains(refused)) {
                connection.write("HTTP/1.1 " + status + " Forbidden\r\nContent-Type: text/html\r\nContent-Length: "
                        + HTML.length() + "\r\n\r\n" + HTML);
            } else if (connection.path.matches(".*(/|%3A)000.*") || connection.path.contains("missing")) {
                connection.reply(404, "{\"message\":\"No such thing\"}");
            } else if (connection.path.contains("_ping")) {
                connection.write("HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\n" + headers + "Content-Length: 2\r\n\r\nOK");
            } else if (connection.path.contains("/events")) {
                connection.beginReply();
                if (!connection.path.contains("until")) {
                    connection.hang();
                }
            } else if (connection.path.contains("/images/")) {
                connection.reply(200, "{\"Id\":\"sha256:1\"}");
            } else if (id.find()) {
                connection.reply(200, WorstEngine.inspectionOf(connection.path));
            } else {
                connection.reply(200, connection.path.contains("/containers/json") ? "[]" : "{}");
            }
        });
    }
}
