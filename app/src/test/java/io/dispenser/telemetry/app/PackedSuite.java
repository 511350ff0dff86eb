package io.dispenser.telemetry.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.platform.engine.discovery.ClassNameFilter.excludeClassNamePatterns;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClasspathRoots;

import java.io.File;
import java.io.PrintWriter;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * A program that runs the tests in a folder of classes, whose class loader has the jars of an adapter's folder besides, as the
 * program loads them: its arguments are a pattern of class names to leave out, the folder of classes, and those jars. The class
 * path is the program's, with the test framework.
 */
final class PackedSuite {

    private PackedSuite() {}

    public static void main(String[] arguments) throws Exception {
        Path tests = Path.of(arguments[1]);
        List<String> own = Arrays.asList(arguments).subList(1, arguments.length);
        URL[] urls = own.stream().map(PackedSuite::url).toArray(URL[]::new);
        // Where a test starts a process of its own, that has the same jars, in one class path.
        System.setProperty(
                "java.class.path",
                System.getProperty("java.class.path") + File.pathSeparator + String.join(File.pathSeparator, own));
        TestExecutionSummary summary;
        try (URLClassLoader loader = new URLClassLoader("adapter", urls, PackedSuite.class.getClassLoader())) {
            Thread.currentThread().setContextClassLoader(loader);
            LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                    .selectors(selectClasspathRoots(Set.of(tests)))
                    .filters(excludeClassNamePatterns(arguments[0]))
                    .build();
            SummaryGeneratingListener listener = new SummaryGeneratingListener();
            LauncherFactory.create().execute(request, listener);
            summary = listener.getSummary();
        }
        PrintWriter out = new PrintWriter(System.out, false, UTF_8);
        summary.printFailuresTo(out, 60);
        out.printf(
                Locale.ROOT,
                "%d passed, %d failed, %d skipped, in %.1f s%n",
                summary.getTestsSucceededCount(),
                summary.getTotalFailureCount(),
                summary.getTestsAbortedCount() + summary.getTestsSkippedCount(),
                (summary.getTimeFinished() - summary.getTimeStarted()) / 1000.0);
        out.flush();
        // Not waiting for threads that a connector left behind.
        Runtime.getRuntime().halt(summary.getTotalFailureCount() == 0 ? 0 : 1);
    }

    private static URL url(String file) {
        try {
            return Path.of(file).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(file, e);
        }
    }
}
