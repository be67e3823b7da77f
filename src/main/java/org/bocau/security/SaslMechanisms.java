package org.bocau.security;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
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

    private static final String SCRAM = "SCRAM-SHA-256";
    private static final String SCRAM_PLUS = "SCRAM-SHA-256-PLUS";
    private static final String OAUTHBEARER = "OAUTHBEARER";
    private static final String XOAUTH2 = "XOAUTH2";

    private final Logins logins;

    SaslMechanisms(Logins logins) {
        this.logins = logins;
    }

    /**
     * Names in the order to announce, the strongest first: where a password may be sent, all;
     * elsewhere only XOAUTH2, on internal listeners. SCRAM without TLS would keep the password, and
     * give the mail away.
     *
     * @param internal the connection came over an internal listener
     */
    public List<String> offered(Login from, boolean internal) {
        if (!logins.passwordAllowed(from)) {
            return internal ? List.of(XOAUTH2) : List.of();
        }
        var names = new ArrayList<String>();
        if (plusOffered(from)) {
            names.add(SCRAM_PLUS);
        }
        names.addAll(List.of(SCRAM, "PLAIN", "LOGIN", OAUTHBEARER, XOAUTH2));
        return names;
    }

    /** With TLS 1.3: before it, clients want to be bound by tls-unique, which is broken. */
    private static boolean plusOffered(Login from) {
        return from.binding().data("tls-exporter") != null;
    }

    /** A new exchange, or null when the mechanism is unknown or not offered here. */
    public @Nullable SaslMechanism start(String mechanism, Login from, boolean internal) {
        var name = mechanism.toUpperCase(Locale.ROOT);
        if (!offered(from, internal).contains(name)) {
            return null;
        }
        return switch (name) {
            case SCRAM_PLUS, SCRAM ->
                    new ScramMechanism(
                            logins,
                            from,
                            name.equals(SCRAM_PLUS),
                            plusOffered(from),
                            SaslMechanisms::nonce);
            case "PLAIN" -> new PlainMechanism(logins, from);
            case "LOGIN" -> new LoginMechanism(logins, from);
            case OAUTHBEARER ->
                    new BearerMechanism(logins, from, internal, BearerMechanism.Form.OAUTHBEARER);
            case XOAUTH2 ->
                    new BearerMechanism(logins, from, internal, BearerMechanism.Form.XOAUTH2);
            default -> null;
        };
    }

    /** As {@link Logins#stillHolds}. */
    public boolean stillHolds(LoginResult.Accepted login) {
        return logins.stillHolds(login);
    }

    private static String nonce() {
        byte[] random = new byte[18];
        new SecureRandom().nextBytes(random);
        return Base64.getEncoder().encodeToString(random);
    }
}
