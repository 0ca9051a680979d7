package members;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
public class MemberController {
    record Member(String name, String mail) {}

    record NewMember(String name, String mail) {}

    interface Members {
        Member save(Member member);
    }

    private final Members members;

    public MemberController(Members members) {
        this.members = members;
    }

    @PostMapping("/members")
    public ResponseEntity<Member> create(@RequestBody NewMember request) {
        Member member = members.save(new Member(request.name(), request.mail()));
        return ResponseEntity.ok(member);
    }
}
