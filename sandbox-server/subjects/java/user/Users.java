import java.util.ArrayList;
import java.util.UUID;

/** COUNT users in a list: what each of them takes, with its strings. */
final class Users {
    // #region user
    /** [1] Three references and a header; the UUID and each string are objects of their own, a string's bytes too. */
    record User(UUID id, String name, String email) {}

    static User user(int i) {
        return new User(new UUID(0, i), "name-%015d".formatted(i), "%012d@mail.io".formatted(i));
    }
    // #endregion user

    public static void main(String[] args) throws Exception {
        var count = Report.number("COUNT");
        // What the runtime loads at first use is no part of what users take.
        user(0);
        Report.memory();
        Report.heap();
        var heapBefore = Report.heap();
        var before = Report.memory();
        var users = new ArrayList<User>(count);
        for (var i = 0; i < count; i++) users.add(user(i));
        var after = Report.memory();
        var heapAfter = Report.heap();
        Report.line(
            new Report.Metric("residentEach", (after.resident() - before.resident()) / users.size()),
            new Report.Metric("heapEach", (heapAfter - heapBefore) / users.size()));
        Report.stay();
    }
}
