package org.bocau.admin;

import java.security.Principal;
import java.util.List;
import org.bocau.account.DkimKeyRing;
import org.bocau.account.DkimKeyRow;
import org.bocau.account.DomainId;
import org.bocau.account.DomainRow;
import org.bocau.account.Domains;
import org.bocau.account.InboundRule;
import org.bocau.delivery.DomainKeys;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** One domain: what becomes of mail that its sender's domain does not vouch for, and DKIM keys. */
@Controller
@RequestMapping("/admin/domains/{id:\\d{1,18}}")
class DomainSettingsController {
    private final Domains domains;
    private final DkimKeyRing ring;
    private final DomainKeys keys;
    private final AuditedDomains changes;
    private final Notices notices;

    DomainSettingsController(
            Domains domains,
            DkimKeyRing ring,
            DomainKeys keys,
            AuditedDomains changes,
            Notices notices) {
        this.domains = domains;
        this.ring = ring;
        this.keys = keys;
        this.changes = changes;
        this.notices = notices;
    }

    /**
     * @param check whether DNS is asked for each key, which may take seconds
     */
    @GetMapping
    String show(
            @PathVariable long id,
            @RequestParam(defaultValue = "false") boolean check,
            Model model) {
        var domain = domain(id);
        model.addAttribute("domain", domain);
        model.addAttribute("rules", List.of(InboundRule.values()));
        model.addAttribute("rule", domains.inboundRule(domain.id()));
        model.addAttribute(
                "keys",
                ring.of(domain.id()).stream()
                        .map(key ->
                                DomainKeyView.of(
                                        domain, key, check ? keys.published(domain, key) : null))
                        .toList());
        return "admin/domain";
    }

    @PostMapping("/rule")
    String rule(
            @PathVariable long id,
            @RequestParam InboundRule rule,
            Principal administrator,
            RedirectAttributes redirect) {
        changes.inboundRule(administrator.getName(), domain(id), rule);
        notices.say(redirect, "admin.domain.rule.saved");
        return page(id);
    }

    @PostMapping("/keys")
    String newKeys(@PathVariable long id, Principal administrator, RedirectAttributes redirect) {
        var domain = domain(id);
        changes.addKeys(administrator.getName(), domain, keys.make(domain));
        notices.say(redirect, "admin.domain.keys.made");
        return page(id);
    }

    /** Refused until DNS has its record: what nobody can verify is worse than no signature. */
    @PostMapping("/keys/{key:\\d{1,18}}/sign")
    String sign(
            @PathVariable long id,
            @PathVariable long key,
            Principal administrator,
            RedirectAttributes redirect) {
        var domain = domain(id);
        var row = key(domain, key);
        if (keys.published(domain, row) != DomainKeys.Published.YES) {
            notices.say(redirect, "admin.domain.keys.unpublished", row.selector());
            return page(id) + "?check=true";
        }
        changes.signWith(administrator.getName(), domain, key);
        notices.say(redirect, "admin.domain.keys.signs", row.selector());
        return page(id);
    }

    @PostMapping("/keys/{key:\\d{1,18}}/remove")
    String remove(
            @PathVariable long id,
            @PathVariable long key,
            Principal administrator,
            RedirectAttributes redirect) {
        var domain = domain(id);
        var row = key(domain, key);
        changes.removeKey(administrator.getName(), domain, key);
        boolean retired = row.state() == DkimKeyRow.State.SIGNING;
        notices.say(
                redirect,
                retired ? "admin.domain.keys.retired" : "admin.domain.keys.removed",
                row.selector());
        return page(id);
    }

    private static String page(long id) {
        return "redirect:/admin/domains/" + id;
    }

    private DomainRow domain(long id) {
        return domains.find(new DomainId(id)).orElseThrow();
    }

    private DkimKeyRow key(DomainRow domain, long id) {
        return ring.of(domain.id()).stream()
                .filter(key -> key.id() == id)
                .findFirst()
                .orElseThrow();
    }
}
