using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Computers.Exec;

public sealed class ExecRequestTests : WireTest
{
    private const string Path = "/api/agents/a1/computer/exec";

    public static TheoryData<TimeSpan, int> Timeouts => new()
    {
        { TimeSpan.FromTicks(1), 1 },
        { TimeSpan.FromMilliseconds(1), 1 },
        { TimeSpan.FromSeconds(1), 1 },
        { TimeSpan.FromSeconds(1.001), 2 },
        { TimeSpan.FromMinutes(5), 300 },
        { TimeSpan.FromSeconds(int.MaxValue), int.MaxValue },
    };

    [Fact]
    public async Task The_command_goes_out_alone_when_nothing_else_is_set()
    {
        Wire.Answers(Path, Answer.Events(Frames.Exec));

        await Client.ExecComputerAsync("a1", new() { Command = "npm test" }).All();

        Wire.Request.Method.Should().Be("POST");
        Wire.Request.Body.Should().Be("""{"command":"npm test"}""");
    }

    [Fact]
    public async Task Every_option_goes_out_under_its_wire_name()
    {
        Wire.Answers(Path, Answer.Events(Frames.Exec));

        await Client.ExecComputerAsync("a1", new() { Command = "a\nb", Timeout = TimeSpan.FromSeconds(120), WorkingDir = "/workspace/app" }).All();

        Wire.Request.Body.Should().Be("""{"command":"a\nb","timeoutSec":120,"workingDir":"/workspace/app"}""");
    }

    [Theory]
    [MemberData(nameof(Timeouts))]
    public async Task A_timeout_is_rounded_up_to_whole_seconds(TimeSpan timeout, int seconds)
    {
        Wire.Answers(Path, Answer.Events(Frames.Exec));

        await Client.ExecComputerAsync("a1", new() { Command = "x", Timeout = timeout }).All();

        Wire.Request.Body.Should().Be($$"""{"command":"x","timeoutSec":{{seconds}}}""");
    }

    [Fact]
    public async Task The_headers_ask_for_events_of_json()
    {
        Wire.Answers(Path, Answer.Events(Frames.Exec));

        await Client.ExecComputerAsync("a1", new() { Command = "x" }).All();

        Wire.Request.Header("Authorization").Should().Be($"Bearer {TestClient.Key}");
        Wire.Request.Header("Content-Type").Should().Be("application/json");
        Wire.Request.Header("Accept").Should().Be("text/event-stream");
        Guid.TryParse(Wire.Request.Header("Idempotency-Key"), out _).Should().BeTrue();
        Wire.Request.Header("Flapjack-Detach-Seconds").Should().Be("30");
    }

    [Fact]
    public async Task No_compression_is_asked_for_where_it_would_hold_events_back()
    {
        await using var server = new RawServer();
        using var client = TestClient.At(server.Address);

        var call = client.RunComputerAsync("a1", new() { Command = "x" });
        var connection = await server.AcceptStream();
        await connection.Write(Frames.Exit);

        await call.Soon();
        connection.Header("Accept-Encoding").Should().Be("identity");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \n")]
    public void A_command_is_required_at_the_call(string? command) => Refuses(new() { Command = command! }, "Command*");

    [Theory]
    [InlineData(0L)]
    [InlineData(-1L)]
    [InlineData(-10_000L)] // Timeout.InfiniteTimeSpan
    [InlineData(long.MaxValue)]
    public void A_timeout_is_checked_at_the_call(long ticks) => Refuses(new() { Command = "x", Timeout = TimeSpan.FromTicks(ticks) }, "Timeout*");

    [Fact]
    public void Options_are_required_at_the_call()
    {
        var exec = () => Client.ExecComputerAsync("a1", null!);
        var run = () => { _ = Client.RunComputerAsync("a1", null!); };

        exec.Should().Throw<ArgumentNullException>().WithParameterName("options");
        run.Should().Throw<ArgumentNullException>().WithParameterName("options");
    }

    [Fact]
    public async Task Nothing_is_sent_before_the_enumeration_begins()
    {
        Wire.Answers(Path, Answer.Events(Frames.Exec));

        var events = Client.ExecComputerAsync("a1", new() { Command = "x" });
        await using var enumerator = events.GetAsyncEnumerator();

        Wire.Requests.Should().BeEmpty();
        (await enumerator.MoveNextAsync().Soon()).Should().BeTrue();
        Wire.Requests.Should().HaveCount(1);
    }

    [Fact]
    public async Task Enumerating_twice_does_not_run_the_command_twice()
    {
        Wire.Answers(Path, Answer.Events(Frames.Exec));
        var events = Client.ExecComputerAsync("a1", new() { Command = "x" });
        await events.All();

        var again = () => events.All();

        await again.Should().ThrowAsync<InvalidOperationException>().WithMessage("*enumerated already*");
        Wire.Requests.Should().HaveCount(1);
    }

    private void Refuses(ExecComputerOptions options, string message)
    {
        var exec = () => Client.ExecComputerAsync("a1", options);
        var run = () => { _ = Client.RunComputerAsync("a1", options); };

        exec.Should().Throw<ArgumentException>().WithParameterName(nameof(options)).WithMessage(message);
        run.Should().Throw<ArgumentException>().WithParameterName(nameof(options)).WithMessage(message);
        Wire.Requests.Should().BeEmpty();
    }
}
