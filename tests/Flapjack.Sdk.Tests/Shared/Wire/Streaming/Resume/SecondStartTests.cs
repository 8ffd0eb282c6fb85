using System.Security.Cryptography;

namespace Flapjack.Sdk.Tests.Streaming.Resumed;

/// <summary>A stream that says twice that its command has started: the first word stands.</summary>
public sealed class SecondStartTests : ResumeTest
{
    private const string Another = "id: 3\nevent: exec_started\ndata: {\"execId\":\"exec_2\"}\n\n";

    private static readonly string Before = Wired.Started + Wired.Stdout(2, "one,") + Another;

    [Fact]
    public async Task A_break_is_mended_on_the_command_that_was_named_first()
    {
        var events = Exec();
        await (await Next(Wired.Post)).Cuts(Before);

        var resume = await Next(Wired.Resume);

        resume.Header("Last-Event-ID").Should().Be("3");
        await resume.Streams(Wired.After("3"));
        (await events).Select(e => e.Type).Should().Equal("exec_started", "stdout", "exec_started", "stdout", "exit");
    }

    [Fact]
    public async Task The_output_before_it_still_counts()
    {
        var run = Run();
        var sha = Convert.ToHexString(SHA256.HashData("one,two,"u8));
        await (await Next(Wired.Post)).Streams(Before + Wired.Stdout(4, "two,")
            + Wired.Exit(5, $$"""{"ok":true,"exitCode":0,"truncated":false,"stdoutBytes":8,"stdoutSha256":"{{sha}}"}"""));

        var result = await run;

        (result.ExecId, result.Stdout).Should().Be(("exec_1", "one,two,"));
    }

    [Fact]
    public async Task After_dropped_output_it_does_not_begin_a_count_of_what_is_left()
    {
        const string Dropped = "id: 3\nevent: output_dropped\ndata: {\"stream\":\"stdout\",\"fromByte\":4,\"toByte\":9}\n\n";
        var events = Exec();
        await (await Next(Wired.Post)).Streams(Wired.Started + Wired.Stdout(2, "one,") + Dropped + Another.Replace("id: 3", "id: 4", StringComparison.Ordinal)
            + Wired.Stdout(5, "two,") + Wired.Exit(6, """{"ok":true,"exitCode":0,"truncated":false,"stdoutBytes":13,"stdoutSha256":"00"}"""));

        (await events).Should().HaveCount(6);
    }
}
