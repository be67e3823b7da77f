package org.bocau.smtp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bocau.account.Account;
import org.bocau.account.Destination;
import org.bocau.account.Directory;
import org.bocau.message.EmailAddress;

/** Answers VRFY and EXPN for users who have logged in. RFC 5321 §3.5. */
final class Enquiries {
    private final Directory directory;

    Enquiries(Directory directory) {
        this.directory = directory;
    }

    /** {@code 250 2.1.5 Full Name <address>}, or 550; 252 where the reply would need UTF-8. */
    SmtpReply verify(SmtpCommand.Vrfy vrfy, Account asking) {
        var reply = find(vrfy, asking);
        return vrfy.smtpUtf8() || isAscii(reply)
                ? reply
                : SmtpReply.of(252, "2.6.8", "The answer needs SMTPUTF8");
    }

    private SmtpReply find(SmtpCommand.Vrfy vrfy, Account asking) {
        var address = address(vrfy.who(), asking);
        return address.map(directory::find)
                .map(found ->
                        switch (found) {
                            case Destination.Local local -> named(local.account(), vrfy.smtpUtf8());
                            case Destination.Alias alias -> found("<" + alias.address() + ">");
                            case Destination.MailingList list ->
                                    found(entry(list.name(), list.address(), vrfy.smtpUtf8()));
                            case Destination.Disabled _ ->
                                    SmtpReply.of(550, "5.2.1", "Mailbox disabled");
                            case Destination.Elsewhere _ ->
                                    SmtpReply.of(
                                            252, "2.1.5", "Not local, but will attempt delivery");
                            case Destination.ListDesk desk -> found("<" + desk.address() + ">");
                            case Destination.Unknown _, Destination.Rewritten _ -> nobody();
                        })
                .orElseGet(Enquiries::nobody);
    }

    /**
     * One line for each member of a list or target of an alias, or 550; also where one of them
     * needs UTF-8 that was not asked for (RFC 6531 §3.7.4.2).
     */
    SmtpReply expand(SmtpCommand.Expn expn, Account asking) {
        var members =
                switch (address(expn.list(), asking).map(directory::find).orElse(null)) {
                    case Destination.MailingList list -> directory.members(list.id());
                    case Destination.Alias alias -> alias.targets();
                    case null, default -> List.<EmailAddress>of();
                };
        if (members.isEmpty()) {
            return SmtpReply.of(550, "5.1.1", "No such mailing list here");
        }
        var lines = new ArrayList<String>();
        for (var member : members) {
            var name =
                    directory.find(member) instanceof Destination.Local local
                            ? local.account().name()
                            : "";
            lines.add(entry(name, member, expn.smtpUtf8()));
        }
        var reply = SmtpReply.of(250, "2.1.5", lines.toArray(String[]::new));
        return expn.smtpUtf8() || isAscii(reply)
                ? reply
                : SmtpReply.of(550, "5.6.8", "The answer needs SMTPUTF8");
    }

    private static boolean isAscii(SmtpReply reply) {
        return reply.lines().stream().allMatch(line -> line.chars().allMatch(c -> c < 0x7f));
    }

    /** A user name alone is one in the asker's own domain. */
    private static Optional<EmailAddress> address(String who, Account asking) {
        var text = who.indexOf('@') < 0 ? who + "@" + asking.address().domain() : who;
        try {
            return Optional.of(EmailAddress.parse(text));
        } catch (IllegalArgumentException notAnAddress) {
            return Optional.empty();
        }
    }

    private static SmtpReply named(Account account, boolean utf8) {
        return found(entry(account.name(), account.address(), utf8));
    }

    /** RFC 6531 §3.7.4.2: without SMTPUTF8 a name that needs it is left out. */
    private static String entry(String name, EmailAddress address, boolean utf8) {
        boolean show = !name.isBlank() && (utf8 || name.chars().allMatch(c -> c < 0x7f));
        return (show ? name + " " : "") + "<" + address + ">";
    }

    private static SmtpReply found(String entry) {
        return SmtpReply.of(250, "2.1.5", entry);
    }

    private static SmtpReply nobody() {
        return SmtpReply.of(550, "5.1.1", "No such user here");
    }
}
