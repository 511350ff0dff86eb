package io.dispenser.telemetry.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.container.ServiceDefinition;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a template's expression costs that can't be rendered. */
class FailedExpressionsTest {

    private static final String NO_VARIABLE = ": no variable has this name";
    private static final String DEFINE =
            "; define it in dispenser.vars, or in a file *.dispenser.vars, beside dispenser.toml";

    @TempDir
    private Path temp;

    private ConfigurationFolder folder;

    @BeforeEach
    void folder() {
        folder = new ConfigurationFolder(temp)
                .with("dispenser.toml", "[[service]]\npath = \"web\"\n[[service]]\npath = \"db\"\n")
                .with("db/service.toml", "[service]\nname = \"db\"\n");
    }

    @Test
    void inAValueItCostsThatValue() throws Exception {
        folder.with("web/service.toml", """
                [service]
                name = "web"
                image = "${registry}/x:${ 1 / 0 }"
                memory = "${ lots }m"
                cpus = "0.5"
                [[port]]
                host = "${port}"
                """);

        assertThat(folder.load().services().get(0))
                .isEqualTo(new ServiceDefinition("web", null, "0.5", false, null, 1, 0, 0));
        assertThat(folder.warnings())
                .containsExactly("web/service.toml:4:11 ${lots}" + NO_VARIABLE + ", so memory_limit of web stays empty"
                        + DEFINE);
    }

    @Test
    void withoutQuotesItCostsItsKey() throws Exception {
        folder.with("web/service.toml", """
                [service]
                name = "web"
                cpus = ${ lots }
                memory = "1g"
                [[port]]
                host = ${ env["PORT"] }
                """);

        assertThat(folder.load().services().get(0))
                .isEqualTo(new ServiceDefinition("web", "1g", null, false, null, 1, 0, 0));
        assertThat(folder.warnings())
                .containsExactly(
                        "web/service.toml:3:8 ${lots}" + NO_VARIABLE + ", so service.cpus counts as missing" + DEFINE,
                        "web/service.toml:6:14: a value's part, in brackets, is not known here, so port.host counts as"
                                + " missing; write it with what docs/configure.md lists, which is the same for Dispenser and for"
                                + " telemetry");
    }

    @Test
    void inANameItCostsTheService() throws Exception {
        folder.with("web/service.toml", "[service]\nname = \"${env}-web\"\n");

        assertThat(folder.load().services()).extracting(ServiceDefinition::name).containsExactly("db");
        assertThat(folder.warnings())
                .containsExactly(
                        "web/service.toml:2:9 ${env}" + NO_VARIABLE + ", so the service of web/service.toml is left"
                                + " out, and its containers have no rows" + DEFINE);
    }

    @Test
    void inAPathItCostsTheService() throws Exception {
        folder.with("dispenser.toml", "[[service]]\npath = \"${where}/web\"\n[[service]]\npath = \"db\"\n");

        assertThat(folder.load().services()).extracting(ServiceDefinition::name).containsExactly("db");
        assertThat(folder.warnings())
                .containsExactly(
                        "dispenser.toml:2:9 ${where}" + NO_VARIABLE + ", so the service at dispenser.toml:2:8 is"
                                + " left out, and its containers have no rows" + DEFINE);
    }

    @Test
    void inATagItCostsAllButTheNameThatStandsOutside() throws Exception {
        folder.with("web/service.toml", """
                [service]
                name = "web"
                memory = "1g"
                {% if size > 3 and "a" in size %}
                [[port]]
                host = 80
                {% for x in [1] %}
                [[port]]
                {% endfor %}
                {% endif %}
                """).with("dispenser.vars", "size = 7\n");

        assertThat(folder.load().services().get(0)).isEqualTo(ServiceDefinition.ofName("web"));
        assertThat(folder.warnings())
                .singleElement()
                .asString()
                .startsWith(
                        "web/service.toml:4:24: `in` is not known here, so of service web nothing but the name is known,"
                                + " and its rows tell limits, ports, volumes and networks as its container has them; ");
    }

    @Test
    void aNameInsideOfTheTagIsNotKnown() throws Exception {
        folder.with("web/service.toml", "[service]\n{% if nobody %}\nname = \"web\"\n{% endif %}\n");

        assertThat(folder.load().services()).extracting(ServiceDefinition::name).containsExactly("db");
        assertThat(folder.warnings())
                .singleElement()
                .asString()
                .startsWith("web/service.toml:2:1 ${nobody}" + NO_VARIABLE
                        + ", so the service of web/service.toml is left");
    }

    @Test
    void aTagWithoutAnEndCostsTheFile() throws Exception {
        folder.with("web/service.toml", "{% if true %}\n[service]\nname = \"web\"\n");

        assertThat(folder.load().services()).extracting(ServiceDefinition::name).containsExactly("db");
        assertThat(folder.warnings())
                .singleElement()
                .asString()
                .startsWith("web/service.toml:1:1: the tag that begins here has no endif, so the service of"
                        + " web/service.toml is left out");
    }

    @Test
    void aFileInWhichAllFailsIsGivenUp() throws Exception {
        folder.with("web/service.toml", "[service]\nname = 'web'\n[env]\n" + "a = '${nobody}'\n".repeat(200));

        assertThat(folder.load().services()).extracting(ServiceDefinition::name).containsExactly("db");
        assertThat(folder.warnings()).singleElement().asString().startsWith("web/service.toml:104:6 ${nobody}");
    }

    @Test
    void allContainersAreNotObservedInsteadOfTheServices() {
        folder.with("dispenser.toml", "[[service]]\npath = \"web\"\n")
                .with("web/service.toml", "[service]\nname = \"${env}\"\n");

        assertThat(folder.problems())
                .containsExactly(
                        "dispenser.toml [[service]]: no service is left of those that are listed here, and without"
                                + " any all containers of the engine would be observed, under other names; mend what the warnings"
                                + " tell of");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[proxy]\nhost = \"${nobody}\"\n",
                "[proxy]\n{% if nobody %}\nhost = \"x\"\n{% endif %}\n",
                "[x]\na = \"${ 1 | nothing }\"\nb = [\"${ 1 / 0 }\"]\n",
            })
    void inDispensersPartItCostsNothing(String part) throws Exception {
        folder.with(
                "dispenser.toml",
                part + "[telemetry]\nenabled = true\nbase_uri = \"tables\"\n[[service]]\npath = \"db\"\n");

        assertThat(folder.warnings()).isEmpty();
        assertThat(folder.load().enabled()).isTrue();
        assertThat(folder.load().services()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[telemetry]\nbase_uri = \"${nobody}\"\n",
                "[telemetry]\nbuffer_size = ${nobody}\n",
                "[telemetry.docker]\ninclude_names = [\"a\", \"${nobody}\"]\n",
                "[telemetry]\nenabled = false\n{% if nobody %}\nbuffer_size = 5\n{% endif %}\n",
                "{% if nobody %}\n[telemetry]\nenabled = true\n{% endif %}\n",
            })
    void inTelemetryItselfItIsAnError(String text) {
        folder.with("dispenser.toml", text);

        assertThat(folder.problems())
                .singleElement()
                .asString()
                .startsWith("dispenser.toml:")
                .endsWith(" ${nobody}" + NO_VARIABLE + DEFINE);
    }

    @Test
    void inAFileOfVariablesItIsToldOnce() throws Exception {
        folder.with("a.dispenser.vars", "x = 'x'\nsize = '${nobody}m'\nbroken = ${ 1 / 0 }\n")
                .with("web/service.toml", """
                [service]
                name = "web"
                memory = "${size}"
                cpus = "${size}"
                [proxy]
                host = "${broken}"
                """);

        assertThat(folder.load().services().get(0))
                .isEqualTo(new ServiceDefinition("web", null, null, true, null, 0, 0, 0));
        assertThat(folder.warnings())
                .containsExactly(
                        "a.dispenser.vars:2:9 ${nobody}" + NO_VARIABLE + ", so memory_limit of web stays empty, and"
                                + " cpu_limit of web stays empty" + DEFINE,
                        "a.dispenser.vars:3:15: `/` is not known here, so broken counts as missing, and proxy_host of web"
                                + " stays empty; write it with what docs/configure.md lists, which is the same for Dispenser and"
                                + " for telemetry");
    }

    @Test
    void aVariableThatFailedDecidesNothing() throws Exception {
        folder.with("a.dispenser.vars", "env = '${nobody}'\n")
                .with(
                        "web/service.toml",
                        "[service]\nname = 'web'\n{% if env == 'prod' %}\nmemory = '1g'\n{% endif %}\n");

        assertThat(folder.load().services().get(0)).isEqualTo(ServiceDefinition.ofName("web"));
        assertThat(folder.warnings())
                .singleElement()
                .asString()
                .startsWith(
                        "web/service.toml:3:7: the value of env is not known, since it failed itself, so of service web");
    }
}
