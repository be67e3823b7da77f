package org.bocau.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import org.bocau.account.FieldRefusal;
import org.bocau.admin.Octets.Unit;
import org.bocau.message.EmailAddress;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people type into the console's forms, and what is made of it. */
class FormsTest {
    @ParameterizedTest
    @CsvSource({
        "'', GB, 0",
        "0, GB, 0",
        "5, GB, 5368709120",
        "1.5, GB, 1610612736",
        "'1,5', GB, 1610612736",
        "' 20 ', MB, 20971520",
        "2, TB, 2199023255552",
        "0.000001, MB, 1"
    })
    void readsQuotas(@Nullable String amount, Unit unit, long octets) {
        assertThat(Octets.parse(amount, unit)).contains(octets);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1",
                "much",
                "1e3",
                "5 GB",
                "1.2.3",
                "٣",
                "9999999999999",
                "0x10",
                "1.",
                ".5"
            })
    void refusesWhatIsNoQuota(String amount) {
        assertThat(Octets.parse(amount, Unit.TB)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1 << 20, 5L << 30, 3L << 29, 2L << 40, 700L << 20, 1025L << 20})
    void quotaComesBackAsItWasTyped(long octets) {
        assertThat(Octets.parse(Octets.amount(octets), Octets.unit(octets))).contains(octets);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "1000, '1,000 B'",
        "1024, 1 KB",
        "1536, 1.5 KB",
        "5368709120, 5 GB",
        "157286400, 150 MB"
    })
    void writesSizes(long octets, String text) {
        assertThat(Octets.text(octets, Locale.ENGLISH)).isEqualTo(text);
    }

    @Test
    void writesSizesInVietnamese() {
        assertThat(Octets.text(1536, Locale.of("vi"))).isEqualTo("1,5 KB");
    }

    @Test
    void readsAddressesOneALine() {
        assertThat(
                        AddressLines.parse(
                                "members",
                                " an@example.org \r\n\r\nbinh@example.org, chi@example.net;\n"))
                .containsExactly(
                        EmailAddress.parse("an@example.org"),
                        EmailAddress.parse("binh@example.org"),
                        EmailAddress.parse("chi@example.net"));
        assertThat(AddressLines.parse("members", " \n ")).isEmpty();
    }

    @Test
    void namesTheLineThatIsNoAddress() {
        assertThatThrownBy(() -> AddressLines.parse("members", "an@example.org\nwho?\n"))
                .isInstanceOfSatisfying(
                        FieldRefusal.class,
                        refusal -> {
                            assertThat(refusal.field()).isEqualTo("members");
                            assertThat(refusal.arguments()).containsExactly("who?");
                        });
    }

    @Test
    void tellsWhatAnEditChanged() {
        var changed =
                new Differences()
                        .compare("name", "", "An")
                        .compare("quota", 1L, 1L)
                        .compare("language", "vi", null)
                        .compareSets("members", List.of("a", "b"), List.of("b", "c"));
        assertThat(changed)
                .hasToString(
                        "name: – → An, language: vi → –, members removed: a, members added: c");
        assertThat(new Differences().compare("name", "An", "An")).hasToString("");
    }

    @ParameterizedTest
    @CsvSource({
        "an, an",
        "an@example.org, an",
        "AN@EXAMPLE.ORG, AN",
        "an@other.org, an@other.org",
        "@example.org, @example.org"
    })
    void setUpTakesTheWholeAddressToo(String typed, String localPart) {
        var form = new SetupForm("example.org", typed, "", "password", "password");
        assertThat(form.steps().user()).isEqualTo(localPart);
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "::1, ::1",
        "::, ::",
        "2001:db8:0:0:0:0:0:7, 2001:db8::7",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "fe80:1:2:3:4:5:6:0, fe80:1:2:3:4:5:6:0",
        "1:0:0:0:0:0:0:0, 1::"
    })
    void writesAddressesOfHostsShort(String address, String text) {
        assertThat(RemoteAddress.text(InetAddress.ofLiteral(address))).isEqualTo(text);
    }
}
