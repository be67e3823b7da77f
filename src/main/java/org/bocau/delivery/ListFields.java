package org.bocau.delivery;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.bocau.account.Destination;
import org.bocau.account.ListMember;
import org.bocau.account.ListOffice;
import org.bocau.account.Posting;
import org.bocau.account.Subscriptions;
import org.bocau.message.EmailAddress;
import org.bocau.message.HeaderSection;
import org.bocau.net.HostName;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The header fields and addresses by which a list's mail is known, answered and left. RFC 2369, RFC
 * 2919, RFC 8058.
 */
@Component
class ListFields {
    /** RFC 2369 §4: those of a list before us go, because each may be there once. */
    private static final Set<String> OTHER_LISTS =
            Set.of(
                    "list-id",
                    "list-help",
                    "list-subscribe",
                    "list-unsubscribe",
                    "list-unsubscribe-post",
                    "list-post",
                    "list-owner");

    private static final String PLAIN = "-._~!$*+:@"; // beside letters and digits: RFC 6068 §2

    private final Subscriptions subscriptions;
    private final ListProperties properties;
    private final HostName host;

    ListFields(Subscriptions subscriptions, ListProperties properties, HostName host) {
        this.subscriptions = subscriptions;
        this.properties = properties;
        this.host = host;
    }

    static boolean ofAnyList(HeaderSection.Field field) {
        return OTHER_LISTS.contains(field.name().toLowerCase(Locale.ROOT));
    }

    /** RFC 2919 §2: the list's name as a domain name below its domain, in brackets. */
    static String id(Destination.MailingList list) {
        var address = list.address();
        return "<" + (address.localPart() + "." + address.domain()).toLowerCase(Locale.ROOT) + ">";
    }

    /**
     * The envelope sender: what comes back tells whose mail it was (VERP).
     *
     * @param member null for the copies that all share
     */
    EmailAddress bounces(Destination.MailingList list, @Nullable ListMember member) {
        var token =
                member == null ? subscriptions.sharedToken(list.id()) : subscriptions.token(member);
        return office(list, ListOffice.BOUNCES, token);
    }

    /**
     * The fields on top of a copy, each with its line end.
     *
     * @param member null for the copies that all share: they can be left by mail only, because a
     *     link would be everybody's
     */
    byte[] of(Destination.MailingList list, @Nullable ListMember member) {
        var fields = new StringBuilder();
        line(fields, "List-Id", id(list));
        line(
                fields,
                "List-Post",
                list.posting() == Posting.OWNERS ? "NO" : mailto(list.address(), ""));
        var request = office(list, ListOffice.REQUEST, null);
        line(fields, "List-Help", mailto(request, "?subject=help"));
        line(fields, "List-Owner", mailto(office(list, ListOffice.OWNER, null), ""));
        if (member == null) {
            line(fields, "List-Unsubscribe", mailto(request, "?subject=unsubscribe"));
        } else {
            var own = office(list, ListOffice.REQUEST, subscriptions.token(member));
            var link = site() + "/lists/unsubscribe/" + subscriptions.linkToken(member);
            line(
                    fields,
                    "List-Unsubscribe",
                    mailto(own, "?subject=unsubscribe") + ",\r\n <" + link + ">");
            line(fields, "List-Unsubscribe-Post", "List-Unsubscribe=One-Click"); // RFC 8058 §3.1
        }
        // Precedence is no standard, and what automatic responders look for.
        line(fields, "Precedence", "list");
        line(fields, "Delivered-To", list.address().canonical().toString());
        return fields.toString().getBytes(StandardCharsets.UTF_8); // ASCII but for UTF-8 addresses
    }

    private String site() {
        return properties.url().isEmpty() ? "https://" + host.value() : properties.url();
    }

    private static EmailAddress office(
            Destination.MailingList list, ListOffice office, @Nullable String token) {
        var local = list.address().localPart() + office.suffix();
        return new EmailAddress(
                token == null ? local : local + "+" + token, list.address().domain());
    }

    private static void line(StringBuilder fields, String name, String value) {
        fields.append(name).append(": ").append(value).append("\r\n");
    }

    /** RFC 6068 §2: the rest in percent form. */
    private static String mailto(EmailAddress address, String fields) {
        var uri = new StringBuilder("<mailto:");
        for (byte octet : address.toString().getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xff);
            boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0);
            uri.append(plain ? String.valueOf(c) : "%%%02X".formatted((int) c));
        }
        return uri.append(fields).append('>').toString();
    }
}
