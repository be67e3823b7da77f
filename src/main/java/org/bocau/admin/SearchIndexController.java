package org.bocau.admin;

import java.security.Principal;
import org.bocau.account.Directory;
import org.bocau.mailbox.Reindexing;
import org.bocau.pages.Notices;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The job that reads stored messages anew: how far it is, and starting it. */
@Controller
@RequestMapping("/admin/search-index")
class SearchIndexController {
    private final Reindexing reindexing;
    private final Directory directory;
    private final AuditedReindexing changes;
    private final Notices notices;

    SearchIndexController(
            Reindexing reindexing,
            Directory directory,
            AuditedReindexing changes,
            Notices notices) {
        this.reindexing = reindexing;
        this.directory = directory;
        this.changes = changes;
        this.notices = notices;
    }

    @GetMapping
    String show(Model model) {
        model.addAttribute("job", ReindexView.of(reindexing.state(), directory));
        return "admin/search-index";
    }

    /**
     * @param address of one account; empty for all
     */
    @PostMapping
    String start(
            @RequestParam(defaultValue = "") String address,
            Principal administrator,
            RedirectAttributes redirect) {
        if (address.isBlank()) {
            say(redirect, changes.start(administrator.getName(), null));
            return "redirect:/admin/search-index";
        }
        directory
                .accountByLogin(address.strip())
                .ifPresentOrElse(
                        account -> say(redirect, changes.start(administrator.getName(), account)),
                        () -> notices.say(redirect, "admin.search-index.nobody"));
        return "redirect:/admin/search-index";
    }

    private void say(RedirectAttributes redirect, boolean started) {
        notices.say(redirect, started ? "admin.search-index.begun" : "admin.search-index.busy");
    }
}
