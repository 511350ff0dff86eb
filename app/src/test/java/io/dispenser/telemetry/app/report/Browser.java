package io.dispenser.telemetry.app.report;

import io.dispenser.telemetry.testkit.Requirement;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Chromium without a window, as Debian has it, of somebody who reads in Berlin. */
public final class Browser implements AutoCloseable {

    static final Object NOTHING = "nothing";

    private static final String ZONE = "Europe/Berlin";

    private static final String AXE = "/axe.min.js";
    private static final List<Path> BROWSERS = List.of(
            Path.of("/usr/bin/chromium"), Path.of("/usr/bin/chromium-browser"), Path.of("/usr/bin/google-chrome"));
    private static final List<Path> DRIVERS =
            List.of(Path.of("/usr/bin/chromedriver"), Path.of("/usr/lib/chromium/chromedriver"));

    public final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Starts one; ends the test as failed or skipped where there is none. */
    public static Browser start() {
        Optional<Path> browser = BROWSERS.stream().filter(Files::isExecutable).findFirst();
        Optional<Path> program = DRIVERS.stream().filter(Files::isExecutable).findFirst();
        if (browser.isEmpty() || program.isEmpty()) {
            Requirement.notMet("chromium", "no Chromium with its driver; run .ci/chromium.sh as root");
        }
        ChromeOptions options = new ChromeOptions();
        options.setBinary(browser.orElseThrow().toFile());
        options.addArguments(
                "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(program.orElseThrow().toFile())
                .usingAnyFreePort()
                .withEnvironment(Map.of("TZ", ZONE, "LC_ALL", "C.UTF-8", "HOME", System.getProperty("java.io.tmpdir")))
                .build();
        return new Browser(new ChromeDriver(service, options));
    }

    /** Makes the window as large as this, with the colours of day or night. */
    public void look(int width, int height, boolean dark) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(
                                Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"),
                                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
    }

    /** Opens a file, as a person does who was sent it. */
    void open(Path page) {
        driver.get(page.toUri().toString());
    }

    /** Opens the page of a document, from a file in {@code folder}. */
    void open(DraftedDocument document, Path folder, int width, boolean dark) throws IOException {
        Path page = folder.resolve("report.html");
        try (OutputStream out = Files.newOutputStream(page)) {
            ReportPage.write("Containers", false, document.json(), out);
        }
        look(width, 900, dark);
        open(page);
    }

    /** Opens what a server serves. */
    public void open(URI address) {
        driver.get(address.toString());
    }

    public WebElement one(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    public List<WebElement> all(String selector) {
        return driver.findElements(By.cssSelector(selector));
    }

    /** The text of the first that is there, as it is seen; empty if none is. */
    public String text(String selector) {
        return (String) ask("return (document.querySelector(arguments[0])?.innerText ?? '').trim()", selector);
    }

    /** How wide the page is, with what can only be seen by scrolling. */
    long width() {
        return (Long) ask("return document.documentElement.scrollWidth");
    }

    /** What a script answers in the page; {@link #NOTHING} if that is nothing. */
    public Object ask(String script, Object... arguments) {
        return Objects.requireNonNullElse(driver.executeScript(script, arguments), NOTHING);
    }

    /** Presses keys where the focus is. */
    void press(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    /** Rules of accessibility that the page breaks, as axe-core finds them, with the places. */
    @SuppressWarnings("unchecked")
    public List<String> barriers() throws IOException {
        try (InputStream script = ChromeDriver.class.getResourceAsStream(AXE)) {
            ask(new String(Objects.requireNonNull(script, AXE).readAllBytes(), StandardCharsets.UTF_8));
        }
        return (List<String>) Objects.requireNonNull(driver.executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                axe.run({resultTypes: ['violations']}).then(
                    found => done(found.violations.map(each => each.id + ': ' + each.help + ' at '
                        + each.nodes.map(node => node.target.join(' ') + ' ' + node.html.slice(0, 120)).join(' | '))),
                    error => done(['axe failed: ' + error]));
                """));
    }

    /** What the console said since the last question. */
    public List<String> console() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::getMessage)
                .toList();
    }

    /** A picture of the whole page, or of what is in sight. */
    byte[] picture(boolean whole) {
        return Base64.getDecoder().decode((String) driver.executeCdpCommand(
                        "Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", whole))
                .get("data"));
    }

    /** The page as it comes from a printer, A4. */
    byte[] paper() {
        return Base64.getDecoder().decode((String) driver.executeCdpCommand(
                        "Page.printToPDF",
                        Map.of(
                                "printBackground",
                                true,
                                "preferCSSPageSize",
                                true,
                                "paperWidth",
                                8.27,
                                "paperHeight",
                                11.69))
                .get("data"));
    }

    @Override
    public void close() {
        driver.quit();
    }
}
