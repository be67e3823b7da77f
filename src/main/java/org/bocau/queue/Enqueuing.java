package org.bocau.queue;

import java.io.IOException;
import java.io.InputStream;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Writes the rows of a message, within the caller's transaction. */
@Component
class Enqueuing {
    /** A message of one chunk is one statement, however many recipients it has. */
    private static final String INSERT =
            """
            with message as (
                insert into queue_message
                       (account_id, reverse_path, octets, smtputf8, eight_bit, binary_mime, require_tls, tls_optional,
                        ret, envid, hold_until, origin, queued_at, recipients)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                returning id),
            recipient as (
                insert into queue_recipient
                       (message_id, number, address, domain, notify, orcpt, status, attempts, next_attempt_at)
                select m.id, r.place - 1, r.address, r.domain, r.notify, nullif(r.orcpt, ''), 'WAITING', 0, ?
                  from message m
                 cross join unnest(?::text[], ?::text[], ?::text[], ?::text[])
                       with ordinality r (address, domain, notify, orcpt, place)),
            chunk as (
                insert into queue_chunk (message_id, number, octets) select id, 0, ? from message)
            select id from message
            """;

    private final JdbcClient jdbc;

    Enqueuing(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Holds one chunk in memory at a time.
     *
     * @throws IOException the spool cannot be read; the caller rolls back
     */
    long insert(Outbound message, Instant now) throws IOException {
        try (var octets = message.octets().open()) {
            var buffer = new byte[QueuedChunk.OCTETS];
            long id = insert(message, chunk(octets, buffer), now);
            int number = 1;
            for (var next = chunk(octets, buffer); next.length > 0; next = chunk(octets, buffer)) {
                jdbc.sql("insert into queue_chunk (message_id, number, octets) values (?, ?, ?)")
                        .params(id, number++, next)
                        .update();
            }
            return id;
        }
    }

    private long insert(Outbound message, byte[] first, Instant now) {
        var submitter = message.submitter();
        var sender = message.reversePath();
        var until = message.holdUntil();
        var ret = message.ret();
        var due = until == null || until.isBefore(now) ? now : until;
        return jdbc.sql(INSERT)
                .param(submitter == null ? null : submitter.value())
                .param(sender == null ? "" : sender.toString())
                .param(message.octets().size())
                .param(message.smtpUtf8())
                .param(message.eightBit())
                .param(message.binary())
                .param(message.requireTls())
                .param(message.tlsOptional())
                .param(ret == null ? null : ret.name())
                .param(message.envid())
                .param(until == null ? null : Timestamp.from(until))
                .param(message.origin())
                .param(Timestamp.from(now))
                .param(message.recipients().size())
                .param(Timestamp.from(due))
                .param(column(message, r -> r.address().toString()))
                .param(column(message, r -> r.address().domain()))
                .param(column(message, r -> r.notices().toString()))
                .param(column(message, r -> Objects.requireNonNullElse(r.orcpt(), "")))
                .param(first)
                .query(Long.class)
                .single();
    }

    private static String[] column(Outbound message, Function<OutboundRecipient, String> value) {
        return message.recipients().stream().map(value).toArray(String[]::new);
    }

    private static byte[] chunk(InputStream octets, byte[] buffer) throws IOException {
        int n = octets.readNBytes(buffer, 0, buffer.length);
        return n == buffer.length ? buffer : Arrays.copyOf(buffer, n);
    }
}
