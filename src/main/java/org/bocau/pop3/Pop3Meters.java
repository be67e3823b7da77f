package org.bocau.pop3;

import io.micrometer.core.instrument.MeterRegistry;
import org.bocau.security.LoginResult;

/** What the services count, tagged by service; never by address. */
final class Pop3Meters {
    private static final String SERVICE = "service";

    private final MeterRegistry meters;

    Pop3Meters(MeterRegistry meters) {
        this.meters = meters;
    }

    /** A message was sent whole: RETR. */
    void retrieved(String service, long octets) {
        meters.counter("bocau.pop3.messages", SERVICE, service).increment();
        meters.counter("bocau.pop3.octets", SERVICE, service).increment((double) octets);
    }

    /**
     * Something was answered with {@code -ERR}.
     *
     * @param code as it is sent: in brackets, with a space, or empty
     */
    void refused(String service, String code) {
        var why = code.isEmpty() ? "none" : code.substring(1, code.length() - 2);
        meters.counter("bocau.pop3.refused", SERVICE, service, "code", why).increment();
    }

    /** Somebody has tried to log in. */
    void login(String service, LoginResult result) {
        var how =
                switch (result) {
                    case LoginResult.Accepted _ -> "accepted";
                    case LoginResult.Refused _ -> "refused";
                    case LoginResult.Throttled _ -> "throttled";
                };
        meters.counter("bocau.pop3.logins", SERVICE, service, "result", how).increment();
    }
}
