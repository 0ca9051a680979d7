package work;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the contract's suite asks over the wire is not asked here again. */
class WorkTest {
    @Test
    @DisplayName("FR3: the loop is the 32-bit xorshift of the contract, its last value unsigned")
    void loop() {
        long[] first = {2463534242L, 723471715L, 2497366906L, 2064144800L}; // Marsaglia 2003, section 3
        for (int n = 0; n < first.length; n++) assertEquals(first[n], Burn.burn(n).checksum(), "n = " + n);
    }

    @Test
    @DisplayName("FR3: burning by time takes whole rounds of 1,000 steps of the same loop")
    void byTime() {
        var burned = Burn.burnFor(1);
        assertTrue(burned.iterations() >= 1000 && burned.iterations() % 1000 == 0);
        assertEquals(Burn.burn((int) burned.iterations()).checksum(), burned.checksum());
    }

    @Test
    @DisplayName("the second round of the chain hashes the first digest and what is left of the message")
    void chain() throws Exception {
        byte[] first = HexFormat.of().parseHex(Chain.hash(1).digest());
        byte[] letters = "a".repeat(1024).getBytes(StandardCharsets.US_ASCII);
        assertArrayEquals(MessageDigest.getInstance("SHA-256").digest(letters), first);
        var second = MessageDigest.getInstance("SHA-256");
        second.update(first);
        second.update(letters, 32, 992);
        assertEquals(HexFormat.of().formatHex(second.digest()), Chain.hash(2).digest());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "1.5", "-1", "+5", "0x10", "1e3", "0", "11", "99999999999", "٣"})
    @DisplayName("a number is written in plain digits and within its limits")
    void numbers(String text) {
        var fault = assertThrows(BadQuery.class, () -> BadQuery.whole(text, "n", 1, 10));
        assertEquals("n must be a whole number from 1 to 10", fault.getMessage());
    }
}
