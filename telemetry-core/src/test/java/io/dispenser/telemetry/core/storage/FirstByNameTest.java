package io.dispenser.telemetry.core.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class FirstByNameTest {

    /** In the order of code points; by code unit the last two change places. */
    private static final List<String> BY_CODE_POINT = List.of("", "a", "b", "c", "\uFF5E", "\uD83D\uDE00");

    @Test
    void plainNamesAreEnoughWhenThereAreAsManyAsAreWanted() {
        FirstByName first = new FirstByName("b", 2);
        for (String name : BY_CODE_POINT.subList(0, 3)) {
            add(first, name);
            assertThat(first.isComplete()).isFalse();
        }
        add(first, "c");
        assertThat(first.isComplete()).isTrue();
        add(first, "d"); // of the same page
        assertThat(names(first)).containsExactly("b", "c");
    }

    @Test
    void whereTheOrdersDifferAllNamesHaveToBeSeen() {
        FirstByName first = new FirstByName("c", 2);
        for (String name : BY_CODE_POINT) {
            add(first, name);
            assertThat(first.isComplete()).isFalse();
        }
        assertThat(names(first)).containsExactly("c", "\uD83D\uDE00");
    }

    private static void add(FirstByName first, String name) {
        first.add(name, new FileEntry("log/" + name, 1, Instant.EPOCH));
    }

    private static List<String> names(FirstByName first) {
        return first.entries().stream()
                .map(entry -> entry.path().substring("log/".length()))
                .toList();
    }
}
