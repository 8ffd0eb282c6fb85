using Shared.Wire.Streaming;
using static Shared.Wire.Streaming.StreamBreak;
using static Shared.Wire.Streaming.StreamState;
using static Shared.Wire.Streaming.StreamVerdict;

namespace Flapjack.Sdk.Tests.Streaming;

public sealed class ResumeRulesTests
{
    // Each row: what happened; then the verdict if nothing was opened and opening only reads, if it acts, if it may have begun, and if it was open.
    private static readonly (StreamBreak What, StreamVerdict Reads, StreamVerdict Acts, StreamVerdict MayHaveBegun, StreamVerdict Broken)[] OpeningFailed =
    [
        (NotConnected, Tell, Tell, MendOrTellAsInterrupted, MendOrTellAsInterrupted),
        (Unanswered, Tell, MendOrTellAsInterrupted, MendOrTellAsInterrupted, MendOrTellAsInterrupted),
        (AnsweredTooLate, Tell, MendOrTell, MendOrTell, MendOrTellAsInterrupted),
        (ServiceFailed, Tell, MendOrTell, MendOrTellAsInterrupted, MendOrTellAsInterrupted),
        (Postponed, Tell, Tell, MendOrTellAsInterrupted, MendOrTellAsInterrupted),
        (Refused, Tell, Tell, TellAsInterrupted, TellAsInterrupted),
    ];

    private static readonly (StreamBreak What, StreamVerdict Verdict)[] ReadingFailed =
    [
        (Cut, MendOrTellAsInterrupted),
        (Silent, MendOrTell),
        (EventsMissing, MendOrTellAsInterrupted),
        (Gap, TellAsInterrupted),
    ];

    [Fact]
    public void The_two_tables_have_every_break_once() =>
        OpeningFailed.Select(row => row.What).Concat(ReadingFailed.Select(row => row.What)).Should().BeEquivalentTo(Enum.GetValues<StreamBreak>());

    [Fact]
    public void A_stream_that_can_not_be_opened_is_judged_by_what_may_have_been_done()
    {
        foreach (var (what, reads, acts, mayHaveBegun, broken) in OpeningFailed)
        {
            ResumeRules.Of(NotOpened, what, acts: false).Should().Be(reads, $"{what}");
            ResumeRules.Of(NotOpened, what, acts: true).Should().Be(acts, $"{what}");
            foreach (var does in new[] { false, true })
            {
                ResumeRules.Of(StreamState.MayHaveBegun, what, does).Should().Be(mayHaveBegun, $"{what}");
                ResumeRules.Of(StreamState.Broken, what, does).Should().Be(broken, $"{what}");
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_stream_that_was_open_is_mended_unless_the_service_itself_says_that_it_can_not_be(bool acts)
    {
        foreach (var (what, verdict) in ReadingFailed)
        {
            ResumeRules.Of(Open, what, acts).Should().Be(verdict, $"{what}");
        }
    }

    [Fact]
    public void A_break_moves_a_stream_on_only_if_something_may_have_been_done()
    {
        ResumeRules.After(NotOpened, Tell).Should().Be(NotOpened);
        ResumeRules.After(NotOpened, MendOrTell).Should().Be(StreamState.MayHaveBegun);
        ResumeRules.After(StreamState.MayHaveBegun, MendOrTellAsInterrupted).Should().Be(StreamState.MayHaveBegun);
        ResumeRules.After(Open, MendOrTell).Should().Be(StreamState.Broken);
        ResumeRules.After(StreamState.Broken, TellAsInterrupted).Should().Be(StreamState.Broken);
    }
}
