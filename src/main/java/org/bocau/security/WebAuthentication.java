package org.bocau.security;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import org.bocau.account.Account;
import org.bocau.security.SignInRefusal.Reason;
import org.springframework.dao.DataAccessException;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Lets Spring Security's sign-in form ask {@link Logins}. */
@Component
class WebAuthentication implements AuthenticationProvider {
    private final Logins logins;

    WebAuthentication(Logins logins) {
        this.logins = logins;
    }

    /** What Spring Security calls the details of an attempt. */
    static Login login(HttpServletRequest request) {
        var remote = InetAddress.ofLiteral(request.getRemoteAddr());
        return new Login(Login.WEB, remote, request.isSecure());
    }

    /**
     * @throws SignInRefusal for every reason there is
     */
    @Override
    public Authentication authenticate(Authentication attempt) {
        if (!(attempt.getDetails() instanceof Login from)
                || !(attempt.getCredentials() instanceof String password)) {
            throw new IllegalArgumentException("not from the sign-in form");
        }
        var address = attempt.getName();
        try {
            return switch (logins.password(from, address, password)) {
                case LoginResult.Accepted accepted -> authenticated(accepted.account(), from);
                case LoginResult.Refused _ ->
                        throw new SignInRefusal(Reason.REFUSED, address, null);
                case LoginResult.Throttled throttled ->
                        throw new SignInRefusal(Reason.THROTTLED, address, throttled.retryAfter());
            };
        } catch (DataAccessException | TransactionException _) {
            throw new SignInRefusal(Reason.UNAVAILABLE, address, null);
        }
    }

    private static Authentication authenticated(Account account, Login from) {
        var roles =
                account.administrator()
                        ? AuthorityUtils.createAuthorityList("ROLE_USER", "ROLE_ADMIN")
                        : AuthorityUtils.createAuthorityList("ROLE_USER");
        var authentication =
                UsernamePasswordAuthenticationToken.authenticated(WebUser.of(account), null, roles);
        authentication.setDetails(from);
        return authentication;
    }

    @Override
    public boolean supports(Class<?> attempt) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(attempt);
    }
}
