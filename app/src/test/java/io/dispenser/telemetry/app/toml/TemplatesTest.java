package io.dispenser.telemetry.app.toml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dispenser.telemetry.app.config.ConfigurationException;
import io.dispenser.telemetry.app.config.ConfigurationFile;
import io.dispenser.telemetry.app.config.ConfigurationFolder;
import io.dispenser.telemetry.app.config.SchemesOfOneAdapter;
import io.dispenser.telemetry.app.config.TelemetryConfiguration;
import io.dispenser.telemetry.core.container.ServiceDefinition;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TemplatesTest {

    @TempDir
    Path temp;

    private ConfigurationFolder folder;

    @BeforeEach
    void folder() {
        folder = new ConfigurationFolder(temp)
                .with("dispenser.toml", "[[service]]\npath = \"${folder}\"\n")
                .with("dispenser.vars", "folder = 'web'\nenv = 'prod'\nsize = '512m'\n");
    }

    @Test
    void variablesStandForTheirValues() throws Exception {
        folder.with("web/service.toml", """
                # ${env}
                [service]
                name = "${ env }-web"
                memory = "${size}"
                [[port]]
                host = ${port}
                """).with("a.dispenser.vars", "port = \"80\"\n");

        assertThat(folder.load().services())
                .containsExactly(new ServiceDefinition("prod-web", "512m", null, false, null, 1, 0, 0));
    }

    @ParameterizedTest
    @CsvSource({"prod, 1g", "stg, 512m", "dev, 64m"})
    void conditionsChoose(String env, String memory) throws Exception {
        folder.with("dispenser.vars", "folder = 'web'\nenv = '" + env + "'\n").with("web/service.toml", """
                [service]
                name = "web"
                {% if env == "prod" %}
                memory = "1g"
                {% elif env == 'stg' and not (env is undefined) %}
                memory = "512m"
                {%- else -%}
                memory = "64m"
                {% endif %}
                """);

        assertThat(folder.load().services())
                .extracting(ServiceDefinition::memoryLimit)
                .containsExactly(memory);
    }

    @Test
    void secondaryFilesAreTemplatesOfTheFirstAndTheLaterWins() throws Exception {
        folder.with("web/service.toml", "[service]\nname = \"${name}\"\nmemory = \"${size}\"\n")
                .with("b.dispenser.vars", "name = '${env}-b'\nsize = '2g'\n")
                .with("a.dispenser.vars", "{% if env == 'prod' %}\nname = 'a'\n{% endif %}\n")
                .with("other.vars", "name = 'never read'\n");

        assertThat(folder.load().services())
                .containsExactly(new ServiceDefinition("prod-b", "2g", null, false, null, 0, 0, 0));
    }

    @Test
    void theFirstFileOfVariablesIsNoTemplate() throws Exception {
        folder.with("dispenser.vars", "# ${nobody}\nfolder = 'web'\npassword = '{% if'\nenv = 'a{#b'\n")
                .with("web/service.toml", "[service]\nname = \"${env}\"\n");

        assertThat(folder.load().services()).extracting(ServiceDefinition::name).containsExactly("a{#b");
    }

    @Test
    void whatIsWrongWithAFileOfVariablesIsToldOnceAndNotAtEachUse() {
        folder.with("dispenser.vars", "folder = 'web'\nenv = \n")
                .with("web/service.toml", "[service]\nname = \"${env}\"\nmemory = \"${env}\"\n");

        assertThat(folder.problems()).singleElement().asString().startsWith("dispenser.vars:2:");
    }

    @Test
    void aTemplateThatTakesTooLongIsGivenUp() {
        Diagnostics diagnostics = new Diagnostics("telemetry");
        String loops = "{% for a in [1,2,3,4,5,6,7,8,9,10] %}".repeat(4) + "{% endfor %}".repeat(4);

        assertThat(new Templates(Map.of(), null, Duration.ofMillis(1)).render(Path.of("a.toml"), loops, diagnostics))
                .isEmpty();

        diagnostics.refuse(diagnostics.unrendered(Path.of("a.toml")).orElseThrow());
        assertThat(diagnostics.errors())
                .singleElement()
                .hasToString("a.toml: the template is not rendered within 1 ms; write a simpler template");
    }

    @Test
    void aTemplateThatIsNestedTooDeeplyIsOneProblem() {
        folder.with("dispenser.toml", "${ " + "(".repeat(100_000) + "1" + ")".repeat(100_000) + " }\n");

        assertThat(folder.problems()).singleElement().asString().startsWith("dispenser.toml");
    }

    @Test
    void theDirectoryOfTheProgramMayBeMeantWithoutAName() throws Exception {
        ConfigurationException thrown = catchThrowableOfType(
                ConfigurationException.class,
                () -> ConfigurationFile.load(Path.of("no-such-dispenser.toml"), SchemesOfOneAdapter.FILE));

        assertThat(thrown).hasMessage("no-such-dispenser.toml: no such file; check the path");
    }

    @Test
    void aSecretByReferenceIsLeftAlone() throws Exception {
        folder.with("secrets.dispenser.vars", "secret = { source = 'google', name = 'projects/1/secrets/x' }\n")
                .with("web/service.toml", """
                        [service]
                        name = "web"
                        memory = "${secret}"
                        cpus = ${ secret }
                        [env]
                        TOKEN = "${secret}"
                        {% if secret %}
                        [[port]]
                        {% endif %}
                        """);

        TelemetryConfiguration configuration = folder.load();

        assertThat(configuration.services())
                .containsExactly(new ServiceDefinition("web", null, null, false, null, 1, 0, 0));
        assertThat(folder.shown(configuration.warnings()))
                .containsExactly(
                        "web/service.toml:3:10 service.memory = \"${secret}\": holds a secret by reference, which"
                                + " telemetry does not fetch, so memory_limit of web stays empty; write the value itself if"
                                + " the table should have it",
                        "web/service.toml:4:8 service.cpus: holds a secret by reference, which telemetry does not"
                                + " fetch, so the key counts as missing; write the value itself if telemetry should"
                                + " know it");
    }

    @Test
    void aNeededValueCanBeNoSecret() {
        folder.with("dispenser.vars", "folder = { source = 'google', name = 'x' }\n");

        assertThat(folder.problems())
                .containsExactly("dispenser.toml:2:8 service.path = \"${folder}\": holds a secret by reference, which"
                        + " telemetry does not fetch; write the value itself");
    }

    @Test
    void aStoresPropertyCanBeNoSecretByReference() {
        folder.with("dispenser.vars", "key = { source = 'google', name = 'x' }\n")
                .with("dispenser.toml", "[telemetry.storage]\n\"fs.s3a.secret.key\" = \"${key}\"\n");

        assertThat(folder.problems())
                .containsExactly("dispenser.toml:2:23 telemetry.storage.fs.s3a.secret.key: holds a secret by reference,"
                        + " which telemetry does not fetch; leave the key out and give the store's credentials in the"
                        + " environment");
    }

    @Test
    void aProblemStandsWhereTheTemplateHasIt() {
        folder.with("web/service.toml", """
                {# a comment
                   of two lines #}
                {%- if env == "stg" -%}
                [service]
                name = "stg"
                {%- else %}
                [service]
                name = "web"
                memory = 5
                {%- for host in ["a", "b"] %}
                [[port]]
                host = "${host}"
                {%- endfor %}
                cpus = ${size} 7
                [proxy]
                host = { name = "${size}", x = ? }
                {%- endif %}
                """);

        assertThat(folder.problems())
                .containsExactly(
                        "web/service.toml:9:10 service.memory = 5: a whole number, but text is needed; write it in"
                                + " quotes: memory = \"5\"",
                        "web/service.toml:14:8 port.cpus: unexpected 'm', expected a newline or end-of-input; correct"
                                + " the TOML syntax",
                        "web/service.toml:16:18 proxy.host: not a TOML value; put text in quotes, and write numbers"
                                + " with digits only");
    }

    @Test
    void whatIsNoVariableIsToldWithoutItsValue() {
        folder.with("dispenser.vars", "folder = 'web'\nhunter2 = [1]\nx = { secret = 'hunter2' }\nday = 2026-01-01\n")
                .with("web/service.toml", "[service]\nname = 'web'\n");

        assertThat(folder.problems())
                .isEqualTo(List.of(
                        "dispenser.vars:2:11 hunter2: a list, but text, a number, or true or false is needed; write a"
                                + " single value",
                        "dispenser.vars:3:1 x: a table without a source, so neither a value nor a secret by reference;"
                                + " write x = \"…\", or x = { source = \"…\", name = \"…\" }",
                        "dispenser.vars:4:7 day: a date or time, but text, a number, or true or false is needed; write"
                                + " a single value"));
    }
}
