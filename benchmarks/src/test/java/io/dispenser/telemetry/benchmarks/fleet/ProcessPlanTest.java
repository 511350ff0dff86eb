package io.dispenser.telemetry.benchmarks.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessPlanTest {

    @Test
    void takesWhatIsGivenAndPassesItOn() {
        ProcessPlan plan =
                parse("s3://lake/x --processes 5 --period 3 --rows 7 --seconds 20 --kills 1 endpoint=http://a:1/b=c");
        assertThat(plan.table().toString()).isEqualTo("s3://lake/x");
        assertThat(plan.options()).isEqualTo(Map.of("endpoint", "http://a:1/b=c"));
        assertThat(plan.kills()).isEqualTo(1);
        assertThat(plan.fleet())
                .isEqualTo(new FleetPlan(
                        5, Duration.ofSeconds(3), 7, Latency.NONE, Duration.ZERO, Duration.ofSeconds(20), false, 1));
        assertThat(ProcessPlan.parse(plan.arguments())).isEqualTo(plan);
        assertThat(ProcessPlan.parse(plan.in("table").arguments()).table().toString())
                .isEqualTo("s3://lake/x/table");
    }

    @Test
    void eightProcessesIfNothingElseIsSaid() {
        ProcessPlan plan = parse("file:///tmp/x/");
        assertThat(plan.fleet().hosts()).isEqualTo(8);
        assertThat(plan.in("table").table().toString()).isEqualTo("file:///tmp/x/table");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x                    | the first argument is a URI",
                "s3://lake --rows many | --rows is a whole number: many",
                "s3://lake --rows     | --rows is a whole number:",
                "s3://lake --row 3    | there is no option --row",
                "s3://lake --rows 0   | a batch has at least one row: 0"
            })
    void saysWhatCanNotBeMeant(String arguments, String problem) {
        assertThatThrownBy(() -> parse(arguments))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(problem);
    }

    private static ProcessPlan parse(String arguments) {
        return ProcessPlan.parse(List.of(arguments.split(" ")));
    }
}
