package org.bocau.reading;

import java.util.List;
import org.bocau.contacts.Contacts;
import org.bocau.mailclient.Correspondent;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.Role;
import org.bocau.markup.HtmlBody;
import org.bocau.net.HostName;
import org.bocau.preferences.Preferences;
import org.bocau.preferences.UserPreferences.RemoteImages;
import org.bocau.remote.RemoteAddress;
import org.bocau.trust.Acquaintances;
import org.bocau.trust.SenderVerdict;
import org.bocau.trust.Suspicion;
import org.bocau.trust.Suspicions;
import org.bocau.trust.UnsubscribeOffer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Finds out what is said about letters, and whether their pictures are shown unasked. */
@Service
class LetterViews {
    /** Of the IANA registry of IMAP keywords. */
    static final String UNSUBSCRIBED = "$unsubscribed";

    private final HostName host;
    private final Contacts contacts;
    private final ImageSenders senders;
    private final Preferences preferences;
    private final Invitations invitations;

    LetterViews(
            HostName host,
            Contacts contacts,
            ImageSenders senders,
            Preferences preferences,
            Invitations invitations) {
        this.host = host;
        this.contacts = contacts;
        this.senders = senders;
        this.preferences = preferences;
        this.invitations = invitations;
    }

    SenderVerdict verdict(MessageView message) {
        var authors = message.from().stream().map(Correspondent::address).toList();
        return SenderVerdict.of(message.header(), host.value(), authors);
    }

    /**
     * True when pictures of other hosts are shown without being asked for: the reader allowed it to
     * everybody, or to this sender, who is proven to be the sender.
     */
    boolean showsImages(MailAccount account, MessageView message) {
        return switch (preferences.of(account.id()).remoteImages()) {
            case ALWAYS -> !message.folder().is(Role.JUNK);
            case NEVER -> false;
            case ASK -> always(account, message, verdict(message));
        };
    }

    private boolean always(MailAccount account, MessageView message, SenderVerdict verdict) {
        return verdict.believed()
                && !message.folder().is(Role.JUNK)
                && senders.allowed(account.id(), message.author().address());
    }

    /**
     * @param body as it is shown; null where its plain text is
     * @param images whether pictures of other hosts are shown in it
     */
    LetterView of(
            MailAccount account,
            MessageView message,
            HtmlBody.@Nullable Clean body,
            boolean images) {
        var verdict = verdict(message);
        List<HtmlBody.Link> links = body == null ? List.of() : body.links();
        return new LetterView(
                verdict,
                isOwn(message) ? List.of() : suspicions(account, message, verdict, links),
                body == null ? LetterView.Images.NONE : images(account, message, body, images),
                leaving(message, verdict),
                invitations.view(account, message),
                LetterView.hosts(links));
    }

    private static boolean isOwn(MessageView message) {
        return message.folder().is(Role.SENT) || message.folder().is(Role.DRAFTS);
    }

    private List<Suspicion> suspicions(
            MailAccount account,
            MessageView message,
            SenderVerdict verdict,
            List<HtmlBody.Link> links) {
        var author = message.author();
        var letter =
                new Suspicions.Letter(
                        author.name(),
                        author.address(),
                        message.replyTo().stream().map(Correspondent::address).toList(),
                        isBulk(message),
                        links,
                        message.attachments().stream().map(AttachmentView::name).toList());
        return Suspicions.of(letter, verdict, acquaintances(account, author));
    }

    private static boolean isBulk(MessageView message) {
        return message.header().has("List-Id") || message.header().has("List-Unsubscribe");
    }

    /** As far as they bear on this author. */
    private Acquaintances acquaintances(MailAccount account, Correspondent author) {
        var known = Acquaintances.of(account.address());
        if (contacts.knows(account.id(), author.address())) {
            return known.with(author.name(), author.address()).build();
        }
        if (author.name().indexOf(' ') > 0) {
            contacts.complete(account.id(), author.name()).stream()
                    .filter(one -> one.members() == 0)
                    .forEach(one -> known.with(one.name(), one.address()));
        }
        return known.build();
    }

    private LetterView.Images images(
            MailAccount account, MessageView message, HtmlBody.Clean body, boolean loaded) {
        var found = body.images();
        var verdict = verdict(message);
        boolean ask = preferences.of(account.id()).remoteImages() == RemoteImages.ASK;
        return new LetterView.Images(
                loaded,
                found.blocked(),
                found.trackers(),
                ask && verdict.believed() && !message.folder().is(Role.JUNK),
                ask && always(account, message, verdict));
    }

    private static LetterView.@Nullable Leaving leaving(
            MessageView message, SenderVerdict verdict) {
        var offer = UnsubscribeOffer.of(message.header(), verdict);
        // An answer to junk tells that somebody reads it
        if (offer == null || message.folder().is(Role.JUNK) || message.folder().is(Role.SENT))
            return null;
        boolean done = message.keywords().contains(UNSUBSCRIBED);
        var told = hostOf(offer.oneClick());
        if (told != null) return new LetterView.Leaving("one-click", told, null, done);
        var to = offer.mail() == null ? null : Departures.recipient(offer.mail());
        if (to != null) return new LetterView.Leaving("mail", to, null, done);
        var place = hostOf(offer.page());
        return place == null ? null : new LetterView.Leaving("page", place, offer.page(), done);
    }

    private static @Nullable String hostOf(@Nullable String address) {
        var parsed = address == null ? null : RemoteAddress.parse(address);
        return parsed == null ? null : parsed.host();
    }
}
