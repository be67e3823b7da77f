package org.bocau.mailauth;

import java.util.ArrayList;
import java.util.List;
import org.bocau.mailauth.AuthenticationResults.Finding;

/**
 * What a stranger's message is worth, as a value: all that was found out between the end of its
 * data and its acceptance.
 *
 * @param dkim one a signature, at most {@value Dkim#MOST_SIGNATURES}, from the top
 */
public record Verdict(SpfResult spf, List<DkimResult> dkim, DmarcResult dmarc, ArcResult arc) {
    public Verdict {
        dkim = List.copyOf(dkim);
    }

    /** For {@link AuthenticationResults#field}, in the order in which people look for them. */
    public List<Finding> findings() {
        var findings = new ArrayList<Finding>();
        findings.add(dmarcFinding());
        findings.add(spfFinding());
        for (var one : dkim) {
            findings.add(finding(one));
        }
        if (dkim.isEmpty()) {
            findings.add(Finding.of("dkim", "none"));
        }
        if (arc.result() != ArcResult.Result.NONE) {
            findings.add(
                    Finding.of("arc", arc.result().toString())
                            .because(arc.reason())
                            .with("header.d", arc.domain()));
        }
        return findings;
    }

    private Finding dmarcFinding() {
        var finding =
                Finding.of("dmarc", dmarc.result().toString()).with("header.from", dmarc.domain());
        return switch (dmarc.result()) {
            case PASS -> finding.with("policy.dmarc", dmarc.published().toString());
            case FAIL -> finding.with("policy.dmarc", dmarc.asked().toString());
            case NONE, TEMPERROR, PERMERROR -> finding;
        };
    }

    private Finding spfFinding() {
        var value = spf.identity() == SpfResult.Identity.HELO ? spf.domain() : spf.mailbox();
        return Finding.of("spf", spf.result().toString()).with(spf.identity().property(), value);
    }

    private static Finding finding(DkimResult one) {
        return Finding.of("dkim", one.result().toString())
                .because(one.reason())
                .with("header.d", one.domain())
                .with("header.s", one.selector())
                .with("header.a", one.algorithm())
                .with("header.b", one.signature());
    }

    /** One line for the log. */
    public String summary() {
        var signatures = dkim.stream().map(one -> one.result() + " " + one.domain()).toList();
        return "dmarc=%s (%s) spf=%s dkim=%s arc=%s"
                .formatted(dmarc.result(), dmarc.domain(), spf.result(), signatures, arc.result());
    }
}
