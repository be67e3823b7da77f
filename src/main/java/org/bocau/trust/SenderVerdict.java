package org.bocau.trust;

import java.util.List;
import java.util.Locale;
import org.bocau.mailauth.AuthenticationResults;
import org.bocau.mailauth.AuthenticationResults.Finding;
import org.bocau.message.EmailAddress;
import org.bocau.message.HeaderSection;

/**
 * Whether the author's domain stands behind a letter, by what this server found out when it came.
 * Fields of others, and those that came with the letter, are not asked: RFC 8601 §7.1.
 *
 * @param domain the author's, in lower case and A-labels; empty where it cannot be told
 * @param findings as they were written; empty where nothing was
 */
public record SenderVerdict(Standing standing, String domain, List<Finding> findings) {
    /** What may be said to the reader. */
    public enum Standing {
        /** Submitted by somebody who is signed in here. */
        OURS,
        /** DMARC passed for the author's domain. */
        PROVEN,
        /** Nobody stands behind it, and nobody said that somebody should. */
        UNPROVEN,
        /** The author's domain says that this is not from there. */
        REFUTED,
        /** It was not looked at when it came: filed by a program, or from a trusted gateway. */
        UNKNOWN;

        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public SenderVerdict {
        findings = List.copyOf(findings);
    }

    /**
     * Reads the verdict of this server.
     *
     * @param header in the order it is stored in
     * @param host the name this server writes its verdicts under
     * @param authors addresses in the From field
     */
    public static SenderVerdict of(HeaderSection header, String host, List<String> authors) {
        var domain = authors.size() == 1 ? domain(authors.getFirst()) : "";
        var findings = ours(header, host);
        boolean again = header.has("Resent-From");
        return new SenderVerdict(standing(findings, domain, again), domain, findings);
    }

    /**
     * Ours stands above the Received field that was written with it; what is below came with it.
     */
    private static List<Finding> ours(HeaderSection header, String host) {
        for (var field : header.fields()) {
            if (field.name().equalsIgnoreCase("Received")) break;
            if (AuthenticationResults.claims(field, host)) return AuthenticationResults.read(field);
        }
        return List.of();
    }

    /**
     * @param again somebody sent another's letter once more: who is signed in is not the author
     */
    private static Standing standing(List<Finding> findings, String domain, boolean again) {
        if (result(findings, "auth").equals("pass")) {
            return again ? Standing.UNKNOWN : Standing.OURS;
        }
        var dmarc = result(findings, "dmarc");
        if (dmarc.isEmpty()) return Standing.UNKNOWN;
        if (dmarc.equals("fail")) return Standing.REFUTED;
        boolean same =
                findings.stream()
                        .filter(finding -> finding.method().equals("dmarc"))
                        .anyMatch(finding -> finding.value("header.from").equalsIgnoreCase(domain));
        return dmarc.equals("pass") && same && !domain.isEmpty()
                ? Standing.PROVEN
                : Standing.UNPROVEN;
    }

    private static String result(List<Finding> findings, String method) {
        return findings.stream()
                .filter(finding -> finding.method().equals(method))
                .map(Finding::result)
                .findFirst()
                .orElse("");
    }

    /** What one method found: {@code pass}, {@code fail}…; empty when it did not look. */
    public String result(String method) {
        var results =
                findings.stream()
                        .filter(finding -> finding.method().equals(method))
                        .map(Finding::result)
                        .toList();
        // Of several signatures one is enough
        return results.contains("pass") ? "pass" : results.isEmpty() ? "" : results.getFirst();
    }

    /** True when what is offered to this sender cannot be had by others who write in that name. */
    public boolean believed() {
        return standing == Standing.PROVEN || standing == Standing.OURS;
    }

    /** The domain of an address as DMARC names it; empty when there is none. */
    static String domain(String address) {
        try {
            return EmailAddress.parse(address).domain();
        } catch (IllegalArgumentException notAnAddress) {
            return "";
        }
    }
}
