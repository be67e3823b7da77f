package org.bocau.webmail;

import java.util.Locale;
import org.bocau.mailclient.Storage;

/**
 * How full somebody's mail is, as pages show it.
 *
 * @param tone empty, {@code warning} from 80 per cent, {@code danger} from 95
 */
record QuotaView(String used, String limit, int percent, String tone) {
    private static final int WARNING = 80;
    private static final int DANGER = 95;

    static QuotaView of(Storage.Use use, Locale locale) {
        int percent = use.percent();
        var tone = percent >= DANGER ? "danger" : percent >= WARNING ? "warning" : "";
        return new QuotaView(text(use.used(), locale), text(use.limit(), locale), percent, tone);
    }

    private static String text(long octets, Locale locale) {
        double mega = octets / (1024.0 * 1024.0);
        if (mega < 1) return Math.max(1, octets / 1024) + " KB";
        if (mega < 1000) return String.format(locale, mega < 10 ? "%.1f MB" : "%.0f MB", mega);
        return String.format(locale, "%.1f GB", mega / 1024);
    }
}
