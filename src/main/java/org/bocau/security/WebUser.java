package org.bocau.security;

import java.io.Serializable;
import org.bocau.account.Account;
import org.bocau.account.AccountId;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.AuthenticatedPrincipal;

/**
 * Who is signed in to the web: {@code @AuthenticationPrincipal WebUser}.
 *
 * @param name display name, may be empty
 * @param language the account's at sign-in, {@code en} or {@code vi}; null when never chosen
 * @param credentials the account's number at sign-in; when it has grown, the session ends
 */
public record WebUser(
        AccountId account,
        String address,
        String name,
        boolean administrator,
        @Nullable String language,
        int credentials)
        implements AuthenticatedPrincipal, Serializable {
    private static final long serialVersionUID = 1L;

    static WebUser of(Account account) {
        return new WebUser(
                account.id(),
                account.address().toString(),
                account.name(),
                account.administrator(),
                account.language(),
                account.credentials());
    }

    /** The address; what {@code request.getUserPrincipal().getName()} says. */
    @Override
    public String getName() {
        return address;
    }

    boolean holdsFor(Account now) {
        return now.enabled() && now.credentials() == credentials;
    }
}
