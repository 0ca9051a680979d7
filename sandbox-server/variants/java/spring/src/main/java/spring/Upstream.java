package spring;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

// #region upstream
/** Another service behind the server, found by UPSTREAM_URL: each request asks it once. */
@RestController
class Upstream {
    private final String url = System.getenv("UPSTREAM_URL");
    private final HttpClient client =
            url == null ? null : HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @GetMapping("/upstream")
    ResponseEntity<String> ask() throws InterruptedException {
        if (url == null) return refused("no upstream is set");
        try {
            var request = HttpRequest.newBuilder(URI.create(url + "/work")).build();
            var answer = client.send(request, BodyHandlers.ofString()); // [1]
            return ResponseEntity.status(answer.statusCode()).body(answer.body());
        } catch (IOException fault) {
            return refused("the upstream does not answer");
        }
    }

    private static ResponseEntity<String> refused(String text) {
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE).body(text);
    }
}
// #endregion upstream

// [1] Blocks until the answer is there. A platform thread of the pool is gone for so long; a virtual thread leaves its
//     carrier. The client keeps connections, as many as there are calls at a time.
