package org.bocau.delivery;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.bocau.account.Account;
import org.bocau.account.Directory;
import org.bocau.message.EmailAddress;
import org.bocau.message.HeaderAddress;
import org.bocau.message.HeaderSection;
import org.bocau.message.HeaderSection.Field;
import org.bocau.message.MessageComposer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What a user's message must be before it goes anywhere: in their own name, and complete. RFC 6409
 * §6 and §8. Who sends somebody's letter again answers for that, not for what the author wrote: RFC
 * 5322 §3.6.6.
 */
@Component
public class Submission {
    private final Directory directory;
    private final Clock clock;

    Submission(Directory directory, Clock clock) {
        this.directory = directory;
        this.clock = clock;
    }

    /**
     * True when the account may name this reverse-path. The null one it may: a read receipt has it
     * (RFC 8098 §3), and its header is judged all the same.
     */
    public boolean mayUse(Account account, @Nullable EmailAddress reversePath) {
        return reversePath == null || directory.maySendAs(account.id(), reversePath);
    }

    /**
     * Checks the authors and completes the header section: From, Date and Message-ID where they are
     * missing; Bcc goes. The rest keeps its octets.
     *
     * @throws DeliveryRefusal NOT_YOUR_ADDRESS, an author or sender the account may not be;
     *     MALFORMED, authors nobody can make out for certain
     */
    public HeaderSection complete(HeaderSection header, Account account) {
        var again = again(header);
        if (!again.isEmpty()) {
            return completeAgain(header, again, account);
        }
        requireOwn(header.all("From"), "From", account);
        requireOwn(header.all("Sender"), "Sender", account);
        var complete = header.without(field -> isOneOf(field, "Bcc", "Resent-Bcc"));
        if (!complete.has("Message-ID")) { // Outlook for Android sends none
            complete =
                    complete.with(
                            "Message-ID: " + MessageComposer.messageId(account.address().domain()));
        }
        if (!complete.has("From")) {
            complete = complete.with("From: <" + account.address() + ">");
        }
        if (!complete.has("Date")) {
            var now = clock.instant().atOffset(ZoneOffset.UTC);
            complete = complete.with("Date: " + MessageComposer.date(now));
        }
        return complete;
    }

    /**
     * True for a letter that somebody sends again: From says who wrote it, not who sends it. Also
     * when other fields stand above that block, those that {@link #complete} has added for one.
     */
    static boolean isAgain(HeaderSection header) {
        return aboveAuthor(header).anyMatch(field -> isOneOf(field, "Resent-From"));
    }

    private static Stream<Field> aboveAuthor(HeaderSection header) {
        return header.fields().stream().takeWhile(field -> !isOneOf(field, "From", "Sender"));
    }

    /**
     * The fields of the last one who sent it again: the first of them above the author's, each
     * time's on top of those of the time before. Without Resent-From nobody says so.
     */
    private static List<Field> again(HeaderSection header) {
        var block =
                aboveAuthor(header)
                        .dropWhile(field -> !isResent(field))
                        .takeWhile(Submission::isResent)
                        .toList();
        return named(block, "Resent-From").isEmpty() ? List.of() : block;
    }

    private static boolean isResent(Field field) {
        return field.name().toLowerCase(Locale.ROOT).startsWith("resent-");
    }

    private static List<Field> named(List<Field> fields, String name) {
        return fields.stream().filter(field -> isOneOf(field, name)).toList();
    }

    /** Nothing of the author's is added or judged: signatures may cover that it is missing. */
    private HeaderSection completeAgain(HeaderSection header, List<Field> again, Account account) {
        requireOwn(named(again, "Resent-From"), "Resent-From", account);
        requireOwn(named(again, "Resent-Sender"), "Resent-Sender", account);
        var complete = header.without(field -> isOneOf(field, "Bcc", "Resent-Bcc"));
        if (named(again, "Resent-Message-ID").isEmpty()) {
            var id = MessageComposer.messageId(account.address().domain());
            complete = complete.with("Resent-Message-ID: " + id);
        }
        if (named(again, "Resent-Date").isEmpty()) {
            var now = clock.instant().atOffset(ZoneOffset.UTC);
            complete = complete.with("Resent-Date: " + MessageComposer.date(now));
        }
        return complete;
    }

    /**
     * One field, every address in it the account's own, and each one an address: what cannot be
     * read for certain might be read otherwise by whoever shows it.
     */
    private void requireOwn(List<Field> fields, String name, Account account) {
        if (fields.isEmpty()) {
            return;
        }
        if (fields.size() > 1) {
            throw malformed("More than one " + name + " field");
        }
        List<HeaderAddress> addresses = HeaderAddress.list(fields.getFirst().value());
        if (addresses.isEmpty()) {
            throw malformed("No address in the " + name + " field");
        }
        for (var one : addresses) {
            var address = one.emailAddress();
            if (address.isEmpty() || one.group() != null) {
                throw malformed("Not a plain address in the " + name + " field");
            }
            if (!directory.maySendAs(account.id(), address.get())) {
                throw new DeliveryRefusal(
                        DeliveryRefusal.Reason.NOT_YOUR_ADDRESS,
                        "You may not send as the address in the " + name + " field");
            }
        }
    }

    private static boolean isOneOf(Field field, String... names) {
        for (var name : names) {
            if (field.name().equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }

    private static DeliveryRefusal malformed(String text) {
        return new DeliveryRefusal(DeliveryRefusal.Reason.MALFORMED, text);
    }
}
