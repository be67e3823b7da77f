package org.bocau.mailauth;

/** An SPF check that ends without an opinion of the domain's. RFC 7208 §2.6.6, §2.6.7. */
final class SpfFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final SpfResult.Result result;

    private SpfFailure(SpfResult.Result result) {
        super(result.toString(), null, false, false);
        this.result = result;
    }

    /** The records cannot be interpreted, or ask for more than §4.6.4 allows. */
    static SpfFailure permanent() {
        return new SpfFailure(SpfResult.Result.PERMERROR);
    }

    /** DNS does not answer now. */
    static SpfFailure temporary() {
        return new SpfFailure(SpfResult.Result.TEMPERROR);
    }

    SpfResult.Result result() {
        return result;
    }
}
