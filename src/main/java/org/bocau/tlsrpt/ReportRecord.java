package org.bocau.tlsrpt;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bocau.message.EmailAddress;

/**
 * Who wants to know. RFC 8460 §3.
 *
 * @param mail addresses
 * @param web https addresses
 */
record ReportRecord(List<EmailAddress> mail, List<URI> web) {
    /** Of each kind; the others are not told. */
    private static final int MOST = 4;

    private static final Pattern VERSION = Pattern.compile("v=TLSRPTv1[ \t]*(;.*)?");

    ReportRecord {
        mail = List.copyOf(mail);
        web = List.copyOf(web);
    }

    /**
     * What a domain publishes; empty unless there is exactly one record and somebody to tell.
     *
     * @param texts at {@code _smtp._tls}
     */
    static Optional<ReportRecord> of(List<String> texts) {
        var records = texts.stream().filter(text -> VERSION.matcher(text).matches()).toList();
        if (records.size() != 1) {
            return Optional.empty();
        }
        var mail = new ArrayList<EmailAddress>();
        var web = new ArrayList<URI>();
        for (var field : records.getFirst().split(";")) {
            var parts = field.split("=", 2);
            if (parts[0].strip().equals("rua") && parts.length == 2) {
                for (var place : parts[1].split(",")) {
                    add(place.strip(), mail, web);
                }
            }
        }
        return mail.isEmpty() && web.isEmpty()
                ? Optional.empty()
                : Optional.of(new ReportRecord(mail, web));
    }

    private static void add(String place, List<EmailAddress> mail, List<URI> web) {
        try {
            var uri = new URI(place);
            if ("https".equalsIgnoreCase(uri.getScheme()) && web.size() < MOST) {
                web.add(uri);
            } else if ("mailto".equalsIgnoreCase(uri.getScheme()) && mail.size() < MOST) {
                var address = EmailAddress.parse(uri.getSchemeSpecificPart().split("\\?", 2)[0]);
                if (!address.internationalized()) { // the report is ASCII, and so is its way
                    mail.add(address);
                }
            }
        } catch (URISyntaxException | IllegalArgumentException none) {
            // the others may be better
        }
    }
}
