package org.bocau.smtp;

import java.io.IOException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.bocau.account.Account;
import org.bocau.delivery.Delivered;
import org.bocau.delivery.Inbound;
import org.bocau.delivery.Origin;
import org.bocau.delivery.Recipient;
import org.bocau.delivery.SenderRequests;
import org.bocau.mailauth.AuthenticationResults;
import org.bocau.message.HeaderSection;
import org.bocau.net.Connection;
import org.bocau.net.DeadlineException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From 354 to the reply that counts: receives the data, puts our fields on top, and hands the
 * message to its delivery. Owned by the session.
 */
final class DataPhase {
    private static final Logger log = LoggerFactory.getLogger(DataPhase.class);

    private final Connection connection;
    private final SmtpServer server;
    private final Reception reception;
    private int messages;

    DataPhase(Connection connection, SmtpServer server) {
        this.connection = connection;
        this.server = server;
        this.reception = new Reception(server.spools(), server.limits());
    }

    /**
     * @param data {@link #stream} or the chunks
     * @param client what HELO or EHLO named
     * @param extended it was EHLO
     * @return 250 once everything is committed, or why nothing is
     */
    SmtpReply run(
            Transaction transaction,
            MessageData data,
            Origin origin,
            String client,
            boolean extended)
            throws IOException {
        var id = connection.id() + "-" + ++messages;
        var returnPath = TraceFields.returnPath(transaction.from());
        var received = received(transaction, id, client, extended);
        var trace = new Vouching(server, origin, transaction.from(), received);
        try (var message =
                reception.receive(data, returnPath, trace, header -> edit(header, origin))) {
            var reply = deliver(transaction, origin, message, id);
            if (!reply.negative()) {
                server.meters().accepted(connection.service().name(), message.octets().size());
            }
            log.info(
                    "{}: from={} recipients={} octets={}: {}",
                    id,
                    transaction.from(),
                    transaction.recipients().size(),
                    message.octets().size(),
                    reply);
            return reply;
        }
    }

    /** What follows DATA. */
    MessageData stream() {
        return new DataStream(
                connection.in(), connection::unread, pace(), server.limits().maxMessageOctets());
    }

    /** RFC 5321 §4.5.3.2.5 leaves a sender time; one that uses it to hold us up is cut off. */
    DataStream.Pace pace() {
        var limits = server.limits();
        var start = server.clock().instant();
        return octets -> {
            var earned = Duration.ofSeconds(octets / Math.max(1, limits.minOctetsPerSecond()));
            var allowed = limits.dataGrace().plus(earned);
            if (allowed.compareTo(limits.dataTimeout()) > 0) {
                allowed = limits.dataTimeout();
            }
            var left = allowed.minus(Duration.between(start, server.clock().instant()));
            if (!left.isPositive()) {
                throw new DeadlineException();
            }
            connection.deadline(left);
        };
    }

    private String received(Transaction transaction, String id, String client, boolean extended) {
        var recipients = transaction.recipients();
        var with =
                TraceFields.protocol(
                        extended,
                        transaction.parameters().smtpUtf8(),
                        connection.secure(),
                        connection.user() != null);
        return TraceFields.received(
                new TraceFields.Passage(
                        client,
                        connection.remote(),
                        with,
                        id,
                        connection.tlsDescription(),
                        recipients.size() == 1 ? recipients.getFirst().address() : null,
                        server.clock().instant().atZone(ZoneId.systemDefault()).toOffsetDateTime()),
                server.host());
    }

    private HeaderSection edit(HeaderSection header, Origin origin) {
        var own =
                header.without(f ->
                        f.name().equalsIgnoreCase("Return-Path") // exactly one, RFC 5321 §4.4
                                || AuthenticationResults.claims(f, server.host()));
        return switch (origin) {
            case Origin.User(Account account, String _) ->
                    server.submission().complete(own, account);
            case Origin.Peer _ -> own;
        };
    }

    /** RFC 821 §3.4: where the data goes is what MAIL, SEND, SOML and SAML differ in. */
    private SmtpReply deliver(Transaction transaction, Origin origin, Received message, String id)
            throws IOException {
        var recipients = transaction.recipients();
        if (!(origin instanceof Origin.User(Account from, String _))) {
            return file(transaction, origin, message, recipients, id);
        }
        return switch (transaction.handling()) {
            case MAIL -> file(transaction, origin, message, recipients, id);
            case SEND ->
                    server.terminals().show(from, message.octets(), recipients).isEmpty()
                            ? SmtpReply.of(450, "4.2.1", "The user is not logged in now")
                            : done(id);
            case SOML -> sendOrMail(transaction, origin, from, message, id);
            case SAML -> {
                var reply = file(transaction, origin, message, recipients, id);
                if (!reply.negative()) {
                    server.terminals().show(from, message.octets(), recipients);
                }
                yield reply;
            }
        };
    }

    /** First what may fail, then what cannot be taken back. */
    private SmtpReply sendOrMail(
            Transaction transaction, Origin origin, Account from, Received message, String id)
            throws IOException {
        var active = new ArrayList<Recipient>();
        var away = new ArrayList<Recipient>();
        for (var recipient : transaction.recipients()) {
            (server.terminals().inUse(recipient) ? active : away).add(recipient);
        }
        if (!away.isEmpty()) {
            var reply = file(transaction, origin, message, away, id);
            if (reply.negative()) {
                return reply;
            }
        }
        active.removeAll(server.terminals().show(from, message.octets(), active));
        return active.isEmpty() ? done(id) : file(transaction, origin, message, active, id);
    }

    private SmtpReply file(
            Transaction transaction,
            Origin origin,
            Received message,
            List<Recipient> recipients,
            String id) {
        var inbound =
                new Inbound(
                        origin,
                        transaction.from().address(),
                        recipients,
                        message.octets(),
                        message.localOctets(),
                        transaction.parameters().smtpUtf8(),
                        message.eightBit(),
                        message.binary(),
                        requests(transaction.parameters()),
                        message.verdict());
        try {
            Delivered delivered = server.delivery().accept(inbound);
            log.debug("{}: {}", id, delivered);
            return done(id);
        } catch (
                IOException spool) { // the spool's, not the connection's: that one is not used here
            log.error("{}: cannot read what was received", id, spool);
            return SmtpReply.TRY_LATER;
        }
    }

    private SenderRequests requests(MailParameters parameters) {
        return new SenderRequests(
                parameters.ret(),
                parameters.envid(),
                parameters.requireTls(),
                server.futureRelease().until(parameters.hold()));
    }

    private static SmtpReply done(String id) {
        return SmtpReply.of(250, "2.0.0", "OK " + id);
    }
}
