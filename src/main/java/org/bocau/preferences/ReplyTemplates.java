package org.bocau.preferences;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.bocau.account.AccountId;
import org.bocau.account.FieldRefusal;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The replies an account keeps ready. */
@Service
public class ReplyTemplates {
    /** An account's; more are refused. */
    static final int MOST = 200;

    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_TEXT = 20_000;

    private final JdbcClient jdbc;

    ReplyTemplates(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** By name. */
    public List<ReplyTemplate> of(AccountId account) {
        return jdbc.sql(
                        """
                        select id, name, body from reply_template
                         where account_id = ? order by lower(name), id
                        """)
                .param(account.value())
                .query((row, _) -> template(row))
                .list();
    }

    private static ReplyTemplate template(ResultSet row) throws SQLException {
        return new ReplyTemplate(row.getLong("id"), row.getString("name"), row.getString("body"));
    }

    /** Empty when it is not this account's. */
    public Optional<ReplyTemplate> find(AccountId account, long id) {
        return jdbc.sql(
                        """
                        select id, name, body from reply_template
                         where account_id = ? and id = ?
                        """)
                .params(account.value(), id)
                .query((row, _) -> template(row))
                .optional();
    }

    /**
     * Writes one, or makes a new one.
     *
     * @param id 0: a new one
     * @return its id
     * @throws FieldRefusal at {@code name} or {@code text}: empty or too long; at the form: there
     *     are {@value #MOST} already
     * @throws NoSuchElementException the id is not this account's: 404
     */
    @Transactional
    public long save(AccountId account, long id, String name, String text) {
        var shown = name.strip();
        var body = text.replace("\r\n", "\n").replace('\r', '\n').stripTrailing();
        if (shown.isEmpty()) throw new FieldRefusal("name", "NotBlank");
        if (shown.length() > LONGEST_NAME) {
            throw new FieldRefusal("name", "refusal.name.long", LONGEST_NAME);
        }
        if (shown.chars().anyMatch(Character::isISOControl)) {
            throw new FieldRefusal("name", "refusal.name.control");
        }
        if (body.isBlank()) throw new FieldRefusal("text", "NotBlank");
        if (body.length() > LONGEST_TEXT) {
            throw new FieldRefusal("text", "refusal.name.long", LONGEST_TEXT);
        }
        return id == 0 ? added(account, shown, body) : written(account, id, shown, body);
    }

    private long written(AccountId account, long id, String name, String text) {
        int known =
                jdbc.sql(
                                "update reply_template set name = ?, body = ? where account_id = ? and id = ?")
                        .params(name, text, account.value(), id)
                        .update();
        if (known == 0) throw new NoSuchElementException("no template " + id);
        return id;
    }

    private long added(AccountId account, String name, String text) {
        jdbc.sql("select id from account where id = ? for update") // one after the other
                .param(account.value())
                .query(Long.class)
                .single();
        if (of(account).size() >= MOST) throw new FieldRefusal("", "refusal.template.most", MOST);
        return jdbc.sql(
                        """
                        insert into reply_template (account_id, id, name, body)
                        select :account, coalesce(max(id), 0) + 1, :name, :text
                          from reply_template where account_id = :account
                        returning id
                        """)
                .param("account", account.value())
                .param("name", name)
                .param("text", text)
                .query(Long.class)
                .single();
    }

    /** Removes one; that it has gone already is no fault. */
    public void remove(AccountId account, long id) {
        jdbc.sql("delete from reply_template where account_id = ? and id = ?")
                .params(account.value(), id)
                .update();
    }
}
