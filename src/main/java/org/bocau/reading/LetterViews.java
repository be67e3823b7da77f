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

/**
 * Finds out what is said about letters, and whether their pictures are shown unasked. The verdict
 * on the sender is found once for each letter, and handed on.
 */
@Service
class LetterViews {
    /** Of the IANA registry of IMAP keywords. */
    static final String UNSUBSCRIBED = "$unsubscribed";

    private final HostName host;
    private final Contacts contacts;
    private final ImageSenders senders;
    private final Preferences preferences;
    private final Invitations invitations;
    private final Receipts receipts;
    private final LeftLists left;

    LetterViews(
            HostName host,
            Contacts contacts,
            ImageSenders senders,
            Preferences preferences,
            Invitations invitations,
            Receipts receipts,
            LeftLists left) {
        this.host = host;
        this.contacts = contacts;
        this.senders = senders;
        this.preferences = preferences;
        this.invitations = invitations;
        this.receipts = receipts;
        this.left = left;
    }

    SenderVerdict verdict(MessageView message) {
        var authors = message.from().stream().map(Correspondent::address).toList();
        return SenderVerdict.of(message.header(), host.value(), authors);
    }

    /**
     * What the reader has decided about a letter's pictures of other hosts.
     *
     * @param unasked they are shown without being asked for: to everybody's letters, or to those of
     *     this sender, who is proven to be the sender
     * @param mayAlways it can be offered to show them always
     * @param always the reader said so
     */
    record Pictures(boolean unasked, boolean mayAlways, boolean always) {
        /** The same of a body in which they are shown or not. */
        LetterView.Images in(HtmlBody.Clean body, boolean shown) {
            var found = body.images();
            return new LetterView.Images(
                    shown, found.blocked(), found.trackers(), mayAlways, always);
        }
    }

    Pictures pictures(MailAccount account, MessageView message, SenderVerdict verdict) {
        var wish = preferences.of(account.id()).remoteImages();
        boolean junk = message.folder().is(Role.JUNK);
        boolean may = wish == RemoteImages.ASK && verdict.believed() && !junk;
        boolean always = may && senders.allowed(account.id(), message.author().address());
        return new Pictures(always || (wish == RemoteImages.ALWAYS && !junk), may, always);
    }

    /**
     * @param links of the body as it is shown; none where its plain text is
     */
    LetterView of(
            MailAccount account,
            MessageView message,
            SenderVerdict verdict,
            List<HtmlBody.Link> links,
            LetterView.Images images) {
        return new LetterView(
                verdict,
                isOwn(message) ? List.of() : suspicions(account, message, verdict, links),
                images,
                leaving(account, message, verdict),
                invitations.view(account, message),
                receipts.offer(account, message, verdict),
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

    private LetterView.@Nullable Leaving leaving(
            MailAccount account, MessageView message, SenderVerdict verdict) {
        var offer = UnsubscribeOffer.of(message.header(), verdict);
        // An answer to junk tells that somebody reads it
        if (offer == null || message.folder().is(Role.JUNK) || message.folder().is(Role.SENT))
            return null;
        var at = left.leftAt(account.id(), message);
        boolean byThis = message.keywords().contains(UNSUBSCRIBED);
        boolean still = at != null && message.receivedAt().isAfter(at);
        var past = new LetterView.Past(at, at != null || byThis, still);
        var told = hostOf(offer.oneClick());
        if (told != null) return new LetterView.Leaving("one-click", told, null, past);
        var to = offer.mail() == null ? null : Departures.recipient(offer.mail());
        if (to != null) return new LetterView.Leaving("mail", to, null, past);
        var place = hostOf(offer.page());
        return place == null ? null : new LetterView.Leaving("page", place, offer.page(), past);
    }

    private static @Nullable String hostOf(@Nullable String address) {
        var parsed = address == null ? null : RemoteAddress.parse(address);
        return parsed == null ? null : parsed.host();
    }
}
