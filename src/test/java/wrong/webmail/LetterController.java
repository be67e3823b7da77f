package wrong.webmail;

import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** A public controller that hands entities out. */
@Controller
public class LetterController {
    @GetMapping("/letters")
    public List<Letter> letters() {
        return List.of();
    }
}
