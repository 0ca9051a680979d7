import java.security.MessageDigest;
import java.util.Arrays;

/** SHA-256 of BYTES bytes. */
final class Sha256 {
    /** Bytes in a round: a round must be longer than the clock is coarse. */
    private static final int ROUND_BYTES = 16 << 20;

    public static void main(String[] args) throws Exception {
        var data = new byte[Report.number("BYTES")];
        Arrays.fill(data, (byte) 'a');
        var times = Math.clamp(ROUND_BYTES / data.length, 1, 50_000);
        var digest = MessageDigest.getInstance("SHA-256");
        Report.repeat(() -> {
            var from = System.nanoTime();
            var sum = 0;
            // [1] Java code; HotSpot puts instructions of its own in place of its inner loop.
            for (var i = 0; i < times; i++) sum += digest.digest(data)[0];
            var nanos = (double) (System.nanoTime() - from);
            if (sum != times * digest.digest(data)[0]) throw new IllegalStateException("The hashes differ.");
            return new Report.Metric("timeEach", nanos / times);
        });
        Report.stay();
    }
}
