package io.dispenser.telemetry.interop.trino;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dispenser.telemetry.adapter.storage.s3.S3Server;
import io.dispenser.telemetry.testkit.TestProxy;
import java.net.URLDecoder;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Trino beside us: its server, which lives as long as the tests, and the S3 server in which it and we have our tables. */
final class Trino {

    private static final String METASTORE = "metastore";

    /** The bucket of our tables. */
    static final String BUCKET = "lake";

    private static @Nullable Trino shared;

    private final S3Server s3;
    private final TestProxy proxy;
    private final Path lake;
    private final Connection connection;

    private Trino() throws Exception {
        s3 = S3Server.start();
        s3.makeBucket(METASTORE);
        lake = s3.makeBucket(BUCKET);
        proxy = TestProxy.before(s3.port());
        TrinoServer server = TrinoServer.start(proxy.uri(), "s3://" + METASTORE + "/catalog");
        Properties user = new Properties();
        user.setProperty("user", "tests");
        connection = DriverManager.getConnection("jdbc:trino://127.0.0.1:" + server.port() + "/delta/ours", user);
        sql("create schema ours");
    }

    /** The one of all tests. */
    static synchronized Trino shared() throws Exception {
        if (shared == null) {
            shared = new Trino();
        }
        return shared;
    }

    S3Server s3() {
        return s3;
    }

    /** What is between it and the S3 server. We don't go through it. */
    TestProxy proxy() {
        return proxy;
    }

    /** The files that the bucket's objects are. */
    Path lake() {
        return lake;
    }

    /** The file that a request is about. */
    Path file(String target) {
        String path = URLDecoder.decode(target.replaceFirst("\\?.*", ""), UTF_8);
        return lake.resolveSibling(path.substring(1));
    }

    /** Trino refused a statement, or failed at it. */
    static final class Refusal extends RuntimeException {
        Refusal(SQLException cause) {
            super(cause);
        }
    }

    /** The rows that a statement gives, each value as its text. */
    List<List<@Nullable String>> sql(String text) {
        try (Statement statement = connection.createStatement()) {
            List<List<@Nullable String>> rows = new ArrayList<>();
            if (statement.execute(text)) {
                ResultSet found = statement.getResultSet();
                while (found.next()) {
                    rows.add(row(found));
                }
            }
            return rows;
        } catch (SQLException e) {
            throw new Refusal(e);
        }
    }

    private static List<@Nullable String> row(ResultSet found) throws SQLException {
        List<@Nullable String> row = new ArrayList<>();
        for (int column = 1; column <= found.getMetaData().getColumnCount(); column++) {
            boolean instant = found.getMetaData().getColumnTypeName(column).contains("with time zone");
            Object value = instant ? found.getObject(column, ZonedDateTime.class) : found.getObject(column);
            row.add(
                    value == null
                            ? null
                            : instant ? ((ZonedDateTime) value).toInstant().toString() : value.toString());
        }
        return Collections.unmodifiableList(row);
    }
}
