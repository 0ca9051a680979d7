package spring;

import static work.BadQuery.whole;
import static work.Burn.MOST_MS;

import java.util.List;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.DataClassRowMapper;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

// #region users
@RestController
class Users {
    record User(int id, String name, String email, int score, String created) {}

    private static final String COLUMNS = "id, name, email, score,"
            + " to_char(created at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') as created";
    private static final String PAGE = "select " + COLUMNS + " from users where id > ? order by id limit ?";
    private static final String SLOW = "select " + COLUMNS + " from pg_sleep(?), users where id = 1";
    private static final DataClassRowMapper<User> ROW = new DataClassRowMapper<>(User.class);

    private final JdbcTemplate database;

    Users(JdbcTemplate database) {
        this.database = database;
    }

    @GetMapping("/users")
    List<User> users(
            @RequestParam(required = false) String ms,
            @RequestParam(required = false) String limit,
            @RequestParam(defaultValue = "0") String from) {
        if (ms != null) return database.query(SLOW, ROW, whole(ms, "ms", 0, MOST_MS) / 1000.0); // [1]
        int rows = whole(limit, "limit", 1, 1000);
        return database.query(PAGE, ROW, whole(from, "from", 0, 9999), rows);
    }

    @RequestMapping(path = "/users", method = RequestMethod.OPTIONS)
    void options() throws HttpRequestMethodNotSupportedException {
        throw new HttpRequestMethodNotSupportedException("OPTIONS", List.of("GET")); // [2]
    }

    @ExceptionHandler(DataAccessException.class)
    @ResponseStatus(HttpStatus.SERVICE_UNAVAILABLE)
    String failed(DataAccessException fault) {
        return fault.getMessage();
    }
}
// #endregion users

// [1] JDBC blocks: the thread waits for a connection, and then for the answer.
// [2] Spring would answer OPTIONS by itself, with 200.
