package io.dispenser.telemetry.app.command.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.app.output.ProgressLine;
import io.dispenser.telemetry.app.output.Terminal;
import io.dispenser.telemetry.core.pipeline.PipelineHealth;
import io.dispenser.telemetry.core.pipeline.PipelineHealth.State;
import io.dispenser.telemetry.testkit.ManualTicker;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a terminal shows of rows that waited at the start. */
class BacklogTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ManualTicker ticker = new ManualTicker();
    private List<PipelineHealth> health = List.of(table("d", State.WORKING, 0, 10), table("s", State.WORKING, 0, 90));

    @Test
    void itGoesOnUntilAllThatWaitedIsWritten() {
        Backlog backlog = on(new Terminal(90, true, false, true));
        assertThat(backlog.step()).isPresent();
        assertThat(line()).isEqualTo("[>                   ] 0 % · 0/100 rows from earlier");

        ticker.advance(Duration.ofSeconds(10));
        health = List.of(table("d", State.WORKING, 12, 1), table("s", State.WORKING, 10, 85));
        assertThat(backlog.step()).isPresent();
        assertThat(line())
                .as("two of the rows came later")
                .isEqualTo("[====>               ] 20 % · 20/100 rows from earlier · about 40 s left");

        health = List.of(table("d", State.WORKING, 12, 0), table("s", State.RETRYING, 10, 85));
        backlog.step();
        assertThat(line())
                .isEqualTo("[====>               ] 20 % · 20/100 rows from earlier · s can't be written just now");

        health = List.of(table("d", State.WORKING, 12, 3), table("s", State.WORKING, 90, 7));
        assertThat(backlog.step()).isEmpty();
        assertThat(line()).isEmpty();
    }

    @Test
    void aBacklogThatGrowsMeanwhileIsToldOfByWhatWaitedAtFirst() {
        Backlog backlog = on(new Terminal(90, true, false, true));
        backlog.step();
        ticker.advance(Duration.ofSeconds(10));
        health = List.of(table("d", State.WORKING, 0, 40), table("s", State.WORKING, 30, 900)); // more came than went
        assertThat(backlog.step()).isPresent();
        assertThat(line()).isEqualTo("[======>             ] 30 % · 30/100 rows from earlier · about 24 s left");

        ticker.advance(Duration.ofSeconds(10));
        health = List.of(table("d", State.RETRYING, 0, 4_000), table("s", State.WORKING, 800, 5_000));
        assertThat(backlog.step()).isPresent();
        assertThat(line())
                .as("of s all that waited is written, however much waits now")
                .isEqualTo("[==================> ] 90 % · 90/100 rows from earlier · d can't be written just now");

        health = List.of(table("d", State.WORKING, 10, 4_500), table("s", State.WORKING, 900, 9_000));
        assertThat(backlog.step()).as("what came later is no backlog").isEmpty();
        assertThat(line()).isEmpty();
    }

    @Test
    void nothingThatWaitsMeansThatAllIsWritten() {
        Backlog backlog = on(new Terminal(80, true, false, true));
        health = List.of(table("d", State.WORKING, 0, 0), table("s", State.WORKING, 0, 0));
        assertThat(backlog.step())
                .as("another writer's batches are there already")
                .isEmpty();
    }

    @Test
    void aLogIsSparedAndAnEndedOneIsSilent() {
        Backlog logged = on(new Terminal(10_000, false, false, true));
        assertThat(logged.step()).isPresent();
        assertThat(bytes.size()).isZero();

        Backlog ended = on(new Terminal(80, true, false, true));
        ended.step();
        ended.end();
        assertThat(ended.step()).isEmpty();
        assertThat(line()).isEmpty();
    }

    private Backlog on(Terminal terminal) {
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        return new Backlog(() -> health, new ProgressLine(out, terminal), terminal.interactive(), ticker);
    }

    private String line() {
        String all = bytes.toString(StandardCharsets.UTF_8);
        return all.substring(all.lastIndexOf('\r') + 1);
    }

    private static PipelineHealth table(String name, State state, long written, long waiting) {
        return new PipelineHealth(name, state, 0, 0, written, waiting, null, 0, null, null, null);
    }
}
