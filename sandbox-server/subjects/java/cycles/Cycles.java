/** COUNT parents with a child that knows its parent, made and let go, ROUNDS times over: does the memory come back? */
final class Cycles {
    // #region cycle
    /** [1] The collector follows what is reachable. Nothing reaches these two any more, though they reach each other. */
    static final class Node {
        Node other;
    }

    static void cycle() {
        var parent = new Node();
        parent.other = new Node();
        parent.other.other = parent;
    }
    // #endregion cycle

    public static void main(String[] args) throws Exception {
        var count = Report.number("COUNT");
        var heap = new double[Report.number("ROUNDS")];
        // What the runtime loads at first use is garbage of its own.
        Report.heap();
        for (var round = 0; round < heap.length; round++) {
            for (var i = 0; i < count; i++) cycle();
            heap[round] = Report.heap();
        }
        Report.line(new Report.Metric("growth", heap[heap.length - 1] / heap[0]));
        Report.stay();
    }
}
