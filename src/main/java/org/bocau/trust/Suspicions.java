package org.bocau.trust;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bocau.markup.HtmlBody;
import org.bocau.trust.SenderVerdict.Standing;
import org.bocau.trust.Suspicion.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Finds what in a letter tries to pass for something else. Rather silent than wrong: who is warned
 * of honest mail does not read the warning that counts.
 */
public final class Suspicions {
    private static final int MAX_SHOWN = 5;
    private static final Pattern ADDRESS =
            Pattern.compile("[\\p{L}\\p{N}._%+-]+@[\\p{L}\\p{N}-]+(?:\\.[\\p{L}\\p{N}-]+)+");

    /** Opened, these run; by Windows, mostly. */
    private static final Pattern PROGRAM =
            Pattern.compile(
                    "(?i).*\\.(?:ade|adp|apk|app|appx|bat|chm|cmd|com|cpl|dll|dmg|exe|hta|img|inf|ins|iso|jar|jnlp"
                            + "|js|jse|lib|lnk|mde|msc|msi|msp|mst|one|pif|ps1|reg|scr|sct|sh|shb|sys|vb|vbe|vbs|vhd|vhdx|vxd|wsc|wsf|wsh|xll)");

    /** Where everybody gets a mailbox: an answer that goes there instead of a firm's own. */
    private static final Set<String> FREE =
            Set.of(
                    "gmail.com",
                    "yahoo.com",
                    "hotmail.com",
                    "outlook.com",
                    "live.com",
                    "aol.com",
                    "icloud.com",
                    "proton.me",
                    "protonmail.com",
                    "mail.ru",
                    "yandex.ru",
                    "gmx.de",
                    "gmx.com",
                    "mail.com",
                    "zohomail.com",
                    "qq.com",
                    "163.com");

    /** Who is imitated most. */
    private static final Set<String> IMITATED =
            Set.of(
                    ("paypal.com google.com apple.com icloud.com microsoft.com outlook.com office.com amazon.com"
                                    + " netflix.com facebook.com instagram.com linkedin.com whatsapp.com"
                                    + " dropbox.com docusign.com docusign.net adobe.com fedex.com github.com"
                                    + " booking.com airbnb.com coinbase.com binance.com steamcommunity.com"
                                    + " vietcombank.com.vn techcombank.com.vn vietinbank.vn bidv.com.vn"
                                    + " agribank.com.vn mbbank.com.vn vpbank.com.vn sacombank.com.vn"
                                    + " zalopay.vn shopee.vn lazada.vn vnpost.vn viettel.com.vn gdt.gov.vn"
                                    + " dichvucong.gov.vn")
                            .split(" "));

    private static final int SHORTEST_SLIP = 6;

    private final Letter letter;
    private final SenderVerdict verdict;
    private final Acquaintances known;
    private final List<Suspicion> found = new ArrayList<>();

    private Suspicions(Letter letter, SenderVerdict verdict, Acquaintances known) {
        this.letter = letter;
        this.verdict = verdict;
        this.known = known;
    }

    /**
     * What is looked at.
     *
     * @param name the author's display name, decoded; may be empty
     * @param address the author's
     * @param replyTo addresses
     * @param bulk it came from a list
     * @param links of its HTML
     * @param files names of its attachments
     */
    public record Letter(
            String name,
            String address,
            List<String> replyTo,
            boolean bulk,
            List<HtmlBody.Link> links,
            List<String> files) {}

    /** The gravest first, a handful at most. */
    public static List<Suspicion> of(Letter letter, SenderVerdict verdict, Acquaintances known) {
        var look = new Suspicions(letter, verdict, known);
        if (verdict.standing() != Standing.OURS) look.author();
        if (verdict.standing() != Standing.OURS) look.answers();
        look.links();
        look.files();
        return look.found.stream()
                .distinct()
                .sorted((a, b) -> a.kind().compareTo(b.kind()))
                .limit(MAX_SHOWN)
                .toList();
    }

    private void author() {
        var domain = verdict.domain();
        if (verdict.standing() == Standing.REFUTED) {
            found.add(Suspicion.of(Kind.REFUTED, HostNames.shown(domain)));
        }
        var posed = ADDRESS.matcher(letter.name());
        if (posed.find() && !sameOwner(posed.group(), letter.address())) {
            found.add(Suspicion.of(Kind.NAME_IS_ADDRESS, posed.group(), letter.address()));
        }
        if (known.knows(letter.address())) return;
        var friend = known.addressOf(letter.name());
        if (friend != null && !sameOwner(friend, letter.address())) {
            found.add(Suspicion.of(Kind.KNOWN_NAME, letter.name(), friend));
        }
        host(domain);
    }

    private static boolean sameOwner(String one, String other) {
        var domain = SenderVerdict.domain(one);
        return one.equalsIgnoreCase(other)
                || (!domain.isEmpty()
                        && !FREE.contains(domain)
                        && registered(one).equals(registered(other)));
    }

    private static String registered(String address) {
        return HostNames.registered(SenderVerdict.domain(address));
    }

    private void host(String host) {
        if (host.isEmpty()) return;
        if (HostNames.mixesScripts(host)) {
            found.add(Suspicion.of(Kind.MIXED_SCRIPTS, HostNames.shown(host)));
            return;
        }
        var like = looksLike(host);
        if (like != null) found.add(Suspicion.of(Kind.LOOKS_LIKE, HostNames.shown(host), like));
    }

    /** The name this one could be taken for, or null. */
    private @Nullable String looksLike(String host) {
        var registered = HostNames.registered(host);
        if (IMITATED.contains(registered) || known.domains().contains(host)) return null;
        var label = HostNames.chosen(host);
        return Stream.concat(known.domains().stream().sorted(), IMITATED.stream().sorted())
                .filter(real -> !registered.equals(HostNames.registered(real)))
                .filter(real -> !FREE.contains(real) || IMITATED.contains(real))
                .filter(real -> alike(label, HostNames.chosen(real)) || wears(host, real))
                .findFirst()
                .orElse(null);
    }

    /** The same label under another ending is somebody's right; one that only looks so is not. */
    private static boolean alike(String label, String real) {
        if (label.equals(real)) return false;
        return HostNames.skeleton(label).equals(HostNames.skeleton(real))
                || (real.length() >= SHORTEST_SLIP && HostNames.oneSlip(label, real));
    }

    /** {@code paypal.com.example.net}. */
    private static boolean wears(String host, String real) {
        return host.startsWith(real + ".") || host.contains("." + real + ".");
    }

    /** A newsletter's answers often go to another of its names; a person's do not. */
    private void answers() {
        for (var address : letter.replyTo()) {
            var domain = SenderVerdict.domain(address);
            boolean elsewhere =
                    !domain.isEmpty()
                            && !verdict.domain().isEmpty()
                            && !registered(address).equals(HostNames.registered(verdict.domain()));
            boolean free = FREE.contains(domain) && !FREE.contains(verdict.domain());
            if (elsewhere
                    && !known.knows(address)
                    && (free || (!verdict.believed() && !letter.bulk()))) {
                found.add(Suspicion.of(Kind.REPLY_ELSEWHERE, address));
                return;
            }
        }
    }

    /** Lists count clicks by links to themselves: from a proven one that is no news. */
    private void links() {
        boolean counted = letter.bulk() && verdict.believed();
        for (var link : letter.links()) {
            var claimed = link.claimed() == null ? "" : link.claimed();
            boolean elsewhere =
                    !claimed.isEmpty()
                            && !HostNames.registered(HostNames.shown(claimed))
                                    .equals(HostNames.registered(HostNames.shown(link.host())));
            if (elsewhere && (!counted || IMITATED.contains(HostNames.registered(claimed)))) {
                found.add(Suspicion.of(Kind.LINK_ELSEWHERE, claimed, HostNames.shown(link.host())));
            }
            if (verdict.standing() != Standing.OURS && !counted) host(bare(link.host()));
        }
    }

    private static String bare(String host) {
        return host.startsWith("[") ? "" : host.toLowerCase(Locale.ROOT);
    }

    private void files() {
        letter.files().stream()
                .filter(name -> PROGRAM.matcher(name).matches())
                .forEach(name -> found.add(Suspicion.of(Kind.PROGRAM, name)));
    }
}
