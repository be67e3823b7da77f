package org.bocau.settings;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import org.bocau.account.FieldRefusal;
import org.bocau.filter.ScriptRefusal;
import org.bocau.mailclient.MailAccount;
import org.bocau.pages.Notices;
import org.bocau.rules.Absence;
import org.bocau.rules.Scripts;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What those who write are answered while somebody is away. */
@Controller
@RequestMapping("/settings/absence")
class AbsenceController {
    private static final String PAGE = "settings/absence";
    private static final int LONGEST = 10_000;
    private static final int MOST_DAYS = 30;

    private final Scripts scripts;
    private final Notices notices;

    AbsenceController(Scripts scripts, Notices notices) {
        this.scripts = scripts;
        this.notices = notices;
    }

    /**
     * An absence as it is typed.
     *
     * @param from a date as 2026-11-23, or nothing
     */
    record AbsenceForm(
            boolean enabled,
            @Nullable String from,
            @Nullable String until,
            @Nullable String subject,
            @Nullable String text,
            @Nullable String days) {
        static AbsenceForm of(Absence absence) {
            return new AbsenceForm(
                    absence.enabled(),
                    absence.from() == null ? "" : absence.from().toString(),
                    absence.until() == null ? "" : absence.until().toString(),
                    absence.subject(),
                    absence.text(),
                    Integer.toString(absence.days()));
        }

        Absence absence() {
            var first = date("from", from);
            var last = date("until", until);
            if (first != null && last != null && last.isBefore(first)) {
                throw new FieldRefusal("until", "refusal.absence.order");
            }
            if (enabled && given(text).isBlank()) {
                throw new FieldRefusal("text", "refusal.absence.text");
            }
            if (given(text).length() > LONGEST) throw new FieldRefusal("text", "refusal.rule.long");
            if (given(subject).length() > 200)
                throw new FieldRefusal("subject", "refusal.rule.long");
            return new Absence(enabled, first, last, given(subject), given(text), daysGiven());
        }

        private int daysGiven() {
            try {
                int number = Integer.parseInt(given(days).strip());
                if (number >= 1 && number <= MOST_DAYS) return number;
            } catch (NumberFormatException no) { // the same mistake
            }
            throw new FieldRefusal("days", "refusal.absence.days", MOST_DAYS);
        }

        private static @Nullable LocalDate date(String field, @Nullable String typed) {
            try {
                return given(typed).isBlank() ? null : LocalDate.parse(given(typed).strip());
            } catch (DateTimeParseException no) {
                throw new FieldRefusal(field, "refusal.absence.date");
            }
        }

        private static String given(@Nullable String typed) {
            return typed == null ? "" : typed;
        }
    }

    @ModelAttribute("section")
    String section() {
        return "absence";
    }

    @GetMapping
    String show(MailAccount account, Model model) {
        var filters = scripts.of(account.id());
        model.addAttribute("form", AbsenceForm.of(filters.absence()));
        model.addAttribute("overruled", filters.ownActive());
        return PAGE;
    }

    @PostMapping
    String save(
            MailAccount account,
            @ModelAttribute("form") AbsenceForm form,
            BindingResult errors,
            RedirectAttributes redirect) {
        return Refused.orForm(
                errors,
                () -> PAGE,
                () -> {
                    var absence = form.absence();
                    try {
                        scripts.save(account.id(), scripts.of(account.id()).with(absence));
                    } catch (ScriptRefusal no) {
                        throw new FieldRefusal("text", "refusal.rule.script", no.reason());
                    }
                    notices.say(
                            redirect,
                            absence.enabled() ? "settings.absence.on" : "settings.absence.off");
                    return "redirect:/settings/absence";
                });
    }
}
