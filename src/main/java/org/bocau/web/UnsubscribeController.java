package org.bocau.web;

import org.bocau.account.Subscriptions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.server.ResponseStatusException;

/**
 * Leaving a mailing list by the link in its mail, without signing in: the link carries a token that
 * only its member's copy has. A GET shows a button and changes nothing, because programs follow
 * links before people do; the POST is the button's, or the mail program's own (RFC 8058 §3.2).
 */
@Controller
class UnsubscribeController {
    private static final Logger log = LoggerFactory.getLogger(UnsubscribeController.class);

    private final Subscriptions subscriptions;

    UnsubscribeController(Subscriptions subscriptions) {
        this.subscriptions = subscriptions;
    }

    @GetMapping("/lists/unsubscribe/{token}")
    String ask(@PathVariable String token, Model model) {
        var link = read(token);
        var member = link.member();
        return page(token, link, member == null ? null : member.address().toString(), model);
    }

    /** Doing it twice is no mistake: a program asks again when it has heard no answer. */
    @PostMapping(path = "/lists/unsubscribe/{token}", params = "List-Unsubscribe=One-Click")
    String leave(@PathVariable String token, Model model) {
        var link = read(token);
        var member = link.member();
        if (member != null && subscriptions.unsubscribe(member)) {
            log.info("{} has left {} by its link", member.address(), link.address());
        }
        return page(token, link, null, model);
    }

    private static String page(
            String token, Subscriptions.Link link, @Nullable String member, Model model) {
        model.addAttribute("list", link.address().toString());
        model.addAttribute("name", link.name().isBlank() ? link.address().toString() : link.name());
        model.addAttribute("member", member);
        model.addAttribute("token", token);
        return "unsubscribe";
    }

    /** A link that was not made here, or whose list is gone, is a page that does not exist. */
    private Subscriptions.Link read(String token) {
        return subscriptions
                .readLink(token)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }
}
