package io.dispenser.telemetry.testkit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Another JVM with this one's class path, for what a test wants to see killed, or twice at once. It is quick to start. */
public final class JavaCommand {

    private JavaCommand() {}

    /**
     * Its command line.
     *
     * @param main a class with a main method
     * @param options what the JVM is told beside the class path
     * @param arguments what the main method is given, as text
     */
    public static List<String> of(Class<?> main, List<String> options, Object... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return command;
    }
}
