package io.dispenser.telemetry.app.logging;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * What a line is about. Lines for people say it in their message; those in JSON have a field of it too.
 *
 * @param field the field's name
 * @param name the field's value
 */
record Subject(String field, String name) {

    static final Logger LOG = LoggerFactory.getLogger("telemetry");

    static Subject table(String name) {
        return new Subject("table", name);
    }

    static Subject engine(String description) {
        return new Subject("engine", description);
    }

    /** Says {@code message}, whose placeholders stand for {@code arguments}. */
    void say(Level level, String message, Object... arguments) {
        say(LOG, level, message, arguments);
    }

    void say(Logger logger, Level level, String message, Object... arguments) {
        logger.atLevel(level).addKeyValue(field, name).log(message, arguments);
    }
}
