package io.dispenser.telemetry.adapter.delta.groupcommit;

import static io.dispenser.telemetry.adapter.delta.groupcommit.ModelFault.ALIEN;
import static io.dispenser.telemetry.adapter.delta.groupcommit.ModelFault.ANEW;
import static io.dispenser.telemetry.adapter.delta.groupcommit.ModelFault.CLEANING;
import static io.dispenser.telemetry.adapter.delta.groupcommit.ModelFault.CRASH;
import static io.dispenser.telemetry.adapter.delta.groupcommit.ModelFault.DAMAGE;
import static io.dispenser.telemetry.adapter.delta.groupcommit.ModelFault.DEATH;
import static io.dispenser.telemetry.adapter.delta.groupcommit.ModelFault.FORGETTING;
import static io.dispenser.telemetry.adapter.delta.groupcommit.ModelFault.HOURS;
import static io.dispenser.telemetry.adapter.delta.groupcommit.ModelFault.LAG;
import static io.dispenser.telemetry.adapter.delta.groupcommit.ModelFault.LATE;
import static io.dispenser.telemetry.adapter.delta.groupcommit.ModelFault.LOST;
import static io.dispenser.telemetry.adapter.delta.groupcommit.ModelFault.REFUSED;
import static io.dispenser.telemetry.adapter.delta.groupcommit.ModelFault.UNREADABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispenser.telemetry.adapter.delta.committer.GroupLog;
import io.dispenser.telemetry.adapter.delta.groupcommit.ModelProcess.Program;
import io.dispenser.telemetry.adapter.delta.groupcommit.ModelSearch.Found;
import io.dispenser.telemetry.adapter.delta.inbox.Inbox;
import io.dispenser.telemetry.adapter.delta.inbox.InboxName;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Everything that can happen to a few batches, writers and holders with a few faults: each row is there once, nothing is
 * forgotten or deleted that is not in the table, and from wherever faults have led, all gets in and the inbox empties.
 *
 * <p>It is the program that is tried, not a description of it: see {@link ModelProcess}. Modelled are the store, the log
 * and the lease, of which nothing is believed.
 */
class GroupCommitModelTest {

    private static final int MOST = 10_000_000;

    static Stream<ModelScope> scopes() {
        ModelScope single = ModelScope.of(1, 0L);
        ModelScope two = ModelScope.of(1, 0L, 1L);
        return Stream.of(
                single.with(ANEW, CRASH),
                single.with(HOURS, CLEANING, ALIEN, LOST),
                two.with(FORGETTING, CRASH),
                two.with(LATE),
                two.with(LOST),
                two.with(REFUSED),
                two.with(ALIEN, LAG),
                ModelScope.of(1, 0L, 1L, 2L),
                two.holders(2).with(CRASH),
                two.holders(2).with(UNREADABLE),
                two.holders(2).with(LAG, DAMAGE, DEATH),
                ModelScope.of(2, 0L, 2L).with(LAG),
                single.and(0L));
    }

    @ParameterizedTest
    @MethodSource("scopes")
    void whateverHappensEachRowIsThereOnce(ModelScope scope) {
        Found found = new ModelSearch(scope, MOST).search();

        assertThat(found.complete()).as("%s", found).isTrue();
        assertThat(found.stuck()).isEmpty();
    }

    /** A model that finds nothing wrong in this looks at nothing. */
    @Test
    void aWriterThatForgetsWhatItHandedOverIsFound() {
        Program forgetful = io -> {
            List<?> spool = (List<?>) io.call(new ModelRequest.Spool());
            if (!spool.isEmpty()) {
                InboxName name = (InboxName) io.call(new ModelRequest.Name("w0", 0));
                io.call(new ModelRequest.Put(new ModelFile(name, "table 0", -1, List.of(0L), false)));
                io.call(new ModelRequest.Forget(List.of(0L)));
            }
            io.call(new ModelRequest.Done());
        };

        assertThatThrownBy(() ->
                        new ModelSearch(ModelScope.of(1, 0L), id -> forgetful, ModelPrograms::holder, MOST).search())
                .isInstanceOf(ModelViolation.class)
                .hasMessageContaining("w0 forgets 0, which the table does not have");
    }

    @Test
    void aHolderThatNeverCommitsIsFoundToLeaveTheInboxOfADeadHostFull() {
        Program idle = io -> {
            while (true) {
                io.boundary("idle");
                io.call(new ModelRequest.Names(true));
            }
        };
        ModelScope scope = ModelScope.of(1, 0L).with(DEATH);

        Found found = new ModelSearch(scope, ModelPrograms::writer, idle, MOST).search();

        assertThat(found.stuck()).get().asString().contains("w0 Put[").contains("w0 is gone for good");
    }

    @Test
    void aHolderThatCommitsWhatItListedWithoutALookAtTheLogIsFound() {
        Program blind = io -> {
            List<?> names = List.of();
            while (names.isEmpty()) {
                io.boundary("blind");
                names = (List<?>) io.call(new ModelRequest.Names(true));
            }
            ModelPorts.ModelGroupLog log = new ModelPorts.ModelGroupLog(io);
            InboxName name = (InboxName) names.get(0);
            Inbox.Content content =
                    new ModelPorts.ModelInbox(io, true).read(List.of(name)).get(0);
            Optional<GroupLog.View> now = log.look();
            if (content instanceof Inbox.Content.Read read && now.isPresent()) {
                log.commit(now.get(), List.of(read.batches()));
            }
            io.call(new ModelRequest.Done());
        };

        assertThatThrownBy(() -> new ModelSearch(ModelScope.of(1, 0L), ModelPrograms::writer, blind, MOST).search())
                .isInstanceOf(ModelViolation.class)
                .hasMessageContaining("w0's batch 0 is there twice");
    }
}
