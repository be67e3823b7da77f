package org.bocau.account;

import java.security.SecureRandom;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Keys that outlive the process and are the same on all nodes. Table {@code server_secret}. */
@Component
public class SharedSecrets {
    private static final int OCTETS = 32;

    private final JdbcClient jdbc;
    private final SecureRandom random = new SecureRandom();

    SharedSecrets(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * The key of this name; whoever asks first makes it. It never changes, so it is worth
     * remembering: it is made in a transaction of its own, which no caller takes back.
     *
     * @return 32 octets
     */
    @Transactional(propagation = Propagation.REQUIRES_NEW)
    public byte[] key(String name) {
        byte[] fresh = new byte[OCTETS];
        random.nextBytes(fresh);
        jdbc.sql("insert into server_secret (name, octets) values (?, ?) on conflict do nothing")
                .params(name, fresh)
                .update();
        return jdbc.sql("select octets from server_secret where name = ?")
                .param(name)
                .query((row, _) -> row.getBytes(1))
                .single();
    }
}
