package org.bocau.database;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a database is and who logs in there. {@link #toString} has neither user nor password, so it
 * may be shown.
 *
 * @param jdbc for the driver, without credentials in the authority
 */
record DatabaseUrl(String jdbc, @Nullable String user, @Nullable String password) {

    /**
     * Takes {@code jdbc:postgresql:}, {@code postgresql:} and {@code postgres:} URLs; credentials
     * before {@code @} are percent-decoded and win over those given beside.
     *
     * @throws StartupRefusal it is none of these
     */
    static DatabaseUrl parse(String url, @Nullable String user, @Nullable String password) {
        String plain = url.startsWith("jdbc:") ? url.substring("jdbc:".length()) : url;
        String lower = plain.toLowerCase(Locale.ROOT);
        if (!lower.startsWith("postgresql:") && !lower.startsWith("postgres:")) {
            throw new StartupRefusal(
                    "The database URL must begin with postgresql:// or jdbc:postgresql://.");
        }
        String rest = plain.substring(plain.indexOf(':') + 1);
        int authority = rest.startsWith("//") ? 2 : rest.length();
        int end = endOfAuthority(rest, authority);
        int at = rest.lastIndexOf('@', end - 1);
        if (at < authority) {
            return new DatabaseUrl("jdbc:postgresql:" + rest, user, password);
        }
        String credentials = rest.substring(authority, at);
        int colon = credentials.indexOf(':');
        return new DatabaseUrl(
                "jdbc:postgresql://" + rest.substring(at + 1),
                decode(colon < 0 ? credentials : credentials.substring(0, colon)),
                colon < 0 ? password : decode(credentials.substring(colon + 1)));
    }

    private static int endOfAuthority(String rest, int from) {
        int end = rest.length();
        for (char stop : new char[] {'/', '?'}) {
            int at = rest.indexOf(stop, from);
            end = at >= 0 ? Math.min(end, at) : end;
        }
        return end;
    }

    private static String decode(String text) { // '+' stands for itself before the '@' of a URL
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Host, port and database only: query parameters may hold secrets. */
    @Override
    public String toString() {
        try {
            var uri = new URI(jdbc.substring("jdbc:".length()));
            if (uri.getAuthority() != null) {
                return uri.getAuthority() + uri.getPath();
            }
        } catch (URISyntaxException e) { // several hosts, for example; the driver will judge it
            return "(the given URL)";
        }
        return jdbc.substring("jdbc:postgresql:".length()).replaceFirst("\\?.*", "");
    }
}
