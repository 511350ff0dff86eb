package io.dispenser.telemetry.testkit;

import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.port.DeploymentHistory;
import io.dispenser.telemetry.core.port.RecordedDeployment;
import io.dispenser.telemetry.core.port.SinkException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** A history of the rows that a test gives it, which fails as the test tells it, and counts who asks. Any thread. */
public final class ScriptedHistory implements DeploymentHistory {

    private enum State {
        TELLS,
        IS_AWAY,
        IS_REFUSED,
        IS_BROKEN
    }

    private final List<RecordedDeployment> recorded = new ArrayList<>();
    private State state = State.TELLS;
    private int questions;

    /** These rows were recorded, too. */
    public synchronized ScriptedHistory record(Collection<DeploymentEvent> rows) {
        rows.stream().map(RecordedDeployment::of).forEach(recorded::add);
        return this;
    }

    /** From now on questions are answered. */
    public ScriptedHistory back() {
        return now(State.TELLS);
    }

    /** From now on questions fail, and may be asked again. */
    public ScriptedHistory away() {
        return now(State.IS_AWAY);
    }

    /** From now on questions fail for a cause that somebody has to mend. */
    public ScriptedHistory refused() {
        return now(State.IS_REFUSED);
    }

    /** From now on questions end with what nobody should throw. */
    public ScriptedHistory broken() {
        return now(State.IS_BROKEN);
    }

    /** How often somebody asked. */
    public synchronized int questions() {
        return questions;
    }

    @Override
    public synchronized List<RecordedDeployment> of(Set<String> containerIds, Instant since) throws SinkException {
        questions++;
        switch (state) {
            case IS_AWAY -> throw SinkException.retryable("the test's table is away", null);
            case IS_REFUSED -> throw SinkException.permanent("the test's table is foreign", null);
            case IS_BROKEN -> throw new IllegalStateException("scripted defect");
            case TELLS -> {}
        }
        return recorded.stream()
                .filter(each -> containerIds.contains(each.containerId()))
                .filter(each -> !each.at().isBefore(since))
                .toList();
    }

    private synchronized ScriptedHistory now(State next) {
        state = next;
        return this;
    }
}
