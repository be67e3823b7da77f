package org.bocau;

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
                default -> {}
            }
        }
        return null;
    }
}
