package work;

/** The loop of /burn. ../../node/work.js and ../../rust/work do the same, step for step. */
public final class Burn {
    public static final int MOST_ITERATIONS = 1_000_000_000;
    public static final int MOST_MS = 60_000;

    // #region burn
    private static final int START = (int) 2463534242L; // any start but 0 will do: 0 stays 0 for ever

    // [1]
    private static int xorshift(int x, int iterations) {
        for (int i = 0; i < iterations; i++) {
            x ^= x << 13;
            x ^= x >>> 17;
            x ^= x << 5;
        }
        return x;
    }

    public record Burned(int n, long checksum) {}

    public static Burned burn(int n) {
        return new Burned(n, Integer.toUnsignedLong(xorshift(START, n)));
    }

    public record BurnedFor(int ms, long iterations, long checksum) {}

    public static BurnedFor burnFor(int ms) {
        long end = System.nanoTime() + ms * 1_000_000L;
        int x = START;
        long iterations = 0;
        while (System.nanoTime() - end < 0) {
            x = xorshift(x, 1000); // about two microseconds between two looks at the clock
            iterations += 1000;
        }
        return new BurnedFor(ms, iterations, Integer.toUnsignedLong(x));
    }
    // #endregion burn

    private Burn() {}
}

// [1] Every step needs the one before it, so neither a compiler nor a wider core can skip ahead or do two at once.
//     Shifts and exclusive-or on 32 bits cost the same in Java and in Rust: the loop compares servers, not languages.
