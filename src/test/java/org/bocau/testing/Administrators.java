package org.bocau.testing;

import java.util.List;

/**
 * Makes the server one without administrators for a while: the database is shared with tests that
 * have made some, and they step back.
 */
public final class Administrators implements AutoCloseable {
    private final TestServer server;
    private final List<Long> stepped;

    private Administrators(TestServer server, List<Long> stepped) {
        this.server = server;
        this.stepped = stepped;
    }

    public static Administrators stepBack(TestServer server) {
        return new Administrators(
                server,
                server.jdbc()
                        .sql(
                                """
                                update account set administrator = false where administrator
                                returning id
                                """)
                        .query((row, _) -> row.getLong("id"))
                        .list());
    }

    @Override
    public void close() {
        for (var id : stepped) {
            server.jdbc()
                    .sql("update account set administrator = true where id = ?")
                    .param(id)
                    .update();
        }
    }
}
