package org.bocau.search;

import java.util.List;
import java.util.Optional;
import org.bocau.account.AccountId;
import org.bocau.account.FieldRefusal;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Searches that people keep; each name once in an account. */
@Service
public class SavedSearches {
    public static final int MOST = 50;
    public static final int LONGEST_NAME = 100;

    private final SavedSearchRows rows;
    private final JdbcClient jdbc;

    SavedSearches(SavedSearchRows rows, JdbcClient jdbc) {
        this.rows = rows;
        this.jdbc = jdbc;
    }

    /** An account's, by name; each page asks, so by one statement. */
    public List<SavedSearch> all(AccountId account) {
        return jdbc.sql(
                        "select id, name, query from saved_search where account_id = ? order by name")
                .param(account.value())
                .query((row, _) ->
                        new SavedSearch(
                                row.getLong("id"), row.getString("name"), row.getString("query")))
                .list();
    }

    @Transactional(readOnly = true)
    public Optional<SavedSearch> find(AccountId account, long id) {
        return rows.findByAccountIdAndId(account.value(), id).map(StoredSavedSearch::search);
    }

    /**
     * Keeps a search.
     *
     * @throws FieldRefusal at {@code name}: empty, too long, taken, or there are {@value #MOST}
     *     already; at {@code query}: there is nothing to look for
     */
    @Transactional
    public SavedSearch save(AccountId account, String name, String query) {
        var text = query.strip();
        if (text.isEmpty() || text.length() > Query.LONGEST) {
            throw new FieldRefusal("query", "search.refusal.query");
        }
        var there = rows.findByAccountIdOrderByNameAsc(account.value());
        if (there.size() >= MOST) throw new FieldRefusal("name", "search.refusal.many", MOST);
        var row = new StoredSavedSearch(account.value(), rows.nextId(), text);
        row.rename(checked(there, row, name));
        return rows.saveAndFlush(row).search();
    }

    /**
     * @throws FieldRefusal at {@code name}: as for {@link #save}
     * @throws java.util.NoSuchElementException the account has none of this id
     */
    @Transactional
    public void rename(AccountId account, long id, String name) {
        var row = rows.findByAccountIdAndId(account.value(), id).orElseThrow();
        row.rename(checked(rows.findByAccountIdOrderByNameAsc(account.value()), row, name));
        rows.saveAndFlush(row);
    }

    private static String checked(
            List<StoredSavedSearch> there, StoredSavedSearch row, String wanted) {
        var name = wanted.replaceAll("\\p{Cntrl}", " ").strip();
        if (name.isEmpty()) throw new FieldRefusal("name", "search.refusal.name");
        if (name.length() > LONGEST_NAME) {
            throw new FieldRefusal("name", "search.refusal.long", LONGEST_NAME);
        }
        boolean taken =
                there.stream()
                        .map(StoredSavedSearch::search)
                        .anyMatch(one -> one.id() != row.search().id() && one.name().equals(name));
        if (taken) throw new FieldRefusal("name", "search.refusal.taken", name);
        return name;
    }

    /** Messages are not touched; an id that is not there is no error. */
    @Transactional
    public void delete(AccountId account, long id) {
        rows.deleteById(new StoredSavedSearch.Key(account.value(), id));
    }
}
