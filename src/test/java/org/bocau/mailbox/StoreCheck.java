package org.bocau.mailbox;

import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** The {@link ConsistencyCheck} over a database that another process uses. */
public final class StoreCheck {
    private StoreCheck() {}

    /** What is wrong with the store. */
    public static List<String> problems(DataSource database) {
        return new ConsistencyCheck(
                        JdbcClient.create(database), new JdbcTransactionManager(database))
                .problems();
    }
}
