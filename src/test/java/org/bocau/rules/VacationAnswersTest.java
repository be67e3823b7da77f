package org.bocau.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.bocau.filter.Action;
import org.bocau.message.EmailAddress;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.Test;

/** The same sender is answered once in a while; who has been is forgotten some day. */
@IntegrationTest
class VacationAnswersTest {
    private static final Action.Vacation DAILY =
            new Action.Vacation(86_400, "", "Away", false, null, List.of(), "1");
    private static final EmailAddress ADA = EmailAddress.parse("Ada@example.net");

    private final TestServer server;
    private final TestAccount an;

    VacationAnswersTest(TestServer server) {
        this.server = server;
        this.an = server.account("an");
    }

    private VacationAnswers in(Duration time) {
        var clock = Clock.offset(server.bean(Clock.class), time);
        return new VacationAnswers(server.jdbc(), clock);
    }

    private long remembered() {
        return server.jdbc()
                .sql("select count(*) from vacation_answer where account_id = ?")
                .param(an.id().value())
                .query(Long.class)
                .single();
    }

    @Test
    void onceInTheGivenTime() {
        assertThat(in(Duration.ZERO).claim(an.id(), DAILY, ADA)).isTrue();
        assertThat(in(Duration.ofHours(23)).claim(an.id(), DAILY, ADA)).isFalse();
        assertThat(in(Duration.ofHours(25)).claim(an.id(), DAILY, ADA)).isTrue();
        assertThat(in(Duration.ofHours(26)).claim(an.id(), DAILY, ADA)).isFalse();
        assertThat(remembered()).isEqualTo(1);
    }

    @Test
    void whatIsOverIsForgotten() {
        assertThat(in(Duration.ofDays(-9)).claim(an.id(), DAILY, ADA)).isTrue();
        assertThat(remembered()).isEqualTo(1); // claims of others forget nothing
        assertThat(in(Duration.ZERO).forget()).isPositive();
        assertThat(remembered()).isZero();
    }
}
