package org.bocau.security;

import java.util.NoSuchElementException;
import java.util.Objects;
import org.bocau.account.Account;
import org.bocau.account.AccountId;
import org.bocau.account.AppPasswords;
import org.bocau.account.Directory;
import org.bocau.account.FieldRefusal;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** App passwords made and revoked, each with its line in the audit trail. */
@Service
public class MailPasswords {
    private final AppPasswords appPasswords;
    private final Passwords passwords;
    private final Directory directory;
    private final Audit audit;
    private final TransactionTemplate transaction;

    MailPasswords(
            AppPasswords appPasswords,
            Passwords passwords,
            Directory directory,
            Audit audit,
            TransactionTemplate transaction) {
        this.appPasswords = appPasswords;
        this.passwords = passwords;
        this.directory = directory;
        this.audit = audit;
        this.transaction = transaction;
    }

    /**
     * Makes one for the account's owner.
     *
     * @param name of the program or device it is for
     * @return the secret, which nobody can be shown again
     * @throws FieldRefusal at {@code name}
     */
    public String create(AccountId account, String name) {
        var owner = account(account);
        var text = AppPasswordText.random();
        // an ASCII text is as SASLprep wants it; the keys take time, so not in the transaction
        var scram = Objects.requireNonNull(passwords.scramKeys(login(owner), text));
        var keys =
                new AppPasswords.Keys(
                        AppPasswordText.digest(text), scram.storedKey(), scram.serverKey());
        transaction.executeWithoutResult(_ -> {
            appPasswords.add(account, name, keys);
            audit.record(login(owner), "app-password.create", login(owner), name.strip());
        });
        return text;
    }

    /**
     * Ends one; that it has gone already is no fault.
     *
     * @param actor the owner's address or an administrator's
     */
    public void revoke(String actor, AccountId account, long id) {
        var owner = account(account);
        transaction.executeWithoutResult(_ ->
                appPasswords
                        .revoke(account, id)
                        .ifPresent(name ->
                                audit.record(actor, "app-password.revoke", login(owner), name)));
    }

    /**
     * Sets whether mail programs need one.
     *
     * @param actor the owner's address or an administrator's
     */
    public void require(String actor, AccountId account, boolean required) {
        var owner = account(account);
        transaction.executeWithoutResult(_ -> {
            if (appPasswords.required(account) != required) {
                appPasswords.require(account, required);
                audit.record(
                        actor, "account.app-passwords-only", login(owner), required ? "on" : "off");
            }
        });
    }

    /**
     * @throws NoSuchElementException the account has been deleted: 404
     */
    private Account account(AccountId account) {
        return directory.account(account).orElseThrow();
    }

    private static String login(Account account) {
        return account.address().canonical().toString();
    }
}
