package org.bocau.web;

import jakarta.servlet.http.HttpServletRequest;
import org.bocau.security.WebUser;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;

/** Who asks. */
final class SignedIn {
    private SignedIn() {}

    static @Nullable WebUser user(HttpServletRequest request) {
        return request.getUserPrincipal() instanceof Authentication known
                        && known.getPrincipal() instanceof WebUser user
                ? user
                : null;
    }
}
