package org.bocau;

import java.sql.SQLException;
import org.bocau.database.StartupRefusal;
import org.bocau.net.ListenRefusal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.boot.web.server.PortInUseException;

/**
 * Says in one sentence on standard error why the server did not start, where there is one; all else
 * is left to Spring Boot. Named in {@code META-INF/spring.factories}.
 */
final class StartupFailures implements SpringBootExceptionReporter {
    private static final String LACKS_EXTENSION =
            "The database lacks the extensions pg_trgm and btree_gin and its user may not create them; "
                    + "run \"create extension pg_trgm; create extension btree_gin\" in it as a superuser.";

    private static final Logger log = LoggerFactory.getLogger(StartupFailures.class);

    @Override
    public boolean reportException(Throwable failure) {
        String sentence = sentence(failure);
        if (sentence == null) {
            return false;
        }
        log.debug("start-up failed", failure);
        System.err.println("bocau: " + sentence);
        return true;
    }

    /** Named in the message in any language; the search index cannot be without them. */
    private static boolean lacksExtension(SQLException database) {
        String message = database.getMessage();
        return message != null && (message.contains("pg_trgm") || message.contains("btree_gin"));
    }

    private static @Nullable String sentence(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case StartupRefusal refusal -> {
                    return refusal.getMessage();
                }
                case ListenRefusal refusal -> {
                    return refusal.getMessage();
                }
                case PortInUseException taken -> {
                    return "Port %d (web) is taken; set server.port to another."
                            .formatted(taken.getPort());
                }
                case SQLException database when lacksExtension(database) -> {
                    return LACKS_EXTENSION;
                }
                default -> {}
            }
        }
        return null;
    }
}
