package spring;

import static work.BadQuery.whole;
import static work.Burn.MOST_ITERATIONS;
import static work.Burn.MOST_MS;
import static work.Chain.MOST_ROUNDS;

import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;
import work.Burn;
import work.Chain;
import work.Item;
import work.Stats;

// #region routes
@RestController
class Routes {
    record Parsed(int n, long sum) {}

    record Counted(long value) {}

    private final JsonMapper json;
    private final String text;
    private final Requests requests;
    private final ReentrantLock lock = new ReentrantLock(); // [1]
    private long counter;

    Routes(JsonMapper json, Requests requests) {
        this.json = json;
        this.requests = requests;
        text = json.writeValueAsString(Item.payload());
    }

    @GetMapping("/ping")
    String ping() {
        return "pong";
    }

    @GetMapping("/json")
    List<Item> json() {
        return Item.payload();
    }

    @GetMapping("/sleep")
    String sleep(@RequestParam(required = false) String ms) throws InterruptedException {
        int length = whole(ms, "ms", 0, MOST_MS);
        Thread.sleep(length); // [2]
        return "slept " + length;
    }

    @GetMapping("/burn")
    Record burn(@RequestParam(required = false) String n, @RequestParam(required = false) String ms) {
        return ms == null ? Burn.burn(whole(n, "n", 0, MOST_ITERATIONS)) : Burn.burnFor(whole(ms, "ms", 0, MOST_MS));
    }

    @GetMapping("/hash")
    Chain.Hashed hash(@RequestParam(required = false) String n) {
        return Chain.hash(whole(n, "n", 1, MOST_ROUNDS));
    }

    @GetMapping("/json/parse")
    Parsed parse(@RequestParam(required = false) String n) {
        int rounds = whole(n, "n", 1, MOST_ROUNDS);
        long sum = 0;
        for (int round = 0; round < rounds; round++)
            for (Item item : json.readValue(text, Item[].class)) if (item.active()) sum += item.score();
        return new Parsed(rounds, sum);
    }

    @GetMapping("/counter")
    Counted counter(@RequestParam(defaultValue = "0") String hold) {
        int iterations = whole(hold, "hold", 0, MOST_ITERATIONS);
        lock.lock();
        try {
            Burn.burn(iterations);
            return new Counted(++counter);
        } finally {
            lock.unlock();
        }
    }

    @GetMapping("/stats")
    Stats stats() {
        return requests.stats();
    }
}
// #endregion routes

// [1] A lock of java.util.concurrent parks whoever waits; a virtual thread gives its carrier to another meanwhile.
// [2] Blocking code on purpose. A platform thread of the pool is gone for so long; a virtual thread leaves its carrier.
