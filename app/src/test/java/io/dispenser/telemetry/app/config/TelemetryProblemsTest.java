package io.dispenser.telemetry.app.config;

import static io.dispenser.telemetry.app.storage.ServedSchemes.HOW_TO_ADD;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One mistake in {@code [telemetry]}, one message. */
class TelemetryProblemsTest {

    @TempDir
    Path temp;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "enabled = \"true\" | 2:11 telemetry.enabled = \"true\": text, but true or false is needed; write true"
                        + " without quotes",
                "enabled = 1 | 2:11 telemetry.enabled = 1: a whole number, but true or false is needed; write true or"
                        + " false",
                "status_interval = 0 | 2:19 telemetry.status_interval = 0: less than 1; write a number from 1 to 86400,"
                        + " or leave it out for 60",
                "status_interval = -5 | 2:19 telemetry.status_interval = -5: less than 1; write a number from 1 to"
                        + " 86400, or leave it out for 60",
                "status_interval = 86401 | 2:19 telemetry.status_interval = 86401: more than 86400: samples more than"
                        + " a day apart say nothing of a container's state; write a number from 1 to 86400, or leave"
                        + " it out for 60",
                "status_interval = \"60\" | 2:19 telemetry.status_interval = \"60\": text, but a whole number is"
                        + " needed; write 60 without quotes",
                "status_interval = \"1m\" | 2:19 telemetry.status_interval = \"1m\": text, but a whole number is"
                        + " needed; write digits only",
                "status_interval = 0.5 | 2:19 telemetry.status_interval = 0.5: a decimal number, but a whole number is"
                        + " needed; write digits only",
                "status_interval = 07:32:00 | 2:19 telemetry.status_interval: a date or time, but a whole"
                        + " number is needed; write digits only",
                "status_interval = [60] | 2:19 telemetry.status_interval: a list, but a whole number is needed; write"
                        + " a single value",
                "status_interval.seconds = 60 | 2:1 telemetry.status_interval: a table, but a whole number is needed;"
                        + " write a single value",
                "buffer_size = 0 | 2:15 telemetry.buffer_size = 0: less than 1; write a number from 1 to 1000000, or"
                        + " leave it out for 1000",
                "buffer_size = 5000000000 | 2:15 telemetry.buffer_size = 5000000000: more than 1000000: the events are"
                        + " held in memory until they are written; write a number from 1 to 1000000, or leave it out"
                        + " for 1000",
                "flush_interval = 100000 | 2:18 telemetry.flush_interval = 100000: more than 86400: events would stay"
                        + " out of the table for more than a day; write a number from 1 to 86400, or leave it out for"
                        + " 300",
                "\"status_intervall\" = 1 | 2:1 telemetry.status_intervall: unknown key; did you mean status_interval?",
                "enalbed = true | 2:1 telemetry.enalbed: unknown key; did you mean enabled?",
                "topics = \"x\" | 2:1 telemetry.topics: unknown key; the known keys are enabled,"
                        + " table_uri_deployments, table_uri_status, base_uri, services_from, status_interval, buffer_size,"
                        + " flush_interval, resource_usage, columns, host, existing, health_output, spool_dir,"
                        + " spool_max_mb, spool_min_free_mb, shutdown_timeout, storage, docker, maintenance, http, log",
                "base_uri = \"\" | 2:12 telemetry.base_uri = \"\": empty; write a URI such as"
                        + " file:///var/lib/dispenser/status, or a path",
                "maintenance.window = \"night\" | 2:22 telemetry.maintenance.window = \"night\": not a window: expected two"
                        + " times of day in UTC, such as 01:00-05:00; write such a window, or leave the key out for any"
                        + " hour",
                "maintenance.keep_days = 90 | 2:1 telemetry.maintenance.keep_days: a whole number, but a table is needed;"
                        + " write [telemetry.maintenance.keep_days] and its keys below",
                "maintenance.keep_days.status = 0 | 2:32 telemetry.maintenance.keep_days.status = 0: less than 1; write a"
                        + " number from 1 to 36500, or leave it out to keep them for ever",
                "maintenance.keep_days.stats = 90 | 2:1 telemetry.maintenance.keep_days.stats: unknown key; did you mean"
                        + " status?",
                "maintenance.intervall = 5 | 2:1 telemetry.maintenance.intervall: unknown key; did you mean interval?",
                "docker.include_names = \"web-*\" | 2:24 telemetry.docker.include_names = \"web-*\": text, but a list of"
                        + " texts is needed; write include_names = [\"…\", \"…\"]",
                "docker.include_names = [1] | 2:24 telemetry.docker.include_names: a list, but a list of texts is needed;"
                        + " write include_names = [\"…\", \"…\"]",
                "storage = 5 | 2:1 telemetry.storage: a whole number, but a table is needed; write [telemetry.storage] and"
                        + " its keys below",
                "storage.pathstyle = true | 2:1 telemetry.storage.pathstyle: unknown key; did you mean path_style?",
                "storage.endpoint = \"minio:9000\" | 2:20 telemetry.storage.endpoint = \"minio:9000\": not a URL; write"
                        + " http://host:port or https://host:port",
                "storage.endpoint = \"https://x.example.org/?sig=hush\" | 2:20 telemetry.storage.endpoint ="
                        + " \"https://x.example.org/?…\": has a user or a query, which may be a secret and is no part of a"
                        + " service's address; write scheme, host and port, and give credentials in the environment",
                "storage.endpoint = \"https://me:hush@x.example.org\" | 2:20 telemetry.storage.endpoint ="
                        + " \"https://me:…@x.example.org\": has a user or a query, which may be a secret and is no part of a"
                        + " service's address; write scheme, host and port, and give credentials in the environment",
                "storage.path_style = \"true\" | 2:22 telemetry.storage.path_style = \"true\": text, but true or false"
                        + " is needed; write true without quotes",
                "storage.\"fs.s3a.secret.key\" = [\"hush\"] | 2:31 telemetry.storage.fs.s3a.secret.key: a list, but text, a"
                        + " number, or true or false is needed; write a single value",
                "spool_dir = \"s3://b/spool\" | 2:13 telemetry.spool_dir = \"s3://b/spool\": a URI, but a directory of"
                        + " this machine is needed; write its path",
                "spool_dir = \"\" | 2:13 telemetry.spool_dir = \"\": empty; write a directory of this machine, or leave"
                        + " the key out",
                "spool_dir = \"~/spool\" | 2:13 telemetry.spool_dir = \"~/spool\": ~ is not expanded in this file; write"
                        + " the home directory in full",
                "spool_max_mb = 0 | 2:16 telemetry.spool_max_mb = 0: less than 1; write a number from 1 to 1048576, or"
                        + " leave it out for 512",
            })
    void settings(String line, String expected) {
        assertThat(problems(line + "\ntable_uri_deployments = '/a'\ntable_uri_status = '/ab'\n"))
                .containsExactly("dispenser.toml:" + expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "s3://my_bucket/x | no storage adapter for scheme 's3' (installed: file); " + HOW_TO_ADD,
                "gs://b/x | no storage adapter for scheme 'gs' (installed: file); " + HOW_TO_ADD,
                "adls://c/x | no storage adapter for scheme 'adls' (installed: file); " + HOW_TO_ADD,
                "ftp://h/x | no storage adapter for scheme 'ftp' (installed: file); " + HOW_TO_ADD,
                "file://telemetry/status | after file:// and before the next slash stands a host, and there can be"
                        + " none; write three slashes for an absolute path, file:///telemetry/status, or only the"
                        + " path, telemetry/status, for one relative to this file",
                "file:/var/x | begins like a URI, but :// is not there; write file://… for a URI, or ./file:… if a"
                        + " directory has that name",
                "~/x | ~ is not expanded in this file; write the home directory in full",
                "` ` | empty; write a URI such as file:///var/lib/dispenser/status, or a path",
                "` /data/x` | begins or ends with a space; remove it",
                "/data/a\\nb | holds a control character; write it without",
                "!!://b/x | not a URI of a table; write scheme://bucket/path or file:///path",
                "/data/deployments | the same place as telemetry.table_uri_deployments (dispenser.toml:3:25); give each"
                        + " table a place of its own",
                "file://localhost/data/%64eployments/ | the same place as telemetry.table_uri_deployments"
                        + " (dispenser.toml:3:25); give each table a place of its own",
                "file:///data//x | the path of a table's URI has an empty name in it (//), which engines take for"
                        + " different things; write one slash between names",
                "file:///data/x?y | a table's URI has no query (?) and no fragment (#); if its path has such a"
                        + " character, write %3F for ? and %23 for #",
                "/data/deployments/status | inside the table of telemetry.table_uri_deployments"
                        + " (dispenser.toml:3:25); put the tables side by side",
                "/data | around the table of telemetry.table_uri_deployments (dispenser.toml:3:25); put the tables"
                        + " side by side",
            })
    void uris(String uri, String expected) {
        assertThat(problems(String.format(Locale.ROOT, """
                        enabled = true
                        table_uri_deployments = "/data/deployments"
                        table_uri_status = "%s"
                        """, uri)))
                .containsExactly("dispenser.toml:4:20 telemetry.table_uri_status = \"" + uri + "\": " + expected);
    }

    private List<String> problems(String lines) {
        return new ConfigurationFolder(temp)
                .with("dispenser.toml", "[telemetry]\n" + lines)
                .problems();
    }
}
