package org.bocau.account;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Makes, edits and deletes accounts: one transaction a method, or the caller's own.
 *
 * <p>Once there is an enabled administrator there always is one: whatever would end that is
 * refused, also when two people do it at once. Refusals are {@link FieldRefusal}s; an id that is
 * nobody's is a {@link NoSuchElementException}, which the web shows as 404.
 */
@Service
public class Accounts {
    private static final Set<String> LANGUAGES = Set.of("en", "vi");

    private final AccountRepository accounts;
    private final Addresses addresses;
    private final ObjectProvider<AccountLifecycle> lifecycles;
    private final JdbcClient jdbc;
    private final Clock clock;

    Accounts(
            AccountRepository accounts,
            Addresses addresses,
            ObjectProvider<AccountLifecycle> lifecycles,
            JdbcClient jdbc,
            Clock clock) {
        this.accounts = accounts;
        this.addresses = addresses;
        this.lifecycles = lifecycles;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * A page of accounts in the order of their addresses; the page's own order is not asked.
     *
     * @param text part of an address or name, in any case; empty for all
     */
    @Transactional(readOnly = true)
    public Page<AccountRow> page(String text, Pageable page) {
        return accounts.page(text.strip().toLowerCase(Locale.ROOT), page).map(StoredAccount::row);
    }

    @Transactional(readOnly = true)
    public Optional<AccountRow> find(AccountId id) {
        return accounts.findById(id.value()).map(StoredAccount::row);
    }

    /** True once somebody can rule: the set-up is over. */
    @Transactional(readOnly = true)
    public boolean anyAdministrator() {
        return jdbc.sql("select exists (select from account where administrator and enabled)")
                .query(Boolean.class)
                .single();
    }

    /**
     * Makes an account and, through {@link AccountLifecycle}, what belongs to it.
     *
     * @throws FieldRefusal at {@code address}: the domain is not ours, or the address has a meaning
     *     already; at {@code name} or {@code quota}
     */
    @Transactional
    public Account create(NewAccount wanted) {
        Addresses.checkName(wanted.name());
        checkQuota(wanted.quotaOctets());
        var address = addresses.claim(wanted.address(), Addresses.ACCOUNT);
        var account =
                accounts.saveAndFlush(
                        new StoredAccount(
                                address, wanted, clock.instant().truncatedTo(ChronoUnit.MICROS)));
        lifecycles.orderedStream().forEach(lifecycle -> lifecycle.created(account.id()));
        return account.view();
    }

    /**
     * @param version of the {@link AccountRow} the form began with
     * @throws FieldRefusal at {@code administrator} or {@code enabled}: it is the last
     *     administrator; at the form: somebody else edited it meanwhile
     */
    @Transactional
    public void edit(AccountId id, int version, AccountEdit edit) {
        Addresses.checkName(edit.name());
        checkQuota(edit.quotaOctets());
        checkLanguage(edit.language());
        var account = stored(id);
        if (account.version() != version) {
            throw FieldRefusal.edited();
        }
        if (account.ruling() && !edit.administrator()) {
            requireAnotherAdministrator(id, "administrator");
        }
        if (account.ruling() && !edit.enabled()) {
            requireAnotherAdministrator(id, "enabled");
        }
        account.edit(edit);
        flush(account);
    }

    /**
     * Deletes an account with all that belongs to it, and takes its address off every alias and
     * list; an alias that led nowhere else goes too.
     *
     * @throws FieldRefusal at the form: it is the last administrator
     */
    @Transactional
    public void delete(AccountId id) {
        var account = stored(id);
        if (account.ruling()) {
            requireAnotherAdministrator(id, "");
        }
        lifecycles.orderedStream().forEach(lifecycle -> lifecycle.deleted(id));
        accounts.delete(account);
        accounts.flush();
        addresses.retire(account.address());
    }

    /**
     * Replaces the password; sessions that began with the old one end.
     *
     * @param hash scheme in braces first
     */
    @Transactional
    public void changePassword(AccountId id, String hash) {
        var account = stored(id);
        account.changePassword(hash);
        flush(account);
    }

    /**
     * Replaces the hash of an unchanged password; nothing if the password has changed meanwhile.
     */
    @Transactional
    public void rehash(AccountId id, String oldHash, String newHash) {
        jdbc.sql("update account set password_hash = ? where id = ? and password_hash = ?")
                .params(newHash, id.value(), oldHash)
                .update();
    }

    /**
     * @param language {@code en}, {@code vi}, or null to follow the browser
     */
    @Transactional
    public void chooseLanguage(AccountId id, @Nullable String language) {
        checkLanguage(language);
        var account = stored(id);
        account.speak(language);
        flush(account);
    }

    /**
     * Locks all administrators in the order of their ids: of two people who would each take away
     * one of the last two, the second waits, looks again and is refused.
     */
    private void requireAnotherAdministrator(AccountId id, String field) {
        var ruling =
                jdbc.sql(
                                """
                                select id from account where administrator and enabled
                                 order by id for update
                                """)
                        .query(Long.class)
                        .list();
        if (ruling.stream().allMatch(other -> other == id.value())) {
            throw new FieldRefusal(field, "refusal.administrator.last");
        }
    }

    private StoredAccount stored(AccountId id) {
        return accounts.findById(id.value())
                .orElseThrow(() -> new NoSuchElementException("no account " + id.value()));
    }

    private void flush(StoredAccount account) {
        try {
            accounts.saveAndFlush(account);
        } catch (OptimisticLockingFailureException _) {
            throw FieldRefusal.edited();
        }
    }

    private static void checkQuota(long octets) {
        if (octets < 0) {
            throw new FieldRefusal("quota", "refusal.quota.negative");
        }
    }

    private static void checkLanguage(@Nullable String language) {
        if (language != null && !LANGUAGES.contains(language)) {
            throw new FieldRefusal("language", "refusal.language.unknown", language);
        }
    }
}
