using Flapjack.ReferenceBackend.Tests.Computers;
using static Flapjack.ReferenceBackend.Tests.Computers.ReadyComputer;

namespace Flapjack.ReferenceBackend.Tests.Api;

public sealed class WithoutExtensionsTests(WithoutExtensionsTests.PlainComputer plain) : IClassFixture<WithoutExtensionsTests.PlainComputer>
{
    private readonly ReadyComputer _computer = plain.Computer;

    [Theory]
    [InlineData("GET", "/computer/status", 200)]
    [InlineData("GET", "/computer/bootstrap/stream", 200)]
    [InlineData("GET", "/computer/nothing", 404)]
    [InlineData("POST", "/computer/exec", 400)]
    public async Task No_answer_announces_anything(string method, string path, int status)
    {
        var body = method == "POST" ? "{}" : null;

        var answer = await TestBackend.SendAsync(_computer.Server.Client, new(method), $"/api/agents/{_computer.Agent}{path}", body);

        answer.Status.Should().Be(status, answer.Body);
        answer.Headers.Contains("Flapjack-Extensions").Should().BeFalse();
    }

    [Fact]
    public async Task A_repeated_key_runs_again()
    {
        var key = NewKey();

        var first = await _computer.RunAsync("echo x >>$HOME/plain; echo one", Key(key));
        var second = await _computer.RunAsync("echo x >>$HOME/plain; echo two", Key(key));

        first.Printed().Should().Be("one\n");
        second.Printed().Should().Be("two\n");
        _computer.LinesOf("plain").Should().Be(2);
    }

    [Theory]
    [InlineData("Idempotency-Key", "")]
    [InlineData("Flapjack-Detach-Seconds", "soon")]
    [InlineData("Last-Event-ID", "what?")]
    public async Task Headers_that_would_be_refused_are_ignored(string name, string value)
    {
        var frames = await _computer.RunAsync("echo here", (name, value));

        frames.Printed().Should().Be("here\n");
    }

    [Theory]
    [InlineData("what?")]
    [InlineData("99")]
    public async Task A_bootstraps_log_begins_at_its_beginning_whatever_id_is_sent(string id)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/agents/{_computer.Agent}/computer/bootstrap/stream");
        request.Headers.TryAddWithoutValidation("Last-Event-ID", id);
        using var stream = await SseStream.OpenAsync(_computer.Server.Client, request);

        (await stream.ReadFramesAsync())[0].Event.Should().Be("status");
    }

    [Fact]
    public async Task There_are_no_routes_to_resume_and_to_stop()
    {
        var exec = (await _computer.RunAsync("true")).ExecId();

        var resumed = await _computer.GetAsync(exec);
        var stopped = await _computer.StopAsync(exec);
        var stoppedByKey = await _computer.StopKeyAsync("key");

        resumed.ShouldBeRefused(404, "NOT_FOUND");
        stopped.ShouldBeRefused(404, "NOT_FOUND");
        stoppedByKey.ShouldBeRefused(405, "METHOD_NOT_ALLOWED");
    }

    [Fact]
    public async Task A_caller_that_leaves_takes_its_command_along_whatever_it_asked_for()
    {
        int[] processes;
        using (var stream = await _computer.ExecAsync("echo $$; echo begun; exec sleep 1000", Detach(1000)))
        {
            processes = (await stream.ReadPrintedAsync("begun")).ProcessIds();
        }

        await HostProcesses.EndAsync(processes);
    }

    /// <summary>A computer of a backend that is what the contract documents.</summary>
    public sealed class PlainComputer : IAsyncLifetime
    {
        public ReadyComputer Computer { get; private set; } = null!;

        public async Task InitializeAsync() => Computer = await StartAsync(options => options.Extensions = false);

        public async Task DisposeAsync() => await Computer.DisposeAsync();
    }
}
