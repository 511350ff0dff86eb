package io.dispenser.telemetry.benchmarks.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispenser.telemetry.benchmarks.fleet.FleetOptions.Store;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FleetOptionsTest {

    @Test
    void withoutArgumentsTheUsualFleetsInVirtualTime() {
        FleetOptions options = parse("");
        assertThat(options.virtual()).isTrue();
        assertThat(options.store()).isEqualTo(Store.MEMORY);
        assertThat(options.plans())
                .extracting(FleetPlan::title)
                .containsExactly("1 × 10 s", "3 × 10 s", "10 × 10 s", "30 × 10 s", "100 × 60 s");
        assertThat(options.plans()).allSatisfy(plan -> {
            assertThat(plan.rows()).isEqualTo(150);
            assertThat(plan.latency()).isEqualTo(new Latency(40, 80));
            assertThat(plan.warmUp()).isEqualTo(plan.period().multipliedBy(2));
            assertThat(plan.measured()).isEqualTo(Duration.ofMinutes(5));
        });
    }

    @Test
    void takesWhatIsGiven() {
        FleetOptions options =
                parse("5x2.5 --rows 10 --latency 7 --seconds 20 --warm-up 3 --phases even --seed 9 --time real");
        assertThat(options.virtual()).isFalse();
        assertThat(options.plans())
                .containsExactly(new FleetPlan(
                        5,
                        Duration.ofMillis(2500),
                        10,
                        new Latency(7, 7),
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(20),
                        true,
                        9));
    }

    @Test
    void takesWhatIsToGoWrong() {
        assertThat(parse("5x2 --outage 60-180 --skew 3600 --kill-holder 30")
                        .plans()
                        .get(0)
                        .faults())
                .isEqualTo(new FleetFaults(
                        Duration.ofSeconds(60), Duration.ofSeconds(180), Duration.ofHours(1), Duration.ofSeconds(30)));
        assertThat(parse("5x2").plans().get(0).faults()).isEqualTo(FleetFaults.NONE);
    }

    @Test
    void takesPrices() {
        assertThat(parse("5x2 --prices 0.0065,0.0005").prices()).isEqualTo(new Prices(0.0065, 0.0005));
        assertThat(parse("5x2").prices()).isEqualTo(Prices.DEFAULT);
        assertThatThrownBy(() -> parse("5x2 --prices cheap")).hasMessageContaining("--prices is two numbers");
    }

    @Test
    void besideDeltaRsIsOnS3InRealTime() {
        FleetOptions options = parse("--beside-delta-rs");
        assertThat(options.store()).isEqualTo(Store.S3);
        assertThat(options.virtual()).isFalse();
        assertThat(options.plans()).extracting(FleetPlan::title).containsExactly("10 × 10 s", "30 × 10 s");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ten                          | a fleet is hosts and the seconds of a period, as 30x10: ten",
                "0x10                         | there is at least one host: 0",
                "--row 3                      | there is no option --row",
                "--rows                       | --rows needs a value",
                "--rows many                  | --rows is a whole number: many",
                "--rows 0                     | a batch has at least one row: 0",
                "--latency 80-40              | the greater latency comes second: 80-40",
                "--latency slow               | a latency is milliseconds, as 60 or 40-80: slow",
                "--store disk                 | --store is one of [memory, local, s3]: disk",
                "--store s3 --time virtual    | --time virtual needs --store memory",
                "--outage 60                  | --outage is two seconds, as 60-660: 60",
                "--outage 60-20               | the store is back after it went away: 60-20",
                "--outage 60-300              | the store is back before the end: 300 of 300",
                "--kill-holder 9 --time real  | --kill-holder needs --time virtual",
                "--store local --beside-delta-rs | --beside-delta-rs needs --store s3"
            })
    void saysWhatCanNotBeMeant(String arguments, String problem) {
        assertThatThrownBy(() -> parse(arguments))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(problem);
    }

    private static FleetOptions parse(String arguments) {
        return FleetOptions.parse(arguments.isEmpty() ? List.of() : List.of(arguments.split(" ")));
    }
}
