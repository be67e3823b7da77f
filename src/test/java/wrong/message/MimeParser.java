package wrong.message;

import org.springframework.stereotype.Component;

/** A parser that knows the framework. */
@Component
class MimeParser {}
