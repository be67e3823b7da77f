package org.bocau.security;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The mechanisms offered on a connection. */
public interface SaslMechanisms {
    /**
     * Names in the order to announce: PLAIN and LOGIN where a password may be sent, XOAUTH2 on
     * internal listeners only.
     *
     * @param internal the connection came over an internal listener
     */
    List<String> offered(Login from, boolean internal);

    /** A new exchange, or null when the mechanism is unknown or not offered here. */
    @Nullable SaslMechanism start(String mechanism, Login from, boolean internal);
}
