package org.bocau.mailauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.bocau.mailauth.Dmarc.Authenticated;
import org.bocau.mailauth.DmarcResult.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who speaks for an author's domain. RFC 9989. */
class DmarcTest {
    private final Names dns = new Names();
    private int percentile;

    @Test
    void aDomainWithoutARecordAsksForNothing() {
        assertThat(check("example.org")).isEqualTo(DmarcResult.without(Result.NONE, "example.org"));
    }

    @ParameterizedTest
    @CsvSource({
        "example.org, example.org, PASS",
        "example.org, mail.example.org, PASS",
        "mail.example.org, example.org, PASS",
        "a.example.org, b.example.org, PASS",
        "example.org, example.net, FAIL",
        "example.org, notexample.org, FAIL",
        "example.org, org, FAIL",
    })
    void relaxedAlignmentIsWithinAnOrganisation(String author, String signer, Result expected) {
        dns.txt("_dmarc.example.org", "v=DMARC1; p=reject");

        assertThat(check(author, signed(signer)).result()).isEqualTo(expected);
        assertThat(check(author, sent(signer)).result()).isEqualTo(expected);
    }

    @Test
    void strictAlignmentIsTheVeryDomain() {
        dns.txt("_dmarc.example.org", "v=DMARC1; p=reject; adkim=s; aspf=r");

        assertThat(check("example.org", signed("mail.example.org")).result())
                .isEqualTo(Result.FAIL);
        assertThat(check("example.org", sent("mail.example.org")).result()).isEqualTo(Result.PASS);
        assertThat(check("example.org", signed("example.org")).result()).isEqualTo(Result.PASS);
    }

    /** §4.7: sp= for subdomains, np= for those that do not exist. */
    @Test
    void subdomainsMayHaveAnotherPolicy() {
        dns.txt("_dmarc.example.org", "v=DMARC1; p=none; sp=quarantine; np=reject")
                .address("www.example.org", "192.0.2.1")
                .mx("mail.example.org", "mx.example.net");

        assertThat(check("example.org").asked()).isEqualTo(DmarcPolicy.NONE);
        assertThat(check("www.example.org").asked()).isEqualTo(DmarcPolicy.QUARANTINE);
        assertThat(check("mail.example.org").asked()).isEqualTo(DmarcPolicy.QUARANTINE);
        assertThat(check("nothing.example.org").asked()).isEqualTo(DmarcPolicy.REJECT);
    }

    @Test
    void aSubdomainsOwnRecordGoesFirst() {
        dns.txt("_dmarc.example.org", "v=DMARC1; p=reject")
                .txt("_dmarc.a.example.org", "v=DMARC1; p=none");

        assertThat(check("a.example.org").published()).isEqualTo(DmarcPolicy.NONE);
        assertThat(check("a.example.org", signed("b.example.org")).result()).isEqualTo(Result.PASS);
    }

    /** §4.10.2: psd=n ends an organisation, psd=y says that one begins below. */
    @Test
    void publicSuffixesSeparateTheirChildren() {
        dns.txt("_dmarc.gov.example", "v=DMARC1; p=reject; psd=y")
                .txt("_dmarc.example.org", "v=DMARC1; p=reject")
                .txt("_dmarc.city.example.org", "v=DMARC1; p=quarantine; psd=n");

        assertThat(check("a.gov.example", signed("b.gov.example")).result()).isEqualTo(Result.FAIL);
        assertThat(check("x.a.gov.example", signed("a.gov.example")).result())
                .isEqualTo(Result.PASS);
        assertThat(check("a.gov.example").asked()).isEqualTo(DmarcPolicy.REJECT);
        assertThat(check("city.example.org", signed("example.org")).result())
                .isEqualTo(Result.FAIL);
        assertThat(check("x.city.example.org", signed("city.example.org")).result())
                .isEqualTo(Result.PASS);
    }

    /** §4.10: a long name costs eight questions at most. */
    @Test
    void walksAtMostEightSteps() {
        check("a.b.c.d.e.f.g.h.i.j.k.l.example.org");

        assertThat(dns.questions()).isEqualTo(8);
    }

    /** t=y, and pct= of RFC 7489 §6.6.4: one step milder. */
    @Test
    void testingDomainsAreTakenMildly() {
        dns.txt("_dmarc.example.org", "v=DMARC1; p=reject; t=y")
                .txt("_dmarc.example.net", "v=DMARC1; p=quarantine; pct=20");

        assertThat(check("example.org").published()).isEqualTo(DmarcPolicy.REJECT);
        assertThat(check("example.org").asked()).isEqualTo(DmarcPolicy.QUARANTINE);
        percentile = 19;
        assertThat(check("example.net").asked()).isEqualTo(DmarcPolicy.QUARANTINE);
        percentile = 20;
        assertThat(check("example.net").asked()).isEqualTo(DmarcPolicy.NONE);
    }

    /** §4.8: as if it were not there. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "v=DMARC2; p=reject",
                "p=reject; v=DMARC1",
                "v=dmarc1; p=reject",
                "v=DMARC1 p=reject",
                "v=DMARC1; p=refuse",
                "v=DMARC1; p=reject; sp=x",
                "v=DMARC1; p=reject; p=none",
            })
    void ignoresWhatIsNoRecord(String record) {
        dns.txt("_dmarc.example.org", record);

        assertThat(check("example.org").result()).isEqualTo(Result.NONE);
    }

    @Test
    void twoRecordsAreNone() {
        dns.txt("_dmarc.example.org", "v=DMARC1; p=reject", "hello", "v=DMARC1; p=none");

        assertThat(check("example.org").result()).isEqualTo(Result.NONE);
    }

    @Test
    void aPolicyNobodyKnowsOnlyReports() {
        dns.txt("_dmarc.example.org", "v=DMARC1; p=refuse; rua=mailto:a@example.org");

        assertThat(check("example.org").result()).isEqualTo(Result.FAIL);
        assertThat(check("example.org").asked()).isEqualTo(DmarcPolicy.NONE);
    }

    @Test
    void silenceOfTheDnsDecidesNothing() {
        dns.silent("_dmarc.example.org");

        assertThat(check("example.org", signed("example.org")).result())
                .isEqualTo(Result.TEMPERROR);
    }

    /** A key or a list of hosts that cannot be had now may vouch the next time. */
    @Test
    void whoMightHaveVouchedIsWaitedFor() {
        dns.txt("_dmarc.example.org", "v=DMARC1; p=reject; adkim=s");
        var dmarc = new Dmarc(dns, () -> percentile);

        var perhaps = dmarc.check("example.org", List.of(), List.of(signed("example.org")));

        assertThat(perhaps.result()).isEqualTo(Result.TEMPERROR);
        assertThat(perhaps.asked()).isEqualTo(DmarcPolicy.REJECT);
        for (var other : List.of(signed("a.example.org"), sent("example.net"))) {
            assertThat(dmarc.check("example.org", List.of(), List.of(other)).result())
                    .isEqualTo(Result.FAIL);
        }
        assertThat(dmarc.check("example.org", List.of(sent("example.org")), List.of()).result())
                .isEqualTo(Result.PASS);
    }

    private DmarcResult check(String author, Authenticated... authenticated) {
        return new Dmarc(dns, () -> percentile)
                .check(author, List.copyOf(Arrays.asList(authenticated)), List.of());
    }

    private static Authenticated signed(String domain) {
        return new Authenticated(domain, true);
    }

    private static Authenticated sent(String domain) {
        return new Authenticated(domain, false);
    }
}
