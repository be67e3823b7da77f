package org.bocau.mailbox;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.bocau.account.AccountId;
import org.bocau.message.MessageText;
import org.bocau.message.Part;
import org.bocau.message.SearchText;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Makes the rows of {@code message_text} from stored messages, in the caller's transaction. Text is
 * read and written piece by piece, whatever the size of the message.
 */
@Component
class TextRows {
    private static final Logger log = LoggerFactory.getLogger(TextRows.class);

    /** Messages up to this size come with the query that lists them. */
    static final int SMALL = 64 * 1024;

    /** Characters that wait to be written together. */
    private static final int BATCH = 512 * 1024;

    private static final String INSERT =
            """
            insert into message_text (account_id, content_id, n, heading, heading_folded, header, header_folded,
                   body, body_folded) values (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private final JdbcTemplate jdbc;
    private final Bodies bodies;

    TextRows(JdbcTemplate jdbc, Bodies bodies) {
        this.jdbc = jdbc;
        this.bodies = bodies;
    }

    /**
     * A message whose text is wanted.
     *
     * @param parts its part tree, encoded
     * @param octets all of a small message
     */
    record Source(long contentId, BodyKey body, byte[] parts, byte @Nullable [] octets) {
        /** Columns of {@code message_content c} and {@code body_chunk k}. */
        static final String COLUMNS = "c.id, c.body_sha256, c.size, c.parts, k.octets";

        /** Joins the octets of small messages. */
        static final String JOIN =
                " left join body_chunk k on k.sha256 = c.body_sha256 and k.n = 0 and c.size <= "
                        + SMALL;

        static Source of(ResultSet row, int number) throws SQLException {
            return new Source(
                    row.getLong("id"),
                    new BodyKey(row.getBytes("body_sha256"), row.getLong("size")),
                    row.getBytes("parts"),
                    row.getBytes("octets"));
        }
    }

    /** Writes the rows of these messages, which must have none. */
    void write(AccountId account, List<Source> sources) {
        var batch = new Batch(account);
        for (Source source : sources) {
            try {
                write(source, batch);
            } catch (IOException e) {
                if (e.getCause() instanceof DataAccessException down) {
                    throw down;
                }
                unreadable(account, source, batch, e);
            } catch (IllegalArgumentException | IllegalStateException e) { // tree or body damaged
                unreadable(account, source, batch, e);
            }
        }
        batch.flush();
    }

    private void write(Source source, Batch batch) throws IOException {
        var root = Part.decode(source.parts());
        var octets = octets(source);
        var header = MessageText.of(root, octets);
        MessageText.body(
                root,
                octets,
                (n, text) ->
                        batch.add(
                                source.contentId(),
                                n,
                                n == 0 ? header : new MessageText("", ""),
                                text));
    }

    private MessageText.Octets octets(Source source) {
        byte[] all = source.octets();
        return all == null
                ? (from, to) -> bodies.open(source.body(), from, to)
                : (from, to) -> range(all, from, to);
    }

    private static InputStream range(byte[] all, long from, long to) {
        int start = (int) Math.clamp(from, 0, (long) all.length);
        return new ByteArrayInputStream(
                all, start, (int) Math.clamp(to - start, 0, (long) all.length - start));
    }

    /** The index goes on without it: one damaged message must not stop the search in all others. */
    private static void unreadable(
            AccountId account, Source source, Batch batch, Exception reason) {
        log.error("no text of message {} of account {}", source.contentId(), account, reason);
        batch.giveUp(source.contentId());
    }

    /** Rows on their way to the database. */
    private final class Batch {
        private final AccountId account;
        private final List<Object[]> rows = new ArrayList<>();
        private int characters;

        Batch(AccountId account) {
            this.account = account;
        }

        void add(long content, int n, MessageText header, String body) {
            rows.add(
                    new Object[] {
                        account.value(),
                        content,
                        n,
                        header.heading(),
                        foldedIfOther(header.heading()),
                        header.header(),
                        foldedIfOther(header.header()),
                        body,
                        foldedIfOther(body)
                    });
            characters += body.length() + header.header().length();
            if (characters > BATCH) {
                flush();
            }
        }

        /** Nothing of the message remains but one empty row. */
        void giveUp(long content) {
            flush();
            jdbc.update(
                    "delete from message_text where account_id = ? and content_id = ?",
                    account.value(),
                    content);
            add(content, 0, new MessageText("", ""), "");
        }

        void flush() {
            if (!rows.isEmpty()) {
                jdbc.batchUpdate(INSERT, rows);
                rows.clear();
                characters = 0;
            }
        }
    }

    private static @Nullable String foldedIfOther(String text) {
        String folded = SearchText.folded(text);
        return folded.equals(text) ? null : folded;
    }
}
