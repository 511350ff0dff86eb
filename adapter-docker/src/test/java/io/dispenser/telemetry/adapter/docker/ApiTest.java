package io.dispenser.telemetry.adapter.docker;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispenser.telemetry.core.port.ContainerEngine;
import io.dispenser.telemetry.core.port.EngineException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"1.24, 24", "1.41, 41", "1.52, 52", "1.53, 52", "1.999, 52", "2.0, -1", "'', -1", "x, -1"})
    void theEnginesVersionIsSpokenUpToTheNewestThatIsKnown(String theirs, int spoken) throws Exception {
        assertThat(Api.clamped(theirs)).isEqualTo(spoken);
    }

    @Test
    void anEngineThatIsTooOldIsSaid() {
        assertThatThrownBy(() -> Api.clamped("1.23")).hasMessageContaining("API 1.23, but 1.24 is needed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.41", "1.44", "1.60"})
    void everyRequestIsInTheVersionOfBoth(String theirs) throws Exception {
        try (WorstEngine worst = engine(new AtomicReference<>(theirs))) {
            worst.engine.list();
            worst.engine.list();
            String spoken = theirs.equals("1.60") ? "1.52" : theirs;
            String path = "/v" + spoken + "/containers/json?all=true";
            assertThat(worst.server.paths).containsExactly("/_ping", path, path);
        }
    }

    @Test
    void anEngineThatWasReplacedIsAskedAgain() throws Exception {
        AtomicReference<String> theirs = new AtomicReference<>("1.44");
        try (WorstEngine worst = engine(theirs)) {
            worst.engine.list();
            theirs.set("1.41");
            assertThatThrownBy(worst.engine::list)
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("client version 1.44 is too new");
            worst.engine.list();
            assertThat(worst.server.paths).endsWith("/v1.41/containers/json?all=true");
        }
    }

    @Test
    void anEngineThatCannotTellUsageAtOnceIsNotAsked() throws Exception {
        try (WorstEngine worst = engine(new AtomicReference<>("1.40"))) {
            assertThat(worst.engine.usage(List.of("a", "b"), ContainerEngine.PATIENCE))
                    .isEmpty();
            assertThat(worst.server.paths).allMatch("/_ping"::equals);
        }
    }

    /** An engine that refuses every version but its own and older ones, and has no containers. */
    private WorstEngine engine(AtomicReference<String> version) throws Exception {
        return new WorstEngine(folder, WorstEngine.FAIR, connection -> {
            String asked = connection.path.replaceAll("^/v1\\.([0-9]+)/.*", "$1");
            String spokenVersion = requireNonNull(version.get());
            int spoken = Integer.parseInt(spokenVersion.substring(2));
            boolean refused = asked.matches("[0-9]+") && Integer.parseInt(asked) > spoken;
            String body = refused ? "{\"message\":\"client version 1." + asked + " is too new\"}" : "[]";
            connection.write("HTTP/1.1 " + (refused ? 400 : 200) + " Whatever\r\nApi-Version: " + spokenVersion
                    + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        });
    }
}
