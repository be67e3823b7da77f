package org.bocau.settings;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Map;
import org.bocau.account.FieldRefusal;
import org.bocau.pages.Notices;
import org.bocau.preferences.Preferences;
import org.bocau.preferences.Setting;
import org.bocau.security.WebUser;
import org.bocau.webpush.PushSubscriptions;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Which browsers are told of new mail. Only a script can subscribe one; a form can end it. */
@Controller
@RequestMapping("/settings/notifications")
class NotificationController {
    private final PushSubscriptions subscriptions;
    private final Preferences preferences;
    private final Notices notices;

    NotificationController(
            PushSubscriptions subscriptions, Preferences preferences, Notices notices) {
        this.subscriptions = subscriptions;
        this.preferences = preferences;
        this.notices = notices;
    }

    /** A browser that is told. */
    record Line(long id, String device, boolean handheld, Instant since) {}

    @GetMapping
    String show(@AuthenticationPrincipal WebUser user, Model model) {
        model.addAttribute("section", "notifications");
        model.addAttribute("open", preferences.of(user.account()).notifyOpen());
        model.addAttribute("serverKey", subscriptions.serverKey());
        model.addAttribute(
                "browsers",
                subscriptions.of(user.account()).stream()
                        .map(one ->
                                new Line(
                                        one.id(),
                                        Device.of(one.agent()),
                                        Device.handheld(one.agent()),
                                        one.createdAt()))
                        .toList());
        return "settings/notifications";
    }

    @PostMapping
    ResponseEntity<Void> add(
            @AuthenticationPrincipal WebUser user,
            @RequestParam String endpoint,
            @RequestParam String p256dh,
            @RequestParam String auth,
            HttpServletRequest request) {
        var agent = request.getHeader("User-Agent");
        try {
            subscriptions.add(user.account(), endpoint, p256dh, auth, agent == null ? "" : agent);
        } catch (FieldRefusal _) { // no browser gives such a one
            return ResponseEntity.status(HttpStatus.BAD_REQUEST).build();
        }
        return ResponseEntity.noContent().build();
    }

    /**
     * Whether pages that are open tell of new mail while nobody looks at them.
     *
     * @param open absent for no
     */
    @PostMapping("/open")
    String open(
            @AuthenticationPrincipal WebUser user,
            @RequestParam(defaultValue = "false") boolean open,
            RedirectAttributes redirect) {
        preferences.update(
                user.account(), Map.of(Setting.NOTIFY_OPEN.key(), Boolean.toString(open)));
        notices.say(redirect, "settings.notify.saved");
        return "redirect:/settings/notifications";
    }

    /** By the browser itself, which knows where it is told and no number. */
    @PostMapping("/remove-this")
    ResponseEntity<Void> removeThis(
            @AuthenticationPrincipal WebUser user, @RequestParam String endpoint) {
        subscriptions.remove(user.account(), endpoint);
        return ResponseEntity.noContent().build();
    }

    @PostMapping("/remove")
    String remove(
            @AuthenticationPrincipal WebUser user,
            @RequestParam long id,
            RedirectAttributes redirect) {
        subscriptions.remove(user.account(), id);
        notices.say(redirect, "settings.push.removed");
        return "redirect:/settings/notifications";
    }
}
