package org.bocau.admin;

import java.util.Locale;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** How the server is, at a glance. */
@Controller
class DashboardController {
    private final Overview overview;
    private final OpenServices services;
    private final HealthChecks health;
    private final SystemFacts facts;

    DashboardController(
            Overview overview, OpenServices services, HealthChecks health, SystemFacts facts) {
        this.overview = overview;
        this.services = services;
        this.health = health;
        this.facts = facts;
    }

    @GetMapping("/admin")
    String dashboard(Locale locale, Model model) {
        model.addAttribute("counts", overview.counts());
        model.addAttribute("services", services.now());
        model.addAttribute("health", health.now(locale));
        model.addAttribute("system", facts.view());
        return "admin/dashboard";
    }
}
