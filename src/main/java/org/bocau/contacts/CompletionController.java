package org.bocau.contacts;

import java.util.List;
import org.bocau.security.WebUser;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What is suggested while somebody types a recipient. */
@RestController
class CompletionController {
    private static final int LONGEST = 200;

    private final Contacts contacts;

    CompletionController(Contacts contacts) {
        this.contacts = contacts;
    }

    /**
     * {@code [{"name", "address", "members"}]}, best first, see {@link Suggestion}.
     *
     * @param q what was typed since the last separator
     */
    @GetMapping("/contacts/complete")
    ResponseEntity<List<Suggestion>> complete(
            @AuthenticationPrincipal WebUser user, @RequestParam(defaultValue = "") String q) {
        var typed = q.length() <= LONGEST ? q : q.substring(0, LONGEST);
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(contacts.complete(user.account(), typed));
    }
}
