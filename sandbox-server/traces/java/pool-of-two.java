import static traced.Traced.*;

class FourRequests {
    static void request() {
        compute(2);
        pause(20);
        compute(2);
    }

    static void program() {
        for (var name : "A B C D".split(" "))
            start(name, FourRequests::request);
        say("four requests");
    }

    static void main() {
        serve(platformThreads(2), FourRequests::program);
    }
}
