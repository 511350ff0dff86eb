package io.dispenser.telemetry.app.command;

import io.dispenser.telemetry.core.event.TriggerType;
import java.util.Arrays;
import java.util.Iterator;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A trigger as it stands in the table. */
final class TriggerWord implements ITypeConverter<TriggerType> {

    @Override
    public TriggerType convert(String word) {
        return TriggerType.of(word)
                .orElseThrow(() -> new TypeConversionException("'" + word + "' is none of "
                        + StreamSupport.stream(new All().spliterator(), false).collect(Collectors.joining(", "))));
    }

    /** For the help, and for shells that complete words. */
    static final class All implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(TriggerType.values())
                    .map(TriggerType::columnValue)
                    .iterator();
        }
    }
}
