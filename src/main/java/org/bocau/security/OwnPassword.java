package org.bocau.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.bocau.account.AccountId;
import org.bocau.account.Accounts;
import org.bocau.account.Directory;
import org.bocau.account.FieldRefusal;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What the owner of an account does to it only after showing the password again: an unwatched
 * screen, or a script in the page, must not be enough.
 */
@Service
public class OwnPassword {
    private final Logins logins;
    private final Passwords passwords;
    private final Accounts accounts;
    private final Directory directory;
    private final WebSessions sessions;
    private final Audit audit;
    private final TransactionTemplate transaction;

    OwnPassword(
            Logins logins,
            Passwords passwords,
            Accounts accounts,
            Directory directory,
            WebSessions sessions,
            Audit audit,
            TransactionTemplate transaction) {
        this.logins = logins;
        this.passwords = passwords;
        this.accounts = accounts;
        this.directory = directory;
        this.sessions = sessions;
        this.audit = audit;
        this.transaction = transaction;
    }

    /**
     * Asks for the password; counted and throttled like a sign-in.
     *
     * @param field where the form has it
     * @throws FieldRefusal at that field: it is wrong, or too many have been tried
     */
    public void require(HttpServletRequest request, WebUser user, String password, String field) {
        switch (logins.password(WebAuthentication.login(request), user.address(), password)) {
            case LoginResult.Accepted accepted
                    when accepted.account().id().equals(user.account()) -> {}
            case LoginResult.Throttled _ ->
                    throw new FieldRefusal(field, "security.password.later");
            default -> throw new FieldRefusal(field, "security.password.wrong");
        }
    }

    /**
     * Replaces the password. All other sessions of the account end, those of mail programs that
     * knew the old one too; this one goes on under a new id.
     *
     * @throws FieldRefusal at {@code current}: it is not the old one; at {@code password}: too
     *     short, too long, the old one again
     */
    public void change(
            HttpServletRequest request,
            HttpServletResponse response,
            String current,
            String password) {
        var user = signedIn();
        require(request, user, current, "current");
        if (password.equals(current)) {
            throw new FieldRefusal("password", "refusal.password.same");
        }
        var account = directory.account(user.account()).orElseThrow();
        var hash = passwords.hash(account.address(), password); // not within the transaction
        transaction.executeWithoutResult(_ -> {
            accounts.changePassword(user.account(), hash);
            audit.record(user.address(), "account.change-password", user.address(), "");
        });
        goOn(request, response, user.account());
        sessions.endOthers(user.account(), SessionGuard.id(request));
    }

    private static WebUser signedIn() {
        var authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication != null && authentication.getPrincipal() instanceof WebUser user) {
            return user;
        }
        throw new IllegalStateException("nobody is signed in");
    }

    /** With the credentials as they are now; those the session began with are no longer good. */
    private void goOn(HttpServletRequest request, HttpServletResponse response, AccountId id) {
        var old = SecurityContextHolder.getContext().getAuthentication();
        var user = WebUser.of(directory.account(id).orElseThrow());
        var context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(
                UsernamePasswordAuthenticationToken.authenticated(
                        user, null, old == null ? java.util.List.of() : old.getAuthorities()));
        request.changeSessionId();
        SecurityContextHolder.setContext(context);
        new HttpSessionSecurityContextRepository().saveContext(context, request, response);
    }
}
