package org.bocau.smtp;

import io.micrometer.core.instrument.MeterRegistry;

/** What the services count, tagged by service; never by address. */
final class SmtpMeters {
    private static final String SERVICE = "service";

    private final MeterRegistry meters;

    SmtpMeters(MeterRegistry meters) {
        this.meters = meters;
    }

    /** A message was taken: {@code 250} after its end. */
    void accepted(String service, long octets) {
        meters.counter("bocau.smtp.messages", SERVICE, service).increment();
        meters.counter("bocau.smtp.octets", SERVICE, service).increment((double) octets);
    }

    /** Something was refused; the reason is the reply's code with its status. */
    void refused(String service, SmtpReply reply) {
        var status = reply.status();
        var why = reply.code() + (status == null ? "" : " " + status);
        meters.counter("bocau.smtp.refused", SERVICE, service, "reply", why).increment();
    }

    /** An AUTH came to its end. */
    void login(String service, SmtpReply reply) {
        var result =
                switch (reply.code()) {
                    case 235 -> "accepted";
                    case 454 -> "throttled";
                    default -> "refused";
                };
        meters.counter("bocau.smtp.logins", SERVICE, service, "result", result).increment();
    }
}
