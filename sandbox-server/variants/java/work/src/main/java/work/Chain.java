package work;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** The chain of /hash. */
public final class Chain {
    public static final int MOST_ROUNDS = 1_000_000;

    public record Hashed(int n, String digest) {}

    // #region hash
    public static Hashed hash(int n) {
        MessageDigest sha256 = sha256(); // [1]
        byte[] message = new byte[1024];
        Arrays.fill(message, (byte) 'a');
        byte[] digest = sha256.digest(message);
        for (int round = 1; round < n; round++) {
            System.arraycopy(digest, 0, message, 0, digest.length);
            digest = sha256.digest(message);
        }
        return new Hashed(n, HexFormat.of().formatHex(digest));
    }
    // #endregion hash

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing); // every JDK has it
        }
    }

    private Chain() {}
}

// [1] Java code of the JDK, whose inner loop HotSpot replaces by the processor's own instructions for SHA-256.
