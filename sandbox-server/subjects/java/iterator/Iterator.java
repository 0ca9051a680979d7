import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/** A sum over active users, written three ways. */
final class Iterator {
    /** Elements in a round, however many users there are: a round must be longer than the clock is coarse. */
    private static final int ELEMENTS = 5_000_000;

    record User(boolean active, int score) {}

    private static int state = Report.number("SEED") | 1;

    /** Xorshift from the seed, 0 to 99. */
    private static int draw() {
        state ^= state << 13;
        state ^= state >>> 17;
        state ^= state << 5;
        return Integer.remainderUnsigned(state, 100);
    }

    private static List<User> users(int count, int active) {
        var sorted = Report.setting("ORDER").equals("sorted");
        var all = new ArrayList<User>(count);
        for (var i = 0; i < count; i++)
            all.add(new User((sorted ? (int) (i * 100L / count) : draw()) < active, i % 100));
        return all;
    }

    // #region bodies
    private static int loop(List<User> all) {
        var sum = 0;
        for (var i = 0; i < all.size(); i++) if (all.get(i).active()) sum += all.get(i).score();
        return sum;
    }

    private static int forEach(List<User> all) {
        var sum = 0;
        for (var user : all) if (user.active()) sum += user.score();
        return sum;
    }

    /** [1] No list is made in between: each element goes through all steps. */
    private static int stream(List<User> all) {
        return all.stream().filter(User::active).mapToInt(User::score).sum();
    }
    // #endregion bodies

    public static void main(String[] args) throws Exception {
        int count = Report.number("COUNT");
        var users = users(count, Report.number("ACTIVE"));
        ToIntFunction<List<User>> sum =
                switch (Report.setting("KIND")) {
                    case "for" -> Iterator::loop;
                    case "for-each" -> Iterator::forEach;
                    default -> Iterator::stream;
                };
        int times = Math.ceilDiv(ELEMENTS, count);
        int expected = sum.applyAsInt(users);
        Report.repeat(() -> {
            var from = System.nanoTime();
            var right = 0;
            for (var i = 0; i < times; i++) if (sum.applyAsInt(users) == expected) right++;
            var nanos = (double) (System.nanoTime() - from);
            if (right != times) throw new IllegalStateException("The sums differ.");
            return new Report.Metric("timeEach", nanos / ((double) times * count));
        });
        Report.stay();
    }
}
