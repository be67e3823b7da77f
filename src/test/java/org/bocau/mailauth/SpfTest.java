package org.bocau.mailauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.stream.IntStream;
import org.bocau.mailauth.SpfResult.Identity;
import org.bocau.mailauth.SpfResult.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code check_host()}, section by section. RFC 7208. */
class SpfTest {
    private static final Clock CLOCK =
            Clock.fixed(Instant.ofEpochSecond(1_000_000), ZoneOffset.UTC);
    private static final String CLIENT = "192.0.2.1";

    private final Names dns = new Names();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    v=spf1 -all                          | FAIL
                    v=spf1 ~all                          | SOFTFAIL
                    v=spf1 ?all                          | NEUTRAL
                    v=spf1 +all                          | PASS
                    v=spf1                               | NEUTRAL
                    V=SPF1 ALL                           | PASS
                    v=spf1 ip4:192.0.2.1 -all            | PASS
                    v=spf1 ip4:192.0.2.0/24 -all         | PASS
                    v=spf1 ip4:192.0.3.0/23 -all         | PASS
                    v=spf1 ip4:192.0.2.2/32 -all         | FAIL
                    v=spf1 ip4:198.51.100.0/0 -all       | PASS
                    v=spf1 ip6:2001:db8::/32 -all        | FAIL
                    v=spf1 ip6:::ffff:192.0.2.1 -all     | FAIL
                    v=spf1 a -all                        | PASS
                    v=spf1 a:host.example.org -all       | PASS
                    v=spf1 a:other.example.org -all      | FAIL
                    v=spf1 a:other.example.org/24 -all   | PASS
                    v=spf1 a:none.example.org -all       | FAIL
                    v=spf1 mx -all                       | PASS
                    v=spf1 mx:host.example.org -all      | FAIL
                    v=spf1 ptr -all                      | PASS
                    v=spf1 ptr:example.net -all          | FAIL
                    v=spf1 exists:%{ir}.%{l}._spf.%{d} -all | PASS
                    v=spf1 include:pass.example.org -all | PASS
                    v=spf1 include:fail.example.org -all | FAIL
                    v=spf1 include:fail.example.org      | NEUTRAL
                    v=spf1 redirect=pass.example.org     | PASS
                    v=spf1 redirect=fail.example.org     | FAIL
                    v=spf1 redirect=pass.example.org -all | FAIL
                    v=spf1 unknown=%{l}.x -all           | FAIL
                    """)
    void judgesByTheFirstMechanismThatMatches(String record, Result expected) {
        network();
        dns.txt("example.org", record);

        assertThat(check("an", "example.org").result()).isEqualTo(expected);
    }

    private void network() {
        dns.address("example.org", CLIENT, "2001:db8::1")
                .address("host.example.org", CLIENT)
                .address("other.example.org", "192.0.2.9")
                .mx("example.org", "other.example.org", "host.example.org")
                .ptr(CLIENT, "liar.example.net", "host.example.org")
                .address("1.2.0.192.an._spf.example.org", "127.0.0.2")
                .txt("pass.example.org", "v=spf1 ip4:192.0.2.1 -all")
                .txt("fail.example.org", "v=spf1 -all");
    }

    /** §4.6: an error anywhere counts, even behind a match. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "all:x",
                "all/8",
                "ip4:192.0.2",
                "ip4:192.0.2.256",
                "ip4:192.0.2.01",
                "ip4:192.0.2.1/33",
                "ip4:192.0.2.1/08",
                "ip4",
                "ip6:192.0.2.1",
                "ip6:2001:db8::/129",
                "ip6:2001:db8::%eth0",
                "a:",
                "a:museum",
                "a:example.org.123",
                "a:example.org/",
                "a:example.org/33",
                "a//129",
                "include",
                "include:",
                "include:example.org/24",
                "exists",
                "exists:%{",
                "exists:%{q}.example.org",
                "exists:%{d0}.example.org",
                "exists:%{d}%",
                "exists:%{c}.example.org",
                "redirect=",
                "redirect=example.org redirect=example.org",
                "exp=a.example.org exp=b.example.org",
                "unknown",
                "x=%",
                "-",
                "a:b\u00e9.example.org",
            })
    void refusesWhatIsNoRecord(String term) {
        dns.txt("example.org", "v=spf1 ip4:192.0.2.1 " + term);

        assertThat(check("an", "example.org").result()).isEqualTo(Result.PERMERROR);
    }

    @Test
    void hasNoOpinionWithoutARecord() {
        dns.txt("example.org", "v=spf10 -all", "hello");

        assertThat(check("an", "example.org").result()).isEqualTo(Result.NONE);
        assertThat(check("an", "localhost").result()).isEqualTo(Result.NONE);
        assertThat(check("an", "a..example.org").result()).isEqualTo(Result.NONE);
        assertThat(check("an", "[192.0.2.1]").result()).isEqualTo(Result.NONE);
    }

    @Test
    void twoRecordsAreNone() {
        dns.txt("example.org", "v=spf1 -all", "v=spf1 +all");

        assertThat(check("an", "example.org").result()).isEqualTo(Result.PERMERROR);
    }

    @Test
    void silenceOfTheDnsIsTemporary() {
        dns.silent("example.org")
                .txt("example.net", "v=spf1 a:gone.example.net -all")
                .silent("gone.example.net");

        assertThat(check("an", "example.org").result()).isEqualTo(Result.TEMPERROR);
        assertThat(check("an", "example.net").result()).isEqualTo(Result.TEMPERROR);
    }

    /** §2.4. */
    @Test
    void checksTheHeloNameWhenThereIsNoReversePath() {
        dns.txt("mx.example.org", "v=spf1 exists:%{l}.%{h} -all")
                .address("postmaster.mx.example.org", "127.0.0.2");
        var subject =
                new Spf.Subject(
                        InetAddress.ofLiteral(CLIENT),
                        "mx.example.org",
                        null,
                        "mx.example.org",
                        "us");

        var result = Spf.check(dns, CLOCK, subject);

        assertThat(result.result()).isEqualTo(Result.PASS);
        assertThat(result.identity()).isEqualTo(Identity.HELO);
    }

    /** §4.6.4, the eleventh. S21. */
    @Test
    void asksNoMoreThanTenTimes() {
        IntStream.range(0, 11).forEach(i -> dns.address("h" + i + ".example.org", "198.51.100.1"));
        dns.txt("ten.example.org", terms(10) + " -all")
                .txt("eleven.example.org", terms(11) + " -all");

        assertThat(check("an", "ten.example.org").result()).isEqualTo(Result.FAIL);
        assertThat(check("an", "eleven.example.org").result()).isEqualTo(Result.PERMERROR);
    }

    private static String terms(int count) {
        var record = new StringBuilder("v=spf1");
        IntStream.range(0, count)
                .forEach(i -> record.append(" a:h").append(i).append(".example.org"));
        return record.toString();
    }

    /** §4.6.4: the third answer without a record. */
    @Test
    void takesTwoVoidAnswers() {
        dns.txt("two.example.org", "v=spf1 a:x.example.org mx:y.example.org -all")
                .txt(
                        "three.example.org",
                        "v=spf1 a:x.example.org mx:y.example.org exists:z.example.org -all");

        assertThat(check("an", "two.example.org").result()).isEqualTo(Result.FAIL);
        assertThat(check("an", "three.example.org").result()).isEqualTo(Result.PERMERROR);
    }

    @Test
    void goesAroundInCirclesTenTimesAtMost() {
        dns.txt("a.example.org", "v=spf1 include:b.example.org")
                .txt("b.example.org", "v=spf1 redirect=a.example.org");

        assertThat(check("an", "a.example.org").result()).isEqualTo(Result.PERMERROR);
        assertThat(dns.questions()).isEqualTo(11);
    }

    /** §4.6.4: MX records beyond ten. */
    @Test
    void askForTheAddressesOfTenMailHosts() {
        var hosts =
                IntStream.range(0, 11)
                        .mapToObj(i -> "h" + i + ".example.org")
                        .toArray(String[]::new);
        for (var host : hosts) {
            dns.address(host, "198.51.100.1");
        }
        dns.mx("example.org", hosts).txt("example.org", "v=spf1 mx -all");

        assertThat(check("an", "example.org").result()).isEqualTo(Result.PERMERROR);
    }

    @Test
    void anIncludedDomainMustHaveARecord() {
        dns.txt("example.org", "v=spf1 include:none.example.org -all")
                .txt("example.net", "v=spf1 redirect=none.example.org");

        assertThat(check("an", "example.org").result()).isEqualTo(Result.PERMERROR);
        assertThat(check("an", "example.net").result()).isEqualTo(Result.PERMERROR);
    }

    /** S21. */
    @Test
    void aRecordOfSixtyFourKilobytesIsNotRead() {
        dns.txt("example.org", "v=spf1 " + "ip4:198.51.100.1 ".repeat(4000) + "+all");

        assertThat(check("an", "example.org").result()).isEqualTo(Result.PERMERROR);
    }

    /** §7.4, its examples. */
    @ParameterizedTest
    @CsvSource({
        "%{s}, strong-bad@email.example.com",
        "%{o}, email.example.com",
        "%{d}, email.example.com",
        "%{d4}, email.example.com",
        "%{d3}, email.example.com",
        "%{d2}, example.com",
        "%{d1}, com",
        "%{dr}, com.example.email",
        "%{d2r}, example.email",
        "%{l}, strong-bad",
        "%{l-}, strong.bad",
        "%{lr}, strong-bad",
        "%{lr-}, bad.strong",
        "%{l1r-}, strong",
        "%{ir}.%{v}._spf.%{d2}, 3.2.0.192.in-addr._spf.example.com",
        "%{lr-}.lp._spf.%{d2}, bad.strong.lp._spf.example.com",
        "%{lr-}.lp.%{ir}.%{v}._spf.%{d2}, bad.strong.lp.3.2.0.192.in-addr._spf.example.com",
        "%{d2}.trusted-domains.example.net, example.com.trusted-domains.example.net",
        "%%%_%-, '% %20'",
        "%{S}, strong-bad%40email.example.com",
        "%{t} %{r} %{c}, 1000000 us 192.0.2.3",
        "%{p}, unknown",
    })
    void expandsMacros(String macro, String expected) {
        dns.txt("email.example.com", "v=spf1 -all exp=exp.example.com")
                .txt("exp.example.com", macro);
        var subject =
                new Spf.Subject(
                        InetAddress.ofLiteral("192.0.2.3"),
                        "mx",
                        "strong-bad",
                        "email.example.com",
                        "us");

        assertThat(Spf.check(dns, CLOCK, subject).explanation()).isEqualTo(expected);
    }

    @Test
    void expandsAnIpv6AddressByItsNibbles() {
        dns.txt("email.example.com", "v=spf1 exists:%{ir}.%{v}._spf.%{d2} -all")
                .address(
                        "1.0.b.c.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6._spf.example.com",
                        "127.0.0.2");
        var subject =
                new Spf.Subject(
                        InetAddress.ofLiteral("2001:db8::cb01"),
                        "mx",
                        "a",
                        "email.example.com",
                        "us");

        assertThat(Spf.check(dns, CLOCK, subject).result()).isEqualTo(Result.PASS);
    }

    /** §6.2: no words, or ones that could break out of a reply line, leave the fail as it is. */
    @ParameterizedTest
    @ValueSource(strings = {"%{x}", "two\r\nlines", "caf\u00e9", "%"})
    void doesWithoutAnExplanationThatIsNone(String words) {
        dns.txt("example.org", "v=spf1 -all exp=exp.example.org").txt("exp.example.org", words);

        var result = check("an", "example.org");

        assertThat(result.result()).isEqualTo(Result.FAIL);
        assertThat(result.explanation()).isNull();
    }

    private SpfResult check(String local, String domain) {
        var subject =
                new Spf.Subject(
                        InetAddress.ofLiteral(CLIENT), "mx.example.net", local, domain, "us");
        return Spf.check(dns, CLOCK, subject);
    }
}
