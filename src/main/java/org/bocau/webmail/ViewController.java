package org.bocau.webmail;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bocau.mailclient.MailAccount;
import org.bocau.preferences.Preferences;
import org.bocau.preferences.Setting;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;

/** How the list looks, changed where it stands: layout, density, sizes, conversations. */
@Controller
class ViewController {
    private static final List<Setting> OURS =
            List.of(
                    Setting.LAYOUT,
                    Setting.DENSITY,
                    Setting.CONVERSATIONS,
                    Setting.LIST_WIDTH,
                    Setting.LIST_HEIGHT);

    private final Preferences preferences;

    ViewController(Preferences preferences) {
        this.preferences = preferences;
    }

    /**
     * Keeps those of the fields that are choices about the list; others are not looked at. A form
     * comes back to its page; a script has shown the choice already.
     */
    @PostMapping("/mail/view")
    ResponseEntity<Void> choose(
            MailAccount account,
            @RequestParam Map<String, String> fields,
            @RequestHeader(name = HttpHeaders.ACCEPT, defaultValue = "") String accepts) {
        keep(account, fields);
        if (accepts.startsWith(MediaType.APPLICATION_JSON_VALUE))
            return ResponseEntity.noContent().build();
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(URI.create(MailPages.back(fields.get("back"))))
                .build();
    }

    private void keep(MailAccount account, Map<String, String> fields) {
        var choices = new HashMap<String, String>();
        for (var setting : OURS) {
            var value = fields.get(setting.key());
            if (value != null && setting.accepts(value)) choices.put(setting.key(), value);
        }
        preferences.update(account.id(), choices);
    }
}
