package io.dispenser.telemetry.app.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * Classes that break a rule: compiled here from a few words, in the packages that the rule names, and never on the class path.
 * Libraries are stood in for by empty classes of their names.
 */
final class Fixture implements AutoCloseable {

    private static final Pattern NAME = Pattern.compile("package ([\\w.]+);.*?(?:class|interface|record|enum) (\\w+)");

    private final JavaClasses classes;
    private final URLClassLoader loader;
    private final ClassLoader outer = Thread.currentThread().getContextClassLoader();

    /** Compiles {@code sources}, one top-level class each, into {@code folder}. */
    Fixture(Path folder, String... sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<JavaFileObject> files = new ArrayList<>();
        for (String source : sources) {
            files.add(new Source(source));
        }
        StringWriter words = new StringWriter();
        List<String> options =
                List.of("-d", folder.toString(), "-proc:none", "-cp", System.getProperty("java.class.path"));
        if (!compiler.getTask(words, null, null, options, null, files).call()) {
            throw new AssertionError("a fixture does not compile: " + words);
        }
        classes = new ClassFileImporter().importPath(folder);
        loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, outer);
        Thread.currentThread().setContextClassLoader(loader);
    }

    JavaClasses classes() {
        return classes;
    }

    @Override
    public void close() throws IOException {
        Thread.currentThread().setContextClassLoader(outer);
        loader.close();
    }

    private static final class Source extends SimpleJavaFileObject {

        private final String text;

        Source(String text) {
            super(URI.create("memory:///" + fileOf(text)), Kind.SOURCE);
            this.text = text;
        }

        private static String fileOf(String text) {
            Matcher matcher = NAME.matcher(text);
            if (!matcher.find()) {
                throw new IllegalArgumentException("no package and class in: " + text);
            }
            return matcher.group(1).replace('.', '/') + "/" + matcher.group(2) + ".java";
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
