package io.dispenser.telemetry.adapter.delta.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.delta.kernel.internal.TableConfig;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TablePropertiesTest {

    /** A property that a newer Kernel brings along is not forgotten. */
    @Test
    void allThatKernelCanFailToParseIsKnown() throws Exception {
        List<TableConfig<?>> failing = new ArrayList<>();
        for (Field field : TableConfig.class.getFields()) {
            if (field.getType() == TableConfig.class && fails((TableConfig<?>) field.get(null))) {
                failing.add((TableConfig<?>) field.get(null));
            }
        }
        assertThat(TableProperties.PARSED).containsExactlyInAnyOrderElementsOf(failing);
        assertThat(TableProperties.PARSED).containsAll(TableProperties.NEEDED);
    }

    private static boolean fails(TableConfig<?> property) {
        try {
            var unused = property.fromMetadata(Map.of(property.getKey(), "no value at all"));
            return false;
        } catch (RuntimeException e) {
            return true;
        }
    }
}
