using Flapjack.ReferenceBackend.Coding;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Tests.Resources.CodeAgents;

public sealed class CodeSessionMovesTests
{
    private static readonly string[] Ends = ["finished", "error", "cancelled", "expired"];

    private static readonly HashSet<(string From, string To)> Documented =
    [
        ("pending", "creating"), ("creating", "running"),
        ("running", "finished"), ("running", "error"), ("running", "cancelled"), ("running", "expired"),
    ];

    private static readonly HashSet<(string From, string To)> Ours =
    [
        ("pending", "error"), ("pending", "cancelled"), ("pending", "expired"),
        ("creating", "error"), ("creating", "cancelled"), ("creating", "expired"),
        ("finished", "pending"),
    ];

    public static TheoryData<string, string, bool> Moves
    {
        get
        {
            string[] all = ["pending", "creating", "running", .. Ends];
            var moves = new TheoryData<string, string, bool>();
            foreach (var (from, to) in all.SelectMany(from => all.Select(to => (from, to))))
            {
                moves.Add(from, to, Documented.Contains((from, to)) || Ours.Contains((from, to)));
            }

            return moves;
        }
    }

    [Theory]
    [MemberData(nameof(Moves))]
    public void A_session_makes_the_moves_of_the_table_and_no_other(string from, string to, bool isAllowed)
    {
        var session = new CodeSessionDocument { Status = from };

        var move = () => session.MovedTo(to);

        if (isAllowed)
        {
            move().Status.Should().Be(to);
        }
        else
        {
            move.Should().Throw<Refusal>().Which.Kind.Should().Be(RefusalKind.Contradiction);
        }
    }

    [Theory]
    [InlineData("finished", true)]
    [InlineData("error", false)]
    [InlineData("cancelled", false)]
    [InlineData("expired", false)]
    public void A_session_that_ends_for_good_forgets_its_key_and_has_no_computer(string end, bool keeps)
    {
        var session = new CodeSessionDocument { Status = "running", EncryptedCursorKey = "encrypted", HasComputer = true };

        var ended = session.MovedTo(end);

        (ended.EncryptedCursorKey is not null, ended.HasComputer).Should().Be((keeps, keeps));
    }
}
