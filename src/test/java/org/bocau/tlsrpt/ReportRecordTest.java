package org.bocau.tlsrpt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a domain publishes about whom to tell. RFC 8460 §3. */
class ReportRecordTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "v=TLSRPTv1;rua=mailto:a@b.example | [a@b.example] | []",
                "v=TLSRPTv1; rua=mailto:a@b.example; | [a@b.example] | []",
                "v=TLSRPTv1;rua=https://b.example/in | [] | [https://b.example/in]",
                "v=TLSRPTv1;rua=https://b.example/i,mailto:a@b.example|[a@b.example]|[https://b.example/i]",
                "v=TLSRPTv1;rua=ftp://b.example , mailto:a%2Bb@b.example | [a+b@b.example] | []",
                "v=TLSRPTv1;new=1;rua=mailto:a@b.example?subject=x | [a@b.example] | []",
                "v=TLSRPTv1;rua=mailto:no,mailto:a@b.example,mailto:%C3%A9@b.example|[a@b.example]|[]",
            })
    void aRecordSaysWhoIsTold(String text, String mail, String web) {
        var record = ReportRecord.of(List.of("v=spf1 -all", text)).orElseThrow();

        assertThat(record.mail().toString()).isEqualTo(mail.strip());
        assertThat(record.web().toString()).isEqualTo(web.strip());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "v=TLSRPTv1",
                "v=TLSRPTv1;",
                "v=TLSRPTv2;rua=mailto:a@b.example",
                "v=TLSRPTv10;rua=mailto:a@b.example",
                "rua=mailto:a@b.example;v=TLSRPTv1",
                "v=TLSRPTv1;rua=",
                "v=TLSRPTv1;rua=http://b.example/in",
                "v=TLSRPTv1;rua=mailto:a b@c",
            })
    void whatIsNoneTellsNobody(String text) {
        assertThat(ReportRecord.of(List.of(text))).isEmpty();
    }

    /** §3: more than one is none. */
    @Test
    void twoRecordsAreNone() {
        var one = "v=TLSRPTv1;rua=mailto:a@b.example";

        assertThat(ReportRecord.of(List.of(one, one))).isEmpty();
        assertThat(ReportRecord.of(List.of())).isEmpty();
    }

    @Test
    void onlySomeAreTold() {
        var places = "mailto:a@b.example,https://b.example/,".repeat(9);
        var record = ReportRecord.of(List.of("v=TLSRPTv1;rua=" + places)).orElseThrow();

        assertThat(record.mail()).hasSize(4);
        assertThat(record.web()).hasSize(4);
    }
}
