using static Flapjack.ReferenceBackend.Tests.Computers.ReadyComputer;

namespace Flapjack.ReferenceBackend.Tests.Computers.Exec;

public sealed class ResumeGapTests
{
    [Fact]
    public async Task Without_a_cap_the_latest_64_MiB_can_be_read_again_and_what_was_before_is_gone()
    {
        const long Kept = 64 * 1024 * 1024;
        await using var computer = await StartAsync(options => options.MaxOutputBytes = null);
        var key = NewKey();
        var command = "head -c 90000000 /dev/zero | tr '\\0' x; echo $$ >$HOME/over";
        string exec;
        using (var stream = await computer.ExecAsync(command, Key(key), Detach(1000)))
        {
            exec = (await stream.ReadUntilAsync(frame => frame.Event == "exec_started")).ExecId();
        }

        await Eventually.HoldsAsync(() => computer.LinesOf("over") == 1, "with nobody attached it runs on");
        var known = await LastFramesAsync(computer, exec);
        var last = known[^1].Split('\n')[0]["id: ".Length..];
        var rest = await computer.GetAsync(exec, After($"{int.Parse(last, System.Globalization.CultureInfo.InvariantCulture) - 1}"));
        var first = await computer.GetAsync(exec, After("1"));
        var fromTheStart = await computer.GetAsync(exec);
        var repeat = await computer.PostAsync(Body(command), Key(key));

        first.ShouldBeRefused(410, "RESUME_GAP");
        fromTheStart.ShouldBeRefused(410, "RESUME_GAP");
        repeat.ShouldBeRefused(410, "RESUME_GAP");
        rest.Body.Should().Be(": open\n\n" + known[^1]);
        known[^1].Should().Contain("event: exit").And.Contain("\"stdoutBytes\":90000000").And.Contain("\"truncated\":false");
        computer.Server.Backend.JournalBytes().Should().BeInRange(Kept, Kept + (10 * 1024 * 1024));
        computer.LinesOf("over").Should().Be(1, "no answer has run it again");
    }

    // How many frames the output became depends on how it was read from the pipe; of however many, more than the latter half is kept.
    private static async Task<string[]> LastFramesAsync(ReadyComputer computer, string exec)
    {
        for (var after = 2000; ; after *= 2)
        {
            var answer = await computer.GetAsync(exec, After($"{after}"));
            if (answer.Status != 410)
            {
                answer.Status.Should().Be(200, answer.Body);
                return answer.Body.WireFrames();
            }
        }
    }
}
