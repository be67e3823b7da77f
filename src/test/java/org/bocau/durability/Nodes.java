package org.bocau.durability;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import javax.sql.DataSource;
import org.bocau.testing.ChildServer;

/** The processes of one system: whichever a client meets, it finds the same mailboxes. */
record Nodes(List<ChildServer> all, Store store) {
    /** What they share. */
    interface Store {
        DataSource open() throws IOException;
    }

    /** One process with its embedded database. */
    static Nodes alone(ChildServer server) {
        return new Nodes(List.of(server), () -> DurabilityIT.database(server));
    }

    ChildServer any(Random random) {
        return all.get(random.nextInt(all.size()));
    }
}
