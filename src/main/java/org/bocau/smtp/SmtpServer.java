package org.bocau.smtp;

import java.time.Clock;
import org.bocau.delivery.Delivery;
import org.bocau.delivery.Submission;
import org.bocau.message.Spools;
import org.bocau.net.SessionFailures;
import org.bocau.security.SaslMechanisms;

/**
 * What all sessions of a service share.
 *
 * @param host the name this server is known by
 */
record SmtpServer(
        String host,
        Limits limits,
        Delivery delivery,
        Submission submission,
        SaslMechanisms mechanisms,
        Enquiries enquiries,
        Terminals terminals,
        Strangers strangers,
        FutureRelease futureRelease,
        Vouchers vouchers,
        Spools spools,
        SessionFailures failures,
        SmtpMeters meters,
        Tarpit tarpit,
        Clock clock) {

    /** The same for a service with other limits. */
    SmtpServer with(Limits others) {
        return new SmtpServer(
                host,
                others,
                delivery,
                submission,
                mechanisms,
                enquiries,
                terminals,
                strangers,
                futureRelease,
                vouchers,
                spools,
                failures,
                meters,
                tarpit,
                clock);
    }
}
