package org.bocau.compose;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.bocau.mailclient.MailAccount;
import org.bocau.preferences.Identities;
import org.bocau.preferences.Preferences;
import org.bocau.preferences.ReplyTemplates;
import org.bocau.preferences.UserPreferences;
import org.bocau.preferences.UserPreferences.ReplyPosition;
import org.bocau.reading.DraftSource;
import org.bocau.webmail.Dates;
import org.bocau.webmail.WebmailProperties;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** What the compose page shows beside what is written. */
@Component
class ComposePage {
    private final Identities identities;
    private final Preferences preferences;
    private final ReplyTemplates templates;
    private final Uploads uploads;
    private final WebmailProperties limits;
    private final MessageSource messages;
    private final Clock clock;

    ComposePage(
            Identities identities,
            Preferences preferences,
            ReplyTemplates templates,
            Uploads uploads,
            WebmailProperties limits,
            MessageSource messages,
            Clock clock) {
        this.identities = identities;
        this.preferences = preferences;
        this.templates = templates;
        this.uploads = uploads;
        this.limits = limits;
        this.messages = messages;
        this.clock = clock;
    }

    /**
     * The notice on the page after sending.
     *
     * @param held number of the message that can be taken back; null if it cannot
     * @param seconds how long the notice stays
     * @param scheduled it can be taken back until then, in the view of what waits
     */
    record SentNotice(String text, @Nullable Long held, long seconds, boolean scheduled) {}

    void fill(
            MailAccount account,
            ComposeForm form,
            List<String> problems,
            ZoneId zone,
            Locale locale,
            Model model) {
        var chosen = preferences.of(account.id());
        var now = clock.instant();
        model.addAttribute("ids", "");
        model.addAttribute("inline", false);
        model.addAttribute("docked", false);
        model.addAttribute("form", form);
        model.addAttribute("files", uploads.find(account.id(), form.attachments()));
        model.addAttribute("problems", problems);
        model.addAttribute("maxOctets", limits.maxMessageSize().toBytes());
        model.addAttribute("identities", identities.of(account.id()));
        model.addAttribute("templates", templates.of(account.id()));
        model.addAttribute("preferPlain", form.rich() ? chosen.plainText() : form.draft() != null);
        model.addAttribute(
                "offers",
                SendTimes.offers(now, zone).stream()
                        .map(offer -> new TimeOffer(offer, label(offer, zone, locale)))
                        .toList());
        var source = DraftSource.parse(form.source());
        model.addAttribute("below", form.draft() == null && isBelow(source, chosen));
        model.addAttribute("heading", heading(source));
        model.addAttribute(
                "otherAnswers", source == null ? null : source.mailbox() + ":" + source.uid());
        model.addAttribute("suggestedTime", SendTimes.suggestion(now, zone));
    }

    /** Whether the answer begins below what it quotes. */
    private static boolean isBelow(@Nullable DraftSource source, UserPreferences chosen) {
        return source != null
                && source.mode() == DraftSource.Mode.REPLY
                && chosen.replyPosition() == ReplyPosition.BELOW;
    }

    /** Which text says what is being written. */
    private static String heading(@Nullable DraftSource source) {
        if (source == null) return "mail.compose.title";
        return source.mode() == DraftSource.Mode.REPLY
                ? "compose.title.reply"
                : "compose.title.forward";
    }

    /** A time to send at, with what it is called. */
    record TimeOffer(SendTimes.Offer offer, String label) {}

    private String label(SendTimes.Offer offer, ZoneId zone, Locale locale) {
        var when = Dates.time(offer.at(), zone, locale);
        return messages.getMessage("compose.later." + offer.key(), new Object[] {when}, locale);
    }

    SentNotice sent(
            Compositions.Outcome outcome, @Nullable Instant at, ZoneId zone, Locale locale) {
        var text =
                at == null
                        ? messages.getMessage("mail.done.send", null, locale)
                        : messages.getMessage(
                                "compose.scheduled",
                                new Object[] {Dates.full(at, zone, locale)},
                                locale);
        return new SentNotice(text, outcome.held(), outcome.window().toSeconds(), at != null);
    }
}
