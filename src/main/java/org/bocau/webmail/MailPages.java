package org.bocau.webmail;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bocau.mailclient.FolderStore;
import org.bocau.mailclient.Folders;
import org.bocau.mailclient.MailAccount;
import org.bocau.preferences.Preferences;
import org.bocau.search.SavedSearches;
import org.bocau.security.WebUser;
import org.bocau.triage.Labels;
import org.bocau.triage.SnoozeTimes;
import org.bocau.triage.Snoozes;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;
import org.springframework.web.util.UriUtils;
import org.springframework.web.util.WebUtils;

/**
 * What all pages of the webmail have in common: the folder list, dates, the pane that is in front.
 */
@Component
public class MailPages {
    private static final String SNOOZED = "/mail/snoozed";
    private static final String ZONE_COOKIE = "zone";

    private final FolderStore store;
    private final Preferences preferences;
    private final QuotaBar quota;
    private final Labels labels;
    private final Snoozes snoozes;
    private final SavedSearches searches;
    private final Clock clock;

    MailPages(
            FolderStore store,
            Preferences preferences,
            QuotaBar quota,
            Labels labels,
            Snoozes snoozes,
            SavedSearches searches,
            Clock clock) {
        this.store = store;
        this.preferences = preferences;
        this.quota = quota;
        this.labels = labels;
        this.snoozes = snoozes;
        this.searches = searches;
        this.clock = clock;
    }

    /** The pane a phone shows, where there is room for one. */
    public enum Pane {
        LIST,
        MESSAGE,
        COMPOSE
    }

    /** Fills the model and returns the folders it was filled with. */
    public Folders frame(
            MailAccount account,
            HttpServletRequest request,
            Locale locale,
            Model model,
            Pane pane) {
        var folders = store.list(account);
        model.addAttribute("quota", quota.of(account, locale));
        model.addAttribute("savedSearches", searches.all(account.id()));
        model.addAttribute("singleKeys", preferences.of(account.id()).shortcuts());
        model.addAttribute("pane", pane.name().toLowerCase(Locale.ROOT));
        fill(account, folders, request, locale, model);
        return folders;
    }

    /**
     * The same for an element of a page that a script puts in place: without what only the frame
     * around it shows, which costs most. Folders come without counts.
     */
    public Folders part(
            MailAccount account, HttpServletRequest request, Locale locale, Model model) {
        var folders = store.names(account);
        fill(account, folders, request, locale, model);
        return folders;
    }

    private void fill(
            MailAccount account,
            Folders folders,
            HttpServletRequest request,
            Locale locale,
            Model model) {
        model.addAttribute("folders", folders);
        model.addAttribute("account", account);
        model.addAttribute("labels", LabelView.of(labels.all(account.id())));
        if (request.getRequestURI().startsWith(SNOOZED))
            model.addAttribute("wakes", snoozes.times(account.id()));
        model.addAttribute("query", "");
        model.addAttribute("searchIn", "");
        model.addAttribute("searching", false);
        model.addAttribute("chosen", preferences.of(account.id()));
        dates(request, locale, model);
    }

    void dates(HttpServletRequest request, Locale locale, Model model) {
        model.addAttribute("dates", dates(request, locale));
        model.addAttribute("snoozeChoices", snoozeChoices(request));
    }

    /** Dates as the reader of this request wants to see them. */
    public DateView dates(HttpServletRequest request, Locale locale) {
        return new DateView(clock.instant(), zone(request), locale);
    }

    /** When a message can come back, in the reader's zone. */
    List<SnoozeTimes.Choice> snoozeChoices(HttpServletRequest request) {
        return SnoozeTimes.choices(clock.instant(), zone(request));
    }

    /** The same read back; empty where it is no time to come. */
    public Optional<Instant> snoozeTime(String text, HttpServletRequest request) {
        return SnoozeTimes.read(text, clock.instant(), zone(request));
    }

    /**
     * The reader's choice, else what the browser tells in a cookie; before it has, the server's own
     * is as good as any.
     */
    public ZoneId zone(HttpServletRequest request) {
        if (request.getUserPrincipal() instanceof Authentication who
                && who.getPrincipal() instanceof WebUser user) {
            var chosen = preferences.of(user.account()).zone();
            if (chosen != null) return chosen;
        }
        return browsersZone(request);
    }

    private static ZoneId browsersZone(HttpServletRequest request) {
        var cookie = WebUtils.getCookie(request, ZONE_COOKIE);
        if (cookie == null || cookie.getValue().length() > 60) return ZoneId.systemDefault();
        try {
            return ZoneId.of(cookie.getValue());
        } catch (DateTimeException _) {
            return ZoneId.systemDefault();
        }
    }

    /** A page of ours to return to; the inbox when the parameter is anything else (T54). */
    public static String back(@Nullable String path) {
        if (path == null) return "/mail/inbox";
        boolean ours =
                path.length() < 2000
                        && (path.startsWith("/mail/")
                                || path.startsWith("/search?")
                                || path.startsWith("/label/"))
                        && path.chars().allMatch(c -> c > 0x20 && c < 0x7f && c != '\\');
        return ours ? path : "/mail/inbox";
    }

    /** True when only this element of the page is asked for, by a script that puts it in place. */
    public static boolean wants(HttpServletRequest request, String id) {
        var target = request.getHeader("HX-Target"); // as encodeURI writes it
        return request.getHeader("HX-History-Restore-Request") == null
                && target != null
                && target.endsWith("#" + UriUtils.encodePath(id, StandardCharsets.UTF_8));
    }
}
