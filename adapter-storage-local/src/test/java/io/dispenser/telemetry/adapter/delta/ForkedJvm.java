package io.dispenser.telemetry.adapter.delta;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.testkit.JavaCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Another JVM with this one's class path. */
final class ForkedJvm {

    private final Process process;

    private ForkedJvm(Process process) {
        this.process = process;
    }

    static ForkedJvm start(List<String> options, Class<?> main, Object... arguments) throws IOException {
        Process process = new ProcessBuilder(JavaCommand.of(main, options, arguments))
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        return new ForkedJvm(process);
    }

    /** What it printed, once it has ended well. */
    String printed() throws IOException, InterruptedException {
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        return printed;
    }
}
