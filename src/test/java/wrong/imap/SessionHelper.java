package wrong.imap;

import jakarta.mail.Flags;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;

/** A protocol class that does all it must not. */
class SessionHelper {
    private final JdbcClient jdbc;

    SessionHelper(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Transactional
    public long store(InputStream body, Flags flags) throws IOException, InterruptedException {
        Thread.sleep(flags.getUserFlags().length);
        jdbc.sql("insert into body values (?, ?)")
                .params(body.readAllBytes(), Instant.now())
                .update();
        return 1;
    }
}
