package org.bocau.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The values of NOTIFY, ENVID and ORCPT. RFC 3461 §4. */
class DsnParametersTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|false|false|true|true|''",
                "NEVER|true|false|false|false|NEVER",
                "never|true|false|false|false|NEVER",
                "SUCCESS|true|true|false|false|SUCCESS",
                "Delay,Success|true|true|false|true|SUCCESS,DELAY",
                "SUCCESS,FAILURE,DELAY|true|true|true|true|SUCCESS,FAILURE,DELAY"
            })
    void notifyIsReadAndWritten(
            String value,
            boolean given,
            boolean success,
            boolean failure,
            boolean delay,
            String written) {
        var read = Notify.parse(value);
        assertThat(read).isEqualTo(new Notify(given, success, failure, delay));
        assertThat(read).hasToString(written);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NEVER,SUCCESS",
                "SUCCESS,NEVER",
                "SUCCESS,SUCCESS",
                "ALWAYS",
                "SUCCESS,",
                ","
            })
    void whatIsNoNotifyIsRefused(String value) {
        assertThatIllegalArgumentException().isThrownBy(() -> Notify.parse(value));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a@example.org|a@example.org",
                "a+2Bb+3Dc|a+b=c",
                "+20|' '",
                "+C3+A9|é",
                "''|''"
            })
    void xtextIsDecodedAndEncoded(String xtext, String text) {
        assertThat(Xtext.isXtext(xtext)).isTrue();
        assertThat(Xtext.decode(xtext)).isEqualTo(text);
        assertThat(Xtext.encode(text)).isEqualTo(xtext);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a=b", "+", "a+2", "+2b", "+zz", "é", "\u0000", "\r\n"})
    void whatIsNoXtextStaysAsItIs(String text) {
        assertThat(Xtext.isXtext(text)).isFalse();
        assertThat(Xtext.decode(text)).isEqualTo(text);
        assertThat(Xtext.decode(Xtext.encode(text))).isEqualTo(text);
    }
}
