package org.bocau.settings;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.UUID;
import java.util.stream.Collectors;
import org.bocau.account.AccountId;
import org.bocau.account.FieldRefusal;
import org.bocau.filter.ScriptRefusal;
import org.bocau.mailclient.Folder;
import org.bocau.mailclient.FolderStore;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.Role;
import org.bocau.pages.Notices;
import org.bocau.rules.Filters;
import org.bocau.rules.Rule;
import org.bocau.rules.ScriptFailures;
import org.bocau.rules.Scripts;
import org.bocau.triage.Label;
import org.bocau.triage.Labels;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What is to be done with mail that comes in: rules, and a script of one's own instead. */
@Controller
@RequestMapping("/settings/rules")
class RuleController {
    private static final String LIST = "redirect:/settings/rules";
    private static final String EDIT = "settings/rule";
    private static final String ID = "/{id:[0-9a-z]{1,32}}";
    private static final String NEW = "new";

    private final Scripts scripts;
    private final ScriptFailures failures;
    private final FolderStore folders;
    private final Labels labels;
    private final RuleTrial trial;
    private final RuleOnOldMail oldMail;
    private final Notices notices;

    RuleController(
            Scripts scripts,
            ScriptFailures failures,
            FolderStore folders,
            Labels labels,
            RuleTrial trial,
            RuleOnOldMail oldMail,
            Notices notices) {
        this.scripts = scripts;
        this.failures = failures;
        this.folders = folders;
        this.labels = labels;
        this.trial = trial;
        this.oldMail = oldMail;
        this.notices = notices;
    }

    @ModelAttribute("section")
    String section() {
        return "rules";
    }

    @GetMapping
    String list(MailAccount account, Model model) {
        var filters = scripts.of(account.id());
        model.addAttribute("filters", filters);
        model.addAttribute("script", Scripts.text(filters));
        model.addAttribute("failure", failures.last(account.id()).orElse(null));
        model.addAttribute(
                "labelNames",
                labels.all(account.id()).stream()
                        .collect(Collectors.toMap(Label::keyword, Label::name)));
        return "settings/rules";
    }

    /** With what a message says already filled in: "filter messages like this". */
    @GetMapping("/new")
    String creating(
            MailAccount account,
            @RequestParam(defaultValue = "") String from,
            @RequestParam(defaultValue = "") String subject,
            @RequestParam(defaultValue = "") String list,
            Model model) {
        var form =
                new RuleForm(
                        "",
                        "all",
                        List.of(list.isEmpty() ? "FROM" : "LIST", "SUBJECT"),
                        List.of("CONTAINS", "CONTAINS"),
                        List.of(list.isEmpty() ? from : list, subject),
                        "",
                        "",
                        false,
                        false,
                        "",
                        false,
                        false);
        return page(account, NEW, form, model);
    }

    @GetMapping(ID)
    String editing(MailAccount account, @PathVariable String id, Model model) {
        return page(account, id, RuleForm.of(rule(account.id(), id)), model);
    }

    @PostMapping(ID)
    String save(
            MailAccount account,
            @PathVariable String id,
            @RequestParam(defaultValue = "save") String action,
            @RequestParam(defaultValue = "") String old,
            @ModelAttribute("form") RuleForm form,
            BindingResult errors,
            RedirectAttributes redirect,
            Model model) {
        return Refused.orForm(
                errors,
                () -> page(account, id, form, model),
                () -> {
                    var before = id.equals(NEW) ? null : rule(account.id(), id);
                    var rule =
                            form.rule(
                                    before == null ? freshId() : id,
                                    before == null || before.enabled(),
                                    folders.names(account).require(Role.TRASH).name());
                    if (action.equals("try")) {
                        model.addAttribute("trial", trial.over(account, rule));
                        return page(account, id, form, model);
                    }
                    var folder = old.isEmpty() ? null : own(account, old);
                    keep(account.id(), scripts.of(account.id()).with(rule));
                    if (folder != null) return applied(account, folder, rule, redirect);
                    notices.say(redirect, "settings.rule.saved");
                    return LIST;
                });
    }

    /** One of the account's own folders, for what is there already. */
    private Folder own(MailAccount account, String path) {
        return folders.list(account).selectable().stream()
                .filter(one -> RuleOnOldMail.mayBeFor(one) && one.path().segment().equals(path))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("no folder " + path));
    }

    private String applied(
            MailAccount account, Folder folder, Rule rule, RedirectAttributes redirect) {
        if (!RuleOnOldMail.readsHeadersOnly(rule)) {
            notices.say(redirect, "settings.rule.old.text");
            return LIST;
        }
        var job = oldMail.begin(account, folder, rule);
        if (job.isPresent()) return "redirect:/mail/jobs/" + job.get();
        notices.say(redirect, "settings.rule.old.nothing");
        return LIST;
    }

    private static String freshId() {
        return UUID.randomUUID().toString().substring(0, 8);
    }

    private Rule rule(AccountId account, String id) {
        return scripts.of(account)
                .rule(id)
                .orElseThrow(() -> new NoSuchElementException("no rule " + id));
    }

    private void keep(AccountId account, Filters filters) {
        try {
            scripts.save(account, filters);
        } catch (ScriptRefusal no) {
            throw new FieldRefusal("name", "refusal.rule.script", no.reason());
        }
    }

    private String page(MailAccount account, String id, RuleForm form, Model model) {
        model.addAttribute("form", form);
        model.addAttribute("id", id);
        model.addAttribute(
                "folders",
                folders.names(account).selectable().stream()
                        .filter(one -> !one.shared() && !one.is(Role.DRAFTS) && !one.is(Role.INBOX))
                        .toList());
        model.addAttribute("labels", labels.all(account.id()));
        model.addAttribute(
                "oldFolders",
                folders.list(account).selectable().stream()
                        .filter(RuleOnOldMail::mayBeFor)
                        .toList());
        model.addAttribute("fields", Rule.Field.values());
        model.addAttribute("operators", Rule.Operator.values());
        return EDIT;
    }

    @PostMapping(ID + "/{what:up|toggle|delete}")
    String change(
            MailAccount account,
            @PathVariable String id,
            @PathVariable String what,
            RedirectAttributes redirect) {
        var filters = scripts.of(account.id());
        var rule = rule(account.id(), id);
        switch (what) {
            case "up" -> keep(account.id(), filters.raised(id));
            case "toggle" -> keep(account.id(), filters.with(toggled(rule)));
            default -> {
                keep(account.id(), filters.without(id));
                notices.say(redirect, "settings.rule.deleted");
            }
        }
        return LIST;
    }

    private static Rule toggled(Rule rule) {
        return new Rule(
                rule.id(),
                rule.name(),
                !rule.enabled(),
                rule.all(),
                rule.conditions(),
                rule.deeds(),
                rule.stop());
    }

    /**
     * @param text a Sieve script
     * @param active it takes the place of rules and absence
     */
    record ScriptForm(@Nullable String text, boolean active) {}

    @GetMapping("/script")
    String script(MailAccount account, Model model) {
        var filters = scripts.of(account.id());
        var text = filters.own().isEmpty() ? Scripts.text(filters) : filters.own();
        model.addAttribute("form", new ScriptForm(text, filters.ownActive()));
        return "settings/script";
    }

    @PostMapping("/script")
    String saveScript(
            MailAccount account,
            @ModelAttribute("form") ScriptForm form,
            BindingResult errors,
            RedirectAttributes redirect) {
        return Refused.orForm(
                errors,
                () -> "settings/script",
                () -> {
                    var text = form.text() == null ? "" : form.text();
                    try {
                        scripts.save(
                                account.id(), scripts.of(account.id()).with(text, form.active()));
                    } catch (ScriptRefusal no) {
                        throw new FieldRefusal(
                                "text", "refusal.script.line", no.line(), no.reason());
                    }
                    notices.say(redirect, "settings.script.saved");
                    return LIST;
                });
    }
}
