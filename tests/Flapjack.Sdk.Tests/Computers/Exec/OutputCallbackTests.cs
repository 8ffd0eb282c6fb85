using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Computers.Exec;

/// <summary>RunComputerAsync with a callback for the output.</summary>
public sealed class OutputCallbackTests : WireTest
{
    private const string ExecPath = "/api/agents/a1/computer/exec";

    private static readonly ExecComputerOptions Command = new() { Command = "x" };

    [Fact]
    public async Task Each_piece_is_shown_in_its_order_and_all_of_them_are_in_the_result()
    {
        Wire.Answers(ExecPath, Answer.Events(Frames.Exec));
        var shown = new List<ExecOutputEvent>();

        var result = await Client.RunComputerAsync("a1", Command, shown.Add).Soon();

        shown.Select(piece => (piece.Type, piece.Chunk)).Should().Equal(("stdout", "PASS src/a.test.ts\n"), ("stderr", "warn ...\n"));
        (result.Stdout, result.Stderr, result.Ok).Should().Be(("PASS src/a.test.ts\n", "warn ...\n", true));
    }

    [Fact]
    public async Task The_next_piece_waits_for_the_task_of_the_piece_before()
    {
        Wire.Answers(ExecPath, Answer.Events(Frames.Exec));
        var first = new TaskCompletionSource();
        var began = new TaskCompletionSource();
        var shown = new List<string>();
        var run = Client.RunComputerAsync("a1", Command, async (output, _) =>
        {
            shown.Add(output.Type);
            began.TrySetResult();
            await first.Task;
        });

        await began.Task.Soon();
        shown.Should().Equal("stdout");
        first.SetResult();
        await run.Soon();

        shown.Should().Equal("stdout", "stderr");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_exception_of_the_callback_comes_out_as_it_is_and_stops_the_command(bool awaited)
    {
        Wire.Answers(ExecPath, Answer.Events(Frames.Started + "event: stdout\ndata: {\"chunk\":\"a\"}\n\n").With("Flapjack-Extensions", "idempotent-exec, resume, stop"));
        Wire.Answers($"{ExecPath}/exec_xyz", new Answer(204));
        var failure = new InvalidOperationException("mine");

        var run = () => (awaited ? Client.RunComputerAsync("a1", Command, (_, _) => Task.FromException(failure)) : Client.RunComputerAsync("a1", Command, _ => throw failure)).Soon();

        (await run.Should().ThrowAsync<InvalidOperationException>()).Which.Should().BeSameAs(failure);
        Wire.Requests.Select(request => (request.Method, request.Path)).Should().Equal(("POST", ExecPath), ("DELETE", $"{ExecPath}/exec_xyz"));
    }

    [Fact]
    public async Task The_callback_gets_the_token_of_the_call()
    {
        Wire.Answers(ExecPath, Answer.Events(Frames.Exec));
        using var cancel = new CancellationTokenSource();

        var run = () => Client.RunComputerAsync("a1", Command, (_, token) => Task.Delay(Timeout.Infinite, CancelThen(token)), cancel.Token).Soon();

        (await run.Should().ThrowAsync<OperationCanceledException>()).Which.CancellationToken.Should().Be(cancel.Token);

        CancellationToken CancelThen(CancellationToken token)
        {
            cancel.Cancel();
            return token;
        }
    }

    [Fact]
    public void A_callback_of_null_is_refused_before_anything_is_sent()
    {
        Action synchronous = () => _ = Client.RunComputerAsync("a1", Command, (Action<ExecOutputEvent>)null!);
        Action awaited = () => _ = Client.RunComputerAsync("a1", Command, (Func<ExecOutputEvent, CancellationToken, Task>)null!);

        synchronous.Should().Throw<ArgumentNullException>().WithParameterName("onOutput");
        awaited.Should().Throw<ArgumentNullException>().WithParameterName("onOutputAsync");
        Wire.Requests.Should().BeEmpty();
    }
}
