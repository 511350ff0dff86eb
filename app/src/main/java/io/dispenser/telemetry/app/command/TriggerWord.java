package io.dispenser.telemetry.app.command;

import io.dispenser.telemetry.core.event.TriggerType;
import java.util.Iterator;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A trigger as it stands in the table. */
final class TriggerWord implements ITypeConverter<TriggerType> {

    @Override
    public TriggerType convert(String word) {
        return TriggerType.of(word)
                .orElseThrow(() -> new TypeConversionException(
                        "'" + word + "' is none of " + String.join(", ", TriggerType.columnValues())));
    }

    /** For the help, and for shells that complete words. */
    static final class All implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return TriggerType.columnValues().iterator();
        }
    }
}
