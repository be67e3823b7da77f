package org.bocau.rules;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.bocau.account.AccountId;
import org.bocau.filter.Failure;
import org.bocau.filter.Script;
import org.bocau.filter.ScriptRefusal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The scripts of accounts. Every delivery asks for one, so compiled ones are remembered: bounded,
 * and for seconds only, because another node may write too.
 */
@Service
public class Scripts {
    private static final Logger log = LoggerFactory.getLogger(Scripts.class);
    private static final int REMEMBERED = 5_000; // accounts; most have no script
    private static final Duration REMEMBERED_FOR = Duration.ofSeconds(10);
    private static final String FORMS = "rules";
    private static final String OWN = "own";

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final JsonMapper json;
    private final ScriptFailures failures;
    private final Clock clock;
    private final LoadingCache<AccountId, Script> remembered =
            Caffeine.newBuilder()
                    .maximumSize(REMEMBERED)
                    .expireAfterWrite(REMEMBERED_FOR)
                    .build(this::readActive);

    Scripts(
            JdbcClient jdbc,
            TransactionTemplate transaction,
            JsonMapper json,
            ScriptFailures failures,
            Clock clock) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.json = json;
        this.failures = failures;
        this.clock = clock;
    }

    /** What the forms of an account say. */
    private record Form(List<Rule> rules, Absence absence) {}

    /** The script that mail for this account goes through; {@link Script#EMPTY} for most. */
    public Script active(AccountId account) {
        return remembered.get(account);
    }

    private Script readActive(AccountId account) {
        return jdbc.sql("select content from sieve_script where account_id = ? and active")
                .param(account.value())
                .query(String.class)
                .optional()
                .map(content -> compiled(account, content))
                .orElse(Script.EMPTY);
    }

    /** One that was accepted by an older version of ours keeps everything. */
    private Script compiled(AccountId account, String content) {
        try {
            return Script.compile(content);
        } catch (ScriptRefusal no) {
            log.warn(
                    "account {}: the script is not used, line {}: {}",
                    account.value(),
                    no.line(),
                    no.getMessage());
            failures.note(account, Failure.NOT_UNDERSTOOD);
            return Script.EMPTY;
        }
    }

    public Filters of(AccountId account) {
        var form = form(account);
        var own =
                jdbc.sql(
                                "select content, active from sieve_script where account_id = ? and name = ?")
                        .params(account.value(), OWN)
                        .query((row, _) ->
                                new Filters(
                                        form.rules(),
                                        form.absence(),
                                        row.getString("content"),
                                        row.getBoolean("active")))
                        .optional();
        return own.orElseGet(() -> new Filters(form.rules(), form.absence(), "", false));
    }

    private Form form(AccountId account) {
        var stored =
                jdbc.sql("select form from sieve_script where account_id = ? and name = ?")
                        .params(account.value(), FORMS)
                        .query(String.class)
                        .optional();
        try {
            return stored.isPresent()
                    ? json.readValue(stored.get(), Form.class)
                    : new Form(List.of(), Absence.NONE);
        } catch (JacksonException unreadable) {
            throw new IllegalStateException("filters of account " + account.value(), unreadable);
        }
    }

    /**
     * Replaces them; the next delivery goes by them.
     *
     * @throws ScriptRefusal the own script is none, or the rules make none; nothing is changed
     */
    public void save(AccountId account, Filters filters) {
        if (filters.rules().size() > Filters.MOST_RULES) {
            throw new ScriptRefusal(1, "there are more than " + Filters.MOST_RULES + " rules");
        }
        var written = ScriptWriter.write(filters.rules(), filters.absence());
        var _ = Script.compile(written);
        if (filters.ownActive() || !filters.own().isBlank()) {
            var _ = Script.compile(filters.own());
        }
        var form = json.writeValueAsString(new Form(filters.rules(), filters.absence()));
        transaction.executeWithoutResult(_ -> {
            jdbc.sql("update sieve_script set active = false where account_id = ? and active")
                    .param(account.value())
                    .update();
            boolean needed = !filters.rules().isEmpty() || filters.absence().enabled();
            write(account, FORMS, written, form, needed && !filters.ownActive());
            write(account, OWN, filters.own(), null, filters.ownActive());
            failures.forget(account);
        });
        remembered.invalidate(account);
    }

    private void write(
            AccountId account, String name, String content, @Nullable String form, boolean active) {
        jdbc.sql(
                        """
                        insert into sieve_script (account_id, name, content, form, active, changed_at)
                        values (:account, :name, :content, :form, :active, :now)
                        on conflict (account_id, name) do update
                           set content = excluded.content, form = excluded.form,
                               active = excluded.active, changed_at = excluded.changed_at
                        """)
                .param("account", account.value())
                .param("name", name)
                .param("content", content)
                .param("form", form)
                .param("active", active)
                .param("now", Timestamp.from(clock.instant()))
                .update();
    }

    /** The script that these rules make, as it is shown. */
    public static String text(Filters filters) {
        return ScriptWriter.write(filters.rules(), filters.absence());
    }
}
