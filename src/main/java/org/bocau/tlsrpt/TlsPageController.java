package org.bocau.tlsrpt;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The console's page about TLS with other systems. */
@Controller
class TlsPageController {
    private final TlsResultTable table;

    TlsPageController(TlsResultTable table) {
        this.table = table;
    }

    @GetMapping("/admin/tls")
    String list(Model model) {
        model.addAttribute("lines", table.latest());
        return "admin/tls";
    }
}
