using AgentComputer.Sdk;

namespace AgentComputer.EndToEnd.Tests.Processes;

/// <summary>A process is found again by its tag and by its id, also by another client.</summary>
public sealed class ReconnectTests(RealBackend real) : IClassFixture<RealBackend>, IAsyncLifetime
{
    private static readonly ComputerProcessStart Tagged = new()
    {
        Command = "sh",
        Arguments = ["-c", "while read line; do echo \"got $line\"; done; exit 5"],
        Tag = "worker",
        WorkingDirectory = "/tmp",
        EnvironmentVariables = new Dictionary<string, string> { ["NAME"] = "value" },
    };

    private string _id = null!;
    private AgentComputerClient _other = null!;

    public async Task InitializeAsync()
    {
        _id = (await real.CreateAsync()).Id;
        _other = real.Backend.CreateClient();
    }

    public Task DisposeAsync()
    {
        _other.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData(ProcessCodec.Json)]
    [InlineData(ProcessCodec.Protobuf)]
    public async Task A_second_client_follows_a_process_after_the_first_has_left(ProcessCodec codec)
    {
        await using (var first = await real.Client.OpenProcessesAsync(_id, new() { Codec = codec }, Limit.Token))
        {
            await using var started = await first.StartAsync(Tagged, Limit.Token);
            await started.SendInputAsync("1\n"u8.ToArray(), Limit.Token);
            await started.ReadUntilAsync("got 1\n");
        }

        await using var second = await _other.OpenProcessesAsync(_id, new() { Codec = codec }, Limit.Token);
        await using var process = await second.ConnectAsync("worker", cancellationToken: Limit.Token);
        await process.SendInputAsync("2\n"u8.ToArray(), Limit.Token);
        await process.CloseStdinAsync(Limit.Token);

        var (output, ended) = await process.ReadToEndAsync();
        (output, ended.ExitCode).Should().Be(("got 2\n", 5), "what was written before it connected is not kept");
    }

    [Fact]
    public async Task Two_readers_of_a_process_get_all_of_its_output_each()
    {
        await using var processes = await real.Client.OpenProcessesAsync(_id, cancellationToken: Limit.Token);
        await using var one = await processes.StartAsync(Tagged, Limit.Token);
        await using var two = await processes.ConnectAsync(one.Pid, cancellationToken: Limit.Token);

        await one.SendInputAsync("x\n"u8.ToArray(), Limit.Token);
        await one.CloseStdinAsync(Limit.Token);

        var ends = await Task.WhenAll(one.ReadToEndAsync(), two.ReadToEndAsync());
        ends.Should().AllSatisfy(end => (end.Output, end.Ended.ExitCode).Should().Be(("got x\n", 5)));
    }

    [Fact]
    public async Task The_list_has_what_a_process_was_started_with_until_it_has_ended()
    {
        await using var processes = await real.Client.OpenProcessesAsync(_id, cancellationToken: Limit.Token);
        await using var process = await processes.StartAsync(Tagged, Limit.Token);

        var listed = (await processes.ListAsync(Limit.Token)).Should().ContainSingle().Subject;
        (listed.Pid, listed.Tag, listed.Command, listed.WorkingDirectory).Should().Be((process.Pid, "worker", "sh", "/tmp"));
        listed.Arguments.Should().Equal(Tagged.Arguments);
        listed.EnvironmentVariables.Should().Contain("NAME", "value");

        await process.KillAsync(Limit.Token);
        await process.WaitAsync(Limit.Token);
        (await processes.ListAsync(Limit.Token)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_process_that_has_just_ended_still_tells_its_end_and_a_process_that_never_was_is_not_found()
    {
        await using var processes = await real.Client.OpenProcessesAsync(_id, cancellationToken: Limit.Token);
        await using var process = await processes.StartAsync(Tagged, Limit.Token);
        await process.CloseStdinAsync(Limit.Token);
        await process.WaitAsync(Limit.Token);

        await using var late = await processes.ConnectAsync("worker", cancellationToken: Limit.Token);
        var act = () => processes.ConnectAsync("nobody", cancellationToken: Limit.Token);

        (await late.ReadToEndAsync()).Ended.ExitCode.Should().Be(5);
        await act.Should().ThrowAsync<AgentComputerNotFoundException>();
    }
}
