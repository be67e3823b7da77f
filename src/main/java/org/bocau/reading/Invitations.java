package org.bocau.reading;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.bocau.account.AccountId;
import org.bocau.invitation.Invitation;
import org.bocau.invitation.Invitation.Answer;
import org.bocau.invitation.Invitation.Method;
import org.bocau.invitation.Invitation.Person;
import org.bocau.invitation.InvitationReader;
import org.bocau.invitation.InvitationReply;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MimePart;
import org.bocau.mailclient.Role;
import org.bocau.preferences.Identities;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * Invitations in letters, and the answers to them: by mail to the organizer (RFC 6047), remembered
 * by the event, so that a later letter about it knows.
 */
@Service
class Invitations {
    private static final Set<String> TYPES = Set.of("text/calendar", "application/ics");

    private final MessageReader reader;
    private final ShortLetters letters;
    private final Identities identities;
    private final MessageSource messages;
    private final JdbcClient jdbc;
    private final Clock clock;

    Invitations(
            MessageReader reader,
            ShortLetters letters,
            Identities identities,
            MessageSource messages,
            JdbcClient jdbc,
            Clock clock) {
        this.reader = reader;
        this.letters = letters;
        this.identities = identities;
        this.messages = messages;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** The card of the first invitation in a letter; null where there is none. */
    @Nullable InvitationView view(MailAccount account, MessageView message) {
        var invitation = read(account, message);
        if (invitation == null) return null;
        return new InvitationView(
                invitation, answered(account.id(), invitation), answerable(message, invitation));
    }

    private @Nullable Invitation read(MailAccount account, MessageView message) {
        var part = part(message.root());
        if (part == null || part.octets() > 2L * InvitationReader.MAX_LENGTH) return null;
        var text = reader.text(account, message.folder(), message.uid(), part);
        return text.complete() ? InvitationReader.read(text.text()) : null;
    }

    private static @Nullable MimePart part(MimePart root) {
        var found = new ArrayList<MimePart>();
        root.walk(part -> {
            if (TYPES.contains(part.type())) found.add(part);
        });
        return found.isEmpty() ? null : found.getFirst();
    }

    private static boolean answerable(MessageView message, Invitation invitation) {
        return invitation.method() == Method.REQUEST
                && invitation.organizer() != null
                && !message.folder().is(Role.SENT)
                && !message.folder().is(Role.JUNK);
    }

    /**
     * Tells the organizer, and remembers what was said.
     *
     * @return false when the letter has nothing to answer to
     * @throws SendRefusedException the answer could not be sent; nothing is remembered
     */
    boolean answer(MailAccount account, MessageView message, Answer answer, Locale locale) {
        var invitation = read(account, message);
        if (invitation == null || !answerable(message, invitation)) return false;
        var organizer = invitation.organizer();
        if (organizer == null) return false;
        var guest = guest(account, message, invitation);
        var object = InvitationReply.write(invitation, guest, answer, clock.instant());
        var key = "letter.invite.mail." + answer.key();
        var subject = messages.getMessage(key, new Object[] {invitation.title()}, locale);
        var words =
                messages.getMessage(
                        key + ".text", new Object[] {guest.label(), invitation.title()}, locale);
        letters.send(account, message, organizer.address(), subject, words, object);
        remember(account.id(), invitation, answer);
        return true;
    }

    /** As the organizer knows them; who was not invited by name answers for themselves. */
    private Person guest(MailAccount account, MessageView message, Invitation invitation) {
        var own =
                identities.addresses(account.id()).stream()
                        .map(address -> address.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toSet());
        own.add(account.address().toLowerCase(Locale.ROOT));
        var sender = letters.reader(account, message);
        return invitation.guests().stream()
                .map(Invitation.Guest::person)
                .filter(person -> own.contains(person.address().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseGet(() -> new Person(sender.name(), sender.address()));
    }

    private Answer answered(AccountId account, Invitation invitation) {
        return jdbc.sql(
                        """
                        select answer from invitation_answer
                         where account_id = ? and uid = ? and instance = ? and sequence >= ?
                        """)
                .params(
                        account.value(),
                        invitation.uid(),
                        instance(invitation),
                        invitation.sequence())
                .query(String.class)
                .optional()
                .map(answer -> Answer.valueOf(answer.toUpperCase(Locale.ROOT)))
                .orElse(Answer.NONE);
    }

    private void remember(AccountId account, Invitation invitation, Answer answer) {
        jdbc.sql(
                        """
                        insert into invitation_answer (account_id, uid, instance, sequence, answer, answered_at)
                        values (?, ?, ?, ?, ?, ?)
                            on conflict (account_id, uid, instance) do update
                           set sequence = excluded.sequence, answer = excluded.answer, answered_at = excluded.answered_at
                        """)
                .params(
                        account.value(),
                        invitation.uid(),
                        instance(invitation),
                        invitation.sequence(),
                        answer.key(),
                        OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
                .update();
    }

    private static String instance(Invitation invitation) {
        var instance = invitation.instance();
        return switch (instance) {
            case null -> "";
            case Invitation.Moment.At(var at) -> at.toString();
            case Invitation.Moment.Local(var time) -> time.toString();
            case Invitation.Moment.Day(var day) -> day.toString();
        };
    }
}
