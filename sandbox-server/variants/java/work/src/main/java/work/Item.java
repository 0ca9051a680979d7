package work;

import java.util.List;
import java.util.stream.IntStream;

/** One record of /json; "record" is a word of the language. */
public record Item(int id, String name, int score, boolean active, List<String> tags) {
    // #region payload
    public static List<Item> payload() {
        return IntStream.rangeClosed(1, 12).mapToObj(Item::of).toList();
    }

    private static Item of(int id) {
        return new Item(id, "record " + id, id * 7919 % 1000, id % 2 == 1, List.of("core", "queue"));
    }
    // #endregion payload
}
