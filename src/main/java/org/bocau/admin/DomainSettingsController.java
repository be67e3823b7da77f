package org.bocau.admin;

import java.security.Principal;
import java.util.List;
import org.bocau.account.DkimKeyRing;
import org.bocau.account.DkimKeyRow;
import org.bocau.account.DkimKeyRow.State;
import org.bocau.account.DomainId;
import org.bocau.account.DomainRow;
import org.bocau.account.Domains;
import org.bocau.account.InboundRule;
import org.bocau.delivery.DomainKeys;
import org.bocau.delivery.DomainRecords;
import org.bocau.delivery.Published;
import org.bocau.pages.Notices;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * One domain: what DNS should say of it and says, its DKIM keys, and what becomes of mail that its
 * sender's domain does not vouch for.
 */
@Controller
@RequestMapping("/admin/domains/{id:\\d{1,18}}")
class DomainSettingsController {
    private final Domains domains;
    private final DkimKeyRing ring;
    private final DomainKeys keys;
    private final DomainRecords records;
    private final AuditedDomains changes;
    private final Notices notices;

    DomainSettingsController(
            Domains domains,
            DkimKeyRing ring,
            DomainKeys keys,
            DomainRecords records,
            AuditedDomains changes,
            Notices notices) {
        this.domains = domains;
        this.ring = ring;
        this.keys = keys;
        this.records = records;
        this.changes = changes;
        this.notices = notices;
    }

    /** Asks DNS, some seconds at most. */
    @GetMapping
    String show(@PathVariable long id, Model model) {
        var domain = domain(id);
        var all = ring.of(domain.id());
        var found = records.look(domain, all);
        model.addAttribute("domain", domain);
        model.addAttribute("rules", List.of(InboundRule.values()));
        model.addAttribute("rule", domains.inboundRule(domain.id()));
        model.addAttribute("records", found.advice());
        model.addAttribute("signs", all.stream().anyMatch(key -> key.state() == State.SIGNING));
        model.addAttribute(
                "keys",
                all.stream()
                        .map(key ->
                                DomainKeyView.of(
                                        domain,
                                        key,
                                        found.keys().getOrDefault(key.id(), Published.UNKNOWN)))
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

    /**
     * Refused until DNS has its record: what nobody can verify is worse than no signature.
     *
     * @param anyway the administrator knows better: this server may not see what others do
     */
    @PostMapping("/keys/{key:\\d{1,18}}/sign")
    String sign(
            @PathVariable long id,
            @PathVariable long key,
            @RequestParam(defaultValue = "false") boolean anyway,
            Principal administrator,
            RedirectAttributes redirect) {
        var domain = domain(id);
        var row = key(domain, key);
        if (!anyway && keys.published(domain.name(), row) != Published.YES) {
            notices.say(redirect, "admin.domain.keys.unpublished", row.selector());
            return page(id);
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
        boolean retired = row.state() == State.SIGNING;
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
