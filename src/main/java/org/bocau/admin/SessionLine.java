package org.bocau.admin;

import java.time.Instant;
import org.bocau.net.Connection;
import org.jspecify.annotations.Nullable;

/**
 * One open connection.
 *
 * @param user who has logged in, or null
 * @param internal one of this process's own webmail
 */
record SessionLine(
        String id,
        String service,
        @Nullable String user,
        String remote,
        Instant openedAt,
        boolean secure,
        boolean internal) {
    static SessionLine of(Connection connection) {
        return new SessionLine(
                connection.id(),
                connection.service().name(),
                connection.user(),
                RemoteAddress.text(connection.remote()),
                connection.openedAt(),
                connection.secure(),
                connection.internal());
    }
}
