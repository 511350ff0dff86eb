package io.dispenser.telemetry.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mistakes in {@code [[service]]} entries and in {@code service.toml} files. */
class ServiceProblemsTest {

    @TempDir
    Path temp;

    ConfigurationFolder folder;

    @BeforeEach
    void makeFolder() {
        folder = new ConfigurationFolder(temp)
                .with("web/service.toml", "[service]\nname = \"web\"\n")
                .with("empty/notes.txt", "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[[service]]\\npath = \"nowhere\" | 2:8 service.path = \"nowhere\": there is no directory nowhere;"
                        + " correct the path, which is relative to dispenser.toml, or remove the entry",
                "[[service]]\\npath = \"empty\" | 2:8 service.path = \"empty\": the directory empty has no"
                        + " service.toml; write one there, or remove the entry",
                "[[service]]\\npath = \"web/service.toml\" | 2:8 service.path = \"web/service.toml\": web/service.toml"
                        + " is a file, but a directory is needed; name the directory that holds service.toml",
                "[[service]]\\npaht = \"web\" | 1:1 service.path: missing; write path = \"…\", the directory of a"
                        + " service.toml",
                "[[service]]\\npath = \"\" | 2:8 service.path = \"\": empty; write the directory of a service.toml, or"
                        + " . for this one",
                "[[service]]\\npath = 5 | 2:8 service.path = 5: a whole number, but text is needed; write it in quotes:"
                        + " path = \"5\"",
                "[[service]]\\npath = \"web\"\\n[[service]]\\npath = \"./web/\" | 4:8 service.path = \"./web/\": the"
                        + " same directory as at dispenser.toml:2:8; remove one of the two entries",
                "[service]\\npath = \"web\" | 1:1 service: a table, but a list of tables is needed; write [[service]]"
                        + " with double brackets, once for each",
                "service = [\"web\"] | 1:1 service: a list, but a list of tables is needed; write [[service]] with"
                        + " double brackets, once for each",
                "telemetry = true | 1:1 telemetry: true or false, but a table is needed; write [telemetry] and its"
                        + " keys below",
                "[[telemetry]] | 1:1 telemetry: a list, but a table is needed; write [telemetry] and its keys below",
                "[proxy]\\nenabled = \"no\" | 2:11 proxy.enabled = \"no\": text, but true or false is needed; write"
                        + " true or false",
            })
    void entries(String text, String expected) {
        assertThat(folder.with("dispenser.toml", text.replace("\\n", "\n")).problems())
                .containsExactly("dispenser.toml:" + expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "image = \"x\" |  [service]: missing; write [service] and name = \"…\" below it",
                "[service]\\nimage = \"x\" | :1:1 service.name: missing; write name = \"…\", which is also the"
                        + " container's name",
                "[service]\\nname = \" \" | :2:8 service.name = \" \": empty; write the service's name, which is also"
                        + " the container's name",
                "[service]\\nname = true | :2:8 service.name = true: true or false, but text is needed; write it in"
                        + " quotes: name = \"true\"",
                "[service]\\nname = \"a\"\\nmemory = 512 | :3:10 service.memory = 512: a whole number, but text is"
                        + " needed; write it in quotes: memory = \"512\"",
                "[service]\\nname = \"a\"\\ncpus = true | :3:8 service.cpus = true: true or false, but text or a number"
                        + " is needed; write it in quotes",
                "[service]\\nname = \"a\"\\n[proxy]\\nhost = [] | :4:8 proxy.host: a list, but text is needed; write a"
                        + " single value",
                "port = 80\\n[service]\\nname = \"a\" | :1:1 port: a whole number, but a list of tables is needed;"
                        + " write [[port]] with double brackets, once for each",
                "[service]\\nname = \"a\"\\n[volume]\\nsource = \"x\" | :3:1 volume: a table, but a list of tables is"
                        + " needed; write [[volume]] with double brackets, once for each",
                "service = \"a\" | :1:1 service: text, but a table is needed; write [service] and its keys below",
            })
    void services(String text, String expected) {
        assertThat(folder.with("dispenser.toml", "[[service]]\npath = \"api\"\n")
                        .with("api/service.toml", text.replace("\\n", "\n"))
                        .problems())
                .containsExactly("api/service.toml" + (expected.startsWith("[") ? " " : "") + expected);
    }

    @Test
    void twoServicesOfOneNameAreToldWithBothPlaces() {
        assertThat(folder.with("dispenser.toml", "[[service]]\npath = \"web\"\n[[service]]\npath = \"other\"\n")
                        .with("other/service.toml", "[service]\nimage = \"x\"\nname = \"web\"\n")
                        .problems())
                .containsExactly(
                        "other/service.toml:3:8 service.name = \"web\": the service at web/service.toml:2:8 has"
                                + " the same name; give each service a name of its own");
    }

    @Test
    void allProblemsOfAllFilesComeInOrder() {
        assertThat(folder.with("dispenser.toml", """
                                [[service]]
                                path = "b"
                                [[service]]
                                path = "nowhere"
                                [[service]]
                                path = "a"
                                [telemetry]
                                enabled = maybe
                                buffer_size = 0
                                colour = "red"
                                """)
                        .with("a/service.toml", "[service]\nmemory = 1\n")
                        .with("b/service.toml", "[service]\nname = \n")
                        .problems())
                .containsExactly(
                        "dispenser.toml:4:8 service.path = \"nowhere\": there is no directory nowhere; correct the"
                                + " path, which is relative to dispenser.toml, or remove the entry",
                        "dispenser.toml:7:1 telemetry.table_uri_deployments: missing, and needed when telemetry is"
                                + " enabled; write a URI or a path, such as table_uri_deployments ="
                                + " \"file:///var/lib/dispenser/deployments\", or base_uri for both tables",
                        "dispenser.toml:7:1 telemetry.table_uri_status: missing, and needed when telemetry is enabled;"
                                + " write a URI or a path, such as table_uri_status ="
                                + " \"file:///var/lib/dispenser/status\", or base_uri for both tables",
                        "dispenser.toml:8:11 telemetry.enabled: not a TOML value; put text in quotes, and write numbers"
                                + " with digits only",
                        "dispenser.toml:9:15 telemetry.buffer_size = 0: less than 1; write a number from 1 to 1000000,"
                                + " or leave it out for 1000",
                        "dispenser.toml:10:1 telemetry.colour: unknown key; the known keys are enabled,"
                                + " table_uri_deployments, table_uri_status, base_uri, services_from, status_interval, buffer_size,"
                                + " flush_interval, resource_usage, columns, host, existing, health_output, spool_dir,"
                                + " spool_max_mb, spool_min_free_mb, shutdown_timeout, storage, docker, maintenance, http, log",
                        "b/service.toml:2:8 service.name: no value after =; write one, or remove the line",
                        "a/service.toml:1:1 service.name: missing; write name = \"…\", which is also the container's"
                                + " name",
                        "a/service.toml:2:10 service.memory = 1: a whole number, but text is needed; write it in"
                                + " quotes: memory = \"1\"");
    }
}
