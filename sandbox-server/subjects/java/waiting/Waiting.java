import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** COUNT threads that wait, platform or virtual, and what each of them takes. */
final class Waiting {
    /** Longer than anybody looks. */
    private static final long WAIT_MS = 3_600_000;

    // #region threads
    /** [1] The same code either way: a platform thread is one of the operating system, with a stack of its own. A
     * virtual thread that waits is a value on the heap, and its frames are copied there. */
    static List<Thread> start(Thread.Builder builder, int count) throws InterruptedException {
        var all = new ArrayList<Thread>(count);
        var run = new CountDownLatch(count);
        for (var i = 0; i < count; i++) all.add(builder.start(() -> {
            run.countDown();
            sleep();
        }));
        run.await();
        return all;
    }
    // #endregion threads

    public static void main(String[] args) throws Exception {
        var count = Report.number("COUNT");
        Thread.Builder builder = switch (Report.setting("KIND")) {
            case "platform" -> Thread.ofPlatform().daemon().stackSize(Report.number("STACK_KB") * 1024L);
            case "virtual" -> Thread.ofVirtual();
            default -> throw new IllegalStateException("KIND is platform or virtual.");
        };
        // What the runtime loads at first use is no part of what waiting takes.
        start(builder, 1);
        Report.memory();
        Report.heap();
        var heapBefore = Report.heap();
        var before = Report.memory();
        var from = System.nanoTime();
        var all = start(builder, count);
        var micros = (System.nanoTime() - from) / 1e3;
        var after = Report.memory();
        var heapAfter = Report.heap();
        Report.line(
            new Report.Metric("createEach", micros / count),
            new Report.Metric("residentEach", (after.resident() - before.resident()) / count),
            new Report.Metric("virtualEach", (after.address() - before.address()) / count),
            new Report.Metric("heapEach", (heapAfter - heapBefore) / all.size()));
        Report.stay();
    }

    private static void sleep() {
        try {
            Thread.sleep(WAIT_MS);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
