package io.dispenser.telemetry.app.command.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReadingOrderTest {

    private static final List<String> COLUMNS = List.of("timestamp", "service", "host");

    @Test
    void onlyTheWantedColumnsAreShownInTheirOrder() {
        ReadingOrder order = ReadingOrder.only(List.of("host", "timestamp"), COLUMNS);

        assertThat(order.columns()).containsExactly("host", "timestamp");
        assertThat(order.arrange(List.of(List.of("now", "web", "host-1")))).containsExactly(List.of("host-1", "now"));
    }

    @Test
    void aColumnThatIsNotThereIsRefused() {
        assertThatThrownBy(() -> ReadingOrder.only(List.of("Host\u001B"), COLUMNS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the table has no column Host\\u001b; it has timestamp, service, host");
    }

    @Test
    void aColumnThatIsNamedTwiceIsRefused() {
        assertThatThrownBy(() -> ReadingOrder.only(List.of("host", "service", "host"), COLUMNS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("column host is named twice; name it once");
    }
}
