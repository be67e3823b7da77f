package org.bocau.account;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Optional;
import org.bocau.message.EmailAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The members of mailing lists one by one: who gets mail, whose mail came back, who has left. A
 * member is told from others by a token that nobody can guess: {@code number}, then its seal.
 */
@Service
public class Subscriptions {
    /** Weeks after which a bounce is forgotten. */
    public static final int WEEKS_KEPT = 12;

    private static final int SEAL = 16; // characters: 80 bits
    private static final int MOST_SHOWN = 200;

    private final JdbcClient jdbc;
    private final Seals seals;

    Subscriptions(JdbcClient jdbc, Seals seals) {
        this.jdbc = jdbc;
        this.seals = seals;
    }

    /** Who gets the list's mail: the members that are not suspended, by address. */
    public List<ListMember> active(MailingListId list) {
        return jdbc.sql(
                        """
                        select list_id, number, address from list_member
                         where list_id = ? and suspended_at is null order by address
                        """)
                .param(list.value())
                .query((row, _) -> member(row))
                .list();
    }

    /** False when all members are suspended, or there is none. */
    public boolean anyActive(MailingListId list) {
        return jdbc.sql(
                        """
                        select exists (select from list_member where list_id = ? and suspended_at is null)
                        """)
                .param(list.value())
                .query(Boolean.class)
                .single();
    }

    public Optional<ListMember> find(MailingListId list, EmailAddress address) {
        return jdbc.sql(
                        """
                        select list_id, number, address from list_member
                         where list_id = ? and lower(address) = lower(?) limit 1
                        """)
                .params(list.value(), address.toString())
                .query((row, _) -> member(row))
                .optional();
    }

    /**
     * What stands after the plus sign in the envelope sender of a member's copy (VERP) and in its
     * address for leaving: small letters and digits, good in both.
     */
    public String token(ListMember member) {
        return token(member.list(), member.number());
    }

    /** The same for the copies that all members share. */
    public String sharedToken(MailingListId list) {
        return token(list, 0);
    }

    private String token(MailingListId list, long number) {
        var digits = Long.toString(number, Character.MAX_RADIX);
        return digits + "-" + seals.of("list-member", list.value() + "/" + digits, SEAL);
    }

    public boolean isShared(MailingListId list, @Nullable String token) {
        return token != null && token.equalsIgnoreCase(sharedToken(list));
    }

    /** Whom a token of this list stands for; empty when it is not ours, or the member has left. */
    public Optional<ListMember> byToken(MailingListId list, @Nullable String token) {
        int dash = token == null ? -1 : token.indexOf('-');
        if (token == null || dash < 1 || dash > 13) {
            return Optional.empty();
        }
        long number;
        try {
            number = Long.parseLong(token.substring(0, dash), Character.MAX_RADIX);
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
        if (!token.equalsIgnoreCase(token(list, number))) {
            return Optional.empty();
        }
        return jdbc.sql("select list_id, number, address from list_member where number = ?")
                .param(number)
                .query((row, _) -> member(row))
                .optional()
                .filter(member -> member.list().equals(list));
    }

    /** What identifies a member in a link: the list too, so that it can be said who has left. */
    public String linkToken(ListMember member) {
        return Long.toString(member.list().value(), Character.MAX_RADIX) + "-" + token(member);
    }

    /** The list that a link of ours is about, and the member unless it has left. */
    public Optional<Link> readLink(String linkToken) {
        int dash = linkToken.indexOf('-');
        int second = linkToken.indexOf('-', dash + 1);
        if (dash < 1 || dash > 13 || second < 0 || linkToken.length() > 80) {
            return Optional.empty();
        }
        var token = linkToken.substring(dash + 1);
        try {
            var list = Long.parseLong(linkToken.substring(0, dash), Character.MAX_RADIX);
            var number = Long.parseLong(linkToken.substring(dash + 1, second), Character.MAX_RADIX);
            var id = new MailingListId(list);
            if (!token.equalsIgnoreCase(token(id, number))) {
                return Optional.empty();
            }
            return jdbc.sql("select address, name from mailing_list where id = ?")
                    .param(list)
                    .query((row, _) ->
                            new Link(
                                    EmailAddress.parse(row.getString("address")),
                                    row.getString("name"),
                                    byToken(id, token).orElse(null)))
                    .optional();
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    /**
     * Takes a member off its list. Whoever has the list open in a form is refused when saving it,
     * and does not put the member back.
     *
     * @return false when it was not on it any more
     */
    @Transactional
    public boolean unsubscribe(ListMember member) {
        jdbc.sql( // the list's row first, as an edit locks them
                        """
                        update mailing_list set version = version + 1
                         where id = ? and exists (select from list_member where number = ?)
                        """)
                .params(member.list().value(), member.number())
                .update();
        return jdbc.sql("delete from list_member where number = ?").param(member.number()).update()
                > 0;
    }

    /**
     * Counts a bounce, and suspends the member when it is the one too many. Waits for others that
     * count for the same member.
     *
     * @param status RFC 3463, or empty
     * @param weeks suspended when there were bounces in so many different weeks of the last {@value
     *     #WEEKS_KEPT}
     * @return true when this bounce has suspended it
     */
    @Transactional
    public boolean bounced(ListMember member, String status, Instant at, int weeks) {
        var suspended =
                jdbc.sql(
                                """
                                select suspended_at is not null from list_member where number = ? for update
                                """)
                        .param(member.number())
                        .query(Boolean.class)
                        .optional();
        if (suspended.isEmpty()) {
            return false; // it has left meanwhile
        }
        count(member, status, at);
        if (suspended.get() || weeksOf(member) < weeks) {
            return false;
        }
        jdbc.sql("update list_member set suspended_at = ? where number = ?")
                .params(Timestamp.from(at), member.number())
                .update();
        return true;
    }

    private void count(ListMember member, String status, Instant at) {
        var monday =
                LocalDate.ofInstant(at, ZoneOffset.UTC)
                        .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        jdbc.sql("delete from list_bounce where list_id = ? and address = ? and week <= ?")
                .params(
                        member.list().value(),
                        member.address().toString(),
                        monday.minusWeeks(WEEKS_KEPT))
                .update();
        jdbc.sql(
                        """
                        insert into list_bounce (list_id, address, week, bounces, status, last_at)
                        values (?, ?, ?, 1, left(?, 20), ?)
                        on conflict (list_id, address, week) do update
                           set bounces = list_bounce.bounces + 1, status = excluded.status,
                               last_at = excluded.last_at
                        """)
                .params(
                        member.list().value(),
                        member.address().toString(),
                        monday,
                        status,
                        Timestamp.from(at))
                .update();
    }

    private int weeksOf(ListMember member) {
        return jdbc.sql("select count(*) from list_bounce where list_id = ? and address = ?")
                .params(member.list().value(), member.address().toString())
                .query(Integer.class)
                .single();
    }

    /** Members with bounces, the suspended first; at most {@value #MOST_SHOWN}. */
    public List<ListMemberState> troubled(MailingListId list) {
        return jdbc.sql(
                        """
                        select m.number, m.address, m.suspended_at, count(b.week) as weeks,
                               coalesce(sum(b.bounces), 0) as bounces, max(b.last_at) as last_at,
                               coalesce((array_agg(b.status order by b.last_at desc))[1], '') as status
                          from list_member m
                          left join list_bounce b on b.list_id = m.list_id and b.address = m.address
                         where m.list_id = ?
                         group by m.list_id, m.address
                        having m.suspended_at is not null or count(b.week) > 0
                         order by m.suspended_at is null, count(b.week) desc, m.address
                         limit ?
                        """)
                .params(list.value(), MOST_SHOWN)
                .query((row, _) -> state(row))
                .list();
    }

    /**
     * Forgets a member's bounces and sends it the list's mail again.
     *
     * @return its address; empty when it is not on the list any more
     */
    @Transactional
    public Optional<EmailAddress> reset(MailingListId list, long number) {
        var address =
                jdbc.sql(
                                """
                                update list_member set suspended_at = null
                                 where list_id = ? and number = ? returning address
                                """)
                        .params(list.value(), number)
                        .query(String.class)
                        .optional();
        address.ifPresent(of ->
                jdbc.sql("delete from list_bounce where list_id = ? and address = ?")
                        .params(list.value(), of)
                        .update());
        return address.map(EmailAddress::parse);
    }

    private static ListMember member(ResultSet row) throws SQLException {
        return new ListMember(
                new MailingListId(row.getLong("list_id")),
                row.getLong("number"),
                EmailAddress.parse(row.getString("address")));
    }

    private static ListMemberState state(ResultSet row) throws SQLException {
        return new ListMemberState(
                row.getLong("number"),
                EmailAddress.parse(row.getString("address")),
                instant(row.getTimestamp("suspended_at")),
                row.getInt("weeks"),
                row.getInt("bounces"),
                row.getString("status"),
                instant(row.getTimestamp("last_at")));
    }

    private static @Nullable Instant instant(@Nullable Timestamp at) {
        return at == null ? null : at.toInstant();
    }

    /**
     * What a link for leaving is about.
     *
     * @param name of the list, may be empty
     * @param member null when it has left
     */
    public record Link(EmailAddress address, String name, @Nullable ListMember member) {}
}
