package io.dispenser.telemetry.app.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Makes pictures of the report's page, for people to look at: of every width, by day and by night, and on paper. */
final class ReportPictures {

    private static final int[][] SIZES = {{360, 780}, {768, 1024}, {1280, 900}, {2560, 1440}};

    private ReportPictures() {}

    /** With what an agent alone knows. */
    private static DraftedDocument asOfAnAgent() {
        DraftedDocument week = ReportStory.week();
        ArrayNode pipelines = week.root().putArray("pipelines");
        pipelines
                .addObject()
                .put("table", "dispenser-deployments")
                .put("waiting", 0)
                .put("waitingBytes", 4096)
                .put("lastCommit", week.at(1007));
        pipelines
                .addObject()
                .put("table", "dispenser-container-status")
                .put("waiting", 4_212)
                .put("waitingBytes", 1_812_000)
                .put("oldestWaiting", week.at(1001))
                .put("trouble", "can't be written: s3a://telemetry-lake answers 403 (AccessDenied)")
                .put("since", week.at(1001))
                .put("lastCommit", week.at(1000));
        week.root()
                .putObject("agent")
                .put("version", "0.1.0")
                .put("host", "web-1")
                .put("started", week.at(7))
                .put("trouble", "the engine does not answer within 10 s");
        return week;
    }

    /** As large as a report becomes: a year of 500 services. */
    private static DraftedDocument large() {
        DraftedDocument year = new DraftedDocument(1000, 9 * DraftedDocument.HOUR);
        for (int host = 0; host < 50; host++) {
            year.host("web-" + host, 999);
            for (int i = 0; i < 10; i++) {
                int seed = 10 * host + i;
                DraftedSeries one = year.series(host, "shop", "service-" + seed, "shop-" + seed + "-1", "image:" + seed)
                        .limit(900)
                        .cpu(at -> 20 + (at * 37L + seed * 11L) % 50)
                        .memory(at -> 300 + (at * 7L + seed) % 400);
                for (int at = seed % 90; at < 998; at += 90) {
                    one.band(at, at + 2, DraftedSeries.UNHEALTHY).restart(at, 1);
                }
            }
        }
        return year;
    }

    /**
     * Makes them, and says how long a large document takes to open.
     *
     * @param arguments the folder in which they go; and, if there should be a picture of the beginning of a page that is there, as the
     *     README has one of the demo's, its file
     */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        Path page = folder.resolve("report.html");
        try (OutputStream out = Files.newOutputStream(page)) {
            ReportPage.write("Containers of the shop", false, ReportStory.week().json(), out);
        }
        try (Browser browser = Browser.start()) {
            if (arguments.length > 1) {
                browser.look(1280, 1180, false);
                browser.open(Path.of(arguments[1]).toAbsolutePath());
                browser.ask(
                        "document.querySelector('#s0 h3 button').click(); document.activeElement.blur(); scrollTo(0, 0)");
                Files.write(folder.resolve("page.png"), browser.picture(false));
            }
            for (int[] size : SIZES) {
                for (boolean dark : new boolean[] {false, true}) {
                    browser.look(size[0], size[1], dark);
                    browser.open(page);
                    String name = String.format(Locale.ROOT, "%d-%s", size[0], dark ? "dark" : "light");
                    Files.write(folder.resolve(name + ".png"), browser.picture(true));
                    browser.ask("document.querySelectorAll('h3 button')[1].click();"
                            + "document.querySelectorAll('h3 button')[0].click();"
                            + "document.querySelector('#services').scrollIntoView()");
                    Files.write(folder.resolve(name + "-open.png"), browser.picture(false));
                }
            }
            Files.write(folder.resolve("report.pdf"), browser.paper());
            browser.open(asOfAnAgent(), folder, 1280, false);
            Files.write(folder.resolve("agent.png"), browser.picture(false));
            browser.open(large(), folder, 1280, false);
            System.out.println(
                    "a document of " + Files.size(folder.resolve("report.html")) + " bytes: "
                            + browser.ask(
                                    "const of = performance.getEntriesByType('navigation')[0];"
                                            + "return 'all drawn after ' + Math.round(of.loadEventEnd) + ' ms, first seen after '"
                                            + "+ Math.round(performance.getEntriesByName('first-contentful-paint')[0]?.startTime) + ' ms'"));
            browser.console().forEach(System.out::println);
        }
    }
}
