package org.bocau.account;

/**
 * Told, inside the same transaction, that an account comes or goes, so that modules above this one
 * can make or remove what belongs to it. All beans of this type are called.
 */
public interface AccountLifecycle {
    void created(AccountId account);

    void deleted(AccountId account);
}
