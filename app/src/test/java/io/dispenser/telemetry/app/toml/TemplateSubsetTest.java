package io.dispenser.telemetry.app.toml;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.app.config.ConfigurationFolder;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which templates render alike for Dispenser and for us; of the others, why they are refused. */
class TemplateSubsetTest {

    private static final Map<String, Object> VARIABLES =
            Map.of("env", "prod", "port", 80L, "n", "3", "on", true, "off", "False", "huge", 1e20, "half", 0.5);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${env}",
                "${ env|upper }-${ env | replace('p', 'b') | trim }",
                "${ nobody | default('x') }",
                "{% if env == 'prod' and not (nobody is defined) or on %}a{% elif n == '3' %}b{% else %}c{% endif %}",
                "{%- if nobody is not defined -%}a{%- endif -%}",
                "{% for p in [80, 443] %}${ loop.index }: ${ p }{% if loop.last %}.{% endif %}{% endfor %}",
                "{% for p in ['a'] %}{% if p == 'a' %}x{% else %}y{% endif %}{% endfor %}",
                "{% set name = env ~ '-' ~ port %}${name}",
                "${ port + 1 }",
                "{% if port >= 1024 %}a{% endif %}",
                "${ half }",
                "{# max(1) #}{% raw %}${ x.y } {% anything %}{% endraw %}",
                "no template at all: $ { % }"
            })
    void whatIsTheSame(String template) {
        assertThat(TemplateSubset.firstUnknown(template, VARIABLES)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2:4 `iff` | \n{% iff env %}{% endif %}",
                "1:4 `include` | {% include '/etc/passwd' %}",
                "1:4 `macro` | {% macro a() %}{% endmacro %}",
                "1:21 `if` | {% for x in [1, 2]  if x > 1 %}{% endfor %}",
                "1:23 else of a loop | {% for x in [1] %}a{% else %}b{% endfor %}",
                "1:24 set in a loop | {% for x in [1] %}a {% set y = x %}{% endfor %}",
                "1:8 `first` | ${ env|first }",
                "1:8 `length` | ${ env|length }",
                "1:8 `int` | ${ env|int }",
                "1:4 `max` | ${ max(1, 2) }",
                "1:13 `range` | {% for x in range(3) %}{% endfor %}",
                "1:8 and is not known | ${ env and 'x' }",
                "1:12 `sameas` | {% if n is sameas n %}a{% endif %}",
                "1:16 `string` | {% if n is not string %}a{% endif %}",
                "1:9 a text is compared with a number | {% if n == 3 %}a{% endif %}",
                "1:9 a number is compared with a text | {% if 3 == n %}a{% endif %}",
                "1:12 a number is compared with a text | {% if port == '80' %}a{% endif %}",
                "1:10 true or false is compared with a text | {% if on == 'true' %}a{% endif %}",
                "1:7 off is the text \"False\" | {% if off %}a{% endif %}",
                "1:8 `if` | ${ env if on else n }",
                "1:7 a value's part, with a dot | ${ env.bytes }",
                "1:7 a value's part, in brackets | ${ env[0] }",
                "1:6 + is only known | ${ n + 1 }",
                "1:9 `/` | ${ port / 2 }",
                "1:4 `none` | ${ none }",
                "1:4 a number of this size | ${ huge }",
                "1:11 `in` | {% if 'a' in env %}a{% endif %}",
                "1:10 a backslash | ${ env ~ 'a\\n' }",
                "1:4 `{` | ${ {'a': 1} }",
            })
    void whatIsNot(String expected) {
        String template = expected.substring(expected.indexOf(" | ") + 3);
        TemplateExpression.Unknown unknown =
                TemplateSubset.firstUnknown(template, VARIABLES).orElseThrow();
        SourceLocation location = SourceLocation.at(Path.of("f"), template, unknown.offset());
        assertThat(location.line() + ":" + location.column() + " " + unknown.message())
                .startsWith(expected.substring(0, expected.indexOf(" | ")));
    }

    @Test
    void itIsToldAtItsPlaceInTheFile(@TempDir Path temp) throws Exception {
        ConfigurationFolder folder = new ConfigurationFolder(temp)
                .with("dispenser.toml", "[[service]]\npath = 'web'\n")
                .with("web/service.toml", "[service]\nname = \"web\"\nmemory = \"${ max(1, 2) }\"\n");

        assertThat(folder.warnings())
                .containsExactly(
                        "web/service.toml:3:14: `max` is not known here, so memory_limit of web stays empty; write it with"
                                + " what docs/configure.md lists, which is the same for Dispenser and for telemetry");
    }
}
