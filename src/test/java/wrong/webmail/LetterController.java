package wrong.webmail;

import java.io.InputStream;
import java.io.ObjectInputStream;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** A public controller that hands entities out. */
@Controller
public class LetterController {
    /** Everything that was ever a way in. */
    @GetMapping("/letters/{id}")
    public Object letter(String id, InputStream body) throws Exception {
        new ProcessBuilder("sa-learn", id).start();
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(body);
        return new ObjectInputStream(body).readObject();
    }

    @GetMapping("/letters")
    public List<Letter> letters() {
        return List.of();
    }
}
