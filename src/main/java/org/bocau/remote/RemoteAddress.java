package org.bocau.remote;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import org.bocau.message.EmailAddress;
import org.jspecify.annotations.Nullable;

/**
 * An address of the web as a letter has it, taken apart in the one way it is then used: no two
 * readers of the same text, so none that disagree. RFC 3986, and of the many spellings of an IPv4
 * address only the usual one.
 *
 * @param host in lower case, A-labels; IPv6 without brackets
 * @param target path and query, as they stand in the request
 */
public record RemoteAddress(boolean secure, String host, int port, String target) {
    private static final int MAX_LENGTH = 4096;
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    private static final Pattern FORM =
            Pattern.compile("(?is)(https?)://([^/?#\\\\]*)((?:[/?][^#]*)?)(?:#.*)?");
    private static final Pattern AUTHORITY =
            Pattern.compile("(\\[[0-9a-f:.]+\\]|[^:@\\[\\]\\s]+)(?::([0-9]{1,5}))?");
    private static final Pattern NAME =
            Pattern.compile("(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,62})\\.)*[a-z0-9_-]{1,63}");
    private static final Pattern IPV4 =
            Pattern.compile("(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\\.(?!$)|$)){4}");

    /** What browsers read as a number, whatever its base, and so as an address (URL Standard). */
    private static final Pattern ENDS_IN_NUMBER =
            Pattern.compile("(?:.*\\.)?(?:[0-9]+|0x[0-9a-f]*)");

    private static final String KEPT = "!$&'()*+,;=:@/?-._~%";

    /** Null when it is no address of http or https that we would ask. */
    public static @Nullable RemoteAddress parse(String text) {
        if (text.length() > MAX_LENGTH) {
            return null;
        }
        var form = FORM.matcher(text.strip());
        if (!form.matches()) {
            return null;
        }
        var authority = AUTHORITY.matcher(form.group(2).toLowerCase(Locale.ROOT));
        if (!authority.matches()) { // a user's name among them
            return null;
        }
        var host = host(authority.group(1));
        if (host == null) {
            return null;
        }
        boolean secure = form.group(1).equalsIgnoreCase("https");
        int usual = secure ? HTTPS : HTTP;
        int port = authority.group(2) == null ? usual : Integer.parseInt(authority.group(2));
        return new RemoteAddress(secure, host, port, target(form.group(3)));
    }

    private static @Nullable String host(String text) {
        if (text.startsWith("[")) {
            return text.substring(1, text.length() - 1);
        }
        var name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        if (name.chars().anyMatch(c -> c > 0x7e)) {
            try { // the same domains as in addresses of mail
                name = EmailAddress.parse("x@" + name).domain();
            } catch (IllegalArgumentException notIdna) {
                return null;
            }
        }
        if (ENDS_IN_NUMBER.matcher(name).matches()) {
            return IPV4.matcher(name).matches() ? name : null;
        }
        return NAME.matcher(name).matches() ? name : null;
    }

    /** What may not stand in a request line is written as octets (RFC 3986 §2.1). */
    private static String target(String text) {
        var target = new StringBuilder(text.startsWith("/") ? "" : "/");
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xff);
            boolean kept = c < 0x7f && (Character.isLetterOrDigit(c) || KEPT.indexOf(c) >= 0);
            if (kept) {
                target.append(c);
            } else {
                target.append('%').append(String.format("%02X", octet & 0xff));
            }
        }
        return target.toString();
    }

    /** True on the ports of the web, whichever of the two. */
    public boolean usualPort() {
        return port == HTTP || port == HTTPS;
    }

    /** True where the host is written as an IPv4 or IPv6 address. */
    boolean literal() {
        return host.indexOf(':') >= 0 || IPV4.matcher(host).matches();
    }

    /**
     * Where a redirect from here leads; null when it leads nowhere, or away from TLS. RFC 3986
     * §5.2, without the dots, which servers understand as well as we.
     */
    @Nullable RemoteAddress follow(String location) {
        var text = location.strip();
        RemoteAddress next;
        if (text.startsWith("//")) {
            next = parse((secure ? "https:" : "http:") + text);
        } else if (text.startsWith("/")) {
            next = parse(origin() + text);
        } else if (text.matches("(?is)[a-z][a-z0-9+.-]*:.*")) {
            next = parse(text);
        } else {
            int end = target.indexOf('?') < 0 ? target.length() : target.indexOf('?');
            next = parse(origin() + target.substring(0, target.lastIndexOf('/', end) + 1) + text);
        }
        return next == null || (secure && !next.secure) ? null : next;
    }

    private String origin() {
        var name = host.indexOf(':') < 0 ? host : "[" + host + "]";
        return (secure ? "https://" : "http://") + name + ":" + port;
    }

    @Override
    public String toString() {
        return origin() + target;
    }
}
