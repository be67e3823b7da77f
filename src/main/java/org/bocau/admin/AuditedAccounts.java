package org.bocau.admin;

import java.util.Collection;
import java.util.Locale;
import org.bocau.account.AccountEdit;
import org.bocau.account.AccountId;
import org.bocau.account.AccountRow;
import org.bocau.account.Accounts;
import org.bocau.account.CapabilityMasks;
import org.bocau.account.NewAccount;
import org.bocau.account.SendingLimit;
import org.bocau.account.SendingLimits;
import org.bocau.security.Audit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Changes to accounts, each in one transaction with its audit row. */
@Service
class AuditedAccounts {
    private final Accounts accounts;
    private final CapabilityMasks masks;
    private final SendingLimits sending;
    private final Audit audit;

    AuditedAccounts(Accounts accounts, CapabilityMasks masks, SendingLimits sending, Audit audit) {
        this.accounts = accounts;
        this.masks = masks;
        this.sending = sending;
        this.audit = audit;
    }

    @Transactional
    AccountId create(String actor, NewAccount wanted) {
        var account = accounts.create(wanted);
        var started =
                new Differences()
                        .compare("name", "", account.name())
                        .compare("administrator", false, account.administrator())
                        .compare("quota", "", quota(account.quotaOctets()));
        audit.record(actor, "account.create", account.address().toString(), started.toString());
        return account.id();
    }

    /**
     * @param version of the row the form began with; not {@code before}'s when somebody else was
     *     faster, and then refused
     */
    @Transactional
    void edit(String actor, AccountRow before, int version, AccountEdit edit) {
        accounts.edit(before.id(), version, edit);
        var changed =
                new Differences()
                        .compare("name", before.name(), edit.name())
                        .compare("enabled", before.enabled(), edit.enabled())
                        .compare("administrator", before.administrator(), edit.administrator())
                        .compare("quota", quota(before.quotaOctets()), quota(edit.quotaOctets()))
                        .compare("language", before.language(), edit.language());
        audit.record(actor, "account.edit", before.address().toString(), changed.toString());
    }

    @Transactional
    void open(String actor, AccountRow before, boolean open) {
        var edit =
                new AccountEdit(
                        before.name(),
                        open,
                        before.administrator(),
                        before.quotaOctets(),
                        before.language());
        accounts.edit(before.id(), before.version(), edit);
        var action = open ? "account.enable" : "account.disable";
        audit.record(actor, action, before.address().toString(), "");
    }

    /** Hides capabilities from an account's mail programs, and no others than these. */
    @Transactional
    void mask(String actor, AccountRow account, Collection<String> names) {
        var before = masks.of(account.id());
        var after = masks.replace(account.id(), names);
        var changed = new Differences().compareSets("hidden capabilities", before, after);
        audit.record(actor, "account.mask", account.address().toString(), changed.toString());
    }

    /** Sets how much the account may send. */
    @Transactional
    void limitSending(String actor, AccountRow account, SendingLimit limit) {
        var before = sending.limit(account.id());
        sending.limit(account.id(), limit);
        var changed =
                new Differences()
                        .compare("recipients per hour", before.perHour(), limit.perHour())
                        .compare("recipients per day", before.perDay(), limit.perDay())
                        .compare("new recipients per day", before.newPerDay(), limit.newPerDay());
        audit.record(actor, "account.sending", account.address().toString(), changed.toString());
    }

    @Transactional
    void resetPassword(String actor, AccountRow account, String hash) {
        accounts.changePassword(account.id(), hash);
        audit.record(actor, "account.reset-password", account.address().toString(), "");
    }

    @Transactional
    void delete(String actor, AccountRow account) {
        accounts.delete(account.id());
        audit.record(actor, "account.delete", account.address().toString(), account.name());
    }

    /** The trail is read by people, in English; empty for no limit. */
    private static String quota(long octets) {
        return octets == 0 ? "" : Octets.text(octets, Locale.ENGLISH);
    }
}
