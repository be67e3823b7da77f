package org.bocau.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DateReaderTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Sun, 22 Nov 2026 03:18:07 +0000 | 2026-11-22T03:18:07Z",
                "Sun, 22 Nov 2026 03:18:07 +0700 (Indochina Time) | 2026-11-22T03:18:07+07:00",
                "22 Nov 2026 03:18 -0330 | 2026-11-22T03:18-03:30",
                "1 Jan 2026 23:59:60 +0000 | 2026-01-01T23:59:59Z",
                "Fri, 21 Nov 97 09:55:06 -0600 | 1997-11-21T09:55:06-06:00",
                "21 Nov 26 09:55:06 GMT | 2026-11-21T09:55:06Z",
                "21 Nov 102 09:55:06 UT | 2002-11-21T09:55:06Z",
                "21 Nov 2026 09:55:06 EST | 2026-11-21T09:55:06-05:00",
                "21 Nov 2026 09:55:06 PDT | 2026-11-21T09:55:06-07:00",
                "21 Nov 2026 09:55:06 A | 2026-11-21T09:55:06Z", // RFC 5322 §4.3: treat as -0000
                "21 Nov 2026 09:55:06 ICT | 2026-11-21T09:55:06Z",
                "21 Nov 2026 09:55:06 | 2026-11-21T09:55:06Z",
                "Sun Nov 22 03:18:07 2026 | 2026-11-22T03:18:07Z", // asctime
                "Sun Nov  2 03:18:07 EST 2026 | 2026-11-02T03:18:07-05:00",
                "22-Nov-2026 03:18:07 +0100 | 2026-11-22T03:18:07+01:00",
                "Sun,22 Nov 2026 03:18:07 +0100 | 2026-11-22T03:18:07+01:00",
                "Sunday, 22 November 2026 3:18:07 +0100 | 2026-11-22T03:18:07+01:00",
                "22 Nov (a comment) 2026 (b (c)) 03:18:07 +0100 | 2026-11-22T03:18:07+01:00",
                "22 Nov 2026 03:18:07+0100 | 2026-11-22T03:18:07+01:00",
                "22 Nov 2026 03:18:07-0500 | 2026-11-22T03:18:07-05:00",
                "22 Nov 2026 03:18:07 +9999 | 2026-11-22T03:18:07Z",
                // RFC 5256 §2.2: an invalid time is 00:00:00
                "22 Nov 2026 | 2026-11-22T00:00Z",
                "22 Nov 2026 24:18:07 +0000 | 2026-11-22T00:00Z",
                "22 Nov 2026 03:60:07 -0500 | 2026-11-22T00:00-05:00",
                "22 Nov 2026 3 +0000 | 2026-11-22T00:00Z",
            })
    void reads(String text, String date) {
        assertThat(DateReader.read(text)).hasToString(date);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "03:18:07",
                "30 Feb 2026 03:18:07 +0000",
                "22 Foo 2026 03:18:07 +0000",
                "0 Nov 2026 03:18:07 +0000",
                "32 Nov 2026 03:18:07 +0000",
                "22 Nov 20260 03:18:07 +0000",
                ":::: - + -",
                "\u0000\uffff(((",
            })
    void refuses(String text) {
        assertThat(DateReader.read(text)).isNull();
    }
}
