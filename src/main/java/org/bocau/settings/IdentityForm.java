package org.bocau.settings;

import org.bocau.preferences.Identities;
import org.bocau.preferences.Identity;
import org.jspecify.annotations.Nullable;

/**
 * An identity as it is typed; what a request leaves out is empty.
 *
 * @param text the plain signature
 * @param html the other one, empty where the plain one is to serve for both
 */
record IdentityForm(
        @Nullable String name,
        @Nullable String address,
        @Nullable String replyTo,
        @Nullable String text,
        @Nullable String html) {
    static IdentityForm of(Identity identity) {
        return new IdentityForm(
                identity.name(),
                identity.address(),
                identity.replyTo(),
                identity.signatureText(),
                identity.signatureHtml());
    }

    Identities.Draft draft() {
        return new Identities.Draft(
                given(name), given(address), given(replyTo), given(text), given(html));
    }

    private static String given(@Nullable String typed) {
        return typed == null ? "" : typed;
    }
}
