package org.bocau.smtp;

import org.bocau.account.Destination;
import org.bocau.delivery.Origin;
import org.bocau.delivery.Recipient;
import org.bocau.delivery.RecipientVerdict;
import org.bocau.net.Connection;

/** RCPT: who is taken as a recipient, and what the others are told. Owned by the session. */
final class Recipients {
    private final Connection connection;
    private final SmtpServer server;
    private final Patience patience;

    Recipients(Connection connection, SmtpServer server, Patience patience) {
        this.connection = connection;
        this.server = server;
        this.patience = patience;
    }

    /**
     * Adds one recipient to the transaction.
     *
     * @throws SmtpRefusal why it is not taken
     */
    void add(SmtpCommand.Rcpt rcpt, Transaction transaction, Origin origin) {
        if (transaction.recipients().size() >= server.limits().maxRecipients()) {
            throw new SmtpRefusal(452, "4.5.3", "Too many recipients");
        }
        requireAllowed(transaction, origin);
        var to = rcpt.to();
        if (to.internationalized() && !transaction.parameters().smtpUtf8()) {
            throw new SmtpRefusal(553, "5.6.7", "The address needs SMTPUTF8");
        }
        var address = to.address();
        if (address == null) { // RFC 5321 §4.5.1
            address = server.delivery().postmaster().orElseThrow(SmtpRefusal::noSuchUser);
        }
        var octets = transaction.parameters().size();
        var accepted = accepted(server.delivery().check(address, octets, origin), to, origin);
        requireFor(transaction.handling(), accepted);
        requireQualified(accepted);
        var asked = rcpt.parameters();
        transaction.add(accepted.with(asked.notices(), asked.orcpt()));
    }

    /** Told early what the end of the data would tell. */
    private void requireAllowed(Transaction transaction, Origin origin) {
        if (transaction.recipients().size() >= transaction.most()) {
            server.delivery().overLimit(origin);
            throw new SmtpRefusal(
                    450, "4.7.1", "You have written to too many recipients, try again later");
        }
    }

    private Recipient accepted(RecipientVerdict verdict, ForwardPath to, Origin origin) {
        return switch (verdict) {
            case RecipientVerdict.Accepted(var recipient) -> recipient;
            case RecipientVerdict.NoSuchUser _ -> throw unknown(to, origin);
            case RecipientVerdict.RelayDenied _ -> throw SmtpRefusal.relayDenied();
            case RecipientVerdict.Disabled _ ->
                    throw new SmtpRefusal(550, "5.2.1", "Mailbox disabled");
            case RecipientVerdict.NoMembers _ ->
                    throw new SmtpRefusal(550, "5.2.4", "The list has no members");
            case RecipientVerdict.OverQuota _ ->
                    throw new SmtpRefusal(452, "4.2.2", "Mailbox full");
        };
    }

    /** Guessing costs strangers time, and in the end the connection. */
    private SmtpRefusal unknown(ForwardPath to, Origin origin) {
        if (origin instanceof Origin.Peer) {
            if (server.strangers().guessedTooMuch(connection.remote())) {
                throw new SmtpRefusal(421, "4.7.0", "Too many unknown recipients");
            }
            patience.unknownRecipient();
        }
        // a local part made for another mailer: percent hack, bang path, address within quotes
        return to.routesBeyond() ? SmtpRefusal.relayDenied() : SmtpRefusal.noSuchUser();
    }

    /** RFC 6409 §4.2: a name without a dot means something else at every host. */
    private static void requireQualified(Recipient recipient) {
        if (recipient.destination() instanceof Destination.Elsewhere(var address)
                && !address.domain().contains(".")
                && !address.domain().startsWith("[")) {
            throw new SmtpRefusal(554, "5.1.2", "The domain is not fully qualified");
        }
    }

    /** RFC 821 §3.4: terminals are ours alone; 450 when the user of one is not active. */
    private void requireFor(SmtpCommand.Handling handling, Recipient recipient) {
        if (handling == SmtpCommand.Handling.MAIL) {
            return;
        }
        if (!(recipient.destination() instanceof Destination.Local)) {
            throw new SmtpRefusal(550, "5.1.1", "Not a user of this server");
        }
        if (handling == SmtpCommand.Handling.SEND && !server.terminals().inUse(recipient)) {
            throw new SmtpRefusal(450, "4.2.1", "The user is not logged in now");
        }
    }
}
