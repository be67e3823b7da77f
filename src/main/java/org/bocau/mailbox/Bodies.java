package org.bocau.mailbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Arrays;
import java.util.Collection;
import java.util.TreeMap;
import org.bocau.message.Spool;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The octets of messages: content-addressed, in rows of 256 KiB, never held whole.
 *
 * <p>Saving touches the body's row, whose lock holds until commit, and {@link Housekeeping} removes
 * only bodies that were not touched for a grace time: a new reference can never meet a deletion.
 */
@Component
public class Bodies {
    /** Octets in one row. */
    static final int CHUNK = 256 * 1024;

    private static final String TOUCH =
            """
            insert into body (sha256, size, touched_at) values (?, ?, ?)
            on conflict (sha256) do update set touched_at = excluded.touched_at
            returning xmax = 0
            """;

    /** Body and its only chunk in one round trip: what nearly every message needs. */
    private static final String SAVE_SMALL =
            """
            with touched as (
                insert into body (sha256, size, touched_at) values (?, ?, ?)
                on conflict (sha256) do update set touched_at = excluded.touched_at
                returning sha256, xmax = 0 as fresh)
            insert into body_chunk (sha256, n, octets) select sha256, 0, ? from touched where fresh
            """;

    /** The same for several, in the order of their hashes. */
    private static final String SAVE_SEVERAL =
            """
            with given as (
                select sha256, size, octets, place
                  from unnest(?::bytea[], ?::bigint[], ?::bytea[]) with ordinality g (sha256, size, octets, place)),
            touched as (
                insert into body (sha256, size, touched_at) select sha256, size, ? from given order by place
                on conflict (sha256) do update set touched_at = excluded.touched_at
                returning sha256, xmax = 0 as fresh)
            insert into body_chunk (sha256, n, octets)
            select sha256, 0, octets from given join touched using (sha256) where fresh
            """;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Bodies(JdbcTemplate jdbc, PlatformTransactionManager transactions, Clock clock) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /** Stores the octets unless they are there. One transaction of its own, or the caller's. */
    public BodyKey save(Spool octets) throws IOException {
        var key = new BodyKey(octets.sha256(), octets.size());
        var now = Timestamp.from(clock.instant());
        if (key.size() <= CHUNK) {
            jdbc.update(SAVE_SMALL, key.sha256(), key.size(), now, whole(octets));
            return key;
        }
        try (var in = octets.open()) {
            transaction.executeWithoutResult(_ -> {
                boolean fresh =
                        Boolean.TRUE.equals(
                                jdbc.queryForObject(
                                        TOUCH, Boolean.class, key.sha256(), key.size(), now));
                if (fresh) {
                    insertChunks(key, in);
                }
            });
        }
        return key;
    }

    /** One chunk a statement: two of them in memory at most, whatever the size of the message. */
    private void insertChunks(BodyKey key, InputStream in) {
        jdbc.execute(
                "insert into body_chunk (sha256, n, octets) values (?, ?, ?)",
                (PreparedStatement insert) -> {
                    int n = 0;
                    for (byte[] chunk = read(in); chunk.length > 0; chunk = read(in)) {
                        insert.setBytes(1, key.sha256());
                        insert.setInt(2, n);
                        insert.setBytes(3, chunk);
                        insert.executeUpdate();
                        n++;
                    }
                    return n;
                });
    }

    /**
     * Stores small bodies, each of one chunk, in one round trip; together they are in memory.
     *
     * @throws UncheckedIOException one cannot be read; nothing is stored
     */
    void saveSmall(Collection<Spool> all) {
        var sorted = new TreeMap<byte[], Spool>(Arrays::compareUnsigned);
        all.forEach(octets -> sorted.putIfAbsent(octets.sha256(), octets));
        if (sorted.isEmpty()) {
            return;
        }
        var hashes = sorted.keySet().toArray(byte[][]::new);
        var sizes = sorted.values().stream().map(Spool::size).toArray(Long[]::new);
        var octets = new byte[sorted.size()][];
        int next = 0;
        try {
            for (Spool one : sorted.values()) {
                octets[next++] = whole(one);
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        jdbc.update(
                SAVE_SEVERAL,
                statement -> {
                    var connection = statement.getConnection();
                    statement.setArray(1, connection.createArrayOf("bytea", hashes));
                    statement.setArray(2, connection.createArrayOf("bigint", sizes));
                    statement.setArray(3, connection.createArrayOf("bytea", octets));
                    statement.setTimestamp(4, Timestamp.from(clock.instant()));
                });
    }

    static byte[] whole(Spool octets) throws IOException {
        try (var in = octets.open()) {
            return in.readAllBytes();
        }
    }

    private static byte[] read(InputStream in) throws SQLException {
        try {
            return in.readNBytes(CHUNK);
        } catch (IOException e) {
            throw new SQLException(
                    "spool unreadable", e); // rolls back; nothing of the body remains
        }
    }

    /**
     * Streams octets {@code from} (inclusive) to {@code to} (exclusive); each chunk is its own
     * short query, so a slow reader holds no connection. Bounds beyond the body are cut to it.
     */
    public InputStream open(BodyKey body, long from, long to) {
        long start = Math.clamp(from, 0, body.size());
        return new ChunkStream(body, start, Math.clamp(to, start, body.size()));
    }

    private byte[] chunk(BodyKey body, int n, int from, int length) {
        var found =
                jdbc.query(
                        "select substring(octets from ? for ?) from body_chunk where sha256 = ? and n = ?",
                        (row, _) -> row.getBytes(1),
                        from + 1,
                        length,
                        body.sha256(),
                        n);
        if (found.isEmpty() || found.getFirst().length != length) {
            throw new IllegalStateException("body " + body + " lacks chunk " + n);
        }
        return found.getFirst();
    }

    /** Reads ahead one chunk; not shared between threads. */
    private final class ChunkStream extends InputStream {
        private final BodyKey body;
        private final long end;
        private long position;
        private byte[] buffer = new byte[0];
        private int read;

        ChunkStream(BodyKey body, long from, long to) {
            this.body = body;
            this.position = from;
            this.end = to;
        }

        private boolean fill() throws IOException {
            if (read < buffer.length) {
                return true;
            }
            if (position >= end) {
                return false;
            }
            int n = Math.toIntExact(position / CHUNK);
            int from = Math.toIntExact(position % CHUNK);
            int length = (int) Math.min(CHUNK - from, end - position);
            try {
                buffer = chunk(body, n, from, length);
            } catch (DataAccessException e) {
                // The literal or dialogue this feeds has begun: the only honest end is to close the
                // connection.
                throw new IOException("store unavailable while reading " + body, e);
            }
            read = 0;
            position += length;
            return true;
        }

        @Override
        public int read() throws IOException {
            return fill() ? buffer[read++] & 0xff : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (!fill()) {
                return -1;
            }
            int n = Math.min(length, buffer.length - read);
            System.arraycopy(buffer, read, target, offset, n);
            read += n;
            return n;
        }
    }
}
