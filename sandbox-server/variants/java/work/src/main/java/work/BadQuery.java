package work;

/** A query the contract does not allow, as the text it is answered with. */
public final class BadQuery extends RuntimeException {
    private BadQuery(String text) {
        super(text, null, false, false); // nobody reads the stack of an answer
    }

    /** A number in plain digits from a query; null where there is none. */
    public static int whole(String text, String name, int least, int most) {
        if (text != null && text.matches("[0-9]{1,10}")) {
            long value = Long.parseLong(text);
            if (value >= least && value <= most) return (int) value;
        }
        throw new BadQuery("%s must be a whole number from %d to %d".formatted(name, least, most));
    }
}
