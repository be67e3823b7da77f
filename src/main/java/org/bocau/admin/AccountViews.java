package org.bocau.admin;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import org.bocau.account.AccountId;
import org.bocau.account.AccountRow;
import org.bocau.account.Accounts;
import org.bocau.account.StorageUsage;
import org.bocau.security.SessionLog;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.data.domain.Page;
import org.springframework.stereotype.Component;

/** Accounts as the console shows them: the row, what it holds, who signed in. */
@Component
class AccountViews {
    private static final int SIGN_INS = 10;

    private final Accounts accounts;
    private final StorageUsage storage;
    private final SessionLog signIns;

    AccountViews(Accounts accounts, ObjectProvider<StorageUsage> storage, SessionLog signIns) {
        this.accounts = accounts;
        this.storage = storage.getIfAvailable(() -> _ -> Map.of());
        this.signIns = signIns;
    }

    Page<AccountLine> page(String text, int page, Locale locale) {
        var found = accounts.page(text, Paging.of(page));
        var used = storage.of(found.map(AccountRow::id).toList());
        return found.map(row -> AccountLine.of(row, used.get(row.id()), locale));
    }

    /**
     * @throws NoSuchElementException no such account
     */
    AccountRow row(long id) {
        return accounts.find(new AccountId(id)).orElseThrow();
    }

    /**
     * @throws NoSuchElementException no such account
     */
    AccountLine line(long id, Locale locale) {
        var account = row(id);
        var used = storage.of(List.of(account.id())).get(account.id());
        return AccountLine.of(account, used, locale);
    }

    /** The newest attempts to sign in to it, newest first. */
    List<SignInLine> signIns(long id) {
        return signIns.of(new AccountId(id), SIGN_INS).stream().map(SignInLine::of).toList();
    }
}
