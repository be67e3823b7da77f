package org.bocau.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.bocau.message.EmailAddress;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.Test;

/** Members of lists one by one: tokens, bounces counted by week, and what an edit leaves alone. */
@IntegrationTest
class SubscriptionsTest {
    private static final Instant MONDAY = Instant.parse("2026-03-02T00:00:00Z");

    private final Subscriptions subscriptions;
    private final MailingLists lists;
    private final MailingListId staff;
    private final ListMember ada;

    SubscriptionsTest(TestServer server) {
        this.subscriptions = server.bean(Subscriptions.class);
        this.lists = server.bean(MailingLists.class);
        server.list("staff", List.of("ada@example.net", "bob@example.net"));
        this.staff = lists.find(EmailAddress.parse("staff@" + server.domain())).orElseThrow().id();
        this.ada = subscriptions.active(staff).getFirst();
    }

    private boolean bounced(int day) {
        return subscriptions.bounced(ada, "5.1.1", MONDAY.plus(Duration.ofDays(day)), 3);
    }

    @Test
    void bouncesOfOneWeekCountOnce() {
        for (int day = 0; day < 7; day++) {
            assertThat(bounced(day)).isFalse();
        }
        assertThat(bounced(7)).isFalse();
        assertThat(bounced(14)).isTrue();
        assertThat(bounced(21)).as("told once").isFalse();
        assertThat(subscriptions.active(staff)).hasSize(1);
        assertThat(subscriptions.troubled(staff))
                .singleElement()
                .matches(state -> state.bounces() == 10 && state.weeks() == 4)
                .matches(state -> state.status().equals("5.1.1") && state.suspended());
    }

    @Test
    void bouncesOfLongAgoAreForgotten() {
        bounced(0);
        bounced(7);
        assertThat(bounced(7 * (Subscriptions.WEEKS_KEPT + 1))).isFalse();
        assertThat(subscriptions.troubled(staff)).singleElement().matches(s -> s.weeks() == 1);
    }

    @Test
    void anEditKeepsTheStateOfWhoStays() {
        bounced(0);
        var before = lists.find(staff).orElseThrow();
        lists.edit(
                staff,
                before.version(),
                new MailingListSettings(
                        "Staff",
                        List.of(ada.address(), EmailAddress.parse("new@example.net")),
                        Posting.OWNERS,
                        List.of(ada.address())));

        assertThat(subscriptions.troubled(staff)).hasSize(1);
        assertThat(subscriptions.find(staff, ada.address())).contains(ada);
        assertThat(lists.find(staff))
                .get()
                .matches(list -> list.posting() == Posting.OWNERS && list.owners().size() == 1);
    }

    @Test
    void whoHasLeftIsNotPutBackByAFormThatWasOpenMeanwhile() {
        var open = lists.find(staff).orElseThrow();
        assertThat(subscriptions.unsubscribe(ada)).isTrue();

        assertThatThrownBy(() -> lists.edit(staff, open.version(), "New name", open.members()))
                .isInstanceOf(FieldRefusal.class);
        assertThat(subscriptions.active(staff)).doesNotContain(ada).hasSize(1);
    }

    @Test
    void aTokenStandsForOneMemberOfOneList() {
        var token = subscriptions.token(ada);
        assertThat(token).matches("\\w+-[a-z2-7]{16}");
        assertThat(subscriptions.byToken(staff, token)).contains(ada);
        assertThat(subscriptions.byToken(staff, token.toUpperCase(Locale.ROOT))).contains(ada);
        assertThat(subscriptions.byToken(new MailingListId(staff.value() + 1), token)).isEmpty();
        for (var bad : List.of("", "-", "1", "x-", token + "a", "-1" + token, "zzzzzzzzzzzzzz-a")) {
            assertThat(subscriptions.byToken(staff, bad)).as(bad).isEmpty();
        }
        assertThat(subscriptions.byToken(staff, null)).isEmpty();
        assertThat(subscriptions.unsubscribe(ada)).isTrue();
        assertThat(subscriptions.unsubscribe(ada)).isFalse();
        assertThat(subscriptions.byToken(staff, token)).isEmpty();
        assertThat(bounced(0)).as("it has left").isFalse();
    }
}
