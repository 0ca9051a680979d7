package spring;

import java.util.List;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.NoHandlerFoundException;
import work.BadQuery;

/** The contract's texts in the place of Spring's own error documents. */
@RestControllerAdvice
class Refusals {
    @ExceptionHandler(BadQuery.class)
    @ResponseStatus(HttpStatus.BAD_REQUEST)
    String badQuery(BadQuery query) {
        return query.getMessage();
    }

    @ExceptionHandler(NoHandlerFoundException.class)
    @ResponseStatus(HttpStatus.NOT_FOUND)
    String notFound() {
        return "not found";
    }

    @ExceptionHandler(HttpRequestMethodNotSupportedException.class)
    ResponseEntity<String> onlyGet() {
        return ResponseEntity.status(HttpStatus.METHOD_NOT_ALLOWED)
                .allow(HttpMethod.GET)
                .body("only GET is answered here");
    }

    /** Spring would answer OPTIONS by itself, with 200. */
    @RestController
    static class Options {
        @RequestMapping(
                path = {"/ping", "/json", "/sleep", "/burn", "/hash", "/json/parse", "/counter", "/stats", "/upstream"},
                method = RequestMethod.OPTIONS)
        void options() throws HttpRequestMethodNotSupportedException {
            throw new HttpRequestMethodNotSupportedException("OPTIONS", List.of("GET"));
        }
    }
}
