package org.bocau.database;

import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Opens the signals of a node that exists only for a test. */
public final class SignalsOf {
    private SignalsOf() {}

    public static NodeSignals another(JdbcClient jdbc, DataSource dataSource) {
        return new NodeSignals(jdbc, dataSource);
    }
}
