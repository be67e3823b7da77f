package org.bocau.admin;

import org.bocau.security.Audit;
import org.bocau.security.SessionLog;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What has been changed, and who has signed in or tried to. */
@Controller
class LogController {
    private static final int SIGN_INS = 200;

    private final Audit audit;
    private final SessionLog signIns;

    LogController(Audit audit, SessionLog signIns) {
        this.audit = audit;
        this.signIns = signIns;
    }

    @GetMapping("/admin/audit")
    String audit(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "1") int page,
            Model model) {
        model.addAttribute("page", audit.page(q, Paging.of(page)).map(AuditLine::of));
        model.addAttribute("q", q);
        return "admin/audit";
    }

    @GetMapping("/admin/sign-ins")
    String signIns(Model model) {
        model.addAttribute("most", SIGN_INS);
        model.addAttribute(
                "signIns", signIns.newest(SIGN_INS).stream().map(SignInLine::of).toList());
        return "admin/sign-ins";
    }
}
