package io.dispenser.telemetry.adapter.delta.committer;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.adapter.delta.committer.GroupLog.View;
import io.dispenser.telemetry.adapter.delta.inbox.HandedOver;
import io.dispenser.telemetry.adapter.delta.inbox.HandedOver.NumberedRows;
import io.dispenser.telemetry.adapter.delta.inbox.Inbox;
import io.dispenser.telemetry.adapter.delta.inbox.InboxName;
import io.dispenser.telemetry.core.time.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GroupChoiceTest {

    private static final int ROWS_OF_A_FILE = 1_000;

    private final List<InboxName> read = new ArrayList<>();
    private final View view = new View("table", 7, Map.of());

    /** After an outage every host has handed over all that it could, which together no agent can hold. */
    @Test
    void ofAFullInboxNoMoreIsReadThanFitsIntoMemory() throws Exception {
        List<InboxName> names = IntStream.range(0, InboxPages.SIZE)
                .mapToObj(host -> InboxName.fresh("host-" + host, 0))
                .toList();
        var inbox = new FullInbox();
        var log = new GroupCommitLog("t");
        var choice =
                new GroupChoice(inbox, new Disposal(inbox, Ticker.system(), log), new AnyLog(), Ticker.system(), log);

        assertThat(choice.of(view, names)).hasSize(GroupChoice.MAX_ROWS / ROWS_OF_A_FILE);
        assertThat(read).hasSizeLessThan(GroupChoice.MAX_ROWS / ROWS_OF_A_FILE + GroupChoice.AT_ONCE);
    }

    private final class FullInbox implements Inbox {

        @Override
        public List<InboxName> names(String from, int limit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void put(InboxName name, byte[] content) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Content> read(List<InboxName> names) {
            read.addAll(names);
            List<@Nullable Object[]> rows = IntStream.range(0, ROWS_OF_A_FILE)
                    .mapToObj(row -> new @Nullable Object[] {row})
                    .toList();
            return names.stream()
                    .<Content>map(name -> new Content.Read(
                            name,
                            new HandedOver(
                                    name, "table", -1, List.of(), List.of(), List.of(new NumberedRows(0, rows)))))
                    .toList();
        }

        @Override
        public void delete(List<InboxName> names) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void setAside(InboxName name) {
            throw new UnsupportedOperationException();
        }
    }

    /** Everything fits, and nothing is in doubt. */
    private static final class AnyLog implements GroupLog {

        @Override
        public Optional<View> look() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void forget() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<View> commit(View view, List<HandedOver> group) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<View> afterOther(View view) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<String> misfit(View view, HandedOver batches) {
            return Optional.empty();
        }

        @Override
        public boolean mayBeForgotten(View view, HandedOver batches) {
            return false;
        }

        @Override
        public HandedOver lacking(View view, HandedOver batches) {
            throw new UnsupportedOperationException();
        }
    }
}
