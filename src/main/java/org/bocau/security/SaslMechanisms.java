package org.bocau.security;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The mechanisms offered on a connection. */
@Component
public class SaslMechanisms {
    /**
     * Octets of one client message, decoded; RFC 4954 §4 bounds the line that carries it to 12288.
     */
    static final int LONGEST_RESPONSE = 12288;

    private final Logins logins;

    SaslMechanisms(Logins logins) {
        this.logins = logins;
    }

    /**
     * Names in the order to announce: PLAIN and LOGIN where a password may be sent, XOAUTH2 on
     * internal listeners only.
     *
     * @param internal the connection came over an internal listener
     */
    public List<String> offered(Login from, boolean internal) {
        var names = new ArrayList<String>();
        if (logins.passwordAllowed(from)) {
            names.add("PLAIN");
            names.add("LOGIN");
        }
        if (internal) {
            names.add("XOAUTH2");
        }
        return names;
    }

    /** A new exchange, or null when the mechanism is unknown or not offered here. */
    public @Nullable SaslMechanism start(String mechanism, Login from, boolean internal) {
        var name = mechanism.toUpperCase(Locale.ROOT);
        if (!offered(from, internal).contains(name)) {
            return null;
        }
        return switch (name) {
            case "PLAIN" -> new PlainMechanism(logins, from);
            case "LOGIN" -> new LoginMechanism(logins, from);
            case "XOAUTH2" -> new Xoauth2Mechanism(logins, from);
            default -> null;
        };
    }
}
