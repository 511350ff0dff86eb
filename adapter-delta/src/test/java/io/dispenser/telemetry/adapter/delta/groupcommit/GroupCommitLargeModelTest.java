package io.dispenser.telemetry.adapter.delta.groupcommit;

import static io.dispenser.telemetry.adapter.delta.groupcommit.ModelFault.ALIEN;
import static io.dispenser.telemetry.adapter.delta.groupcommit.ModelFault.CLEANING;
import static io.dispenser.telemetry.adapter.delta.groupcommit.ModelFault.CRASH;
import static io.dispenser.telemetry.adapter.delta.groupcommit.ModelFault.FORGETTING;
import static io.dispenser.telemetry.adapter.delta.groupcommit.ModelFault.HOURS;
import static io.dispenser.telemetry.adapter.delta.groupcommit.ModelFault.LAG;
import static io.dispenser.telemetry.adapter.delta.groupcommit.ModelFault.LATE;
import static io.dispenser.telemetry.adapter.delta.groupcommit.ModelFault.LOST;
import static io.dispenser.telemetry.adapter.delta.groupcommit.ModelFault.REFUSED;
import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.adapter.delta.groupcommit.ModelSearch.Found;
import io.dispenser.telemetry.adapter.delta.groupcommit.ModelWalk.Walked;
import io.dispenser.telemetry.core.time.Deadline;
import io.dispenser.telemetry.core.time.Ticker;
import java.time.Duration;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What takes minutes: more faults together, and two writers with two batches each beside two holders with all faults, which has
 * too many states for a machine, so that of it are gone through as many as time allows, by chance.
 */
@EnabledIfSystemProperty(named = "telemetry.test.long", matches = "true")
class GroupCommitLargeModelTest {

    private static final int MOST = 30_000_000;
    private static final Duration WALK = Duration.ofMinutes(3);

    static Stream<ModelScope> scopes() {
        ModelScope single = ModelScope.of(1, 0L);
        ModelScope two = ModelScope.of(1, 0L, 1L);
        return Stream.of(
                two.with(HOURS, CLEANING, ALIEN),
                single.holders(2).with(HOURS, CLEANING, ALIEN),
                single.holders(2).with(LATE, CRASH),
                single.holders(2).with(FORGETTING, HOURS, CLEANING),
                two.holders(2).with(FORGETTING),
                two.holders(2).with(LOST),
                two.holders(2).with(REFUSED),
                two.holders(2).with(ALIEN),
                two.holders(2).with(CRASH, LAG),
                single.and(0L).with(LAG));
    }

    @ParameterizedTest
    @MethodSource("scopes")
    void whateverHappensEachRowIsThereOnce(ModelScope scope) {
        Found found = new ModelSearch(scope, MOST).search();

        System.out.println(scope + ": " + found);
        assertThat(found.complete()).as("%s", found).isTrue();
        assertThat(found.stuck()).isEmpty();
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 3);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void soDoesWhatAllFaultsTogetherDoToTwoWritersAndTwoHolders(long seed) {
        ModelScope scope =
                ModelScope.of(2, 0L, 1L).and(0L, 1L).with(ModelFault.values()).with(ModelFault.values());

        Walked walked = new ModelWalk(scope, seed).walk(Deadline.in(WALK, Ticker.system()));

        System.out.println(scope + ", seed " + seed + ": " + walked);
        assertThat(walked.walks()).isPositive();
    }
}
