using System.Runtime.CompilerServices;
using System.Text;
using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Computers.Exec;

/// <summary>The output of a command as lines.</summary>
public sealed class ReadLinesTests : WireTest
{
    private const string ExecPath = "/api/agents/a1/computer/exec";

    private static readonly ExecExitEvent Success = new() { Ok = true, ExitCode = 0 };

    [Fact]
    public async Task Lines_are_put_together_from_pieces_that_were_cut_anywhere()
    {
        var lines = await Lines(Out("a"), Out("b\nc\r"), Out("\n\n"), Err("w\n"), Out("\rx\ry\n"), Success);

        lines.Should().Equal(Line("ab"), Line("c"), Line(""), new ComputerExecLine(ComputerExecOutput.Stderr, "w", true), Line("\rx\ry"));
    }

    [Fact]
    public async Task A_character_that_was_cut_between_two_pieces_is_whole_in_its_line()
    {
        var bytes = "é€😀\n"u8.ToArray();

        var lines = await Lines([.. bytes.Select(b => new ExecStdoutEvent { Bytes = new[] { b } }), Success]);

        lines.Should().Equal(Line("é€😀"));
    }

    [Fact]
    public async Task What_stands_behind_the_last_newline_is_a_line_that_is_not_complete()
    {
        var lines = await Lines(Out("a\nb"), Err("c"), new ExecStdoutEvent { Bytes = new byte[] { 0xE2, 0x82 } }, Success);

        lines.Should().Equal(Line("a"), Line("b\uFFFD", false), new ComputerExecLine(ComputerExecOutput.Stderr, "c", false));
    }

    [Fact]
    public async Task A_line_is_there_before_the_next_event_comes()
    {
        var next = new TaskCompletionSource();
        var lines = Later().ReadLinesAsync().GetAsyncEnumerator();

        (await lines.MoveNextAsync().AsTask().Soon()).Should().BeTrue();

        lines.Current.Text.Should().Be("first");
        next.SetResult();
        (await lines.MoveNextAsync().AsTask().Soon()).Should().BeFalse();
        await lines.DisposeAsync();

        async IAsyncEnumerable<ComputerExecEvent> Later()
        {
            yield return Out("first\nrest of it"[..6]);
            await next.Task;
            yield return Success;
        }
    }

    [Fact]
    public async Task A_line_without_end_comes_in_pieces_and_no_character_is_cut()
    {
        var text = new string('x', ComputerExecLines.LongestLine - 1) + "😀" + new string('y', ComputerExecLines.LongestLine - 4) + "\r\nz\n";

        var lines = await Lines(Out(text[..1000]), Out(text[1000..]), Success);

        lines.Select(line => line.IsComplete).Should().Equal(false, true, true);
        lines[0].Text.Length.Should().Be(ComputerExecLines.LongestLine - 1);
        string.Concat(lines.Select(line => line.Text + (line.IsComplete ? "\n" : ""))).Should().Be(text.Replace("\r", ""));
    }

    [Fact]
    public async Task A_line_before_a_gap_is_not_joined_with_what_follows_it()
    {
        var lines = await Lines(Out("before"), new ExecOutputDroppedEvent { Stream = "stdout" }, Out("after\n"), Success);

        lines.Should().Equal(Line("before", false), Line("after"));
    }

    [Fact]
    public async Task A_stream_that_is_cut_throws_after_the_lines_that_came()
    {
        Wire.Answers(ExecPath, Answer.Events(Frames.Started + "event: stdout\ndata: {\"chunk\":\"one\\ntw\"}\n\n"));
        var read = new List<ComputerExecLine>();

        var reading = async () =>
        {
            await foreach (var line in Client.ExecComputerAsync("a1", new() { Command = "x" }).ReadLinesAsync())
            {
                read.Add(line);
            }
        };

        await reading.Awaiting(r => r().Soon()).Should().ThrowAsync<FlapjackStreamInterruptedException>();
        read.Should().Equal(Line("one"), Line("tw", false));
    }

    [Fact]
    public async Task Events_that_end_without_an_exit_are_no_success()
    {
        var reading = () => Lines(Out("a\n"));

        await reading.Should().ThrowAsync<FlapjackStreamInterruptedException>().WithMessage("The events of the command ended without an exit or error.");
    }

    [Fact]
    public async Task The_lines_of_the_contracts_frames()
    {
        Wire.Answers(ExecPath, Answer.Events(Frames.Exec));

        var lines = await Client.ExecComputerAsync("a1", new() { Command = "x" }).ReadLinesAsync().ToListAsync().AsTask().Soon();

        lines.Should().Equal(Line("PASS src/a.test.ts"), new ComputerExecLine(ComputerExecOutput.Stderr, "warn ...", true));
        lines[0].ToString().Should().Be("PASS src/a.test.ts");
    }

    [Fact]
    public async Task A_command_that_failed_throws_behind_its_last_line()
    {
        var read = new List<string>();
        var reading = async () =>
        {
            await foreach (var line in Events(new ExecStartedEvent { ExecId = "e1" }, Out("a\nb"), new ExecExitEvent { Ok = false, ExitCode = 3 }).ReadLinesAsync())
            {
                read.Add(line.Text);
            }
        };

        var failed = (await reading.Should().ThrowAsync<ComputerExecFailedException>()).Which;

        failed.Message.Should().Be("The command ended with exit code 3 (e1). Its output was read as lines, and is not kept.");
        failed.Result.ExitCode.Should().Be(3);
        read.Should().Equal("a", "b");
    }

    [Fact]
    public async Task Who_asks_for_the_end_judges_it()
    {
        ExecExitEvent? end = null;

        await Events(Out("a"), new ExecExitEvent { Ok = false, ExitCode = 1 }).ReadLinesAsync(exit => end = exit).ToListAsync();

        end!.ExitCode.Should().Be(1);
    }

    [Theory]
    [InlineData("SANDBOX_DESTROYED", typeof(ComputerDestroyedException))]
    [InlineData("EXEC_OUTCOME_UNKNOWN", typeof(ComputerExecFailedException))]
    public async Task A_command_that_the_service_lost_is_an_exception_whoever_asks_for_the_end(string code, Type type)
    {
        var reading = async () => await Events(Out("a\n"), new ExecErrorEvent { Code = code }).ReadLinesAsync(_ => { }).ToListAsync();

        (await reading.Should().ThrowAsync<Exception>()).Which.Should().BeOfType(type);
    }

    [Fact]
    public async Task A_cancelled_token_ends_the_lines()
    {
        using var cancel = new CancellationTokenSource();
        var read = new List<string>();
        var reading = async () =>
        {
            await foreach (var line in Endless().ReadLinesAsync(cancellationToken: cancel.Token))
            {
                read.Add(line.Text);
                await cancel.CancelAsync();
            }
        };

        await reading.Awaiting(r => r().Soon()).Should().ThrowAsync<OperationCanceledException>();
        read.Should().Equal(["a"], "what there is of a line is not delivered after a cancellation");

        static async IAsyncEnumerable<ComputerExecEvent> Endless([EnumeratorCancellation] CancellationToken token = default)
        {
            yield return Out("a\nb");
            await Task.Delay(Timeout.Infinite, token);
        }
    }

    [Fact]
    public void No_events_are_refused_at_the_call() =>
        FluentActions.Invoking(() => ((IAsyncEnumerable<ComputerExecEvent>)null!).ReadLinesAsync()).Should().Throw<ArgumentNullException>().WithParameterName("events");

    private static ComputerExecLine Line(string text, bool isComplete = true) => new(ComputerExecOutput.Stdout, text, isComplete);

    private static ExecStdoutEvent Out(string text) => new() { Bytes = Encoding.UTF8.GetBytes(text) };

    private static ExecStderrEvent Err(string text) => new() { Bytes = Encoding.UTF8.GetBytes(text) };

    private static async Task<List<ComputerExecLine>> Lines(params ComputerExecEvent[] events) => await Events(events).ReadLinesAsync().ToListAsync();

    private static IAsyncEnumerable<ComputerExecEvent> Events(params ComputerExecEvent[] events) => events.ToAsyncEnumerable();
}
