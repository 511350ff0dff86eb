package io.dispenser.telemetry.app.command.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ReportTargetTest {

    @TempDir
    private Path folder;

    @Test
    void aLinkStaysALinkAndWhereItLeadsTheReportIs() throws Exception {
        Path www = Files.createDirectory(folder.resolve("www"));
        Path published = Files.writeString(www.resolve("index.html"), "the one before");
        Path link = Files.createSymbolicLink(folder.resolve("report.html"), Path.of("www", "index.html"));

        ReportTarget target = new ReportTarget(link);

        assertThat(write(target)).isEqualTo("the report".length());
        assertThat(link).isSymbolicLink();
        assertThat(published).hasContent("the report");
        assertThat(target).hasToString(link.toString());
        assertThat(names(www)).containsExactly("index.html");
    }

    /** As /dev/stdout does where the shell has redirected it into a file. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void whatIsOpenIsWrittenAndNothingIsPutInItsPlace() throws Exception {
        Path redirected = folder.resolve("redirected");
        try (RandomAccessFile open = new RandomAccessFile(redirected.toFile(), "rw");
                Stream<Path> numbers = Files.list(Path.of("/proc/self/fd"))) {
            Object inode = Files.getAttribute(redirected, "unix:ino");
            Path number = numbers.filter(each -> Files.exists(each) && isSame(each, redirected))
                    .findFirst()
                    .orElseThrow();

            write(new ReportTarget(number));

            assertThat(open.length()).isEqualTo("the report".length());
            assertThat(redirected).hasContent("the report");
            assertThat(Files.getAttribute(redirected, "unix:ino")).isEqualTo(inode);
        }
    }

    private static long write(ReportTarget target) throws Exception {
        return target.write(out -> out.write("the report".getBytes(StandardCharsets.UTF_8)));
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException e) {
            return false;
        }
    }

    private static List<String> names(Path in) throws Exception {
        try (Stream<Path> files = Files.list(in)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
