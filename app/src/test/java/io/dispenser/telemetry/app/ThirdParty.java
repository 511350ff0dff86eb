package io.dispenser.telemetry.app;

import static java.util.stream.Collectors.toMap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/**
 * A library of others, as {@code THIRD-PARTY.txt} lists it.
 *
 * @param licences those under which it may be used, one by choice
 * @param group its group
 * @param artifact its name
 * @param version its version
 */
record ThirdParty(List<String> licences, String group, String artifact, String version) {

    private static final Pattern LINE =
            Pattern.compile("(?m)^ +((?:\\([^()]*\\) )+).*\\(([^:() ]+):([^:() ]+):([^:() ]+) - [^()]*\\)$");
    private static final Pattern LICENCE = Pattern.compile("\\(([^()]*)\\) ");
    private static final Pattern OURS = Pattern.compile("(adapter|app|telemetry|hadoop-parquet-minimized)-.*\\.jar");
    private static final Pattern TEXT_IN_JAR = Pattern.compile("(META-INF/)?(LICENSE|COPYING)[^/]*");

    static List<ThirdParty> list(Path file) throws IOException {
        return LINE.matcher(Files.readString(file))
                .results()
                .map(line -> new ThirdParty(
                        LICENCE.matcher(line.group(1))
                                .results()
                                .map(licence -> licence.group(1))
                                .toList(),
                        line.group(2),
                        line.group(3),
                        line.group(4)))
                .toList();
    }

    /**
     * What is wrong with the licences of a folder's jars: each has to be listed, with a licence that is known, whose text is in
     * the distribution or in the jar itself.
     */
    static List<String> problems(Path jars, Path list, Path texts) throws IOException {
        Map<String, ThirdParty> known =
                list(list).stream().collect(toMap(ThirdParty::jar, party -> party, (one, other) -> one));
        List<String> problems = new ArrayList<>();
        for (Path jar : jars(jars)) {
            String name = jar.getFileName().toString();
            ThirdParty party = known.get(name);
            if (party == null && !OURS.matcher(name).matches()) {
                problems.add(name + " is not in " + list);
            } else if (party != null && !party.isLicensed()) {
                problems.add(name + " has no licence in " + list);
            } else if (party != null && !party.hasText(texts) && !holdsText(jar)) {
                problems.add(name + ": no text of " + party.licences() + " in " + texts + " nor in the jar");
            }
        }
        return problems;
    }

    boolean isLicensed() {
        return !licences.isEmpty() && !licences.contains("Unknown license");
    }

    /** Whether the distribution has its licence's text: that of the Apache License is the project's own. */
    boolean hasText(Path texts) throws IOException {
        if (licences.contains("Apache-2.0") || licences.contains("Public Domain")) {
            return true;
        }
        try (Stream<Path> files = Files.list(texts)) {
            return files.map(file -> file.getFileName().toString().replace(".txt", ""))
                    .anyMatch(name -> artifact.equals(name) || artifact.startsWith(name + "-"));
        }
    }

    String jar() {
        return artifact + "-" + version + ".jar";
    }

    static List<Path> jars(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    private static boolean holdsText(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return zip.stream()
                    .map(entry -> TEXT_IN_JAR.matcher(entry.getName()))
                    .anyMatch(Matcher::matches);
        }
    }
}
