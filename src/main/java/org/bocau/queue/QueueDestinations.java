package org.bocau.queue;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The queue by the domains its mail is for: one line says what is wrong with a domain. */
@Component
public class QueueDestinations {
    /** How many {@link #list} gives at most. */
    public static final int PAGE = 200;

    /** The {@link QueueFilter.State} of a recipient r of a message m at :now. */
    static final String STATE =
            """
            case when r.status <> 'WAITING' then r.status
                 when r.attempting then 'ATTEMPTING'
                 when r.attempts > 0 then 'DEFERRED'
                 when m.hold_until > :now then 'SCHEDULED'
                 else 'WAITING' end
            """;

    private final JdbcClient jdbc;
    private final Clock clock;

    QueueDestinations(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * Those with the most recipients first.
     *
     * @param part of the domain; empty is any
     */
    public List<QueueDestination> list(String part) {
        return find("position(:domain in r.domain) > 0", part);
    }

    /** Empty when no mail for the domain is in the queue. */
    public Optional<QueueDestination> find(String domain) {
        return find("r.domain = :domain", domain).stream().findFirst();
    }

    private List<QueueDestination> find(String condition, String domain) {
        return jdbc.sql(
                        """
                        select s.domain, sum(s.recipients) as recipients, min(s.oldest) as oldest, min(s.next) as next,
                               array_agg(s.state) as states, array_agg(s.recipients) as counts,
                               (array_agg(s.reply order by s.replied desc) filter (where s.reply is not null))[1] as reply,
                               (select count(distinct q.message_id) from queue_recipient q where q.domain = s.domain) as messages
                          from (select r.domain, %s as state, count(*) as recipients, min(m.queued_at) as oldest,
                                       min(r.next_attempt_at) filter (where r.status = 'WAITING') as next,
                                       (array_agg(r.last_reply order by r.next_attempt_at desc)
                                           filter (where r.last_reply is not null))[1] as reply,
                                       max(r.next_attempt_at) filter (where r.last_reply is not null) as replied
                                  from queue_recipient r
                                  join queue_message m on m.id = r.message_id
                                 where %s
                                 group by r.domain, state) s
                         group by s.domain
                         order by recipients desc, s.domain
                         limit :most
                        """
                                .formatted(STATE, condition))
                .param("domain", domain)
                .param("now", Timestamp.from(clock.instant()))
                .param("most", PAGE)
                .query((row, _) -> destination(row))
                .list();
    }

    private static QueueDestination destination(ResultSet row) throws SQLException {
        var names = (String[]) row.getArray("states").getArray();
        var counts = (Long[]) row.getArray("counts").getArray();
        var states = new EnumMap<QueueFilter.State, Long>(QueueFilter.State.class);
        for (int i = 0; i < names.length; i++) {
            states.put(QueueFilter.State.valueOf(names[i]), counts[i]);
        }
        var next = row.getTimestamp("next");
        return new QueueDestination(
                row.getString("domain"),
                row.getLong("messages"),
                row.getLong("recipients"),
                states,
                row.getTimestamp("oldest").toInstant(),
                next == null ? null : next.toInstant(),
                row.getString("reply"));
    }
}
